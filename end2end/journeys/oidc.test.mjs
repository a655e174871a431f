// The sign-in of the home itself: a real provider, its own pages, and what happens when something is not as it should be.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { at, calm, open, openBrowser, openPage, reads, tap } from "../support/browser.mjs";
import { DATABASES, DE_LINDE, start } from "../support/program.mjs";
import { answerOf, passProvider, settings, startProvider } from "../support/provider.mjs";
import { choosePassword, operatorsLink, totp } from "../support/sign_in.mjs";
import { becomeWardTablet, typePin } from "../support/tablets.mjs";

/** Whom the provider knows. The home's own list says by which address it knows its people. */
const known = (email, more) => ({ email, email_verified: true, ...more });
const PEOPLE = {
  marieke: known("M.Postma@delinde.example", { amr: ["pwd", "otp"] }),
  hanneke: known("h.zijlstra@delinde.example"),
  soraya: known("s.nandoe@delinde.example", { amr: ["mfa"] }),
  visitor: known("visitor@elsewhere.example", { amr: ["mfa"] }),
  unsure: { email: "h.zijlstra@delinde.example", email_verified: false, amr: ["mfa"] },
  namesake: known("m.postma@delinde.example", { amr: ["mfa"] }),
  fatma: known("fatma", { amr: ["mfa"] }),
};
const ADDRESSES = { marieke: "m.postma", hanneke: "h.zijlstra", soraya: "s.nandoe" };

