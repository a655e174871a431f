// Els orders for her mother on her phone; everyone sees that it was Els.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { calm, enter, euros, open, openBrowser, openPage, reads, seen } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { choose, lines, order, settledOn } from "../support/shop.mjs";

describe("family on a phone", () => {
  let browser, program, phone, home, els;
  before(async () => {
    [program, browser] = await Promise.all([start(), openBrowser()]);
    phone = await openPage(browser, program, { size: "phone", hasTouch: true, isMobile: true });
    els = await program.visitor("els-vermeer");
    home = await enter(phone, program, "els-vermeer");
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  it("opens at the cup of her mother", async () => {
    await reads(phone.locator("h1"), /Mevrouw Vermeer/);
    await reads(phone.locator(".cup-row"), euros("179,66"));
  });

  it("orders a walk", async () => {
    await choose(phone, home, "W01");
    await order(phone);
    const household = await settledOn(els, undefined, (household) => lines(household).length === 1);
    assert.equal(household.orders[0].placed_by.name, "Els");
    await open(phone, home);
    await reads(phone.locator("section li"), /Door u besteld/);
    await reads(phone.locator(".cup-row"), euros("161,71"));
    calm(phone);
  });

  it("is seen by her mother, with who ordered it", async () => {
    const page = await openPage(browser, program);
    const start = await enter(page, program, "R01");
    await reads(page.locator(".cup-card"), euros("161,71"));
    await open(page, `${start}/week`);
    await reads(page.locator(".week-item"), /Besteld door Els \(dochter\)/);
    calm(page);
    await page.context().close();
  });

  it("is seen by the ward, with who ordered it", async () => {
    const page = await openPage(browser, program, { size: "computer" });
    await enter(page, program, "fatma");
    await reads(page.locator(".order"), /Els \(dochter\)/);
    await page.context().close();
  });

  it("who may only look cannot order, and reads why", async () => {
    const page = await openPage(browser, program, { size: "phone" });
    const start = await enter(page, program, "bo-li");
    await open(page, `${start}/item/W01`);
    assert.equal(await page.locator('input[value*="put_in_basket"]').count(), 0);
    assert.match(await seen(page), /U mag hier niet bestellen/);
    calm(page);
    await page.context().close();
  });
});
