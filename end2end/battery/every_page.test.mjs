// The battery on every page of every audience. Each page is opened once; every rule is a test of its own.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { USUAL_SIZE, enter, keeps, open, openBrowser, openPage } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { CHECKS } from "./checks/all.mjs";
import * as gestures from "./checks/gestures.mjs";
import { PEOPLE, ROUNDS, everyPage, prepare } from "./pages.mjs";

let program;
let browser;
before(async () => {
  [program, browser] = await Promise.all([start(), openBrowser()]);
  await prepare(program);
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

for (const [audience, variant, language] of ROUNDS.flatMap((round) => ["nl", "en"].map((language) => [...round, language]))) {
  describe(`${audience}, ${variant}, ${language}`, () => {
    let found;
    before(async () => {
      found = await walk(audience, variant, language);
    });
    for (const check of CHECKS) {
      it(check.rule, () => {
        const violations = found.get(check) ?? [];
        assert.equal(violations.length, 0, `${violations.length} found:\n  ${[...new Set(violations)].slice(0, 40).join("\n  ")}`);
      });
    }
  });
}

async function walk(audience, variant, language) {
  const page = await openPage(browser, program, { size: USUAL_SIZE[audience] });
  await gestures.listen(page.context());
  const found = new Map(CHECKS.map((check) => [check, []]));
  let visitor;
  if (audience === "door") {
    await open(page, language === "nl" ? "/demo" : `/demo?lang=${language}`);
  } else {
    const code = PEOPLE[audience][variant];
    await enter(page, program, code, language);
    visitor = await program.visitor(code, language);
  }
  const pages = await everyPage(program, page, visitor, audience, variant, language);
  for (const { name, path, go, cookie, open: first, then, status = 200 } of pages) {
    if (cookie) await keeps(page, cookie);
    const answer = await (go ? go(page) : open(page, path));
    assert.equal(answer.status(), status, `${path ?? name} answers ${status}`);
    for (const link of [first, then].filter(Boolean)) {
      await page.locator(link).first().click();
      await page.waitForLoadState("load");
    }
    const expected = ["refused order", "form not understood", "unknown page"].includes(name);
    // A page that says no to an address is made for everyone.
    const made = await page.evaluate(() => document.body.dataset.audience);
    for (const check of CHECKS) {
      const violations = await check.check(page, { audience: made, language, expected });
      found.get(check).push(...violations.map((one) => `${name}: ${one}`));
    }
  }
  await page.context().close();
  return found;
}
