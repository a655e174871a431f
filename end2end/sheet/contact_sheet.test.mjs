// Pictures of every screen, at three sizes and in two languages, on one sheet. A screen that complains fails.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { alive, enter, keeps, open, openBrowser, openPage } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { PEOPLE, ROUNDS, everyPage, prepare, screens } from "../battery/pages.mjs";
import { Sheet } from "./sheet.mjs";

let sheet, program, browser;
before(async () => {
  [sheet, program, browser] = await Promise.all([Sheet.begin("screens", "all screens"), start(), openBrowser()]);
  await prepare(program);
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

for (const language of ["nl", "en"]) {
  describe(`screens in ${language}`, () => {
    for (const [audience, variant] of ROUNDS) {
      it(`${audience}, ${variant}`, () => photograph(audience, variant, language, "light"));
    }
    if (language === "nl") {
      for (const audience of ["resident", "family", "ward"]) it(`${audience}, dark`, () => photograph(audience, "typical", language, "dark"));
    }
  });
}

async function photograph(audience, variant, language, theme) {
  const page = await openPage(browser, program, { size: "tablet" });
  const people = PEOPLE[audience]?.[variant];
  let visitor;
  if (people) {
    await enter(page, program, people, language);
    visitor = await program.visitor(people, language);
    if (theme === "dark") {
      await page.context().request.post(`${program.url}/preferences`, { form: { theme: "dark", next: "/" }, maxRedirects: 0 });
    }
  }
  const isDark = theme === "dark";
  const pages = isDark ? (await screens(visitor, audience, variant)).slice(0, 6) : await everyPage(program, page, visitor, audience, variant, language);
  for (const { name, path, go, cookie, open: first, then, status = 200 } of pages) {
    if (cookie) await keeps(page, cookie);
    const answer = await (go ? go(page) : open(page, path));
    assert.equal(answer.status(), status, path ?? name);
    for (const link of [first, then].filter(Boolean)) {
      await page.locator(link).first().click();
      await page.waitForLoadState("load");
    }
    await alive(page);
    const group = [audience, variant, ...(isDark ? ["dark"] : [])].join(", ");
    await sheet.photograph(page, { group, name, language });
  }
  // A page that is not there on purpose is a 404, a code that was used is a 410, and the console says so.
  const complaints = page.complaints.filter((one) => !/404.*olifant|410.*\/enrol\//.test(one));
  await page.context().close();
  assert.deepEqual(complaints, []);
}

describe("the contact sheet", () => {
  it("shows them all", () => sheet.finish(browser, { least: 300 }));
});
