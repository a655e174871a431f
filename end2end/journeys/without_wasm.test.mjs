// A17: when the program cannot come to the browser, everything works with links and forms alone.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { button, calm, enter, openBrowser, openPage, reads, seen, tap, tapTo } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { choose, count, cupLeft, lines, order, settledOn } from "../support/shop.mjs";
import { NEEDS, SCENES, Scene } from "../support/ward_scenes.mjs";

const RESIDENTS = ["R11", "R12", "R13", "R17", "R18", "R19", "R20", "R14", "R15"];

describe("without the program in the browser", () => {
  let browser, program;
  before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  it("a resident orders, undoes it in one tap, and orders again", async () => {
    const page = await openPage(browser, program, { wasm: false });
    const visitor = await program.visitor("R05");
    const home = await enter(page, program, "R05");
    const left = cupLeft(await visitor.household());
    await choose(page, home, "A07");
    await count(page, "Voorlezen", 2);
    await order(page);
    await reads(page.locator('[role="status"]'), /Besteld/);
    await tap(button(page, "cancel_order"));
    await reads(page.locator('[role="status"]'), /Afgezegd/);
    assert.equal(cupLeft(await visitor.household()), left);
    await tapTo(button(page, "place_order"), /op=/);
    await settledOn(visitor, undefined, (household) => lines(household).some((line) => line.state === "requested" && line.quantity === 2));
    calm(page);
    await page.context().close();
  });

  it("search, more products and the later moments are links", async () => {
    const page = await openPage(browser, program, { wasm: false });
    const home = await enter(page, program, "R05");
    await page.locator('input[name="q"]').fill("voeten");
    await page.locator('input[name="q"]').press("Enter");
    await page.waitForURL(/search\?q=voeten/);
    await reads(page.locator(".product"), /Pedicure/);
    await page.goto(`${home}/shop/active`);
    const before = await page.locator(".product").count();
    await tapTo(page.locator(".shelf-more a"), /page=2/);
    assert.ok((await page.locator(".product").count()) > before);
    await page.goto(`${home}/item/A07`);
    const first = await page.locator(".moment").first().innerText();
    await tapTo(page.locator('a[href*="later=1"]'), /later=1/);
    assert.notEqual(await page.locator(".moment").first().innerText(), first);
    assert.doesNotMatch(await seen(page), /undefined|\{\s*\$/);
    calm(page);
    await page.context().close();
  });

  for (const [index, [name, play]] of Object.entries(SCENES).entries()) {
    it(`the ward ${name}`, async () => {
      const scene = await Scene.set(browser, program, { resident: RESIDENTS[index], carer: "nadine", wasm: false, ...NEEDS[name] });
      await play(scene);
      await scene.close();
    });
  }

  it("the books balance", () => program.verify());
});
