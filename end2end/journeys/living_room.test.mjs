// The tablet of the living room: who are you? Someone taps their picture, chooses, and leaves nothing behind.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { at, button, enter, open, openBrowser, openPage, reads, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { settledOn } from "../support/shop.mjs";
import { addTablet } from "../support/tablets.mjs";

for (const database of DATABASES) {
  describe(`the tablet of a living room, on ${database}`, () => {
    let program, browser, ward;
    before(async () => {
      [program, browser] = await Promise.all([start({ database }), openBrowser()]);
      ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
    });
    after(async () => {
      await Device.closeAll();
      await browser?.close();
      await program?.stop();
    });

    /** A device that is the living room's. */
    async function livingRoom(name) {
      const address = await addTablet(ward, { name, whose: "living_room" });
      const device = await Device.open(program);
      await device.page.goto(address);
      await reads(device.page.locator("h1"), /Deze tablet is voor De Serre/);
      await device.page.locator(".button-key").click();
      await at(device.page, /\/tablet$/);
      return device;
    }

    const cards = (page) => page.locator(".faces button");

    it("six people at once, each with a picture of their own, and more behind a button", async () => {
      const device = await livingRoom("in de kamer");
      const { page } = device;
      await reads(page.locator("h1"), /Wie bent u\?/);
      assert.equal(await cards(page).count(), 6);
      const seen = new Set();
      const pictures = new Set();
      for (let more = true; more; ) {
        for (const card of await cards(page).all()) {
          const name = (await card.innerText()).trim();
          assert.ok(!seen.has(name), `${name} stands there twice`);
          seen.add(name);
          const picture = await card.locator("use").getAttribute("href");
          assert.match(picture, /\.svg#p-/, "from the file of pictures");
          pictures.add(picture);
        }
        await tapTo(page.locator(".who > .button-main"), /\/tablet\?page=\d/);
        more = !page.url().endsWith("page=0");
      }
      assert.equal(pictures.size, seen.size, "no two have the same");
      assert.ok(seen.size > 6);
      await device.close();
    });

    it("who is done leaves nothing of theirs, and the next one gets their own shop", async () => {
      const device = await livingRoom("bij de deur");
      const { page } = device;
      await cards(page).nth(0).click();
      await at(page, /\/r\/[0-9a-f-]+$/);
      const first = page.url();
      await device.canStartAlone();
      assert.equal((await device.rows("household/")).length, 1);
      await reads(page.locator(".shared"), /Dit is de winkel van/);
      await page.locator(".shared button").click();
      await at(page, /\/tablet$/);
      await until(async () => (await device.rows("household/")).length === 0);
      assert.deepEqual(await device.rows("snapshot"), []);
      // The way back leads to nobody's shop.
      await page.goto(first);
      await at(page, /\/tablet$/);
      await cards(page).nth(1).click();
      await at(page, /\/r\/[0-9a-f-]+$/);
      assert.notEqual(page.url(), first);
      await device.canStartAlone();
      assert.equal((await device.rows("household/")).length, 1);
      await device.close();
    });

    it("what someone did without the network waits for them, and is sent when they are back", async () => {
      const device = await livingRoom("bij de piano");
      const { page } = device;
      const card = cards(page).nth(2);
      const household = await card.getAttribute("value");
      await card.click();
      await at(page, /\/r\/[0-9a-f-]+$/);
      await device.canStartAlone();
      await open(page, `${page.url()}/help`);
      await page.context().route("**/api/v1/**", (route) => route.abort());
      await button(page, "ask_help").first().click();
      await until(async () => (await device.waiting()).length === 1);
      await page.locator(".shared button").click();
      await at(page, /\/tablet$/);
      await until(async () => (await device.rows("household/")).length === 0);
      assert.equal((await device.waiting()).length, 1, "it stays until the server has it");
      await page.context().unroute("**/api/v1/**");
      await cards(page).nth(2).click();
      await at(page, /\/r\/[0-9a-f-]+$/);
      await device.drained();
      const carer = await program.visitor("fatma");
      await settledOn({ household: () => carer.snapshot() }, undefined, ({ households }) =>
        households.find((one) => one.id === household).help?.some((help) => !help.answered),
      );
      await device.close();
    });

    it("three pictures open a shop where someone wanted that; others do not, and then one has to wait", async () => {
      const device = await livingRoom("op het kastje");
      const { page } = device;
      const household = await cards(page).nth(3).getAttribute("value");
      await open(ward, "/ward/tablets");
      await tapTo(ward.getByRole("link", { name: "Bekijk plaatjes als sleutel" }), /\/ward\/pictures$/);
      await ward.locator(`form[action="/ward/pictures/${household}"] button`).click();
      for (const picture of [2, 5, 5]) await pick(ward, picture);
      await at(ward, /\/ward\/pictures$/);
      await cards(page).nth(3).click();
      await reads(page.locator("h1"), /^Dag /);
      for (let mistake = 0; mistake < 4; mistake += 1) {
        for (const picture of [1, 1, 1]) await pick(page, picture);
        await reads(page.locator(".notice"), mistake < 4 ? /Dat waren andere plaatjes|Wacht tot/ : /Wacht tot/);
      }
      for (const picture of [2, 5, 5]) await pick(page, picture);
      await reads(page.locator(".notice"), /Wacht tot/, "also with the right ones");
      // Another tablet does not wait: nobody can be locked out of everything.
      const other = await livingRoom("in de hoek");
      await cards(other.page).nth(3).click();
      for (const picture of [2, 5, 5]) await pick(other.page, picture);
      await at(other.page, new RegExp(`/r/${household}$`));
      await open(ward, "/ward/pictures");
      await ward.locator(`form[action="/ward/pictures/${household}/off"] button`).click();
      await at(ward, /\/ward\/pictures$/);
      await page.goto("/tablet");
      await cards(page).nth(3).click();
      await at(page, new RegExp(`/r/${household}$`));
      await device.close();
      await other.close();
    });

    it("a tablet that is taken back asks nobody any more", async () => {
      const device = await livingRoom("op de vensterbank");
      const { page } = device;
      await cards(page).nth(0).click();
      await at(page, /\/r\/[0-9a-f-]+$/);
      await device.canStartAlone();
      await open(ward, "/ward/tablets");
      await ward.getByRole("button", { name: "Meld tablet af: op de vensterbank" }).click();
      await page.waitForURL(/\/revoked/);
      assert.deepEqual(await device.rows("household/"), []);
      assert.equal((await page.goto("/tablet")).status(), 410);
      await device.close();
    });
  });
}

/** Taps one of the nine and waits for what comes of it. */
async function pick(page, picture) {
  await Promise.all([page.waitForEvent("framenavigated"), page.locator(`button[name=picture][value="${picture}"]`).click()]);
  await page.waitForLoadState("load");
}

async function until(holds) {
  const late = Date.now() + 20_000;
  while (!(await holds())) if (Date.now() > late) assert.fail(`it does not become true: ${holds}`);
}
