// The home's own photos: imported, shown in place of the pictogram at every size, and without the server too.

import assert from "node:assert/strict";
import { mkdir, rm } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { brotliDecompressSync } from "node:zlib";
import { CHECKS } from "../battery/checks/all.mjs";
import * as gestures from "../battery/checks/gestures.mjs";
import { SIZES, button, calm, enter, open, openBrowser, openPage, tapTo } from "../support/browser.mjs";
import { Device, holds } from "../support/device.mjs";
import { homeWithPhotos, scene } from "../support/photos.mjs";
import { BUILD, start } from "../support/program.mjs";
import { find } from "../support/shop.mjs";

/** Two of the six products of a shelf keep their pictogram. */
const PHOTOS = { W01: "walk.png", W02: "bike.png", W03: "third.png", W04: "walk.png", A01: "seen-by-nobody.png" };

/** To look at. */
const SHOTS = join(BUILD, "screens-photos");
const shoot = (page, name) => page.screenshot({ path: join(SHOTS, `${name.replace(/\W+/g, "-")}.png`), fullPage: true, animations: "disabled" });

/** Every photo on the page: which width of it came, or 0, whose product it is, and whether it fills its place. */
const photos = (page) =>
  page.locator("img.photo").evaluateAll((all) =>
    Promise.all(
      all.map(async (img) => {
        img.loading = "eager";
        await img.decode().catch(() => {});
        const [place, own] = [img.parentElement.getBoundingClientRect(), img.getBoundingClientRect()];
        const fills = ["x", "y", "width", "height"].every((side) => Math.abs(place[side] - own[side]) < 1);
        const item = img.closest("a")?.href.split("/").pop();
        return { item, came: img.naturalWidth, from: img.currentSrc.match(/-(\d+)\.webp$/)?.[1], alt: img.alt, fills };
      }),
    ),
  );

/** Where everything stands. */
const places = (page) =>
  page.locator("main, main *:not(img)").evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return [one.tagName, x, y + scrollY, width, height].join(" ");
    }),
  );

/** The pictogram under a photo that did not come looks as if there had never been one. */
async function showsPictogram(patch) {
  await patch.scrollIntoViewIfNeeded();
  const page = patch.page();
  assert.ok((await patch.locator(".pic").boundingBox()).width > 40);
  const { x, y, width, height } = await patch.boundingBox();
  // Without the round corners on top, which are drawn a shade differently.
  const look = () => page.screenshot({ clip: { x, y: y + 12, width, height: Math.min(height, 200) - 12 }, animations: "disabled" });
  const withPhoto = await look();
  await patch.locator("img").evaluate((img) => (img.style.display = "none"));
  assert.ok(withPhoto.equals(await look()), `something lies over the pictogram on ${page.url()}`);
}

