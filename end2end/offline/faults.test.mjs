// What happens to devices: tabs, lost storage, pulled plugs, full disks, wrong clocks, upgrades. Nothing that the screen
// called saved is lost, and nothing arrives twice.

import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, beforeEach, describe, it } from "node:test";
import { button, open, reads, tap, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { newerSite } from "../support/newer_site.mjs";
import { SITE, start } from "../support/program.mjs";
import { lines, settledOn } from "../support/shop.mjs";
import { newId } from "../support/visitor.mjs";
import { say } from "../support/words.mjs";

const DAY_MS = 24 * 3_600_000;

describe("devices and their faults", () => {
  let program;
  before(async () => (program = await start()));
  beforeEach(() => program.ensure());
  after(async () => {
    await Device.closeAll();
    await program?.stop();
  });

  /** Orders a product; the week is open then. */
  async function order(page, home, code = "A07") {
    await page.goto(`${home}/item/${code}`);
    await tapTo(button(page, "put_in_basket").first(), /\/basket/);
    await tapTo(button(page, "place_order"), /\/week/);
  }

  /** Until exactly so many orders of this product stand on the server. */
  const arrived = (visitor, count) =>
    settledOn(visitor, undefined, (household) => lines(household).filter((line) => line.state === "requested").length === count);

  const requested = async (visitor) => lines(await visitor.household()).filter((line) => line.state === "requested").length;

  const storage = (device) => device.context.newCDPSession(device.page);

  it("three tabs show what one of them did, and everything arrives once", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R05");
    const visitor = await program.visitor("R05");
    const [second, third] = [await device.tab(`${home}/basket`), await device.tab(`${home}/week`)];
    await program.kill();
    await device.page.goto(`${home}/item/A07`);
    await tapTo(button(device.page, "put_in_basket").first(), /\/basket/);
    await second.locator(".basket-lines .line").first().waitFor();
    await tapTo(button(second, "place_order"), /\/week/);
    await third.locator(".week-item .kept").first().waitFor();
    // All three at once.
    await Promise.all([device.page, second, third].map((page, index) => order(page, home, ["A08", "W01", "E01"][index])));
    const waiting = await device.waiting();
    const numbers = waiting.map((entry) => entry.operation.stamp.sequence).sort((one, other) => one - other);
    assert.deepEqual(numbers, [...new Set(numbers)], "no number twice");
    await program.again();
    await device.drained();
    await settledOn(visitor, undefined, (household) => lines(household).filter((line) => line.state === "requested").length >= 2);
    const orders = (await visitor.household()).orders.map((one) => one.id);
    assert.equal(orders.length, new Set(orders).size);
    await reads(third.locator(".sync"), new RegExp(say("nl", "device-sent")));
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });

  it("when the storage is lost, the sealed copy brings back what was not sent", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R06");
    const visitor = await program.visitor("R06");
    const before = lines(await visitor.household()).filter((line) => line.state === "requested").length;
    await program.kill();
    await order(device.page, home);
    await device.page.waitForFunction(() => JSON.parse(localStorage.getItem("bekertje sealed") ?? "[]").length === 2);
    const copy = await device.page.evaluate(() => localStorage.getItem("bekertje sealed"));
    assert.doesNotMatch(copy, /place_order|household/, "nobody can read the copy");
    const cdp = await storage(device);
    await device.page.goto("about:blank");
    await cdp.send("Storage.clearDataForOrigin", { origin: program.url, storageTypes: "indexeddb" });
    await program.again();
    await device.page.goto(home);
    await arrived(visitor, before + 1);
    await device.page.waitForFunction(() => JSON.parse(localStorage.getItem("bekertje sealed") ?? "[]").length === 0);
    await device.close();
  });

  it("when the sealed copy is lost, the storage has everything and makes a new one", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R09");
    const visitor = await program.visitor("R09");
    const before = await requested(visitor);
    await program.kill();
    await order(device.page, home);
    await device.page.waitForFunction(() => JSON.parse(localStorage.getItem("bekertje sealed") ?? "[]").length === 2);
    await device.page.evaluate(() => localStorage.clear());
    await device.page.goto(`${home}/item/A07`);
    await tapTo(button(device.page, "put_in_basket").first(), /\/basket/);
    await device.page.waitForFunction(() => JSON.parse(localStorage.getItem("bekertje sealed") ?? "[]").length === 3);
    await program.again();
    await device.drained();
    await arrived(visitor, before + 1);
    await device.close();
  });

  it("a device that dies while it writes has everything that it called saved", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R08");
    const visitor = await program.visitor("R08");
    const before = await requested(visitor);
    await program.kill();
    for (let round = 0; round < 3; round += 1) {
      await order(device.page, home);
      await device.page.locator(".week-item .kept").first().waitFor();
      const saved = (await device.waiting()).map((entry) => entry.operation.op_id);
      await device.page.goto(`${home}/item/A08`);
      await button(device.page, "put_in_basket").first().click({ noWaitAfter: true });
      await device.kill();
      await device.start();
      await device.page.goto(`${home}/week`);
      await device.page.locator(".week-item .kept").first().waitFor();
      const found = (await device.waiting()).map((entry) => entry.operation.op_id);
      for (const op of saved) assert.ok(found.includes(op), `${op} was saved`);
    }
    await program.again();
    // A browser writes a new cookie only after half a minute: whoever was just signed in signs in again.
    await device.enter("R08");
    await device.drained();
    await settledOn(visitor, undefined, (household) => (household.orders ?? []).length > 0 && lines(household).filter((line) => line.state === "requested").length >= before + 3);
    await device.close();
  });

  it("a service worker that was stopped starts again by itself, without the server", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R10");
    await program.kill();
    const cdp = await storage(device);
    await cdp.send("ServiceWorker.enable");
    await cdp.send("ServiceWorker.stopAllWorkers");
    await device.page.goto(`${home}/shop`);
    await reads(device.page.locator("h1"), /Winkel/);
    await program.again();
    await device.close();
  });

  it("a full disk is said, and what is done goes to the server as long as the page is open", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R12");
    const visitor = await program.visitor("R12");
    const before = await requested(visitor);
    await program.kill();
    await device.page.goto(`${home}/item/A07`);
    await button(device.page, "put_in_basket").first().waitFor();
    // What a browser does when the disk is full: the transaction ends without anything in it.
    await device.page.evaluate(() => {
      globalThis.put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function () {
        this.transaction.abort();
      };
      IDBObjectStore.prototype.delete = () => {};
    });
    await tapTo(button(device.page, "put_in_basket").first(), /\/basket/);
    await tapTo(button(device.page, "place_order"), /\/week/);
    await reads(device.page.locator(".sync"), new RegExp(say("nl", "device-not-kept")));
    assert.equal(await device.page.locator(".kept").filter({ hasText: "Bewaard" }).count(), 0, "nothing is called saved");
    await program.again();
    await arrived(visitor, before + 1);
    await device.page.evaluate(() => {
      IDBObjectStore.prototype.put = globalThis.put;
      dispatchEvent(new Event("online"));
    });
    await reads(device.page.locator(".sync"), new RegExp(say("nl", "device-sent")));
    await device.close();
  });

  for (const [name, clock] of [
    ["1970", () => (Date.now = () => 60_000)],
    ["2099", () => (Date.now = ((now) => () => now() + 73 * 365 * 24 * 3_600_000)(Date.now))],
    ["two days ago", () => (Date.now = ((now) => () => now() - 2 * 24 * 3_600_000)(Date.now))],
  ]) {
    it(`a clock that says ${name} loses and hides nothing`, async () => {
      const device = await Device.open(program);
      const home = await device.enter("R13");
      const visitor = await program.visitor("R13");
      const before = lines(await visitor.household()).filter((line) => line.state === "requested").length;
      await device.context.addInitScript(clock);
      await program.kill();
      await order(device.page, home);
      await device.page.reload();
      await reads(device.page.locator(".week-item .kept"), new RegExp(say("nl", "waiting-kept")));
      await program.again();
      await device.drained();
      await arrived(visitor, before + 1);
      assert.deepEqual(device.complaints(), []);
      await device.close();
    });
  }

  it("what is too old is not shown, and what waits stays until it can be sent", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R14");
    const visitor = await program.visitor("R14");
    const before = await requested(visitor);
    await program.kill();
    await order(device.page, home);
    await device.page.locator(".week-item .kept").first().waitFor();
    const late = await device.tab();
    await late.addInitScript((more) => (Date.now = ((now) => () => now() + more)(Date.now)), 8 * DAY_MS);
    await late.goto(home);
    await reads(late.locator(".notice"), new RegExp(say("nl", "offline-expired")));
    await reads(late.locator(".notice"), /niet verstuurd: 2/);
    await late.close();
    await program.again();
    await device.page.goto(home);
    await device.drained();
    await arrived(visitor, before + 1);
    await device.close();
  });

  it("an upgrade with a full outbox is offered when nobody is busy, and brings everything along", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R17");
    const visitor = await program.visitor("R17");
    const site = await newerSite();
    const before = await requested(visitor);
    await program.kill();
    await order(device.page, home);
    await order(device.page, home, "A08");
    await program.again({ site });
    await device.drained();
    await arrived(visitor, before + 2);
    const bar = device.page.locator(".device-bar");
    await bar.waitFor();
    const caches = () => device.page.evaluate(() => caches.keys());
    assert.equal((await caches()).length, 2, "the files of before are there as long as this page is open");
    await Promise.all([device.page.waitForEvent("load"), tap(bar.locator("button"))]);
    await device.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await reads(device.page.locator(".sync"), new RegExp(say("nl", "device-sent")));
    await program.kill();
    await device.page.goto(`${home}/shop`);
    await reads(device.page.locator("h1"), /Winkel/);
    await program.again({ site: SITE });
    await device.close();
    await rm(site, { recursive: true, force: true });
  });

  it("a revoked device shows nobody's data any more, and what it still sends is kept to be looked at", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R16");
    const visitor = await program.visitor("R16");
    const ward = await program.visitor("omar");
    const before = await requested(visitor);
    await program.kill();
    await order(device.page, home);
    await device.page.locator(".week-item .kept").first().waitFor();
    const sent = (await device.waiting()).map((entry) => entry.operation.op_id);
    const [{ id }] = await device.rows("device");
    await program.command("devices", "--revoke", id);
    await program.again();
    const { id: household } = await visitor.household();
    const ofThem = ({ households }) => households.find((one) => one.id === household).exceptions ?? [];
    await settledOn({ household: () => ward.snapshot() }, undefined, (snapshot) => ofThem(snapshot).length === sent.length);
    const kept = ofThem(await ward.snapshot());
    assert.deepEqual(kept.map(({ op }) => op).sort(), sent.sort());
    assert.ok(kept.every(({ what }) => what.quarantined), "nothing is done with it");
    assert.equal(await requested(visitor), before);
    await device.page.waitForURL(/\/revoked/);
    assert.deepEqual(await device.rows("household/"), []);
    await device.close();
  });

  it("a revoked device comes to rest", async () => {
    const device = await Device.open(program);
    await device.enter("R16");
    const [{ id }] = await device.rows("device");
    await program.command("devices", "--revoke", id);
    await device.page.reload();
    await device.page.waitForEvent("framenavigated");
    await assert.rejects(device.page.waitForEvent("framenavigated", { timeout: 2_000 }), /Timeout/);
    // It says why, and what to do; also without the server.
    await reads(device.page.locator("main"), new RegExp(say("nl", "problem-revoked-text")));
    await program.kill();
    await device.page.goto("/");
    await reads(device.page.locator(".notice"), new RegExp(say("nl", "offline-revoked")));
    await device.close();
  });

  /** A question of a resident of the ward, which the ward answers on the resident's card. */
  async function question(visitor) {
    const { id } = await visitor.household();
    const help = newId();
    await visitor.do(id, { ask_help: { help, topic: "choosing" } });
    const isAnswered = () => settledOn(visitor, undefined, (household) => household.help.find((one) => one.id === help).answered);
    return { card: `/ward/resident/${id}`, help, isAnswered };
  }

  it("what is tapped just before a page is left is on the disk", async () => {
    const visitor = await program.visitor("R02");
    const { card, help, isAnswered } = await question(visitor);
    const device = await Device.open(program, { size: "computer" });
    await device.enter("fatma");
    await program.kill();
    const { page } = device;
    await page.goto(card);
    await button(page, "answer_help", help).waitFor();
    await reads(page.locator(".sync"), new RegExp(say("nl", "device-offline")));
    // The disk is slow, and the finger is quick.
    await page.evaluate((help) => {
      const { get } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.get = function (key) {
        const [answer, ready] = [{}, performance.now() + 500];
        const ask = () => {
          const request = get.call(this, key);
          request.onsuccess = () => (performance.now() < ready ? ask() : ((answer.result = request.result), answer.onsuccess()));
        };
        ask();
        return answer;
      };
      [...document.querySelectorAll("form")].find((form) => form.operation?.value.includes(help)).querySelector("button").click();
      document.querySelector('a[href$="/shop"]').click();
    }, help);
    await page.waitForURL(/\/shop$/);
    assert.deepEqual((await device.waiting()).map((entry) => Object.keys(entry.operation.kind)[0]), ["answer_help"]);
    await program.again();
    await device.drained();
    await isAnswered();
    await device.close();
  });

  it("signing out wipes what was shown, and what waits stays sealed until it can be sent", async () => {
    const visitor = await program.visitor("R02");
    const { card, help, isAnswered } = await question(visitor);
    const device = await Device.open(program, { size: "computer" });
    await device.enter("fatma");
    const { page } = device;
    await open(page, card);
    await page.evaluate(() => {
      const send = globalThis.fetch;
      globalThis.fetch = (address, ...more) => (`${address}`.startsWith("/api/v1/sync") ? Promise.reject(new TypeError("no")) : send(address, ...more));
    });
    await tap(button(page, "answer_help", help));
    await page.waitForFunction(() => JSON.parse(localStorage.getItem("bekertje sealed") ?? "[]").length === 1);
    await tap(page.locator("button.who"));
    await page.waitForURL(/\/demo$/);
    assert.deepEqual([await device.rows("household/"), await device.rows("snapshot")], [[], []], "nobody's data are left");
    assert.equal((await device.waiting()).length, 1, "what waits is not");
    await program.kill();
    await page.goto("/ward");
    await reads(page.locator(".notice"), new RegExp(say("nl", "offline-nothing")));
    await reads(page.locator(".notice"), new RegExp(say("nl", "offline-outbox", { count: 1 })));
    await program.again();
    await device.enter("fatma");
    await device.drained();
    await isAnswered();
    await device.close();
  });

  it("what the server is too old for stays, is shown, and is sent once the server is newer", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R11");
    const visitor = await program.visitor("R11");
    const before = await requested(visitor);
    const { page } = device;
    await open(page, `${home}/item/A07`);
    // What this program makes is of a version that the server does not know.
    await page.evaluate(() => {
      const send = (globalThis.newer = globalThis.fetch);
      globalThis.fetch = (address, options) => send(address, { ...options, body: options.body?.replaceAll('"v":1,', '"v":2,') });
    });
    await tapTo(button(page, "put_in_basket").first(), /\/basket/);
    await tapTo(button(page, "place_order"), /\/week/);
    await tap(page.locator('a[href="/waiting"]'));
    await reads(page.locator(".kept-list"), new RegExp(say("nl", "waiting-hold")));
    assert.equal((await device.waiting()).length, 2);
    assert.equal(await requested(visitor), before);
    await page.evaluate(() => {
      globalThis.fetch = globalThis.newer;
      dispatchEvent(new Event("online"));
    });
    await device.drained();
    await arrived(visitor, before + 1);
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });

  it("leaves books that balance", () => program.verify());
});
