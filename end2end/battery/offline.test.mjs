// The battery on what people see without the server.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Device } from "../support/device.mjs";
import { begin } from "../support/offline_states.mjs";
import { start } from "../support/program.mjs";
import { CHECKS } from "./checks/all.mjs";
import * as gestures from "./checks/gestures.mjs";

const STATES = ["home, something waits", "week, something waits", "what waits, with everything", "board, something waits", "who pays", "sorted out, waits", "the office"];

/** A resident in both languages; family and the ward have the same words. */
const ROUNDS = [["resident", "nl"], ["resident", "en"], ["family", "en"], ["ward", "nl"]];

after(() => Device.closeAll());

for (const [audience, language] of ROUNDS) {
  describe(`${audience}, without the server, ${language}`, () => {
    const found = new Map(CHECKS.map((check) => [check, []]));
    before(() => walk(audience, language, found));
    for (const check of CHECKS) {
      it(check.rule, () => {
        const violations = found.get(check);
        assert.equal(violations.length, 0, `${violations.length} found:\n  ${[...new Set(violations)].slice(0, 40).join("\n  ")}`);
      });
    }
  });
}

async function walk(audience, language, found) {
  const program = await start();
  try {
    const states = await begin(program, audience, language, async (name, page) => {
      if (!STATES.includes(name)) return;
      const made = await page.evaluate(() => document.body.dataset.audience);
      for (const check of CHECKS) {
        const violations = await check.check(page, { audience: made, language, expected: name === "the office" });
        found.get(check).push(...violations.map((one) => `${name}: ${one}`));
      }
    });
    await gestures.listen(states.device.context);
    await states.main();
    await states.device.close();
  } finally {
    await program.stop();
  }
}
