// A check that cannot fail is worse than none: a good page passes each, and a page that is broken on purpose does not.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openBrowser, openPage } from "../support/browser.mjs";
import { BROKEN, GOOD, GOOD_ERROR } from "./broken.mjs";
import * as announced from "./checks/announced.mjs";
import * as axe from "./checks/axe.mjs";
import * as errors from "./checks/errors.mjs";
import * as focus from "./checks/focus.mjs";
import * as gestures from "./checks/gestures.mjs";
import * as media from "./checks/media.mjs";
import * as names from "./checks/names.mjs";
import * as plain from "./checks/plain_language.mjs";
import * as readAloud from "./checks/read_aloud.mjs";
import * as reflow from "./checks/reflow.mjs";
import * as targets from "./checks/targets.mjs";
import * as text from "./checks/text.mjs";

const CHECKS = { axe, targets, text, reflow, focus, media, names, gestures, plain, errors };

let browser;
let page;
before(async () => {
  browser = await openBrowser();
  page = await openPage(browser, undefined);
  await gestures.listen(page.context());
});
after(() => browser?.close());

async function show(html) {
  await page.goto("about:blank");
  await page.setContent(html);
}

for (const [name, check] of Object.entries(CHECKS)) {
  describe(check.rule, () => {
    it("a good page passes", async () => {
      await show(name === "errors" ? GOOD_ERROR : GOOD);
      assert.deepEqual(await check.check(page, { audience: "resident", expected: name === "errors" }), []);
    });
    for (const [how, { html, says, audience = "resident" }] of Object.entries(BROKEN[name])) {
      it(`is red when ${how}`, async () => {
        await show(html);
        const found = await check.check(page, { audience, expected: name === "errors" });
        assert.ok(found.some((one) => says.test(one)), `expected ${says} among ${JSON.stringify(found)}`);
      });
    }
  });
}

describe(announced.rule, () => {
  const button = (script) => `${GOOD}<button id="do" onclick="${script}">Bestel dit</button><div id="say" role="status"></div>`;
  const say = "document.getElementById('say').textContent='Besteld, de afdeling ziet het.'";
  const cases = {
    "nothing is said": ["1", /nothing was announced/],
    "it is said late": [`setTimeout(() => ${say.replaceAll("'", "&quot;")}, 300)`, /announced after/],
    "it is said below what is in sight": [`document.getElementById('say').style.marginTop='3000px';${say}`, /nothing was announced/],
    "it goes away by itself": [`${say};setTimeout(() => document.getElementById('say').textContent='', 100)`, /went away/],
  };
  const stays = () => page.waitForTimeout(300);
  it("a good page passes", async () => {
    await show(button(say));
    assert.deepEqual(await announced.check(page, { selector: "#do", stays }), []);
  });
  it("the middle one of several tries counts, not the quickest", () => {
    const tries = (...times) => times.map((after) => ({ found: [], text: "Besteld", after }));
    assert.deepEqual(announced.judge(tries(20, 400, 30, 60, 90)), []);
    assert.match(announced.judge(tries(20, 400, 30, 160, 190))[0], /announced after/);
    assert.match(announced.judge([...tries(20, 30), { found: ["nothing was announced"] }])[0], /nothing was announced/);
  });
  for (const [how, [script, says]] of Object.entries(cases)) {
    it(`is red when ${how}`, async () => {
      await show(button(script));
      const found = await announced.check(page, { selector: "#do", stays });
      assert.ok(found.some((one) => says.test(one)), JSON.stringify(found));
    });
  }
});

describe(readAloud.rule, () => {
  const talk = ({ text = "U heeft nog 17 euro 95.", lang = "nl-NL", rate = 0.85, stops = true, hidden = false } = {}) => `${GOOD}
    <button class="read-aloud" ${hidden ? "hidden" : ""}>Lees voor</button>
    <script>
      let on = false;
      document.querySelector(".read-aloud").onclick = () => {
        if (on) { ${stops ? "speechSynthesis.cancel();" : ""} on = false; return; }
        const said = new SpeechSynthesisUtterance(${JSON.stringify(text)});
        said.lang = "${lang}"; said.rate = ${rate}; speechSynthesis.speak(said); on = true;
      };
    </script>`;
  const look = async (options) => {
    const own = await openPage(browser, undefined);
    await readAloud.giveVoice(own.context());
    await own.goto("about:blank");
    await own.setContent(talk(options));
    const found = await readAloud.check(own, { wanted: ["17 euro 95"] });
    await own.context().close();
    return found;
  };
  it("a good page passes", async () => assert.deepEqual(await look(), []));
  for (const [how, options, says] of [
    ["it says something else", { text: "Iets anders." }, /does not say/],
    ["it reads signs", { text: "17 euro 95 is € 17,95" }, /signs/],
    ["it speaks another language", { lang: "en-US" }, /speaks en-US/],
    ["it speaks fast", { rate: 1 }, /rate 1/],
    ["it cannot be stopped", { stops: false }, /cannot be stopped/],
    ["the button is hidden", { hidden: true }, /no button/],
  ]) {
    it(`is red when ${how}`, async () => {
      const found = await look(options);
      assert.ok(found.some((one) => says.test(one)), JSON.stringify(found));
    });
  }
});
