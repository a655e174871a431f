// Mevrouw Vermeer orders until exactly sixteen cents are left; everyone sees the same sixteen cents, and the books balance.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { announced, button, calm, enter, euros, open, openBrowser, openPage, reads, seen, tap, tapTo } from "../support/browser.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { choose, count, find, lines, order, settledOn } from "../support/shop.mjs";
import { newId } from "../support/visitor.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

for (const database of DATABASES) {
  describe(`sixteen cents on ${database}`, () => {
    let program, page, home, household, visitor;
    /** What pages offered before the order: an old page can still send it. */
    const stale = new Map();
    before(async () => {
      program = await start({ database });
      visitor = await program.visitor("R01");
      household = await visitor.household();
      page = await openPage(browser, program, { size: "tablet" });
      home = await enter(page, program, "R01");
    });
    after(async () => {
      await page?.context().close();
      await program?.stop();
    });

    it("starts with a full cup of 179,66", () => reads(page.locator(".cup-card"), euros("179,66")));

    it("can have nearly everything", async () => {
      const { catalogue } = await visitor.snapshot();
      for (const { code, purses } of catalogue.items) {
        const [line] = purses[0] === "cup" ? await visitor.moments(household.id, code) : [];
        if (line) stale.set(code, line);
      }
    });

    it("orders four walks, four paintings, the hairdresser, two flowers and two readings", async () => {
      for (const [code, times] of [["W01", 4], ["A02", 4]]) {
        for (let moment = 0; moment < times; moment += 1) await choose(page, home, code, { moment });
      }
      await choose(page, home, "V06");
      await choose(page, home, "H05");
      await count(page, "Bloemen", 2);
      await choose(page, home, "A07");
      await count(page, "Voorlezen", 2);
      await reads(page.locator(".basket-sum"), euros("179,50"));
      await reads(page.locator(".basket-sum"), euros("0,16"));
      await order(page);
      const after = await settledOn(visitor, undefined, (household) => lines(household).length === 11);
      assert.equal(lines(after).reduce((sum, line) => sum + line.quantity, 0), 13);
    });

    it("leaves sixteen cents in the cup", async () => {
      await open(page, home);
      await reads(page.locator(".cup-card"), euros("0,16"));
    });

    it("says in plain words that one more walk cannot be had, with something else to do", async () => {
      await find(page, home, "W01");
      assert.equal(await button(page, "put_in_basket").count(), 0, "no moment can be chosen");
      await reads(page.locator(".item-when .notice-amber"), euros("17,79"));
      assert.ok((await page.locator(".item-when .acts a").count()) > 0, "there is something else to choose");
    });

    it("refuses one more of anything, with an alternative", async () => {
      assert.ok(stale.size >= 20, `${stale.size} products could be had`);
      for (const [code, line] of stale) {
        const operation = visitor.operation(household.id, visitor.order([line]));
        const [verdict] = await visitor.push(operation);
        const no = verdict.refused?.refusal.too_little_left;
        assert.ok(no, `${code}: ${JSON.stringify(verdict)}`);
        assert.ok(no.instead.length > 0, `${code} has an alternative`);
        await visitor.do(household.id, { close_refusal: { op: operation.op_id } });
      }
    });

    it("says the refusal on the page, in words", async () => {
      const operation = { op_id: newId(), household: household.id, kind: visitor.order([stale.get("A07")]) };
      const answer = await page.context().request.post("/do", {
        form: { operation: JSON.stringify(operation), next: `${home}/week`, back: `${home}/basket` },
        maxRedirects: 0,
      });
      await open(page, answer.headers().location);
      const said = await announced(page);
      assert.match(said, /Niet besteld/);
      assert.match(said, euros("5,29"));
      assert.ok((await page.locator(".flash .notice-amber a").count()) > 1, "the refusal offers something to do");
    });

    it("shows the sixteen cents in the table and the ledger of the office", async () => {
      const office = await openPage(browser, program, { size: "computer" });
      await enter(office, program, "marieke");
      await sixteenInTheOffice(office);
      calm(office);
      await office.context().close();
    });

    it("is confirmed and delivered by the ward", async () => {
      const ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
      const waiting = button(ward, "accept_line", household.id);
      for (let left = await waiting.count(); left > 0; left -= 1) {
        await tap(waiting.first());
        await ward.waitForFunction(
          ([id, most]) => {
            const forms = [...document.querySelectorAll('input[name="operation"]')];
            return forms.filter((one) => one.value.includes("accept_line") && one.value.includes(id) && one.form.querySelector("[type=submit]")).length < most;
          },
          [household.id, left],
        );
      }
      const accepted = await settledOn(visitor, undefined, (household) => lines(household).every((line) => line.state === "accepted"));
      for (const line of lines(accepted)) {
        await open(ward, `/ward/line/${household.id}/${line.order.id}/${line.id}`);
        await tapTo(button(ward, "deliver_line", '"quantity":null'), /\/ward(\?|$)/);
      }
      await settledOn(visitor, undefined, (household) => lines(household).every((line) => line.state === "delivered"));
      calm(ward);
      await ward.context().close();
    });

    it("leaves sixteen cents after delivery, for the resident and the office", async () => {
      await open(page, home);
      await reads(page.locator(".cup-card"), euros("0,16"));
      const office = await openPage(browser, program, { size: "computer" });
      await enter(office, program, "marieke");
      await sixteenInTheOffice(office);
      await office.context().close();
      calm(page);
    });

    it("balances to the cent", async () => {
      assert.match(await program.verify(), /All books balance/);
    });
  });
}

async function sixteenInTheOffice(office) {
  await open(office, "/office/residents?q=Vermeer");
  await reads(office.locator("td.left"), /(^|\D)0,16/);
  await office.locator(".opener").first().click();
  await office.locator(".opened-links a").first().click();
  await office.waitForURL(/\/office\/resident\//);
  await reads(office.locator("section:has(> #ledger) td"), /(^|\D)0,16/, "the ledger ends with sixteen cents");
  assert.match(await seen(office), euros("0,16"));
}
