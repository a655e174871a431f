// Trembling hands, double taps, the keyboard, an hour away, and how many taps it takes.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { alive, at, button, calm, enter, open, openBrowser, openPage, reads, tap, tapTo } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { choose, cupLeft, lines, order, settledOn } from "../support/shop.mjs";
import { forms } from "../support/visitor.mjs";

let browser, program;
before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
after(async () => {
  await browser?.close();
  await program?.stop();
});

/** Someone at home with a page of their own. */
async function visit(code, options) {
  const page = await openPage(browser, program, options);
  const home = await enter(page, program, code);
  const visitor = await program.visitor(code);
  const { id } = await visitor.household();
  return { page, home, visitor, id, close: () => page.context().close() };
}

/** Where a finger would land. */
async function middle(target) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
}

const basketOf = (household) => household.baskets?.flatMap((basket) => basket.lines) ?? [];

describe("A4 several taps are one", () => {
  for (const wasm of [true, false]) {
    const how = wasm ? "with the program" : "without the program";
    it(`five taps within 600 ms add one item, ${how}`, async () => {
      const { page, home, visitor, close } = await visit(wasm ? "R02" : "R04", { wasm });
      await open(page, `${home}/item/A05`);
      const { x, y } = await middle(button(page, "put_in_basket").first());
      const from = Date.now();
      for (let times = 0; times < 5; times += 1) await page.mouse.click(x, y);
      assert.ok(Date.now() - from < 3_000, "the taps follow each other quickly");
      await at(page, /\/basket/);
      await page.locator(".basket-lines .line").first().waitFor();
      const household = await settledOn(visitor, undefined, (household) => basketOf(household).length > 0);
      assert.deepEqual(basketOf(household).map((line) => line.quantity), [1]);
      assert.equal(await page.locator(".basket-lines .line").count(), 1);
      await close();
    });

    it(`ten taps on order, and the page again, make one order, ${how}`, async () => {
      const { page, home, visitor, close } = await visit(wasm ? "R09" : "R08", { wasm });
      const before = lines(await visitor.household()).length;
      await choose(page, home, "A05");
      const key = button(page, "place_order");
      await key.scrollIntoViewIfNeeded();
      await alive(page);
      const { x, y } = await middle(key);
      await new Promise((done) => setTimeout(done, 650));
      for (let times = 0; times < 10; times += 1) await page.mouse.click(x, y);
      await at(page, /\/week/);
      await settledOn(visitor, undefined, (household) => lines(household).length > before);
      await reads(page.locator('[role="status"]'), /Besteld/, "the order is what people see");
      await page.reload();
      await alive(page);
      const household = await visitor.household();
      assert.equal(lines(household).length, before + 1);
      assert.equal(lines(household).filter((line) => line.state === "cancelled").length, 0, "no tap landed on what came after");
      await close();
    });

    it(`ten taps on order again make one order, ${how}`, async () => {
      const { page, home, visitor, close } = await visit("R06", { wasm });
      const before = lines(await visitor.household()).length;
      await open(page, `${home}/again`);
      const { x, y } = await middle(button(page, "place_order").first());
      for (let times = 0; times < 10; times += 1) await page.mouse.click(x, y);
      await at(page, /\/week/);
      await settledOn(visitor, undefined, (household) => lines(household).length > before);
      await reads(page.locator('[role="status"]'), /Besteld/, "the order is what people see");
      const household = await visitor.household();
      assert.equal(lines(household).length, before + 1);
      assert.equal(lines(household).filter((line) => line.state === "cancelled").length, 0, "no tap landed on what came after");
      await close();
    });
  }

  it("a second tap does not land on the page that the first one opened, without the program", async () => {
    const { page, home, close } = await visit("R04", { wasm: false });
    await page.clock.setFixedTime(new Date());
    await open(page, home);
    const { x, y } = await middle(page.locator(`a.tile[href="${home}/shop"]`));
    await page.mouse.click(x, y);
    await page.waitForURL(/\/shop$/);
    const under = await page.evaluate(([x, y]) => document.elementFromPoint(x, y).closest("a")?.pathname, [x, y]);
    assert.match(under ?? "", /\/shop\/\w+/, "something lies there that can be tapped");
    const opened = [];
    page.on("request", (request) => request.isNavigationRequest() && opened.push(request.url()));
    await page.mouse.click(x, y);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    assert.deepEqual(opened, []);
    // A moment later it is meant.
    await page.clock.setFixedTime(new Date(Date.now() + 60_000));
    await page.mouse.click(x, y);
    await page.waitForURL((address) => address.pathname === under);
    await close();
  });

  it("two taps before the program has come are one order, and the order is what people see", async () => {
    const { page, home, visitor, close } = await visit("R03");
    const household = await visitor.household();
    const [line] = await visitor.moments(household.id, "A05");
    await visitor.do(household.id, { put_in_basket: { lines: [line] } });
    let come;
    const coming = new Promise((done) => (come = done));
    await page.context().route("**/*.wasm", async (route) => {
      await coming;
      await route.continue().catch(() => {});
    });
    await page.goto(`${home}/basket`);
    const { x, y } = await middle(button(page, "place_order"));
    await page.mouse.click(x, y);
    await page.mouse.click(x, y);
    await page.waitForURL(/\/week/);
    await reads(page.locator('[role="status"]'), /Besteld/);
    come();
    await alive(page);
    const after = await visitor.household();
    assert.equal(lines(after).length, lines(household).length + 1);
    assert.equal(lines(after).filter((line) => line.state === "cancelled").length, 0);
    await close();
  });

  it("the same form sent ten times at once is one order", async () => {
    const visitor = await program.visitor("R05");
    const { id, ...household } = await visitor.household();
    const [line] = await visitor.moments(id, "A05");
    await visitor.do(id, { put_in_basket: { lines: [line] } });
    const form = forms(await visitor.page(`/r/${id}/basket`)).find(({ operation }) => operation.kind.place_order);
    const led = await Promise.all(Array.from({ length: 10 }, () => visitor.send(form.fields)));
    assert.ok(led.every((address) => address.startsWith(form.fields.next)), led.join(" "));
    const after = await visitor.household();
    assert.equal(lines(after).length, lines(household).length + 1);
    assert.equal(cupLeft(after), cupLeft(household) - line.unit_price.minor);
  });
});

