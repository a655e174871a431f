// The rules about doing something: what is announced, what is read aloud, and the journeys with the settings of people
// who see less.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { button, calm, enter, open, openBrowser, openPage, operation, reads, tap, tapTo } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { choose, lines, settledOn } from "../support/shop.mjs";
import { Scene } from "../support/ward_scenes.mjs";
import { say } from "../support/words.mjs";
import * as announced from "./checks/announced.mjs";
import { SETTINGS, checkAsSet } from "./checks/media.mjs";
import * as readAloud from "./checks/read_aloud.mjs";

let browser, program;
before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
after(async () => {
  await browser?.close();
  await program?.stop();
});

const SUBMIT = (kind, more = "") => `form:has(> input[name="operation"][value*='"${kind}"']${more}) button[type="submit"]`;

describe(announced.rule, () => {
  /** The machine is shared: one try may be disturbed, the middle one of five is what people meet. */
  async function typically(look) {
    const tries = [];
    for (let time = 0; time < 5; time += 1) {
      const page = await openPage(browser, program, { size: "computer" });
      await page.clock.install();
      tries.push(await look(page));
      await page.context().close();
    }
    assert.deepEqual(announced.judge(tries), []);
  }

  /** Ten minutes pass for who has sent everything; what is under way would be given up. */
  const timePasses = (page) => async () => {
    await reads(page.locator(".sync"), new RegExp(say("nl", "device-sent")));
    await page.clock.fastForward("10:00");
  };

  it("choosing a moment", async () => {
    const visitor = await program.visitor("R02");
    const { id } = await visitor.household();
    await typically(async (page) => {
      for (const { line } of (await visitor.household()).baskets?.flatMap((basket) => basket.lines) ?? []) {
        await visitor.do(id, { change_basket_line: { line, quantity: 0 } });
      }
      const home = await enter(page, program, "R02");
      await open(page, `${home}/item/A05`);
      return announced.measure(page, { selector: SUBMIT("put_in_basket"), stays: timePasses(page) });
    });
  });

  it("ordering", () =>
    typically(async (page) => {
      const home = await enter(page, program, "R09");
      await choose(page, home, "A05");
      return announced.measure(page, { selector: SUBMIT("place_order"), stays: timePasses(page) });
    }));

  it("confirming on the ward; undo stays ten seconds", () =>
    typically(async (page) => {
      await enter(page, program, "fatma");
      await page.locator("h1").hover();
      const found = await announced.measure(page, { selector: SUBMIT("accept_line"), stays: () => page.clock.fastForward(9_000) });
      await page.clock.fastForward(5_000);
      await operation(page.locator(".undo-place"), "undo_line").waitFor({ state: "detached" });
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

describe("A9 the journeys, with the settings of people who see less", () => {
  for (const [index, [setting, media]] of Object.entries(SETTINGS).entries()) {
    const resident = ["R12", "R13", "R17"][index];
    const other = ["R18", "R19", "R20"][index];
    /** Looks at the page with the setting before each tap, and where it led. */
    async function walk(page, target, address) {
      assert.deepEqual(await checkAsSet(page), []);
      await tapTo(target, address);
      assert.deepEqual(await checkAsSet(page), []);
    }

    it(`a resident orders and cancels with ${setting}`, async () => {
      const page = await openPage(browser, program, media);
      const home = await enter(page, program, resident);
      const visitor = await program.visitor(resident);
      const before = lines(await visitor.household()).length;
      await walk(page, page.locator(`a.tile[href="${home}/shop"]`), /\/shop$/);
      await walk(page, page.locator(`a[href="${home}/shop/active"]`), /\/shop\/active$/);
      await walk(page, page.locator(`a.product[href="${home}/item/A07"]`), /\/item\/A07/);
      await page.locator("details.why summary").click();
      await walk(page, button(page, "put_in_basket").first(), /\/basket/);
      await tap(button(page, "change_basket_line", '"quantity":2'));
      await walk(page, button(page, "place_order"), /\/week/);
      await reads(page.locator('[role="status"]'), /Besteld/);
      await settledOn(visitor, undefined, (household) => lines(household).length > before);
      await tap(button(page.locator('[role="status"]'), "cancel_order"));
      await reads(page.locator('[role="status"]'), /Afgezegd/);
      assert.deepEqual(await checkAsSet(page), []);
      calm(page);
      await page.context().close();
    });

    it(`family orders with ${setting}`, async () => {
      const page = await openPage(browser, program, { size: "phone", ...media });
      await enter(page, program, "els-vermeer");
      const visitor = await program.visitor("els-vermeer");
      const { id, ...household } = await visitor.household();
      const home = `/r/${id}`;
      await open(page, `${home}/item/A05`);
      await walk(page, button(page, "put_in_basket").first(), /\/basket/);
      await walk(page, button(page, "place_order"), /\/week/);
      await settledOn(visitor, undefined, (now) => lines(now).length > lines(household).length);
      calm(page);
      await page.context().close();
    });

    it(`the ward confirms, takes it back and declines with ${setting}`, async () => {
      const scene = await Scene.set(browser, program, { resident: other, carer: "nadine", code: "W01", media });
      await open(scene.ward, "/ward");
      assert.deepEqual(await checkAsSet(scene.ward), []);
      await tap(scene.act("accept_line").first());
      await scene.becomes("accepted");
      const undo = operation(scene.ward, "undo_line", scene.line).locator("button").first();
      await undo.waitFor();
      assert.deepEqual(await checkAsSet(scene.ward), []);
      await tap(undo);
      await scene.becomes("requested");
      await walk(scene.ward, scene.ward.locator(`a[href="${scene.address("decline")}"]`).first(), /\/ward\/decline\//);
      await tap(scene.ward.locator("label.choice", { has: scene.ward.locator('input[name="reason"][value="full"]') }));
      const instead = scene.ward.locator("label.choice", { has: scene.ward.locator('input[name="choice"]') });
      await tap(instead.first());
      await walk(scene.ward, button(scene.ward, "decline_line"), /\/ward(\?|$)/);
      await scene.becomes("declined");
      await open(scene.resident, `${scene.home}/week`);
      assert.deepEqual(await checkAsSet(scene.resident), []);
      await scene.close();
    });

    it(`the office opens a resident with ${setting}`, async () => {
      const page = await openPage(browser, program, { size: "computer", ...media });
      await enter(page, program, "marieke");
      await open(page, "/office/residents?q=Ramdin");
      await page.locator(".opener").first().click();
      await walk(page, page.locator(".opened-links a").first(), /\/office\//);
      calm(page);
      await page.context().close();
    });
  }
});
