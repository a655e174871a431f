// Passkeys: asks the device, and sends its answer with the form that it belongs to. Where the browser has none, or at another
// address than the shop's own, the form stays away: app/src/sign_in/passkey.rs.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

/** What is asked, as the browser wants it: older ones cannot read it themselves. */
function wanted({ challenge, user, excludeCredentials, allowCredentials, ...asked }) {
  const numbered = (one) => one && { ...one, id: bytes(one.id) };
  return {
    ...asked,
    challenge: bytes(challenge),
    user: numbered(user),
    excludeCredentials: excludeCredentials?.map(numbered),
    allowCredentials: allowCredentials?.map(numbered),
  };
}

/** The answer as it goes over the line. */
function told({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].filter((part) => response[part]);
  const said = Object.fromEntries(parts.map((part) => [part, text(response[part])]));
  return JSON.stringify({ id, rawId: text(rawId), type, response: { ...said, transports: response.getTransports?.() } });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const { passkey, ask, origin } = form.dataset;
  const section = form.parentElement;
  section.hidden = !globalThis.PublicKeyCredential || location.origin !== origin;
  const says = [...section.querySelectorAll("[data-say]")];
  const say = (what) => says.forEach((one) => (one.hidden = one.dataset.say !== what));
  let isAsking = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    say();
    try {
      const asked = await fetch(ask, { method: "POST", body: new URLSearchParams(new FormData(form)) });
      if (!asked.ok) return say(asked.status === 403 ? "refused" : "failed");
      const key = await navigator.credentials[passkey]({ publicKey: wanted(await asked.json()) });
      form.elements.answer.value = told(key);
      form.submit();
    } catch (error) {
      // The device has one, and says so.
      say(error.name === "InvalidStateError" && passkey === "create" ? "known" : "failed");
    } finally {
      isAsking = false;
    }
  });
}
