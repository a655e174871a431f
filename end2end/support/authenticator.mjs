// A device that keeps passkeys and looks who holds it: the browser's own virtual authenticator.

/** At which address the shop has passkeys: browsers have none at a number. */
export const named = (program) => program.url.replace("127.0.0.1", "localhost");

/** The program, opened where it has passkeys. */
export async function withPasskeys(program, more = []) {
  const url = named(program);
  await program.kill();
  await program.again({ more: ["--address", url, ...more] });
  return { ...program, url };
}

/** Gives the browser of a page such a device. */
export async function authenticator(page, { transport = "internal" } = {}) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    /** What it keeps; on a real device nobody sees it. */
    keeps: async () => (await session.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    /** A key that was copied to it. */
    gets: (credential) => session.send("WebAuthn.addCredential", { authenticatorId, credential }),
    /** Whether it knows the finger of whoever holds it. */
    looks: (isUserVerified) => session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}
