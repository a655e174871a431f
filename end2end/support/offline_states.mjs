// Everything that a device without its server can show, reached as people reach it: the server is killed, the clock leaps,
// the storage is lost. Each step is a method; what there is to see is told with `look(name, page)`.

import { rm } from "node:fs/promises";
import { at, button, reads, tap, tapTo } from "./browser.mjs";
import { Device, holds } from "./device.mjs";
import { deliveredAllTheSame } from "./exceptions.mjs";
import { newerSite } from "./newer_site.mjs";
import { SITE } from "./program.mjs";
import { cupLeft } from "./shop.mjs";
import { say } from "./words.mjs";

const HOUR_MS = 3_600_000;
const WHO = {
  resident: { code: "R06", size: "tablet" },
  family: { code: "els-vermeer", size: "phone" },
  ward: { code: "fatma", size: "computer" },
};
export const AUDIENCES = Object.keys(WHO);

/** What the pages of shop and ward have in common without a server. */
class States {
  static async begin(program, audience, language, look) {
    const states = new (audience === "ward" ? WardStates : ShopStates)();
    Object.assign(states, { program, audience, language, see: look });
    const { code, size } = WHO[audience];
    states.visitor = await program.visitor(code);
    await states.prepare();
    states.device = await Device.open(program, { size, language });
    await states.device.enter(code);
    return states;
  }

  get page() {
    return this.device.page;
  }

  async look(name, page = this.page) {
    await this.see(name, page);
  }

  async lookAt(name, address) {
    await this.page.goto(address);
    await this.page.locator("h1").first().waitFor();
    await this.look(name);
  }

  says(key) {
    return new RegExp(say(this.language, key).replace(/…/g, ".+"));
  }

  /** The server's plug is pulled while this page is open, and the browser notices. */
  async loses(address) {
    await this.page.goto(address);
    await this.device.canStartAlone();
    await this.program.kill();
    await this.notices();
    await this.page.locator(".sync.is-waiting").waitFor();
  }

  /** The network of the device goes and comes: the program looks for its server. */
  async notices() {
    await this.device.context.setOffline(true);
    await this.device.context.setOffline(false);
  }

  /** Back after something happened elsewhere. */
  async returns(meanwhile, address) {
    await this.page.goto("about:blank");
    await this.program.again();
    await meanwhile?.();
    await this.page.goto(address);
    await this.device.drained();
  }

  /** A tab of this device when it is so many hours later. No other one is open: a device has one clock. */
  async later(hours, act) {
    await this.page.goto("about:blank");
    const tab = await this.device.tab();
    await tab.addInitScript((more) => (Date.now = ((now) => () => now() + more)(Date.now)), hours * HOUR_MS);
    await act(tab);
    await tab.close();
  }

  async cannot() {
    await this.lookAt("the office", "/office/residents");
    await this.lookAt("the door", "/demo");
    await this.lookAt("an unknown page", "/elsewhere");
  }

  /** Signed out elsewhere, with something waiting. */
  async signedOut() {
    await this.device.context.clearCookies();
    await this.program.again();
    await this.notices();
    await reads(this.page.locator(".device-bar"), this.says("device-signed-out"));
    await this.look("signed out");
    await this.program.kill();
  }

  /** The disk takes nothing more: a browser then ends the transaction with nothing in it. */
  async full(act) {
    await this.page.evaluate(() => {
      IDBObjectStore.prototype.put = function () {
        if (!this.transaction.isOver) this.transaction.abort();
        this.transaction.isOver = true;
      };
      IDBObjectStore.prototype.delete = () => {};
    });
    await act();
    await reads(this.page.locator(".sync"), this.says("device-not-kept"));
    await this.look("storage full");
  }

  async expired() {
    await this.later(this.audience === "ward" ? 73 : 8 * 24, async (tab) => {
      await tab.goto("/");
      await reads(tab.locator(".notice"), this.says("offline-expired"));
      await this.look("too old", tab);
    });
  }

  async nothingKept() {
    const cdp = await this.device.context.newCDPSession(this.page);
    await this.page.goto("about:blank");
    await cdp.send("Storage.clearDataForOrigin", { origin: this.program.url, storageTypes: "indexeddb,local_storage" });
    await this.page.goto("/");
    await reads(this.page.locator(".notice"), this.says("offline-nothing"));
    await this.look("nothing kept");
  }