describe("A3 a finger that moves", () => {
  const MOVES = [[12, 0], [0, 12], [20, 0], [0, 20], [28, 0], [0, -28]];
  for (const [dx, dy, wasm] of [true, false].flatMap((wasm) => MOVES.map((move) => [...move, wasm]))) {
    it(`${dx || dy} px ${dx ? "sideways" : "up or down"} inside a target is one activation${wasm ? "" : ", without the program"}`, async () => {
      const { page, home, close } = await visit("R07", { hasTouch: true, wasm });
      await open(page, home);
      const tile = page.locator("a.tile").first();
      await countClicks(page);
      await drag(page, tile, dx, dy);
      await page.waitForURL(/\/shop$/, { timeout: 4_000 }).catch(() => assert.fail("the touch did nothing"));
      assert.equal(await clicks(page), 1);
      await close();
    });
  }

  it("ending outside the target is none", async () => {
    const { page, home, close } = await visit("R07", { hasTouch: true });
    await open(page, home);
    const tile = page.locator("a.tile").nth(1);
    const { box } = await middle(tile);
    await countClicks(page);
    await drag(page, tile, 0, -(box.height / 2 + 40));
    // To the left: to the right is how this browser goes back.
    await drag(page, tile, -(box.width / 2 + 40), 0);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    assert.equal(await clicks(page), 0);
    assert.match(page.url(), new RegExp(`${home}$`));
    await close();
  });

  /** In the session, so that a page without the program can count the tap that leaves it. */
  const countClicks = (page) =>
    page.evaluate(() => {
      sessionStorage.clicks = 0;
      document.addEventListener("click", () => (sessionStorage.clicks = Number(sessionStorage.clicks) + 1), true);
    });
  const clicks = (page) => page.evaluate(() => Number(sessionStorage.clicks));

  async function drag(page, target, dx, dy) {
    const { x, y } = await middle(target);
    const devtools = await page.context().newCDPSession(page);
    const send = (type, ...points) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points });
    await send("touchStart", { x, y });
    for (let part = 1; part <= 4; part += 1) await send("touchMove", { x: x + (dx * part) / 4, y: y + (dy * part) / 4 });
    await send("touchEnd");
    await devtools.detach();
  }
});

