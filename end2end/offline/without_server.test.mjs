// The server goes away and comes back: every audience goes on, from a cold start too, and everything arrives once.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { button, operation, reads, tap, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { start } from "../support/program.mjs";
import { lines, settledOn } from "../support/shop.mjs";
import { say } from "../support/words.mjs";

const KEPT = new RegExp(say("nl", "waiting-kept").replace(".", "\\."));

describe("without the server", () => {
  let program;
  before(async () => (program = await start()));
  beforeEach(() => program.ensure());
  after(async () => {
    await Device.closeAll();
    await program?.stop();
  });

  /** Pulls the server's plug while `act` happens, and waits until everything arrived untouched. */
  async function away(device, act) {
    await program.kill();
    try {
      await act();
    } finally {
      await program.again();
    }
    const took = await device.drained();
    assert.ok(took <= 90_000, `drained in ${took} ms`);
    return took;
  }

  it("a resident starts cold, searches, orders, cancels, repeats", async (test) => {
    const visitor = await program.visitor("R05");
    const { id } = await visitor.household();
    const device = await Device.open(program);
    await device.enter("R05");
    await device.stop();
    const took = await away(device, async () => {
      await device.start();
      const { page } = device;
      await page.goto("/");
      await page.waitForURL(new RegExp(device.home));
      await reads(page.locator("main"), /Vandaag/);
      await reads(page.locator(".sync"), new RegExp(say("nl", "device-offline")));
      await page.locator('input[name="q"]').fill("voorlezen");
      await page.locator('input[name="q"]').press("Enter");
      await reads(page.locator(".product"), /Voorlezen/);
      await tapTo(page.locator(`a.product[href*="/item/A07"]`).first(), /\/item\/A07/);
      await tapTo(button(page, "put_in_basket").first(), /\/basket/);
      await tapTo(button(page, "place_order"), /\/week/);
      await reads(page.locator(".week-item .kept"), KEPT);
      await reads(page.locator('[role="status"]'), /Bewaard op deze tablet/);
      await tap(button(page, "cancel_order"));
      await tap(button(page, "place_order").first());
      await reads(page.locator(".week-item .kept"), KEPT);
      assert.equal((await device.waiting()).length, 4);
      await page.goto(`${device.home}/shop`);
      await page.locator("main a").first().waitFor();
    });
    test.diagnostic(`drained in ${took} ms`);
    await settledOn(visitor, undefined, (household) => lines(household).filter((line) => line.state === "requested").length === 1);
    await reads(device.page.locator(".sync"), new RegExp(say("nl", "device-sent")));
    assert.deepEqual(device.complaints(), []);
    await device.close();
    assert.ok(id);
  });

  it("after three days alone an order is only kept, and made when someone says so", async () => {
    const visitor = await program.visitor("R09");
    const device = await Device.open(program);
    const home = await device.enter("R09");
    const before = lines(await visitor.household()).length;
    await away(device, async () => {
      await device.goOn(73);
      const { page } = device;
      await page.goto(`${home}/item/A07`);
      await tapTo(button(page, "put_in_basket").first(), /\/basket/);
      await tapTo(button(page, "place_order"), /\/week/);
      await page.goto("/waiting");
      await reads(page.locator(".kept-list"), new RegExp(say("nl", "wish-too-old")));
    });
    assert.equal(lines(await visitor.household()).length, before, "nothing was ordered by itself");
    await device.page.goto("/waiting");
    await tap(device.page.getByRole("button", { name: say("nl", "wish-order") }));
    await settledOn(visitor, undefined, (household) => lines(household).length === before + 1);
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });

  it("family orders from a phone", async () => {
    const device = await Device.open(program, { size: "phone" });
    const home = await device.enter("els-vermeer");
    const visitor = await program.visitor("els-vermeer");
    await away(device, async () => {
      const { page } = device;
      await page.goto(`${home}/item/A07`);
      await tapTo(button(page, "put_in_basket").first(), /\/basket/);
      await tapTo(button(page, "place_order"), /\/week/);
      await reads(page.locator(".kept"), KEPT);
      await reads(page.locator(".sync"), /Bewaard op deze telefoon/);
    });
    await settledOn(visitor, undefined, (household) => lines(household).some((line) => line.order.placed_by.name === "Els" && line.state === "requested"));
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });

  it("the ward confirms, declines, delivers, reports a no-show and takes back, from a cold start", async (test) => {
    const placed = [];
    for (const code of ["R02", "R03", "R04", "R08"]) {
      const visitor = await program.visitor(code);
      const { id } = await visitor.household();
      const kind = visitor.order([(await visitor.moments(id, "W01"))[1]]);
      await visitor.do(id, kind);
      placed.push({ visitor, id, order: kind.place_order.order, line: kind.place_order.lines[0].line });
    }
    const device = await Device.open(program, { size: "computer" });
    await device.enter("fatma");
    await device.stop();
    const took = await away(device, async () => {
      await device.start();
      const { page } = device;
      await page.goto("/ward");
      const at = ({ id, order, line }) => `/ward/line/${id}/${order}/${line}`;
      const act = (one, kind, ...parts) => button(page, kind, one.line, ...parts).first();
      for (const one of placed) {
        await tap(act(one, "accept_line"));
        await reads(page.locator(".undo"), /./);
      }
      await reads(page.locator(".order .kept"), KEPT);
      // Taken back, then declined.
      await tap(operation(page, "undo_line", placed[3].line).locator("button").first());
      await page.goto(`/ward/decline/${placed[3].id}/${placed[3].order}/${placed[3].line}`);
      await tap(page.locator("label.choice", { has: page.locator('input[name="reason"][value="weather"]') }));
      const other = page.locator('input[name="choice"][value^="other_moment="]').first();
      await tap(page.locator("label.choice", { has: page.locator(`input[value="${await other.getAttribute("value")}"]`) }));
      await tapTo(button(page, "decline_line"), /\/ward(\?|$)/);
      await page.goto(at(placed[1]));
      await tapTo(act(placed[1], "deliver_line", '"quantity":null'), /\/ward(\?|$)/);
      await page.goto(at(placed[2]));
      await tapTo(act(placed[2], "no_show_line"), /\/ward(\?|$)/);
      await page.goto("/ward/waiting");
      await reads(page.locator(".kept-list"), /Bevestigd: Wandeling/);
      await reads(page.locator(".kept-list"), /Kan niet: Wandeling/);
    });
    test.diagnostic(`drained in ${took} ms`);
    for (const [index, state] of ["accepted", "delivered", "no_show", "declined"].entries()) {
      await settledOn(placed[index].visitor, undefined, (household) => lines(household).some((line) => line.id === placed[index].line && line.state === state));
    }
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });

  it("a device that was cut off at once does not say of what it never heard that there is nothing", async () => {
    const device = await Device.open(program);
    const { page } = device;
    // What the page brought is kept; what the program asks for by itself does not come any more.
    await device.context.route("**/api/v1/**", (route) => route.abort());
    await device.comeIn("R13");
    await device.canStartWithAPart();
    await away(device, async () => {
      await device.context.unroute("**/api/v1/**");
      await page.goto(`${device.home}/search`);
      await page.locator('input[name="q"]').fill("voorlezen");
      await page.locator('input[name="q"]').press("Enter");
      await page.waitForURL(/q=voorlezen/);
      await reads(page.locator(".search-says"), /Nog niet alles van de winkel staat op deze tablet/);
      assert.equal(await page.locator("a.product").filter({ hasText: "Voorlezen" }).count(), 0);
    });
    await page.locator("a.product").filter({ hasText: "Voorlezen" }).first().waitFor({ timeout: 90_000 });
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });

  it("what needs the server says so, and offers the way back", async () => {
    const device = await Device.open(program);
    await device.enter("R09");
    await away(device, async () => {
      const { page } = device;
      for (const [address, word] of [["/office/residents", "offline-office"], ["/demo", "offline-door"], ["/elsewhere", "offline-needs"]]) {
        await page.goto(address);
        await reads(page.locator(".notice"), new RegExp(say("nl", word)));
      }
      await tap(page.getByRole("link", { name: say("nl", "offline-home") }));
      await page.waitForURL(new RegExp(`${device.home}$`));
    });
    await device.close();
  });

  it("a device on which nobody is known says so and opens by itself when the server is back", async () => {
    const device = await Device.open(program);
    await device.enter("R10");
    const { page } = device;
    const cdp = await device.context.newCDPSession(page);
    await page.goto("about:blank");
    await cdp.send("Storage.clearDataForOrigin", { origin: program.url, storageTypes: "indexeddb" });
    await program.kill();
    await page.goto("/");
    await reads(page.locator(".notice"), new RegExp(say("nl", "offline-nothing")));
    await program.again();
    await page.waitForURL(new RegExp(device.home), { timeout: 60_000 });
    await device.close();
  });

  it("leaves books that balance", () => program.verify());
});
