// A tablet that the staff of a ward share: two carers with a PIN, a tablet that is left alone, wrong PINs and the way back.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { alive, at, button, calm, enter, open, openBrowser, openPage, reads, seen, tap, tapTo } from "../support/browser.mjs";
import { Device, holds } from "../support/device.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { settledOn } from "../support/shop.mjs";
import { PASSWORD, choosePassword, operatorsLink } from "../support/sign_in.mjs";
import { becomeWardTablet, beginShift, typePin } from "../support/tablets.mjs";

const PINS = { Fatma: "7294", Bram: "80351" };

for (const database of DATABASES) {
  describe(`the tablet that a ward's staff share, on ${database}`, () => {
    let browser, program, tablet;
    before(async () => {
      [program, browser] = await Promise.all([start({ database }), openBrowser()]);
      const phone = await openPage(browser, program, { size: "phone" });
      for (const name of ["fatma", "bram"]) {
        await choosePassword(phone, await operatorsLink(program, name));
        await reads(phone.locator(".notice-good"), /Gebruik het op de tablet van de afdeling/);
      }
      const ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
      tablet = await openPage(browser, program, { size: "computer" });
      // Time can be moved, and goes on by itself until then.
      await tablet.clock.install();
      await becomeWardTablet(tablet, ward, "bij de zusterpost");
      for (const page of [phone, ward]) await page.context().close();
    });
    after(async () => {
      await Device.closeAll();
      await browser?.close();
      await program?.stop();
    });

    const card = (page, name) => page.getByRole("link", { name: new RegExp(`^${name}`) });

    /** From the page that asks who you are to the board. */
    async function switchTo(page, name) {
      await tapTo(card(page, name), /\/shift\/as\//);
      await typePin(page, PINS[name]);
      await at(page, /\/ward(\/|\?|$)/);
    }

    it("begins a shift with the password, once for each of two", async () => {
      await reads(tablet.locator("main"), /nog niemand aan het werk/);
      await beginShift(tablet, { name: "fatma", password: PASSWORD, pin: PINS.Fatma });
      await reads(tablet.locator(".who"), /Fatma/);
      await tap(tablet.locator(".who"));
      await at(tablet, /\/shift\?/);
      await beginShift(tablet, { name: "bram", password: PASSWORD, pin: PINS.Bram });
      await reads(tablet.locator(".who"), /Bram/);
      calm(tablet);
    });

    it("switches with a PIN to a board that can be used, in less than three seconds", async () => {
      const took = [];
      for (const name of ["Fatma", "Bram", "Fatma"]) {
        const begun = performance.now();
        await tablet.locator(".who").click();
        await at(tablet, /\/shift\?/);
        await switchTo(tablet, name);
        await reads(tablet.locator(".who"), new RegExp(name));
        took.push(Math.round(performance.now() - begun));
      }
      console.log(`PIN switch, from the tap on the name in the bar to a live board of someone else: ${took.join(", ")} ms on ${database}`);
      calm(tablet);
    });

    it("locks itself when nobody touches it, and keeps what was typed for who typed it", async () => {
      const carer = await program.visitor("fatma");
      const { households } = await carer.snapshot();
      const lines = households.flatMap(({ id, orders = [] }) => orders.flatMap((order) => order.lines.map((line) => ({ id, order, line }))));
      const { id, order, line } = lines.find(({ line }) => line.state === "requested");
      const decline = `/ward/decline/${id}/${order.id}/${line.id}`;
      await open(tablet, decline);
      await tablet.locator('textarea[name="note"]').fill("De dokter komt dan.");
      await tablet.clock.fastForward(80_000);
      assert.match(tablet.url(), /\/ward\/decline\//, "it is not time yet");
      await tablet.clock.fastForward(11_000);
      await at(tablet, /\/shift\?/);
      assert.doesNotMatch(await seen(tablet), /dokter|mevrouw|meneer/);
      await open(tablet, "/ward");
      assert.match(tablet.url(), /\/shift$/, "the server knows it too");
      await tablet.goBack();
      await at(tablet, /\/shift/);
      // Someone else gets their own board, without what was typed.
      await switchTo(tablet, "Bram");
      assert.match(tablet.url(), /\/ward$/);
      await tablet.locator(".who").click();
      await at(tablet, /\/shift\?/);
      await switchTo(tablet, "Fatma");
      await open(tablet, decline);
      assert.equal(await tablet.locator('textarea[name="note"]').inputValue(), "De dokter komt dan.");
      // And at once, where nobody came between.
      await tablet.locator('textarea[name="note"]').fill("De dokter komt om twee uur.");
      await tablet.clock.fastForward(91_000);
      await at(tablet, /\/shift\?/);
      await switchTo(tablet, "Fatma");
      assert.match(tablet.url(), /\/ward\/decline\//, "back to where they were");
      assert.equal(await tablet.locator('textarea[name="note"]').inputValue(), "De dokter komt om twee uur.");
      calm(tablet);
    });

    it("locks pages without a program too, and stays open under a hand that touches it", async () => {
      await open(tablet, "/ward/tablets");
      await tablet.clock.fastForward(60_000);
      await tablet.locator("h1").click();
      await tablet.clock.fastForward(60_000);
      assert.match(tablet.url(), /\/ward\/tablets$/);
      await tablet.clock.fastForward(31_000);
      await at(tablet, /\/shift\?/);
      calm(tablet);
    });

    it("locks out who guesses, until the password", async () => {
      await tapTo(card(tablet, "Bram"), /\/shift\/as\//);
      for (let number = 0; number < 5; number += 1) {
        await Promise.all([tablet.waitForEvent("load"), typePin(tablet, "8306")]);
        await reads(tablet.locator(".notice-amber"), /klopt niet/);
      }
      await Promise.all([tablet.waitForEvent("load"), typePin(tablet, PINS.Bram)]);
      await reads(tablet.locator(".notice-amber"), /Gebruik uw wachtwoord, of wacht tot/);
      await tapTo(tablet.getByRole("link", { name: "Gebruik mijn wachtwoord" }), /\/shift\/start\?name=bram$/);
      await tablet.locator('input[name="password"]').fill(PASSWORD);
      await tapTo(tablet.locator(".fields button"), /\/shift\/pin$/);
      await tapTo(tablet.getByRole("link", { name: "Gebruik mijn oude pincode" }), /\/ward$/);
      await tablet.locator(".who").click();
      await at(tablet, /\/shift\?/);
      await switchTo(tablet, "Bram");
      calm(tablet);
    });

    it("works key by key without any script", async () => {
      const ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
      const plain = await openPage(browser, program, { wasm: false, javaScriptEnabled: false });
      await becomeWardTablet(plain, ward, "zonder script");
      await beginShift(plain, { name: "fatma", password: PASSWORD, pin: PINS.Fatma });
      await plain.locator(".who").click();
      await at(plain, /\/shift$/);
      await tapTo(card(plain, "Fatma"), /\/shift\/as\//);
      for (const digit of PINS.Fatma) {
        await Promise.all([plain.waitForEvent("load"), plain.locator(`button[name="key"][value="${digit}"]`).click()]);
      }
      await plain.locator(".key-go").click();
      await at(plain, /\/ward$/);
      await alive(plain);
      for (const page of [ward, plain]) await page.context().close();
    });

    it("switches with a PIN without the network too, and the home knows who did what", async () => {
      const ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
      const device = await Device.open(program);
      const { page } = device;
      await becomeWardTablet(page, ward, "zonder net");
      for (const name of ["fatma", "bram"]) {
        await beginShift(page, { name, password: PASSWORD, pin: PINS[name === "fatma" ? "Fatma" : "Bram"] });
        await device.canStartAlone();
        await tap(page.locator(".topbar .who"));
        await at(page, /\/shift\?/);
      }
      await switchTo(page, "Fatma");
      await device.canStartAlone();
      await program.kill();
      await page.goto("/ward");
      await reads(page.locator(".topbar .who"), /Fatma/, "it works without the server");
      await device.goOn(0.05);
      await page.mouse.click(5, 5);
      await reads(page.locator("#locked"), /op slot/);
      await page.goto("/ward");
      await reads(page.locator("#locked"), /op slot/, "also at another address");
      assert.equal(await page.locator(".topbar .who").count(), 0);
      const name = (who) => page.locator("#unlock .faces button", { hasText: who });
      await name("Bram").click();
      await typePin(page, "8306");
      await reads(page.locator("#locked .notice:visible"), /klopt niet/);
      await typePin(page, PINS.Bram);
      await at(page, /\/ward$/);
      await reads(page.locator(".topbar .who"), /Bram/, "whose hands these are");
      await button(page, "accept_line").first().click();
      await device.somethingWaits();
      await program.again();
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await page.goto("/ward");
      await at(page, /\/shift/, "the server wants to know who is there");
      await switchTo(page, "Fatma");
      await reads(page.locator(".topbar .who"), /Fatma/);
      const carer = await program.visitor("fatma");
      await settledOn({ household: () => carer.snapshot() }, undefined, ({ households }) =>
        JSON.stringify(households).includes('"name":"Bram"'),
      );
      await device.close();
      await ward.context().close();
    });

    it("forgets without the network whose PIN was guessed five times", async () => {
      const ward = await openPage(browser, program, { size: "computer" });
      await enter(ward, program, "fatma");
      const device = await Device.open(program);
      const { page } = device;
      await becomeWardTablet(page, ward, "geraden");
      await beginShift(page, { name: "fatma", password: PASSWORD, pin: PINS.Fatma });
      await device.canStartAlone();
      await program.kill();
      await page.goto("/ward");
      await reads(page.locator(".topbar .who"), /Fatma/);
      await page.locator(".topbar .who").click();
      await reads(page.locator("#locked"), /op slot/);
      await page.locator("#unlock .faces button", { hasText: "Fatma" }).click();
      for (let number = 0; number < 5; number += 1) {
        await typePin(page, "8306");
        await holds(page, (count) => (JSON.parse(localStorage.getItem("bekertje pins"))[0]?.wrong ?? 5) === count, number + 1);
        await reads(page.locator("#locked .notice:visible"), number < 4 ? /klopt niet/ : /te vaak verkeerd/);
      }
      assert.equal(await page.locator("#unlock").isVisible(), false, "nobody can open it");
      assert.match(await seen(page), /op slot/);
      await program.again();
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await at(page, /\/shift/);
      await switchTo(page, "Fatma");
      await reads(page.locator(".topbar .who"), /Fatma/);
      await device.close();
      await ward.context().close();
    });

    it("is over when the shift is stopped", async () => {
      await tablet.locator(".who").click();
      await at(tablet, /\/shift\?/);
      await tapTo(card(tablet, "Bram"), /\/shift\/as\//);
      for (const digit of PINS.Bram) await tablet.locator(`button[name="key"][value="${digit}"]`).click();
      await tablet.getByRole("button", { name: "Stop mijn dienst" }).click();
      await at(tablet, /\/shift$/);
      await reads(tablet.locator("main"), /Fatma/);
      assert.doesNotMatch(await seen(tablet), /Bram/);
    });

    it("forgets the PIN of whoever was signed out everywhere", async () => {
      const known = () => tablet.evaluate(() => JSON.parse(localStorage.getItem("bekertje pins") ?? "[]").map(({ name }) => name));
      await switchTo(tablet, "Fatma");
      assert.deepEqual(await known(), ["Fatma"], "the tablet could check it without the server");
      const office = await openPage(browser, program, { size: "computer" });
      await enter(office, program, "marieke");
      await open(office, "/office/people");
      await tap(office.getByRole("button", { name: "Meld overal af: Fatma Aydın" }));
      await reads(office.locator(".notice-good"), /is overal afgemeld/);
      await open(tablet, "/ward");
      assert.match(tablet.url(), /\/shift$/);
      assert.deepEqual(await known(), []);
      await tapTo(card(tablet, "Fatma"), /\/shift\/start\?name=fatma$/);
      await office.context().close();
    });
  });
}