describe("A10 by keyboard alone", () => {
  /** Presses Tab until the focus is there. */
  async function go(page, target) {
    await target.waitFor();
    for (let times = 0; times < 90; times += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab never reaches ${await target.first().innerText()}`);
  }

  /** Enter, and then the focus is on the heading of another page with another title. */
  async function enterTo(page, address) {
    const before = await page.title();
    await page.keyboard.press("Enter");
    await page.waitForURL(address);
    await page.waitForFunction((before) => document.title !== before && document.activeElement?.tagName === "H1", before, { timeout: 5_000 }).catch(async () => {
      const now = await page.evaluate(() => `${document.title}; the focus is on ${document.activeElement?.outerHTML.slice(0, 120)}`);
      assert.fail(`after Enter: title ${now}; before: ${before}`);
    });
  }

  it("a resident orders", async () => {
    const { page, home, visitor, close } = await visit("R10");
    await go(page, page.locator(`a.tile[href="${home}/shop"]`));
    await enterTo(page, /\/shop$/);
    await go(page, page.locator(`a[href="${home}/shop/active"]`));
    await enterTo(page, /\/shop\/active$/);
    await go(page, page.locator(`a[href="${home}/item/A07"]`));
    await enterTo(page, /\/item\/A07/);
    await go(page, button(page, "put_in_basket").first());
    await enterTo(page, /\/basket/);
    await go(page, button(page, "place_order"));
    await enterTo(page, /\/week/);
    await settledOn(visitor, undefined, (household) => lines(household).length === 1);
    calm(page);
    await close();
  });

  it("the ward confirms and delivers", async () => {
    const page = await openPage(browser, program, { size: "computer" });
    await enter(page, program, "nadine");
    const visitor = await program.visitor("R20");
    const { id } = await visitor.household();
    const wanted = button(page, "accept_line", id).first();
    await go(page, wanted);
    await page.keyboard.press("Enter");
    const household = await settledOn(visitor, undefined, (household) => lines(household).some((line) => line.state === "accepted"));
    const line = lines(household).find((line) => line.state === "accepted");
    await open(page, `/ward/line/${id}/${line.order.id}/${line.id}`);
    await go(page, button(page, "deliver_line", '"quantity":null').first());
    await page.keyboard.press("Enter");
    await settledOn(visitor, undefined, (household) => lines(household).some((line) => line.state === "delivered"));
    await page.context().close();
  });

  it("the link past the top is the first stop", async () => {
    const { page, close } = await visit("R10");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.match(page.url(), /#content$/);
    await close();
  });
});

describe("A13 few taps", () => {
  it("a new product is ordered in at most five, and nothing is typed", async () => {
    const { page, home, visitor, close } = await visit("R11");
    const before = lines(await visitor.household()).length;
    page.taps = 0;
    await choose(page, home, "A07");
    await order(page);
    await settledOn(visitor, undefined, (household) => lines(household).length === before + 1);
    assert.ok(page.taps <= 5, `${page.taps} taps`);
    await close();
  });

  for (const wasm of [true, false]) {
    it(`something from before is ordered again in at most two, and undone in one, ${wasm ? "with" : "without"} the program`, async () => {
      const { page, home, visitor, close } = await visit("R06", { wasm });
      const household = await visitor.household();
      const [before, left] = [lines(household).length, cupLeft(household)];
      page.taps = 0;
      await tapTo(page.locator(`a.tile[href="${home}/again"]`), /\/again$/);
      await reads(page.locator(".again .line p"), /Daarna heeft u nog/);
      await tapTo(button(page, "place_order").first(), /\/week/);
      assert.ok(page.taps <= 2, `${page.taps} taps`);
      const ordered = await settledOn(visitor, undefined, (household) => lines(household).length === before + 1 && household);
      assert.ok(cupLeft(ordered) < left);
      await reads(page.locator('[role="status"]'), /Besteld/);
      await tap(button(page.locator('[role="status"]'), "cancel_order"));
      await settledOn(visitor, undefined, (household) => cupLeft(household) === left);
      calm(page);
      await close();
    });
  }

  it("choosing again can also be laid in the basket", async () => {
    const { page, home, visitor, close } = await visit("R11");
    await open(page, `${home}/again`);
    await tapTo(button(page, "put_in_basket").first(), /\/basket/);
    await settledOn(visitor, undefined, (household) => basketOf(household).length === 1);
    await close();
  });

  it("a screen has few choices", async () => {
    const { page, home, close } = await visit("R11");
    assert.ok((await page.locator("main .tile").count()) + (await page.locator(".dock a").count()) <= 5, "five main choices on the home");
    await open(page, `${home}/shop/care`);
    assert.ok((await page.locator(".product").count()) <= 6, "six products");
    await open(page, `${home}/item/W01`);
    assert.ok((await page.locator(".moment").count()) <= 4, "four moments");
    assert.equal(await page.locator(".moment[aria-pressed=true], .moment:checked, input:checked").count(), 0, "none is chosen before");
    await close();
  });
});

describe("A14 an hour away", () => {
  it("keeps the place and the basket", async () => {
    const page = await openPage(browser, program);
    await page.clock.install();
    const home = await enter(page, program, "R12");
    const visitor = await program.visitor("R12");
    const before = lines(await visitor.household()).length;
    await choose(page, home, "A05");
    await open(page, `${home}/item/A07`);
    const words = await page.locator(".basketbar").innerText();
    await page.clock.fastForward("01:00:00");
    assert.match(page.url(), /\/item\/A07$/);
    assert.equal(await page.locator(".basketbar").innerText(), words);
    await tapTo(page.locator(".basketbar"), /\/basket/);
    await order(page);
    await settledOn(visitor, undefined, (household) => lines(household).length === before + 1);
    calm(page);
    await page.context().close();
  });
});

describe("A15 undo and cancel", () => {
  it("an order is undone in one tap, and a line is cancelled in one tap until the ward confirms", async () => {
    const { page, home, visitor, id, close } = await visit("R13");
    const left = cupLeft(await visitor.household());
    await choose(page, home, "A05");
    await order(page);
    await tap(button(page.locator('[role="status"]'), "cancel_order"));
    await settledOn(visitor, undefined, (household) => cupLeft(household) === left);
    await reads(page.locator('[role="status"]'), /Afgezegd/);

    await choose(page, home, "A05", { moment: 1 });
    await order(page);
    const household = await settledOn(visitor, undefined, (household) => cupLeft(household) < left);
    const line = lines(household).findLast((line) => line.state === "requested");
    await open(page, `${home}/week`);
    await tap(button(page, "cancel_line", line.id));
    await settledOn(visitor, undefined, (household) => cupLeft(household) === left);

    const [again] = await visitor.moments(id, "A05");
    const kind = visitor.order([again]);
    await visitor.do(id, kind);
    const carer = await program.visitor("nadine");
    const target = { order: kind.place_order.order, line: kind.place_order.lines[0].line };
    await carer.do(id, { accept_line: { target } });
    await open(page, `${home}/week`);
    await tap(button(page, "cancel_line", target.line));
    await settledOn(visitor, undefined, (household) => lines(household).some((line) => line.id === target.line && line.cancel_asked));
    await reads(page.locator(".week-item"), /U wilt dit afzeggen/);
    await close();
  });

  it("what is taken out of the basket is put back in one tap", async () => {
    const { page, home, close } = await visit("R17");
    await choose(page, home, "A05");
    await tapTo(button(page, "change_basket_line", '"quantity":0'), /gone=/);
    await tapTo(button(page, "put_in_basket"), (url) => url.pathname.endsWith("/basket") && !url.search.includes("gone"));
    await page.locator(".basket-lines .line").waitFor();
    await close();
  });
});
