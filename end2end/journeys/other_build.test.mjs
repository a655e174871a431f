// While the shop is brought up to date, pages and programs of different builds meet. Whatever happens, nobody is left with
// a page on which nothing works.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { calm, enter, openBrowser, openPage, tapTo } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { choose, lines, order, settledOn } from "../support/shop.mjs";

describe("another build", () => {
  let browser, program;
  before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** Every page as the server made it, changed by `change`. */
  async function pagesChanged(page, change) {
    await page.route(
      (url) => url.pathname.startsWith("/r/"),
      async (route) => {
        if (!route.request().isNavigationRequest()) return route.fallback();
        const answer = await route.fetch({ maxRedirects: 0 });
        const type = answer.headers()["content-type"] ?? "";
        if (!type.startsWith("text/html")) return route.fulfill({ response: answer });
        await route.fulfill({ response: answer, body: change(await answer.text()) });
      },
    );
  }

  /** The program has been fetched and has had its turn. */
  async function programHadItsTurn(page) {
    await page.waitForLoadState("networkidle");
    assert.ok(await page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".wasm"))), "the program came");
  }

  /** Whether tapping `target` asks the server for a whole page. */
  async function asksForAPage(page, target, address) {
    await page.evaluate(() => (window.stayed = true));
    await tapTo(target, address);
    return !(await page.evaluate(() => window.stayed));
  }

  const shop = (page) => page.locator('main a[href$="/shop"]').first();

  it("on a page of the same build, the program shows the next page itself", async () => {
    const page = await openPage(browser, program);
    await enter(page, program, "R06");
    assert.equal(await asksForAPage(page, shop(page), /\/shop$/), false);
    calm(page);
    await page.context().close();
  });

  it("a page of another build stays a page: a resident orders with forms", async () => {
    const page = await openPage(browser, program);
    page.hasProgram = false;
    await pagesChanged(page, (html) => html.replace(/data-build="[^"]*"/, 'data-build="other-build"'));
    const visitor = await program.visitor("R06");
    const home = await enter(page, program, "R06");
    await programHadItsTurn(page);
    assert.equal(await asksForAPage(page, shop(page), /\/shop$/), true);
    await choose(page, home, "A07");
    await order(page);
    await settledOn(visitor, undefined, (household) => lines(household).some((line) => line.state === "requested"));
    calm(page);
    await page.context().close();
  });

  it("a page that the program cannot take over stays a page", async () => {
    const page = await openPage(browser, program);
    page.hasProgram = false;
    await pagesChanged(page, (html) => html.replace(/<h1([^>]*)>(.*?)<\/h1>/s, "<h6$1>$2</h6>"));
    const visitor = await program.visitor("R06");
    const before = lines(await visitor.household()).length;
    const home = await enter(page, program, "R06");
    await programHadItsTurn(page);
    assert.match(page.complaints.join("\n"), /error in the page/, "the program met what it does not know");
    assert.equal(await asksForAPage(page, shop(page), /\/shop$/), true);
    await choose(page, home, "A07", { moment: 1 });
    await order(page);
    await settledOn(visitor, undefined, (household) => lines(household).length > before);
    await page.context().close();
  });

  it("when the server has a newer build, the next tap brings it", async () => {
    const page = await openPage(browser, program);
    let tell;
    const told = new Promise((done) => (tell = done));
    await page.route("**/api/v1/pokes", async (route) => {
      tell();
      await route.fulfill({ contentType: "text/event-stream", body: "event: build\ndata: newer-build\n\n" });
    });
    await enter(page, program, "R06");
    await told;
    await page.waitForLoadState("networkidle");
    await page.waitForEvent("requestfinished", (request) => request.url().includes("/api/v1/sync"));
    assert.equal(await asksForAPage(page, shop(page), /\/shop$/), true);
    await page.context().close();
  });

  it("a developer's page reloads by itself", async () => {
    const dev = await start({ more: ["--dev"] });
    try {
      const page = await openPage(browser, dev);
      let told = false;
      await page.route("**/api/v1/pokes", (route) => {
        if (told) return route.continue();
        told = true;
        return route.fulfill({ contentType: "text/event-stream", body: "event: build\ndata: newer-build\n\n" });
      });
      let loads = 0;
      const again = new Promise((done) => page.on("load", () => new URL(page.url()).pathname.startsWith("/r/") && ++loads === 2 && done()));
      await enter(page, dev, "R06");
      await again;
      await page.context().close();
    } finally {
      await dev.stop();
    }
  });
});
