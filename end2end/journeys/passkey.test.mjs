// Passkeys, with the browser's virtual authenticator: family begin with one, the office comes in with one alone, carers begin
// their shift with one; and what is not the person's own, not new, or copied is refused.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { authenticator, withPasskeys } from "../support/authenticator.mjs";
import { at, calm, open, openBrowser, openPage, reads, tap, tapTo } from "../support/browser.mjs";
import { DATABASES, DE_LINDE, start } from "../support/program.mjs";
import { beginOffice, operatorsLink } from "../support/sign_in.mjs";
import { becomeWardTablet, typePin } from "../support/tablets.mjs";

const REFUSED = /Deze toegangssleutel werkt hier niet/;
const make = (page) => page.getByRole("button", { name: "Maak toegangssleutel" });
const use = (page) => page.getByRole("button", { name: "Gebruik toegangssleutel" });

for (const database of DATABASES) {
  describe(`passkeys, on ${database}`, () => {
    let browser, program, shop, phone, telephone, office, computer;
    before(async () => {
      [program, browser] = await Promise.all([start({ database, demo: false, home: DE_LINDE }), openBrowser()]);
      shop = await withPasskeys(program);
    });
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    /** Somebody with a browser and a device of their own. */
    async function somebody(size, options) {
      const page = await openPage(browser, shop, { size });
      return [page, await authenticator(page, options)];
    }

    /** Begins with a passkey behind a link. */
    async function begins(page, code) {
      await open(page, await operatorsLink(shop, code));
      await tap(make(page));
    }

    async function signOut(page) {
      await open(page, "/sessions");
      await tap(page.getByRole("button", { name: "Meld u af" }).first());
      await at(page, /\/sign-in\?signed_out=true$/);
    }

    async function comesIn(page) {
      await open(page, "/sign-in");
      await tap(use(page));
    }

    async function isRefused(page, says = REFUSED) {
      await reads(page.locator(".notice-amber:visible"), says);
      assert.equal((await page.context().cookies()).some(({ name }) => name === "bekertje"), false);
    }

    it("family makes a passkey first, and is inside", async () => {
      [phone, telephone] = await somebody("phone");
      await open(phone, await operatorsLink(shop, "els-vermeer"));
      await reads(phone.locator("h1"), /Kies hoe u binnenkomt/);
      const order = await phone.locator("main h2").allInnerTexts();
      assert.deepEqual(order, ["Met een toegangssleutel", "Of met een wachtwoord"]);
      await tap(make(phone));
      await at(phone, /\/r\/[0-9a-f-]+$/);
      await open(phone, `${new URL(phone.url()).pathname}/week`);
      await reads(phone.locator("h1"), /week/i);
      calm(phone);
    });

    it("and comes back with it, without a name or a password", async () => {
      await signOut(phone);
      await comesIn(phone);
      await at(phone, /\/r\/[0-9a-f-]+$/);
      await open(phone, "/sessions");
      await reads(phone.locator(".sessions"), /Aangemeld met een toegangssleutel/);
      const [kept] = await telephone.keeps();
      assert.equal(kept.rpId, "localhost");
      calm(phone);
    });

    it("without a hand that the device knows nobody comes in, and the page says what to do", async () => {
      await signOut(phone);
      await telephone.looks(false);
      await comesIn(phone);
      await isRefused(phone, /Dat lukte niet. Probeer het nog eens, of kies een andere manier/);
      await telephone.looks(true);
      await tap(use(phone));
      await at(phone, /\/r\/[0-9a-f-]+$/);
    });

    it("a browser without passkeys shows the password only, and so does a page without scripts", async () => {
      const older = await openPage(browser, shop, { size: "phone" });
      await older.addInitScript(() => delete globalThis.PublicKeyCredential);
      const plain = await openPage(browser, shop, { size: "phone", wasm: false, javaScriptEnabled: false });
      const elsewhere = await openPage(browser, program, { size: "phone" });
      for (const page of [older, plain, elsewhere]) {
        await page.goto("/sign-in");
        await page.locator('input[name="password"]').waitFor();
        assert.equal(await use(page).count(), 0);
        await page.context().close();
      }
    });

    it("the office adds one and comes in with it alone: no code is asked", async () => {
      [office, computer] = await somebody("computer");
      await beginOffice(office, await operatorsLink(shop, "marieke"));
      await open(office, "/sessions");
      await tapTo(office.getByRole("link", { name: "Bekijk toegangssleutels" }), /\/sessions\/passkeys$/);
      await reads(office.locator("main"), /nog geen toegangssleutel/);
      await office.getByLabel("Hoe noemt u hem?").fill("Computer op kantoor");
      await tap(make(office));
      await reads(office.locator(".notice-good"), /Uw toegangssleutel is bewaard/);
      await reads(office.locator("main h2"), /Computer op kantoor/);
      await tap(make(office));
      await reads(office.locator(".notice-amber:visible"), /heeft al een toegangssleutel van u/);
      await signOut(office);
      await comesIn(office);
      await at(office, /\/office\/residents$/);
      calm(office);
    });

    it("a passkey of another person opens nothing of this one", async () => {
      const [other, device] = await somebody("phone");
      const [mine] = await computer.keeps();
      const [hers] = await telephone.keeps();
      // Her key, said to be the office's.
      await device.gets({ ...hers, userHandle: mine.userHandle, signCount: hers.signCount + 100 });
      await comesIn(other);
      await isRefused(other);
      await other.context().close();
    });

    it("an answer that was given is not taken again", async () => {
      await signOut(office);
      await open(office, "/sign-in");
      const sent = office.waitForRequest((request) => request.url().endsWith("/sign-in/passkey"));
      const asked = office.waitForResponse((answer) => answer.url().endsWith("/sign-in/passkey/ask"));
      await tap(use(office));
      const [question] = (await (await asked).headersArray()).filter(({ name, value }) => name.toLowerCase() === "set-cookie" && value.includes("asked="));
      const body = (await sent).postData();
      await at(office, /\/office\/residents$/);
      const again = await fetch(`${shop.url}/sign-in/passkey`, {
        method: "POST",
        redirect: "manual",
        headers: { "content-type": "application/x-www-form-urlencoded", cookie: question.value.split(";")[0] },
        body,
      });
      assert.equal(again.status, 200);
      assert.match(await again.text(), REFUSED);
      assert.equal(again.headers.getSetCookie().some((cookie) => cookie.startsWith("bekertje=") && !cookie.startsWith("bekertje=;")), false);
    });

    it("a copy of a key is refused when it does not count on", async () => {
      const [thief, device] = await somebody("computer");
      const [mine] = await computer.keeps();
      await device.gets({ ...mine, signCount: 0 });
      await comesIn(thief);
      await isRefused(thief);
      await thief.context().close();
      await signOut(office);
      await comesIn(office);
      await at(office, /\/office\/residents$/);
    });

    it("a passkey that was removed signs nobody in, and the last way in stays", async () => {
      await open(office, "/sessions/passkeys");
      await tap(office.getByRole("button", { name: "Verwijder toegangssleutel Computer op kantoor" }));
      await reads(office.locator(".notice-good"), /werkt niet meer/);
      await signOut(office);
      await comesIn(office);
      await isRefused(office);
      await office.context().close();
      await open(phone, "/sessions/passkeys");
      await tap(phone.getByRole("button", { name: /^Verwijder toegangssleutel/ }));
      await reads(phone.locator(".notice-amber"), /kunt alleen hiermee naar binnen/);
      await signOut(phone);
      await comesIn(phone);
      await at(phone, /\/r\/[0-9a-f-]+$/);
      await phone.context().close();
    });

    it("a carer begins a shift with a passkey, and goes on with a PIN", async () => {
      const [own, key] = await somebody("phone");
      await begins(own, "fatma");
      await at(own, /\/sign-in\?ready_passkey=true$/);
      await reads(own.locator(".notice-good"), /Gebruik hem op de tablet van de afdeling/);
      await comesIn(own);
      await isRefused(own, /Dit kan alleen op een tablet van de afdeling/);
      const [ward] = await somebody("computer");
      await begins(ward, "marieke");
      await at(ward, /\/office\/residents$/);
      const [tablet, device] = await somebody("tablet", { transport: "usb" });
      await becomeWardTablet(tablet, ward, "met sleutel", "Tuinzijde");
      // The carer brings the key along.
      const [kept] = await key.keeps();
      await device.gets(kept);
      await tapTo(tablet.getByRole("link", { name: "Begin mijn dienst" }), /\/shift\/start$/);
      await tap(use(tablet));
      await at(tablet, /\/shift\/pin$/);
      for (const field of ["pin", "again"]) await tablet.locator(`input[name="${field}"]`).fill("7294");
      await tapTo(tablet.locator(".fields button"), /\/ward$/);
      await reads(tablet.locator(".who"), /Fatma/);
      await tap(tablet.locator(".who"));
      await at(tablet, /\/shift\?/);
      await tapTo(tablet.getByRole("link", { name: /^Fatma/ }), /\/shift\/as\//);
      await typePin(tablet, "7294");
      await at(tablet, /\/ward(\/|\?|$)/);
      calm(tablet);
      for (const page of [own, ward, tablet]) await page.context().close();
    });

    it("and who works elsewhere begins none on this tablet", async () => {
      const [ward] = await somebody("computer");
      await begins(ward, "marieke");
      await at(ward, /\/office\/residents$/);
      const [tablet, device] = await somebody("tablet", { transport: "usb" });
      await becomeWardTablet(tablet, ward, "van elders", "Tuinzijde");
      const [family, hers] = await somebody("phone");
      await begins(family, "karim-el-idrissi");
      await at(family, /\/(r\/|family)/);
      const [key] = await hers.keeps();
      await device.gets(key);
      await open(tablet, "/shift/start");
      await tap(use(tablet));
      await reads(tablet.locator(".notice-amber:visible"), /niet op deze afdeling/);
      await at(tablet, /\/shift\/start\/passkey$/);
      for (const page of [ward, tablet, family]) await page.context().close();
    });

    it("the log says who came in how, and the books balance", async () => {
      const [page] = await somebody("computer");
      await begins(page, "marieke");
      await at(page, /\/office\/residents$/);
      await open(page, "/office/audit?kind=came-in");
      const rows = (await page.locator("main tr").allInnerTexts()).join("\n");
      for (const who of ["Marieke", "Els", "Fatma"]) assert.ok(rows.includes(who), `${who} in ${rows}`);
      assert.match(await program.verify(), /Checked \d+ entries of the log of who looked/);
      await page.context().close();
    });
  });
}