  async newVersion() {
    const site = await newerSite();
    await this.page.goto("about:blank");
    await this.program.again({ site });
    await this.device.enter(WHO[this.audience].code);
    const page = await this.device.tab();
    await page.clock.install();
    await page.goto(this.device.home);
    await holds(page, async () => Boolean((await navigator.serviceWorker.ready) && (await navigator.serviceWorker.getRegistration()).waiting));
    await reads(page.locator(".sync"), this.says("device-sent"));
    // Nobody touches it for a while.
    await page.clock.fastForward(30_000);
    await page.locator(".device-bar").waitFor();
    await this.look("a new version", page);
    await page.close();
    await this.program.kill();
    await this.program.again({ site: SITE });
    await rm(site, { recursive: true, force: true });
  }
}

class ShopStates extends States {
  /** A walk that the ward confirmed. */
  async prepare() {
    const { visitor } = this;
    this.ward = await this.program.visitor("fatma");
    ({ id: this.id } = await visitor.household());
    this.walk = (await visitor.moments(this.id, "W01"))[1];
    const kind = visitor.order([this.walk]);
    await visitor.do(this.id, kind);
    this.target = { order: kind.place_order.order, line: kind.place_order.lines[0].line };
    await this.ward.do(this.id, { accept_line: { target: this.target } });
  }

  get home() {
    return `/r/${this.id}`;
  }

  async all() {
    await this.alone();
    await this.cold();
    await this.waits();
    await this.wishes();
    await this.cannot();
    await this.isRefused();
    await this.hasEverything();
    await this.signedOut();
    await this.page.goto(`${this.home}/help`);
    await this.full(() => this.asks(1));
    await this.expired();
    await this.nothingKept();
    await this.newVersion();
  }

  /** What people meet most. */
  async main() {
    await this.loses(`${this.home}/week`);
    await this.waits();
    await this.wishes();
    await this.lookAt("the office", "/office/residents");
    await this.isRefused();
    await this.hasEverything();
  }

  async alone() {
    await this.loses(`${this.home}/week`);
    await this.look("week, alone");
  }

  async cold() {
    await this.device.stop();
    await this.device.start();
    await this.lookAt("home, cold start", "/");
    await this.lookAt("shop, cold start", `${this.home}/shop`);
    await this.lookAt("nothing waits", "/waiting");
  }

  /** Into the basket; the basket is open then. */
  async puts(code, page = this.page) {
    await page.goto(`${this.home}/item/${code}`);
    await tapTo(button(page, "put_in_basket").last(), /\/basket/);
  }

  async orders(code, page = this.page) {
    await this.puts(code, page);
    await tapTo(button(page, "place_order"), /\/week/);
    await page.locator(".flash .notice").waitFor();
  }

  async waits() {
    await this.puts("W01");
    await this.look("basket, something waits");
    await tapTo(button(this.page, "place_order"), /\/week/);
    await this.page.locator(".week-item .kept").first().waitFor();
    await this.look("week, just ordered");
    await tap(button(this.page, "cancel_line", this.target.line));
    await this.page.locator(".flash .notice").waitFor();
    await this.look("week, asked to cancel");
    await this.lookAt("week, something waits", `${this.home}/week`);
    await this.lookAt("home, something waits", this.home);
    await this.lookAt("what waits", "/waiting");
  }

  /** The amounts are three days old. */
  async wishes() {
    await this.later(73, async (tab) => {
      await this.orders("E03", tab);
      await this.look("week, a wish", tab);
      await tab.goto("/waiting");
      await tab.locator(".kept-list .acts").first().waitFor();
      await this.look("what waits, with a wish", tab);
    });
  }

  async cannot() {
    await super.cannot();
    await this.page.goto(`${this.home}/help`);
    await tap(this.page.locator(".settings summary"));
    await tap(this.page.locator('.settings button[value="150"]'));
    await at(this.page, /\/preferences/);
    await reads(this.page.locator(".notice"), this.says("offline-settings"));
    await this.look("settings");
  }

  /** Meanwhile someone else spent what was left, and the ward brought what was asked to cancel. */
  async isRefused() {
    const meanwhile = async () => {
      const { walk, id, visitor } = this;
      for (;;) {
        const fits = Math.floor(cupLeft(await visitor.household()) / walk.unit_price.minor);
        if (fits === 0) break;
        await visitor.do(id, visitor.order([{ ...walk, quantity: Math.min(fits, 9) }]));
      }
      await this.ward.do(id, { deliver_line: { target: this.target, quantity: null } });
    };
    await this.returns(meanwhile, `${this.home}/week`);
    await this.page.locator(".week-item.is-amber").first().waitFor();
    await this.look("week, refused");
    await this.lookAt("home, refused", this.home);
    await this.lookAt("sent and refused", "/waiting");
  }

