// What happens between a resident and the ward, one scene each. They hold with and without the program in the browser.

import assert from "node:assert/strict";
import { announced, button, calm, enter, euros, open, openPage, operation, reads, tap, tapTo } from "./browser.mjs";
import { deliveredAllTheSame } from "./exceptions.mjs";
import { choose, cupLeft, lines, order, settledOn } from "./shop.mjs";
import { say } from "./words.mjs";

/** A resident who ordered one thing, the ward that sees it, and their screens. */
export class Scene {
  static async set(browser, program, { resident, carer, code = "W01", quantity = 1, wasm = true, moment = 1, media = {} }) {
    const scene = new Scene();
    scene.visitor = await program.visitor(resident);
    const household = await scene.visitor.household();
    scene.id = household.id;
    scene.left = cupLeft(household);
    const line = { ...(await scene.visitor.moments(scene.id, code))[moment], quantity };
    const kind = scene.visitor.order([line]);
    await scene.visitor.do(scene.id, kind);
    scene.order = kind.place_order.order;
    scene.line = kind.place_order.lines[0].line;
    scene.price = line.unit_price.minor;
    scene.carer = await program.visitor(carer);
    scene.ward = await openPage(browser, program, { size: "computer", wasm, ...media });
    await enter(scene.ward, program, carer);
    scene.resident = await openPage(browser, program, { size: "tablet", wasm, ...media });
    scene.home = await enter(scene.resident, program, resident);
    return scene;
  }

  address(page) {
    return `/ward/${page}/${this.id}/${this.order}/${this.line}`;
  }

  /** The form of this line on a page of the ward. */
  act(kind, ...parts) {
    return button(this.ward, kind, this.line, ...parts);
  }

  /** Until the server has the line in this state. */
  becomes(state, more = () => true) {
    return settledOn(this.visitor, undefined, (household) => {
      const line = lines(household).find((line) => line.id === this.line);
      return line.state === state && more(line);
    });
  }

  async accept() {
    await open(this.ward, "/ward");
    await tap(this.act("accept_line").first());
    return this.becomes("accepted");
  }

  async close() {
    calm(this.ward);
    calm(this.resident);
    await this.ward.context().close();
    await this.resident.context().close();
  }
}

