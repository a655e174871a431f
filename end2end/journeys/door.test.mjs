// The demo door: it lets anyone in as anyone, so it exists only in a demo, and only on this computer.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { calm, open, openBrowser, openPage, reads, seen, tap } from "../support/browser.mjs";
import { PROGRAM, SITE, command, start } from "../support/program.mjs";

describe("the demo door", () => {
  let browser, program;
  before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
  after(async () => {
    await browser?.close();
    await program?.stop();
  });

  it("lets people in as a resident, family, ward and office, and says that it is a demo", async () => {
    const page = await openPage(browser, program, { size: "computer" });
    const wanted = [/\/r\/[\w-]+$/, /\/r\/[\w-]+$/, /\/ward$/, /\/office\/residents$/];
    for (const [index, address] of wanted.entries()) {
      await open(page, "/demo");
      assert.match(await seen(page), /Dit is een demo/);
      await page.locator(".door-card").nth(index).click();
      await page.waitForURL(address);
    }
    calm(page);
    await page.context().close();
  });

  it("opens to everyone by name", async () => {
    const page = await openPage(browser, program, { size: "phone" });
    await open(page, "/demo");
    await tap(page.locator("summary").first());
    await tap(page.locator('button[value="R54"]'));
    await reads(page.locator("h1"), /Schimmelpenninck van der Oye/);
    await page.context().close();
  });

  it("speaks English, and takes that inside", async () => {
    const page = await openPage(browser, program, { size: "computer" });
    await open(page, "/demo");
    await page.locator('a[href="/demo?lang=en"]').click();
    await page.locator(".door-card").first().click();
    await reads(page.locator("h1"), /Mrs Vermeer/);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.context().close();
  });

  it("leads back from the start when nobody is known", async () => {
    const page = await openPage(browser, program);
    await page.goto("/");
    assert.match(page.url(), /\/demo$/);
    await page.context().close();
  });

  it("refuses to listen where other computers can reach it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bekertje-end2end-"));
    const { code, output } = await command(["serve", "--demo", "--data", folder, "--site", SITE, "--listen", "0.0.0.0:0"]);
    await rm(folder, { recursive: true, force: true });
    assert.equal(code, 1, `${PROGRAM} says: ${output}`);
    assert.match(output, /only listens on this computer/);
  });
});

describe("without --demo", () => {
  it("there is no door, also not on demo data", async () => {
    const data = await mkdtemp(join(tmpdir(), "bekertje-end2end-"));
    const first = await start({ data });
    const cookie = (await first.visitor("R01")).cookie;
    assert.ok(cookie);
    const again = await start({ data, demo: false });
    try {
      for (const path of ["/demo", "/demo/as/R01"]) assert.equal((await fetch(again.url + path)).status, 404, path);
      assert.equal((await fetch(`${again.url}/demo/enter`, { method: "POST", body: new URLSearchParams({ door: "R01" }) })).status, 404);
      assert.equal((await fetch(`${again.url}/`)).url, `${again.url}/sign-in`);
    } finally {
      await again.stop();
      await first.stop();
    }
  });
});
