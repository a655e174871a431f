// What the browser gets is small, and the program never delays the page.

import assert from "node:assert/strict";
import { get } from "node:http";
import { after, before, describe, it } from "node:test";
import { enter, openBrowser, openPage } from "../support/browser.mjs";
import { start } from "../support/program.mjs";

const MOST_HTML = 20 * 1024;

describe("light pages", () => {
  let browser, program;
  before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** The bytes on the wire, compressed as a browser asks. */
  const weigh = (visitor, path) =>
    new Promise((done, failed) => {
      get(program.url + path, { headers: { cookie: visitor.cookie, "accept-encoding": "br, gzip" } }, (answer) => {
        let bytes = 0;
        answer.on("data", (part) => (bytes += part.length));
        answer.on("end", () => done({ bytes, encoding: answer.headers["content-encoding"], status: answer.statusCode }));
      }).on("error", failed);
    });

  it("no page of residents, family and ward is heavier than 20 KB", async (test) => {
    for (const [code, pages] of [
      ["R06", ["", "/shop", "/shop/out", "/shop/active", "/shop/care", "/shop/food", "/item/W01", "/week", "/again", "/basket", "/cup", "/help"]],
      ["karim-el-idrissi", ["", "/shop/out", "/week"]],
      ["fatma", ["/ward"]],
    ]) {
      const visitor = await program.visitor(code);
      const home = code === "fatma" ? "" : visitor.start;
      for (const page of pages) {
        const { bytes, encoding, status } = await weigh(visitor, home + page);
        assert.equal(status, 200, page);
        assert.equal(encoding, "br");
        if (/shop\/|ward/.test(page)) test.diagnostic(`${code} ${page}: ${(bytes / 1024).toFixed(1)} KB`);
        assert.ok(bytes <= MOST_HTML, `${code} ${page || "home"} is ${(bytes / 1024).toFixed(1)} KB`);
      }
    }
  });

  it("the program is asked for after the page is loaded and painted", async () => {
    const page = await openPage(browser, program);
    await enter(page, program, "R06");
    await page.reload({ waitUntil: "load" });
    const times = await page.waitForFunction(() => {
      const wasm = performance.getEntriesByType("resource").find((one) => one.name.endsWith(".wasm"));
      const [page] = performance.getEntriesByType("navigation");
      const paint = performance.getEntriesByName("first-contentful-paint")[0];
      return wasm && page.loadEventStart > 0 && paint ? { wasm: wasm.startTime, load: page.loadEventStart, paint: paint.startTime } : null;
    });
    const { wasm, load, paint } = await times.jsonValue();
    assert.ok(wasm >= load, `asked at ${wasm}, loaded at ${load}`);
    assert.ok(wasm >= paint, `asked at ${wasm}, painted at ${paint}`);
    await page.context().close();
  });

  it("what never changes is kept, and a page is not", async () => {
    const visitor = await program.visitor("R06");
    const html = await visitor.fetch(visitor.start);
    assert.match(html.headers.get("cache-control"), /no-store/);
    const style = (await html.text()).match(/href="(\/pkg\/[^"]+\.css)"/)[1];
    assert.match((await visitor.fetch(style)).headers.get("cache-control"), /immutable/);
  });
});
