// Who looked: the resident reads it in plain words, an emergency is opened with a reason and reviewed, and the log holds.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { at, calm, enter, open, openBrowser, openPage, reads, seen, tap } from "../support/browser.mjs";
import { DATABASES, start } from "../support/program.mjs";

const REASON = "Zij viel in de gang en moet naar het ziekenhuis";

for (const database of DATABASES) {
  describe(`who looked, on ${database}`, () => {
    let browser, program;
    before(async () => ([program, browser] = await Promise.all([start({ database }), openBrowser()])));
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    it("a resident reads who looked and who did what", async () => {
      const els = await program.visitor("els-vermeer");
      const { id } = await els.household();
      await els.page(`/r/${id}/cup`);
      const fatma = await program.visitor("fatma");
      await fatma.page("/ward");
      const page = await openPage(browser, program, { size: "tablet" });
      await enter(page, program, "R01");
      await open(page, `/r/${id}/help`);
      await tap(page.locator('a[href$="/who-looked"]'));
      await at(page, /\/who-looked$/);
      await reads(page.locator("h1"), /Wie keek naar mijn gegevens/);
      const text = await seen(page);
      assert.match(text, /Els \(dochter\)\s+Keek naar het bekertje/);
      assert.match(text, /Fatma \(zorg\)\s+Keek naar een lijst van de afdeling/);
      await tap(page.locator('a[href$="show=done"]'));
      await at(page, /show=done/);
      assert.doesNotMatch(await seen(page), /Keek naar het bekertje/);
      await tap(page.locator(".helpbutton"));
      await at(page, /\/help$/);
      calm(page);
      await page.context().close();
    });

    it("a carer of another ward opens a card with a reason, the resident reads it and the office reviews it", async () => {
      const page = await openPage(browser, program, { size: "computer" });
      await enter(page, program, "fatma");
      await open(page, "/ward/residents");
      await tap(page.locator('a[href="/emergency"]'));
      await at(page, /\/emergency$/);
      await page.locator("input[type=search]").fill("Jansen");
      await tap(page.locator(".log-form button"));
      await at(page, /q=Jansen/);
      await tap(page.locator(".log-found a").first());
      await at(page, /household=/);
      await page.locator("textarea").fill("kort");
      await tap(page.locator(".log-form button"));
      await reads(page.locator(".field-error"), /tien letters/);
      await page.locator("textarea").fill(REASON);
      await tap(page.locator(".log-form button"));
      await at(page, /\/emergency\/[\w-]{36}$/);
      await reads(page.locator("h1"), /Mevrouw Jansen/);
      assert.doesNotMatch(await seen(page), /€/);

      const riet = await program.visitor("R11");
      const { id } = await riet.household();
      assert.ok((await riet.page(`/r/${id}/who-looked`)).includes(REASON));

      await enter(page, program, "marieke");
      await open(page, "/office/emergencies");
      assert.ok((await seen(page)).includes(REASON));
      await page.locator("textarea").fill("Terecht geopend");
      await tap(page.locator(".log-form button"));
      await reads(page.locator("main .panel"), /Marieke \(kantoor\) keek dit na/);
      await open(page, "/office/audit?kind=emergency");
      assert.match(await seen(page), /Opende de kaart in een noodgeval/);
      await page.context().close();
    });

    it("the log is whole when the program looks at it", async () => {
      assert.match(await program.verify(), /Checked \d+ entries of the log of who looked/);
    });
  });
}
