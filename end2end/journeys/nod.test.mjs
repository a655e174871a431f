// The resident's nod: a niece who may propose chooses on her phone, and her aunt says yes or no on her tablet.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { button, calm, enter, open, openBrowser, openPage, operation, reads, seen, tap, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { choose, cupLeft, order, settledOn } from "../support/shop.mjs";

for (const database of DATABASES) {
  describe(`the resident's nod, on ${database}`, () => {
    let program, browser, phone, home, aunt, niece, ward;
    before(async () => {
      [program, browser] = await Promise.all([start({ database }), openBrowser()]);
      [aunt, niece, ward] = await Promise.all(["R06", "anita-ramdin", "fatma"].map((code) => program.visitor(code)));
      phone = await openPage(browser, program, { size: "phone", hasTouch: true, isMobile: true });
      home = await enter(phone, program, "anita-ramdin");
    });
    after(async () => {
      await Device.closeAll();
      await browser?.close();
      await program?.stop();
    });

    const card = (page) => page.locator(".week-item").filter({ hasText: "stelt voor" });
    const open_ = (household) => (household.proposals ?? []).filter(({ lines }) => lines[0].state === "requested");

    /** Chooses on the phone and proposes it; the number of the order that it may become. */
    async function propose(code, moment = 0) {
      await choose(phone, home, code, { moment });
      const known = ((await niece.household()).proposals ?? []).map((proposal) => proposal.id);
      await reads(button(phone, "place_order"), /Stel dit voor/);
      await order(phone);
      let made;
      await settledOn(niece, undefined, (household) => {
        made = household.proposals?.find((proposal) => !known.includes(proposal.id))?.id;
        return made;
      });
      return made;
    }

    const orderOf = (household, number) => household.orders?.find((order) => order.id === number);

    it("a yes on the tablet orders what was proposed on the phone, and the ward confirms it", async () => {
      const tablet = await openPage(browser, program);
      const start = await enter(tablet, program, "R06");
      const board = await openPage(browser, program, { size: "computer" });
      await enter(board, program, "fatma");
      const { id } = await aunt.household();
      const toConfirm = await operation(board, "accept_line", id).count();
      const before = cupLeft(await aunt.household());
      const number = await propose("W01");
      await reads(card(phone), /U stelt voor[\s\S]*Mevrouw Ramdin zegt ja of nee/);
      assert.equal(cupLeft(await aunt.household()), before, "it holds no money");
      assert.equal(orderOf(await ward.household("106"), number), undefined, "it is no work");
      // Nobody touched the tablet.
      await reads(tablet.locator(".notice"), /Anita \(nicht\) stelt voor\s*Wandeling/);
      assert.equal(await operation(board, "accept_line", id).count(), toConfirm);
      await tapTo(tablet.locator(`.notice a[href="${start}/week"]`), /\/week$/);
      await reads(card(tablet), /Wandeling[\s\S]*Daarna heeft u nog/);
      await tap(card(tablet).getByRole("button", { name: /^Ja, bestel dit/ }));
      await reads(tablet.locator('[role="status"]'), /Besteld\. U kunt het nog afzeggen/);
      await card(tablet).waitFor({ state: "detached" });
      const after = await settledOn(aunt, undefined, (household) => orderOf(household, number));
      assert.equal(orderOf(after, number).placed_by.role, "resident");
      assert.ok(cupLeft(after) < before);
      await card(phone).waitFor({ state: "detached" });
      await reads(phone.locator(".week-item"), /Wandeling[\s\S]*Zelf besteld/);
      const accept = button(board, "accept_line", number);
      await tap(accept.first());
      await settledOn(aunt, undefined, (household) => orderOf(household, number).lines[0].state === "accepted");
      [tablet, board, phone].forEach(calm);
      await tablet.context().close();
      await board.context().close();
    });

    it("a no ends it, and the niece reads that", async () => {
      const number = await propose("W01", 1);
      const tablet = await openPage(browser, program);
      const start = await enter(tablet, program, "R06");
      await open(tablet, `${start}/week`);
      await tap(card(tablet).getByRole("button", { name: /^Nee, dank u/ }));
      await card(tablet).waitFor({ state: "detached" });
      const after = await settledOn(aunt, undefined, (household) => open_(household).length === 0 && household);
      assert.equal(orderOf(after, number), undefined);
      await reads(card(phone), /Mevrouw Ramdin zei: nee, dank u/);
      assert.equal(await operation(phone, "answer_proposal").count(), 0);
      calm(tablet);
      await tablet.context().close();
    });

    it("the niece takes back what she proposed", async () => {
      const tablet = await openPage(browser, program);
      const start = await enter(tablet, program, "R06");
      await open(tablet, `${start}/week`);
      const number = await propose("W01", 2);
      await card(tablet).waitFor();
      await open(phone, home);
      assert.doesNotMatch(await seen(phone), /Ja, bestel dit/);
      await tap(card(phone).getByRole("button", { name: /^Neem dit terug/ }));
      await settledOn(aunt, undefined, (household) => open_(household).length === 0);
      await card(tablet).waitFor({ state: "detached" });
      assert.equal(orderOf(await aunt.household(), number), undefined);
      await tablet.context().close();
    });

    it("a nod without the network is delivered later; what was taken back meanwhile is refused", async () => {
      const device = await Device.open(program);
      await device.enter("R06");
      const { page } = device;
      const [first, second] = [await propose("W01", 3), await propose("A05")];
      await open(page, `${device.home}/week`);
      await reads(card(page).nth(1), /stelt voor/);
      await page.context().route("**/api/v1/**", (route) => route.abort());
      for (const number of [first, second]) {
        await tap(button(page, "answer_proposal", number, '"yes":true'));
        await operation(page, "answer_proposal", number).first().waitFor({ state: "detached" });
      }
      assert.equal((await device.waiting()).length, 2);
      await niece.do((await niece.household()).id, { answer_proposal: { order: second, yes: false } });
      await page.context().unroute("**/api/v1/**");
      await device.drained();
      const after = await settledOn(aunt, undefined, (household) => orderOf(household, first) && household);
      assert.ok(after);
      assert.equal(orderOf(await aunt.household(), second), undefined);
      await reads(page.locator(".week-item.is-amber"), /Dit is al afgezegd/);
      await device.close();
    });

    it("without the program in the browser it is a form like any other", async () => {
      const number = await propose("A05", 1);
      const tablet = await openPage(browser, program, { wasm: false });
      const start = await enter(tablet, program, "R06");
      await open(tablet, `${start}/week`);
      await tap(card(tablet).getByRole("button", { name: /^Ja, bestel dit/ }));
      await settledOn(aunt, undefined, (household) => orderOf(household, number));
      await reads(tablet.locator('[role="status"]'), /Besteld\. U kunt het nog afzeggen/);
      await tablet.context().close();
    });

    it("who may order is not asked for a nod", async () => {
      const page = await openPage(browser, program, { size: "phone" });
      const start = await enter(page, program, "els-vermeer");
      await choose(page, start, "W01");
      await reads(button(page, "place_order"), /Bestel 1 keuze/);
      await order(page);
      const els = await program.visitor("els-vermeer");
      const household = await settledOn(els, undefined, (household) => household.orders?.length && household);
      assert.ok(household);
      assert.equal((await els.household()).proposals, undefined);
      await page.context().close();
    });

    it("who may only look proposes nothing", async () => {
      const page = await openPage(browser, program, { size: "phone" });
      const start = await enter(page, program, "bo-li");
      await open(page, `${start}/item/W01`);
      assert.equal(await operation(page, "put_in_basket").count(), 0);
      await page.context().close();
      const [bo, resident] = await Promise.all(["bo-li", "R05"].map((code) => program.visitor(code)));
      const { id } = await bo.household();
      const kind = bo.order((await resident.moments(id, "W01")).slice(0, 1));
      const [verdict] = await bo.push(bo.operation(id, kind));
      assert.equal(verdict.refused.refusal, "not_allowed");
    });
  });
}