for (const database of DATABASES) {
  describe(`the sign-in of the home, on ${database}`, () => {
    let browser, program, provider, home, all;

    /** The home's own list, with addresses; without those who left. */
    async function list(...left) {
      const [head, ...rows] = (await readFile(join(DE_LINDE, "people.csv"), "utf8")).trim().split("\n");
      const said = rows
        .map((row) => [row, row.split(",")[0]])
        .filter(([, code]) => !left.includes(code))
        .map(([row, code]) => `${row},${ADDRESSES[code] ? `${ADDRESSES[code]}@delinde.example` : ""}`);
      await writeFile(join(home, "people.csv"), `${[`${head},signs_in_as`, ...said].join("\n")}\n`);
    }

    before(async () => {
      home = await mkdtemp(join(tmpdir(), "bekertje-home-"));
      await cp(DE_LINDE, home, { recursive: true });
      await list();
      [program, browser] = await Promise.all([start({ database, demo: false, home }), openBrowser()]);
      provider = await startProvider(program.url, PEOPLE);
      all = { more: settings(provider.issuer, program.url) };
      await program.kill();
      await program.again(all);
    });
    after(async () => {
      await browser?.close();
      await program?.stop();
      await provider?.stop();
      await rm(home, { recursive: true, force: true });
    });

    /** Somebody at a computer of their own, on the page for signing in. */
    async function arrives() {
      const page = await openPage(browser, program, { size: "computer" });
      await open(page, "/sign-in");
      return page;
    }

    /** From the page for signing in to the provider's own. */
    async function setsOut(page) {
      await tap(page.locator("#home"));
      await page.locator('input[name="login"]').waitFor();
      assert.equal(new URL(page.url()).origin, provider.issuer);
    }

    /** All the way there and back. */
    async function comesIn(page, name) {
      await setsOut(page);
      await passProvider(page, name);
    }

    /** What stands on the page of somebody who did not come in. */
    async function staysOut(page, says) {
      await reads(page.locator("h1"), /U bent niet aangemeld/);
      await reads(page.locator(".notice-amber"), says);
      assert.equal((await page.context().cookies()).some(({ name }) => name === "bekertje"), false);
      await page.context().close();
    }

    /** Goes to the provider and stays there: the address that leads back. */
    async function answer(page, name) {
      await setsOut(page);
      return answerOf(page, name);
    }

    it("lets the office in with the account of the home, whose second factor counts, and says so", async () => {
      const page = await arrives();
      await reads(page.locator("#home"), /De Linde Inlog/);
      calm(page);
      await comesIn(page, "marieke");
      await at(page, /\/office\/residents$/);
      await open(page, "/sessions");
      await reads(page.locator(".sessions"), /Aangemeld met De Linde Inlog/);
      assert.equal(await page.locator('a[href="/sessions/password"]').count(), 0, "there is no password to change");
      assert.equal(await page.evaluate(() => document.cookie), "", "no script reads a cookie");
      await tap(page.locator('form[action="/sign-out"] button').first());
      await at(page, /\/sign-in\?signed_out=true$/);
      await open(page, "/office/residents");
      assert.match(page.url(), /\/sign-in$/, "signed out here is signed out");
      await page.context().close();
    });

    it("asks the office for our own second step where the provider did not", async () => {
      const page = await arrives();
      await comesIn(page, "hanneke");
      await at(page, /\/sign-in\/set-up$/);
      const secret = await page.locator("#secret").innerText();
      await open(page, "/office/residents");
      assert.match(page.url(), /\/sign-in$/, "the account alone opens nothing");
      await open(page, "/sign-in/set-up");
      await page.locator('input[name="code"]').fill(totp(secret));
      await tap(page.locator("main form button"));
      await page.locator(".codes").waitFor();
      const [first] = await page.locator(".codes li").allInnerTexts();
      await page.context().close();

      const again = await arrives();
      await comesIn(again, "hanneke");
      await at(again, /\/sign-in\/second$/);
      await again.locator('input[name="code"]').fill(first);
      await tap(again.locator("main form button"));
      await at(again, /\/office\/residents$/);
      await again.context().close();
    });

    it("refuses in plain words whom the home does not know, and whose address nobody verified", async () => {
      for (const name of ["visitor", "unsure"]) {
        const page = await arrives();
        await comesIn(page, name);
        await staysOut(page, /U staat niet op de lijst/);
      }
    });

    it("refuses another account that takes a person's address, until the person begins anew", async () => {
      const page = await arrives();
      await comesIn(page, "namesake");
      await staysOut(page, /hoort hier bij een ander account/);
      const chooser = await openPage(browser, program, { size: "computer" });
      await choosePassword(chooser, await operatorsLink(program, "marieke"));
      await at(chooser, /\/sign-in\/set-up$/);
      await chooser.context().close();
      const anew = await arrives();
      await comesIn(anew, "namesake");
      await at(anew, /\/office\/residents$/);
      await anew.context().close();
    });

    it("leads carers to the tablet of the ward", async () => {
      const page = await arrives();
      await comesIn(page, "fatma");
      await staysOut(page, /tablet van de afdeling/);
    });

    it("begins a carer's shift on the tablet of their ward, and nobody else's", async () => {
      const office = await arrives();
      await comesIn(office, "namesake");
      await at(office, /\/office\/residents$/);
      const tablet = await openPage(browser, program, { size: "tablet" });
      await becomeWardTablet(tablet, office, "met account", "Tuinzijde");
      const setsOutHere = async (name) => {
        // The provider has forgotten who was there before.
        await tablet.context().clearCookies({ domain: "localhost" });
        await open(tablet, "/shift/start");
        await comesIn(tablet, name);
      };
      await setsOutHere("soraya");
      await reads(tablet.locator("h1"), /U bent niet aangemeld/);
      await reads(tablet.locator(".notice-amber"), /niet op deze afdeling/);
      await tap(tablet.getByRole("link", { name: "Ga terug" }));
      await at(tablet, /\/shift\/start$/);
      await setsOutHere("fatma");
      await at(tablet, /\/shift\/pin$/);
      for (const field of ["pin", "again"]) await tablet.locator(`input[name="${field}"]`).fill("7294");
      await tap(tablet.locator(".fields button"));
      await at(tablet, /\/ward$/);
      await reads(tablet.locator(".who"), /Fatma/);
      await tap(tablet.locator(".who"));
      await at(tablet, /\/shift\?/);
      await tap(tablet.getByRole("link", { name: /^Fatma/ }));
      await at(tablet, /\/shift\/as\//);
      await typePin(tablet, "7294");
      await at(tablet, /\/ward(\/|\?|$)/);
      // On a browser that is no tablet of a ward the way ends where it always did, wherever it says that it began.
      const elsewhere = await openPage(browser, program, { size: "computer" });
      await open(elsewhere, "/sign-in");
      await elsewhere.locator("#home").evaluate((link) => link.setAttribute("href", "/sign-in/home?lang=nl&from=shift"));
      await comesIn(elsewhere, "fatma");
      await staysOut(elsewhere, /tablet van de afdeling/);
      for (const page of [office, tablet]) await page.context().close();
    });

    it("takes an answer once, from the browser that asked, and with its own state", async () => {
      const page = await arrives();
      const back = await answer(page, "soraya");
      const other = await openPage(browser, program, { size: "computer" });
      await other.goto(back);
      await staysOut(other, /Begin opnieuw/);

      const wrong = new URL(back);
      wrong.searchParams.set("state", "0".repeat(64));
      await page.goto(wrong.href);
      await reads(page.locator(".notice-amber"), /Begin opnieuw/);
      const mixedUp = new URL(back);
      mixedUp.searchParams.delete("state");
      await page.goto(mixedUp.href);
      await reads(page.locator(".notice-amber"), /Begin opnieuw/);

      const cookies = await page.context().cookies();
      await page.goto(back);
      await at(page, /\/office\/residents$/);
      await page.context().clearCookies();
      await page.goto(back);
      await reads(page.locator(".notice-amber"), /Begin opnieuw/);
      // Also where somebody kept the cookie of the way.
      await page.context().addCookies(cookies);
      await page.goto(back);
      await staysOut(page, /Begin opnieuw/);
    });

    it("refuses an answer that comes from another provider, or that is none", async () => {
      const page = await arrives();
      const back = new URL(await answer(page, "soraya"));
      back.searchParams.set("iss", "http://localhost:9");
      await page.goto(back.href);
      await staysOut(page, /liet u niet binnen/);
      const other = await arrives();
      const denied = new URL(await answer(other, "soraya"));
      denied.searchParams.delete("code");
      denied.searchParams.set("error", "access_denied");
      await other.goto(denied.href);
      await staysOut(other, /liet u niet binnen/);
      const third = await arrives();
      const madeUp = new URL(await answer(third, "soraya"));
      madeUp.searchParams.set("code", "made-up");
      await third.goto(madeUp.href);
      await staysOut(third, /liet u niet binnen/);
    });

    it("ends what somebody had open when the home's list lets them go, and refuses them from then on", async () => {
      const page = await arrives();
      await comesIn(page, "soraya");
      await at(page, /\/office\/residents$/);
      await list("soraya");
      await program.command("import", "--folder", home);
      await open(page, "/office/residents");
      assert.match(page.url(), /\/sign-in$/);
      await page.context().close();
      const again = await arrives();
      await comesIn(again, "soraya");
      await staysOut(again, /U staat niet op de lijst/);
    });

    it("says in the log who came in how, and who did not", async () => {
      const page = await arrives();
      await comesIn(page, "namesake");
      await at(page, /\/office\/residents$/);
      await open(page, "/office/audit?kind=came-in");
      const rows = await page.locator("main tr").allInnerTexts();
      const says = (who, what) => rows.some((row) => row.includes(who) && row.includes(what));
      for (const who of ["Marieke", "Hanneke", "Soraya"]) assert.ok(says(who, "Begon op een scherm"), `${who} in ${rows.join("\n")}`);
      for (const who of ["Soraya", "Marieke", "Fatma", "Iemand die wij niet kennen"]) {
        assert.ok(says(who, "Wilde op een scherm beginnen"), `${who} in ${rows.join("\n")}`);
      }
      assert.match(await program.verify(), /Checked \d+ entries of the log of who looked/);
      await page.context().close();
    });

    it("says plainly when the provider cannot be reached, also at a start, and leads to the password", async () => {
      const page = await arrives();
      const back = await answer(page, "marieke");
      await provider.stop();
      await page.goto(back);
      await staysOut(page, /geeft nu geen antwoord/);
      await program.kill();
      await program.again(all);
      const other = await arrives();
      await tap(other.locator("#home"));
      await reads(other.locator(".notice-amber"), /De Linde Inlog geeft nu geen antwoord/);
      await tap(other.locator('main a[href^="/sign-in?"]'));
      await at(other, /\/sign-in\?lang=nl$/);
      await other.locator('input[name="password"]').waitFor();
      await other.context().close();
    });
  });
}