export const SCENES = {
  async "confirms in one tap, and takes it back in one tap"(scene) {
    await scene.accept();
    const undo = operation(scene.ward, "undo_line", scene.line).locator("button").first();
    await undo.waitFor();
    assert.match(await announced(scene.ward), new RegExp(say("nl", "ward-did-accepted")));
    await tap(undo);
    await scene.becomes("requested");
    await scene.act("accept_line").first().waitFor();
    await open(scene.resident, `${scene.home}/week`);
    await reads(scene.resident.locator("[aria-current=step]"), new RegExp(say("nl", "status-ordered")));
  },

  async "declines with a reason and another moment, and the resident takes that"(scene) {
    await open(scene.ward, "/ward");
    await tapTo(scene.ward.locator(`a[href="${scene.address("decline")}"]`).first(), /\/ward\/decline\//);
    await tap(scene.ward.locator("label.choice", { has: scene.ward.locator('input[name="reason"][value="weather"]') }));
    const other = scene.ward.locator('input[name="choice"][value^="other_moment="]').first();
    const moment = (await other.getAttribute("value")).split("=")[1];
    await tap(scene.ward.locator("label.choice", { has: scene.ward.locator(`input[value="other_moment=${moment}"]`) }));
    await scene.ward.locator('textarea[name="note"]').fill("Morgen is het droog.");
    await tapTo(button(scene.ward, "decline_line"), /\/ward(\?|$)/);
    const household = await scene.becomes("declined");
    assert.equal(cupLeft(household), scene.left, "the money is back");

    await open(scene.resident, `${scene.home}/week`);
    const asks = scene.resident.locator(".week-item.is-amber").filter({ hasText: "Morgen is het droog." });
    await reads(asks, new RegExp(say("nl", "declined-weather")));
    await tapTo(button(asks, "put_in_basket", moment), /\/basket/);
    await order(scene.resident);
    await settledOn(scene.visitor, undefined, (household) => lines(household).some((line) => line.moment === moment && line.state === "requested"));
  },

  async "declines with another product, and the resident finds it"(scene) {
    await open(scene.ward, scene.address("decline"));
    await tap(scene.ward.locator("label.choice", { has: scene.ward.locator('input[name="reason"][value="full"]') }));
    const other = scene.ward.locator('input[name="choice"][value^="other_item="]').first();
    const value = await other.getAttribute("value");
    await tap(scene.ward.locator("label.choice", { has: scene.ward.locator(`input[value="${value}"]`) }));
    await tapTo(button(scene.ward, "decline_line"), /\/ward(\?|$)/);
    await scene.becomes("declined");
    await open(scene.resident, `${scene.home}/week`);
    const asks = scene.resident.locator(".week-item.is-amber");
    await reads(asks, new RegExp(say("nl", "declined-full")));
    await tapTo(asks.locator('a[href*="/item/"]').first(), /\/item\//);
    await choose(scene.resident, scene.home, scene.resident.url().match(/item\/(\w+)/)[1]);
  },

  async "moves it, and the resident reads the new time"(scene) {
    await scene.accept();
    await open(scene.ward, scene.address("line"));
    const other = scene.ward.locator('input[name="moment"]').last();
    const moment = await other.getAttribute("value");
    await tap(scene.ward.locator("label.choice", { has: scene.ward.locator(`input[value="${moment}"]`) }));
    await tapTo(scene.act("reschedule_line"), /\/ward(\?|$)/);
    await scene.becomes("accepted", (line) => line.moment === moment);
    await open(scene.resident, `${scene.home}/week`);
    await reads(scene.resident.locator(".week-item .notice"), /De tijd is veranderd/);
  },

  async "delivers a part, and only that is paid"(scene) {
    await scene.accept();
    await open(scene.ward, scene.address("line"));
    const part = operation(scene.ward, "deliver_line", scene.line).locator('button[name="quantity"][value="2"]');
    await tapTo(part, /\/ward(\?|$)/);
    const household = await scene.becomes("partly_delivered", (line) => line.delivered === 2);
    assert.equal(cupLeft(household), scene.left - 2 * scene.price);
    await open(scene.resident, `${scene.home}/week`);
    await reads(scene.resident.locator(".week-item"), /2 van de 3 gekregen/);
  },

  async "delivers, and takes that back"(scene) {
    await scene.accept();
    await open(scene.ward, scene.address("line"));
    await tapTo(scene.act("deliver_line", '"quantity":null'), /\/ward(\?|$)/);
    await scene.becomes("delivered");
    await open(scene.ward, scene.address("line"));
    await tap(scene.act("undo_line").first());
    await scene.becomes("accepted");
  },

  async "reports a no-show with its cost, and takes that back"(scene) {
    await scene.accept();
    await open(scene.ward, scene.address("line"));
    await reads(scene.ward.locator(".line-act"), new RegExp(say("nl", "ward-no-show-title")));
    await tapTo(scene.act("no_show_line"), /\/ward(\?|$)/);
    await scene.becomes("no_show");
    await open(scene.resident, `${scene.home}/week`);
    await reads(scene.resident.locator(".week-item"), new RegExp(say("nl", "week-no-show")));
    await open(scene.ward, scene.address("line"));
    await tap(scene.act("undo_line").first());
    await scene.becomes("accepted");
  },

  async "agrees when the resident asks to cancel"(scene) {
    await scene.accept();
    await open(scene.resident, `${scene.home}/week`);
    await tap(button(scene.resident, "cancel_line", scene.line));
    await scene.becomes("accepted", (line) => line.cancel_asked === true);
    await reads(scene.resident.locator(".week-item"), new RegExp(say("nl", "week-cancel-asked")));
    await open(scene.ward, "/ward");
    await tap(scene.act("cancel_line").first());
    const household = await scene.becomes("cancelled");
    assert.equal(cupLeft(household), scene.left, "the money is back");
    await open(scene.resident, scene.home);
    await reads(scene.resident.locator(".cup-card"), euros((scene.left / 100).toFixed(2).replace(".", ",")));
  },

  async "decides who pays for what was brought all the same"(scene) {
    const settled = (op, how) =>
      settledOn(scene.visitor, undefined, ({ exceptions = [] }) => exceptions.find((one) => one.op === op)?.settled?.how === how);
    const before = cupLeft(await scene.visitor.household());
    for (const [how, paid] of [["write_off", 0], ["charge", 1]]) {
      const op = await deliveredAllTheSame(scene.carer, scene.id);
      await open(scene.ward, "/ward");
      await tapTo(scene.ward.locator('a[href="/ward/sort-out"]'), /\/sort-out$/);
      await tapTo(scene.ward.locator(`a[href="/ward/sort-out/${scene.id}/${op}"]`), new RegExp(op));
      const price = scene.ward.locator(".line-facts .amount");
      const minor = Number((await price.innerText()).replace(/\D/g, ""));
      await tapTo(button(scene.ward, "settle_exception", how), /\/sort-out(\?|$)/);
      const household = await settled(op, how);
      assert.equal(before - cupLeft(household), paid * minor);
      await reads(scene.ward.locator(".sort-out .job"), new RegExp(say("nl", how === "charge" ? "ward-sort-charged" : "ward-sort-written-off").replace("…", ".+")));
    }
  },
};

/** What each scene needs to start. */
export const NEEDS = {
  "delivers a part, and only that is paid": { code: "A07", quantity: 3 },
};
