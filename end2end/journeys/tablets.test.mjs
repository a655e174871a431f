// The ward hands out a tablet: a second browser scans the code by opening its address. Later the ward takes it back.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { button, calm, open, openBrowser, openPage, reads, seen, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { settledOn } from "../support/shop.mjs";
import { becomesTablet, takeBack, wardAdds } from "../support/tablets.mjs";

for (const database of DATABASES) {
  describe(`tablets of residents, on ${database}`, () => {
    let program, browser;
    before(async () => {
      [program, browser] = await Promise.all([start({ database }), openBrowser()]);
    });
    after(async () => {
      await Device.closeAll();
      await browser?.close();
      await program?.stop();
    });

    it("a code turns a tablet into the resident's own, once", async () => {
      const { ward, address } = await wardAdds(browser, program, "bij het raam");
      const tablet = await openPage(browser, program);
      await open(tablet, address);
      await reads(tablet.locator("h1"), /Deze tablet is voor/);
      await tapTo(tablet.locator(".button-key"), /\/r\/[0-9a-f-]+$/);
      await tablet.locator(".cup-card, .cup-mini").first().waitFor();
      calm(tablet);
      await tapTo(ward.locator(".button-primary"), /\/ward\/tablets\//);
      await reads(ward.locator("main"), /De tablet is aangemeld/);
      const other = await openPage(browser, program);
      assert.equal((await open(other, address)).status(), 410);
      assert.match(await seen(other), /Vraag de afdeling om een nieuwe code/);
      for (const page of [ward, tablet, other]) await page.context().close();
    });

    it("a tablet that is taken back forgets at once what it showed, and can be set up again", async () => {
      const { ward, address } = await wardAdds(browser, program, "op tafel");
      const device = await Device.open(program);
      const { page } = device;
      await becomesTablet(device, address);
      await takeBack(ward, "op tafel");
      // It looks at its screen and does nothing: the poke tells it.
      await page.waitForURL(/\/revoked/);
      await reads(page.locator("main"), /Dit apparaat is afgemeld/);
      assert.deepEqual(await device.rows("household/"), []);
      await page.goto("/");
      assert.match(await seen(page), /U bent nog niet bekend|Dit is een demo/);
      await ward.getByRole("button", { name: "Meld opnieuw aan: op tafel" }).click();
      const again = await ward.locator("code").innerText();
      assert.notEqual(again, address);
      await becomesTablet(device, again);
      await ward.context().close();
      await device.close();
    });

    it("a tablet that was away while it was taken back is wiped when it comes, and what it kept is looked at", async () => {
      const { ward, address } = await wardAdds(browser, program, "in de la");
      const device = await Device.open(program);
      const { page } = device;
      await becomesTablet(device, address);
      const home = page.url();
      await open(page, `${home}/help`);
      await page.context().route("**/api/v1/**", (route) => route.abort());
      await button(page, "ask_help").first().click();
      await device.somethingWaits();
      await takeBack(ward, "in de la");
      await page.context().unroute("**/api/v1/**");
      await page.goto(home);
      await page.waitForURL(/\/revoked/);
      assert.deepEqual(await device.rows("household/"), []);
      const carer = await program.visitor("fatma");
      const id = home.split("/").pop();
      await settledOn({ household: () => carer.snapshot() }, undefined, ({ households }) =>
        (households.find((one) => one.id === id).exceptions ?? []).some(({ what }) => what.quarantined),
      );
      await ward.context().close();
      await device.close();
    });
  });
}
