// From the ward's invitation to the first order of a daughter, and to the end of what she may do.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { at, calm, enter, open, openBrowser, openPage, reads, seen, tap } from "../support/browser.mjs";
import { DATABASES, DE_LINDE, start } from "../support/program.mjs";
import { choose, order, settledOn } from "../support/shop.mjs";
import { PASSWORD, beginOffice, operatorsLink, signIn } from "../support/sign_in.mjs";

async function invite(page, { name, kind = "care", grade = "order", proof = "written_proxy" }) {
  const form = page.locator("form:has(select[name=proof])");
  await form.locator('input[name="name"]').fill(name);
  await form.locator('select[name="relation"]').selectOption("daughter");
  await form.locator(`input[name="kind"][value="${kind}"]`).check();
  await form.locator(`input[name="grade"][value="${grade}"]`).check();
  await form.locator('select[name="proof"]').selectOption(proof);
  await tap(form.locator("button"));
}

for (const database of DATABASES) {
  describe(`family is invited, on ${database}`, () => {
    let browser, shop, office;
    before(async () => ([shop, browser] = await Promise.all([start({ database, demo: false, home: DE_LINDE }), openBrowser()])));
    after(async () => {
      await browser?.close();
      await shop?.stop();
    });

    it("the office asks, and the ward has to agree", async () => {
      office = await openPage(browser, shop, { size: "computer" });
      await beginOffice(office, await operatorsLink(shop, "marieke"));
      await open(office, "/office/residents?q=Ramdin");
      await tap(office.locator(".opener").first());
      await office.locator(".opened-links a").first().click();
      await office.locator('a[href^="/ward/family/"]').click();
      await at(office, /\/ward\/family\//);
      await invite(office, { name: "Noor Ramdin", grade: "manage", proof: "family" });
      await reads(office.locator(".notice-amber"), /Met dit bewijs kan niet zoveel/);
      assert.equal(await office.locator('input[name="name"]').inputValue(), "Noor Ramdin", "what was typed stays");
      await invite(office, { name: "Noor Ramdin" });
      await reads(office.locator(".notice-good"), /afdeling moet dit nog bevestigen/);
      await reads(office.locator("main"), /Wacht op de afdeling/);
      assert.equal(await office.locator('form[action$="/agree"]').count(), 0);
      calm(office);
    });
  });

  describe(`family orders, on ${database}`, () => {
    let browser, program, ward, phone, family, household, code;
    before(async () => ([program, browser] = await Promise.all([start({ database }), openBrowser()])));
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    it("the ward invites a daughter and prints her letter", async () => {
      ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
      const visitor = await program.visitor("R05");
      household = (await visitor.household()).id;
      await open(ward, `/ward/resident/${household}`);
      await tap(ward.locator(`a[href="/ward/family/${household}"]`));
      await at(ward, /\/ward\/family\//);
      family = new URL(ward.url()).pathname;
      await invite(ward, { name: "Noor Dijkstra" });
      await reads(ward.locator(".notice-good"), /recht geldt nu/);
      await tap(ward.locator(`li:has-text("Noor Dijkstra") form[action$="/link"] button`));
      await reads(ward.locator("main"), /Beste Noor Dijkstra/);
      await ward.emulateMedia({ media: "print" });
      assert.equal(await ward.locator(".topbar").isVisible(), false, "only the letter is printed");
      await ward.emulateMedia({ media: "screen" });
    });

    it("she opens the link on her phone, chooses a password and orders", async () => {
      const link = (await ward.locator("#link").innerText()).trim();
      code = (await seen(ward)).match(/aanmelden is (\S+)\./)[1];
      phone = await openPage(browser, program, { size: "phone" });
      await open(phone, link);
      await phone.locator('input[name="password"]').fill(PASSWORD);
      await tap(phone.locator("main form button"));
      await at(phone, new RegExp(`/r/${household}$`));
      await reads(phone.locator("body"), /U mag bestellen/);
      await choose(phone, `/r/${household}`, "W01");
      await order(phone);
      const resident = await program.visitor("R05");
      const settled = await settledOn(resident, undefined, (household) => household.orders?.some((order) => order.placed_by.name === "Noor"));
      assert.ok(settled, "the resident sees who ordered it");
      calm(phone);
    });

    it("the ward ends it, and her phone is out at once", async () => {
      await open(ward, family);
      await tap(ward.locator(`li:has-text("Noor Dijkstra") form[action$="/end"] button`));
      await reads(ward.locator(".notice-good"), /recht is gestopt/);
      await reads(ward.locator("main"), /Gestopt door Fatma/);
      await open(phone, `/r/${household}`);
      assert.match(phone.url(), /\/(demo|sign-in)$/);
      await signIn(phone, code, PASSWORD);
      await reads(phone.locator(".notice-amber"), /niets dat u mag zien/);
      for (const page of [ward, phone]) await page.context().close();
    });
  });
}
