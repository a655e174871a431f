// People sign in: from the operator's link for the first person of the office to the end of a session, without the demo door.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { at, calm, open, openBrowser, openPage, reads, seen, tap } from "../support/browser.mjs";
import { DATABASES, DE_LINDE, command, start } from "../support/program.mjs";
import { PASSWORD, beginOffice, choosePassword, operatorsLink, signIn, totp } from "../support/sign_in.mjs";

for (const database of DATABASES) {
  describe(`signing in, on ${database}`, () => {
    let browser, program, office, secret, codes;
    before(async () => ([program, browser] = await Promise.all([start({ database, demo: false, home: DE_LINDE }), openBrowser()])));
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    it("says at the start how the first person comes in, and leads everyone to the page for signing in", async () => {
      assert.match(program.log(), /Nobody can sign in yet/);
      const page = await openPage(browser, program, { size: "computer" });
      await open(page, "/");
      assert.match(page.url(), /\/sign-in$/);
      await reads(page.locator("h1"), /Aanmelden/);
      for (const path of ["/demo", "/demo/as/R01"]) assert.equal((await fetch(program.url + path)).status, 404, path);
      calm(page);
      await page.context().close();
    });

    it("lets the first person of the office begin with the operator's link, a password and a phone", async () => {
      office = await openPage(browser, program, { size: "computer" });
      const link = await operatorsLink(program, "marieke");
      ({ secret, codes } = await beginOffice(office, link));
      assert.equal(new Set(codes).size, 10);
      await tap(office.locator("main a.button-primary"));
      await at(office, /\/office\/residents$/);
      const other = await openPage(browser, program);
      await other.goto(link);
      await reads(other.locator("h1"), /werkt niet meer/);
      await other.context().close();
    });

    it("asks for the second step, takes no code twice, and a recovery code once", async () => {
      const page = await openPage(browser, program, { size: "computer" });
      await signIn(page, "Marieke");
      await at(page, /\/sign-in\/second$/);
      await open(page, "/office/residents");
      assert.match(page.url(), /\/sign-in$/, "a password alone opens nothing");
      const tries = [totp(secret), codes[0]];
      for (const [index, code] of tries.entries()) {
        await open(page, "/sign-in/second");
        await page.locator('input[name="code"]').fill(code);
        await tap(page.locator("main form button"));
        // The half minute of the set-up may be over: then the first code is a new one.
        if (/office/.test(page.url())) break;
        if (index === 0) await reads(page.locator(".notice-amber, h1"), /klopt niet|Bewoners/);
      }
      await at(page, /\/office\/residents$/);
      await page.context().close();
    });

    it("gives family a link from the office, and lets them in with the password that they choose", async () => {
      await open(office, "/office/people");
      await tap(office.locator('form[action="/office/people/els-vermeer/link"] button'));
      const link = (await office.locator("#link").innerText()).trim();
      assert.ok(link.startsWith(program.url), link);
      const phone = await openPage(browser, program, { size: "phone" });
      await choosePassword(phone, link, "kort");
      await reads(phone.locator("main"), /te kort|twaalf tekens/);
      await choosePassword(phone, link);
      await at(phone, /\/r\/[\w-]+$/);
      await reads(phone.locator("body"), /mevrouw Vermeer/i);
      calm(phone);
      await phone.context().close();
    });

    it("makes who guesses wait, also after the program started anew, until the office opens it again", async () => {
      const page = await openPage(browser, program, { size: "phone" });
      for (let number = 0; number < 10; number += 1) {
        await signIn(page, "els-vermeer", "dat is het niet");
        if (/weer proberen/.test(await seen(page))) break;
      }
      await reads(page.locator(".notice-amber"), /weer proberen/);
      await program.kill();
      await program.again();
      // Five wrong ones wait five seconds; more make it longer, whichever program counts.
      for (let number = 0; number < 40; number += 1) {
        await signIn(page, "els-vermeer", "dat is het niet");
        const text = await seen(page);
        if (/weer proberen/.test(text)) break;
      }
      await reads(page.locator(".notice-amber"), /weer proberen/);
      await open(office, "/office/people");
      await tap(office.locator('form[action="/office/people/els-vermeer/unlock"] button'));
      await reads(office.locator(".notice-good"), /kan het weer proberen/);
      await signIn(page, "els-vermeer");
      await at(page, /\/r\/[\w-]+$/);
      await page.context().close();
    });

    it("shows where somebody is signed in, and ends it there", async () => {
      const [here, there] = [await openPage(browser, program, { size: "phone" }), await openPage(browser, program, { size: "tablet" })];
      for (const page of [here, there]) {
        await signIn(page, "els-vermeer");
        await at(page, /\/r\/[\w-]+$/);
      }
      await open(here, "/sessions");
      await tap(here.locator('button[value="others"]'));
      await reads(here.locator(".notice-good"), /afgemeld/);
      await open(there, "/family");
      assert.match(there.url(), /\/sign-in$/);
      await open(here, "/sessions/password");
      await here.locator('input[name="old"]').fill(PASSWORD);
      await here.locator('input[name="password"]').fill("acht boten in de gracht");
      await tap(here.locator("main form button"));
      await reads(here.locator(".notice-good"), /nieuwe wachtwoord is bewaard/);
      await tap(here.locator('form[action="/sign-out"] button'));
      await at(here, /\/sign-in\?signed_out=true$/);
      await open(here, "/");
      assert.match(here.url(), /\/sign-in$/);
      await signIn(here, "els-vermeer", PASSWORD);
      await reads(here.locator(".notice-amber"), /klopt niet/);
      for (const page of [here, there]) await page.context().close();
    });

    it("lets the office end all sessions of somebody", async () => {
      const phone = await openPage(browser, program, { size: "phone" });
      await signIn(phone, "els-vermeer", "acht boten in de gracht");
      await at(phone, /\/r\/[\w-]+$/);
      await open(office, "/office/people");
      await tap(office.locator('form[action="/office/people/els-vermeer/sign-out"] button'));
      await reads(office.locator(".notice-good"), /overal afgemeld/);
      await open(phone, "/family");
      assert.match(phone.url(), /\/sign-in$/);
      calm(office);
      await phone.context().close();
      await office.context().close();
    });
  });
}

describe("a start that is not safe", () => {
  const refuses = async (parameters, says) => {
    const { code, output } = await command(["serve", "--data", "/nowhere", ...parameters]);
    assert.equal(code, 1, output);
    assert.match(output, says);
  };

  it("says to use https where other computers can reach it", () => refuses(["--listen", "0.0.0.0:0"], /--https/));
});