  async hasEverything() {
    await this.loses(`${this.home}/shop`);
    await this.page.goto(`${this.home}/help`);
    await this.asks(0);
    await this.lookAt("what waits, with everything", "/waiting");
  }

  /** There is nothing left to spend, but there is help. */
  async asks(which) {
    await tap(button(this.page, "ask_help").nth(which));
    await this.page.locator(".flash .notice").waitFor();
  }
}

class WardStates extends States {
  async prepare() {
    this.placed = [];
    for (const code of ["R02", "R03", "R04"]) {
      const visitor = await this.program.visitor(code);
      const { id } = await visitor.household();
      const kind = visitor.order([(await visitor.moments(id, "W01"))[1]]);
      await visitor.do(id, kind);
      this.placed.push({ id, target: { order: kind.place_order.order, line: kind.place_order.lines[0].line } });
    }
    const { id } = await (await this.program.visitor("R05")).household();
    this.exception = { id, op: await deliveredAllTheSame(this.visitor, id) };
  }

  async all() {
    await this.alone();
    await this.cold();
    await this.waits();
    await this.sortsOut();
    await this.cannot();
    await this.isRefused();
    await this.hasEverything();
    await this.signedOut();
    await this.page.goto("/ward");
    await this.full(() => this.confirms(2));
    await this.expired();
    await this.nothingKept();
    await this.newVersion();
  }

  /** What people meet most. */
  async main() {
    await this.loses("/ward");
    await this.waits();
    await this.sortsOut();
    await this.lookAt("the office", "/office/residents");
    await this.isRefused();
    await this.hasEverything();
  }

  async alone() {
    await this.loses("/ward");
    await this.look("board, alone");
  }

  async cold() {
    await this.device.stop();
    await this.device.start();
    await this.lookAt("board, cold start", "/ward");
    await this.lookAt("nothing waits", "/ward/waiting");
  }

  async confirms(which) {
    await tap(button(this.page, "accept_line", this.placed[which].target.line).first());
    await reads(this.page.locator(".undo"), /./);
  }

  async waits() {
    await this.page.goto("/ward");
    await this.confirms(0);
    await this.page.locator(".order .kept").first().waitFor();
    await this.look("board, just confirmed");
    await this.confirms(1);
    const { id, target } = this.placed[0];
    await this.lookAt("board, something waits", "/ward");
    await this.lookAt("day list, something waits", "/ward/day");
    await this.lookAt("order, something waits", `/ward/line/${id}/${target.order}/${target.line}`);
    await this.lookAt("resident, something waits", `/ward/resident/${id}`);
    await this.lookAt("what waits", "/ward/waiting");
  }

  /** The house pays for what was brought although a colleague had declined it. */
  async sortsOut() {
    const { id, op } = this.exception;
    await this.lookAt("to sort out", "/ward/sort-out");
    await this.lookAt("who pays", `/ward/sort-out/${id}/${op}`);
    await tapTo(button(this.page, "settle_exception", "write_off"), /\/ward\/sort-out$/);
    await this.page.locator(".sort-out .kept").waitFor();
    await this.lookAt("sorted out, waits", "/ward/sort-out");
  }

  /** Meanwhile a colleague declined one of the orders. */
  async isRefused() {
    const { id, target } = this.placed[0];
    const decline = { target, reason: "weather", note: "", other_moment: null, other_item: null };
    await this.returns(() => this.visitor.do(id, { decline_line: decline }), "/ward");
    await this.page.locator(".undo-place .notice-amber, .flash .notice-amber").first().waitFor();
    await this.look("board, refused");
    await this.lookAt("sent and refused", "/ward/waiting");
  }

  async hasEverything() {
    await this.loses("/ward");
    const { id, target } = this.placed[1];
    await this.page.goto(`/ward/line/${id}/${target.order}/${target.line}`);
    await tapTo(button(this.page, "deliver_line", target.line, '"quantity":null').first(), /\/ward(\?|$)/);
    await this.lookAt("what waits, with everything", "/ward/waiting");
  }
}

export const begin = (...parts) => States.begin(...parts);
