// The rules about doing something: what is announced, what is read aloud, and a journey with the settings of people who
// see less.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { calm, enter, open, openBrowser, openPage, operation, reads } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { choose, lines, order, settledOn } from "../support/shop.mjs";
import * as announced from "./checks/announced.mjs";
import * as readAloud from "./checks/read_aloud.mjs";

let browser, program;
before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
after(async () => {
  await browser?.close();
  await program?.stop();
});

const SUBMIT = (kind, more = "") => `form:has(> input[name="operation"][value*='"${kind}"']${more}) button[type="submit"]`;

describe(announced.rule, () => {
  /** The machine is shared: the quickest of a few tries is what the program takes. */
  async function quickest(times, look) {
    let found;
    for (let time = 0; time < times; time += 1) {
      found = await look(time);
      if (found.length === 0) return;
    }
    assert.deepEqual(found, []);
  }

  it("choosing a moment", () =>
    quickest(3, async (time) => {
      const page = await openPage(browser, program);
      await page.clock.install();
      const home = await enter(page, program, "R02");
      await open(page, `${home}/item/A05`);
      const found = await announced.check(page, { selector: `li:nth-child(${time + 1}) > ${SUBMIT("put_in_basket")}`, stays: () => page.clock.fastForward("10:00") });
      await page.context().close();
      return found;
    }));

  it("ordering", () =>
    quickest(3, async (time) => {
      const page = await openPage(browser, program);
      await page.clock.install();
      const home = await enter(page, program, "R09");
      await choose(page, home, "A05", { moment: time });
      const found = await announced.check(page, { selector: SUBMIT("place_order"), stays: () => page.clock.fastForward("10:00") });
      await page.context().close();
      return found;
    }));

  it("confirming on the ward; undo stays ten seconds", () =>
    quickest(3, async () => {
      const page = await openPage(browser, program, { size: "computer" });
      await page.clock.install();
      await enter(page, program, "fatma");
      await page.locator("h1").hover();
      const found = await announced.check(page, { selector: SUBMIT("accept_line"), stays: () => page.clock.fastForward(9_000) });
      if (found.length === 0) {
        await page.clock.fastForward(5_000);
        await operation(page.locator(".undo-place"), "undo_line").waitFor({ state: "detached" });
      }
      await page.context().close();
      return found;
    }));
});

describe(readAloud.rule, () => {
  async function listen(code, language, path, wanted) {
    const page = await openPage(browser, program);
    await readAloud.giveVoice(page.context());
    const home = await enter(page, program, code, language);
    await open(page, home + path);
    await page.locator(".read-aloud").waitFor();
    const found = await readAloud.check(page, { language: language === "nl" ? "nl-NL" : "en-GB", wanted });
    calm(page);
    await page.context().close();
    assert.deepEqual(found, []);
  }

  it("the page of a product", () => listen("R01", "nl", "/item/W01", ["Wandeling", "17 euro 95", "Kies een moment"]));
  it("in English", () => listen("R01", "en", "/item/W01", ["Walk", "17 euros 95"]));
  it("the basket and what just happened", async () => {
    const visitor = await program.visitor("R01");
    const { id } = await visitor.household();
    const [line] = await visitor.moments(id, "A07");
    await visitor.do(id, { put_in_basket: { lines: [line] } });
    await listen("R01", "nl", "/basket", ["Voorlezen", "5 euro 45", "Daarna heeft u nog"]);
  });
  it("the status of an order", async () => {
    await listen("R06", "nl", "/week", ["Besteld", "Afdeling akkoord"]);
  });
  it("is hidden where there is no voice for the language", async () => {
    for (const voices of [[], ["fr-FR"]]) {
      const page = await openPage(browser, program);
      await readAloud.giveVoice(page.context(), voices);
      const home = await enter(page, program, "R01");
      await open(page, `${home}/item/W01`);
      assert.equal(await page.locator(".read-aloud").isVisible(), false);
      await page.context().close();
    }
  });
});

describe("A9 with the settings of people who see less", () => {
  it("a resident orders", async () => {
    const page = await openPage(browser, program, { forcedColors: "active", reducedMotion: "reduce", contrast: "more" });
    const home = await enter(page, program, "R12");
    const visitor = await program.visitor("R12");
    const before = lines(await visitor.household()).length;
    await choose(page, home, "A05");
    await order(page);
    await reads(page.locator('[role="status"]'), /Besteld/);
    await settledOn(visitor, undefined, (household) => lines(household).length > before);
    assert.equal(await page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length), 0);
    calm(page);
    await page.context().close();
  });
});