describe("the home's own photos", () => {
  let program, browser, folder;
  before(async () => {
    [program, browser] = await Promise.all([start(), openBrowser(), mkdir(SHOTS, { recursive: true })]);
    const files = { "walk.png": scene(1), "bike.png": scene(4), "third.png": scene(8), "seen-by-nobody.png": scene(6) };
    folder = await homeWithPhotos(PHOTOS, files);
    const said = await program.command("import", "--folder", folder);
    assert.match(said, /photos\/ +4 +4 +0 +0 +0/);
  });
  after(async () => {
    await Device.closeAll();
    await browser?.close();
    await program?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("a second import changes nothing, and a wrong photo is named with its line", async () => {
    assert.match(await program.command("import", "--folder", folder), /\b0 changes/);
    const wrong = await homeWithPhotos({ W02: "bike.png" }, { "bike.png": scene(1, 400, 300) });
    const said = /catalogue\.csv:3, column photo: found "bike\.png", expected a photo of at least 960 × 720 pixels/;
    await assert.rejects(program.command("import", "--dry-run", "--folder", wrong), said);
    await rm(wrong, { recursive: true });
  });

  it("a shelf of photos stays light", async (test) => {
    const visitor = await program.visitor("R01");
    const headers = { cookie: visitor.cookie, "accept-encoding": "br" };
    const answer = await new Promise((done, failed) => get(`${program.url}${visitor.start}/shop/out`, { headers }, done).on("error", failed));
    const bytes = Buffer.concat(await answer.toArray());
    assert.equal(answer.headers["content-encoding"], "br");
    assert.equal(brotliDecompressSync(bytes).toString().split("<img").length - 1, 4);
    test.diagnostic(`${(bytes.length / 1024).toFixed(1)} KB`);
    assert.ok(bytes.length <= 20 * 1024);
  });

  for (const size of Object.keys(SIZES)) {
    it(`on a ${size}: on the card and on the page of the product, and nothing moves when it comes`, async () => {
      const page = await openPage(browser, program, { size });
      const home = await enter(page, program, "R01");
      for (const [path, expected, width] of [
        ["shop/out", ["W01", "W02", "W03", "W04"], "480"],
        ["item/W01", [undefined], size === "phone" ? "480" : "960"],
      ]) {
        await page.route("**/pictures/**", (route) => route.abort());
        await page.goto(`${home}/${path}`);
        await page.locator(".pic").first().waitFor();
        const before = await places(page);
        assert.ok((await photos(page)).every(({ came }) => came === 0), "no photo came");
        await showsPictogram(page.locator(".patch:has(img)").first());
        await page.unroute("**/pictures/**");
        page.complaints.length = 0;
        await open(page, `${home}/${path}`);
        const shown = await photos(page);
        assert.deepEqual(shown.map(({ item }) => item), expected);
        for (const { item, came, from, alt, fills } of shown) {
          assert.ok(came > 0 && fills && alt === "", `${path} ${item}: ${came} ${fills} ${alt}`);
          assert.equal(from, width);
        }
        assert.deepEqual(await places(page), before);
        await shoot(page, `${size} ${path}`);
      }
      calm(page);
      await page.context().close();
    });
  }

  it("the rules for every page hold with photos", async () => {
    const page = await openPage(browser, program);
    await gestures.listen(page.context());
    const home = await enter(page, program, "R01");
    const found = [];
    for (const path of ["shop/out", "item/W01"]) {
      await open(page, `${home}/${path}`);
      await page.evaluate(() => Promise.all([...document.querySelectorAll("img.photo")].map((img) => ((img.loading = "eager"), img.decode()))));
      for (const check of CHECKS) {
        const violations = await check.check(page, { audience: "resident", language: "nl" });
        found.push(...violations.map((one) => `${path}: ${one}`));
      }
    }
    assert.deepEqual(found, []);
    await page.context().close();
  });

  it("in the basket and in my week too", async () => {
    const page = await openPage(browser, program);
    const home = await enter(page, program, "R01");
    await find(page, home, "W01");
    await tapTo(button(page, "put_in_basket").first(), /\/basket/);
    assert.deepEqual((await photos(page)).map(({ from, fills }) => [from, fills]), [["480", true]]);
    await shoot(page, "basket");
    await tapTo(button(page, "place_order"), /\/week/);
    assert.ok((await photos(page)).some(({ came }) => came === 480));
    await shoot(page, "week");
    calm(page);
    await page.context().close();
  });

  it("without the server: what was seen is there, and what was not is a pictogram in the same place", async () => {
    const device = await Device.open(program);
    const home = await device.enter("R01");
    const { page } = device;
    // The pictures of a shelf go through the service worker once it has taken over.
    await open(page, `${home}/shop/out`);
    await photos(page);
    await holds(page, async () => (await (await caches.open("bekertje pictures")).keys()).length >= 3);
    const seen = await places(page);
    await program.kill();
    await page.goto(`${home}/shop/out`);
    await page.locator("a.product").first().waitFor();
    const shown = await photos(page);
    assert.deepEqual(shown.map(({ item }) => item), ["W01", "W02", "W03", "W04"]);
    assert.ok(shown.every(({ came, from }) => came > 0 && from === "480"), JSON.stringify(shown));
    assert.equal((await places(page)).length, seen.length);
    await shoot(page, "without the server, a shelf");
    // The page of the product asks for a width that was not seen yet.
    await page.goto(`${home}/item/W02`);
    await page.locator("img.photo").waitFor();
    assert.deepEqual((await photos(page)).map(({ came, fills }) => [came > 0, fills]), [[true, true]]);
    await shoot(page, "without the server, a product");
    await page.goto(`${home}/item/A01`);
    await page.locator("img.photo").waitFor({ state: "attached" });
    assert.deepEqual((await photos(page)).map(({ came }) => came), [0]);
    await showsPictogram(page.locator(".item-picture"));
    await shoot(page, "without the server, never seen");
    assert.deepEqual(device.complaints(), []);
    await device.close();
  });
});
