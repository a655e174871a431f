// A18 and A19 in the words files themselves: also the words that no page of this run shows.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { messages } from "../support/words.mjs";
import { asksToDo, isClear, problems, sentences } from "./checks/plain_language.mjs";

const filled = (text) => text.replace(/\{ "(.*?)" \}/g, "$1").replace(/\{\s*\$[\w-]+\s*\}/g, "X1");

/** A name for a screen reader is a list: a voice pauses at each comma. */
const spoken = (key, text) => (key.endsWith("-label") ? text.replaceAll(",", ".") : text);

for (const language of ["nl", "en"]) {
  const all = messages(language);
  describe(`words in ${language}`, () => {
    it("A18 sentences are short and words are known", () => {
      const found = all.flatMap(({ file, key, text }) =>
        problems(spoken(key, filled(text)), { most: key.startsWith("help-") ? 15 : 12 }).map((problem) => `${file} ${key}: ${problem}`),
      );
      assert.equal(found.length, 0, `${found.length} found:\n  ${found.join("\n  ")}`);
    });

    it("A19 every refusal says what to do", () => {
      const advice = all.filter(({ key }) => /^refused-(too-little-do|other|other-\w+|choose-again|look-again|fewer|nothing-do|ask)$/.test(key));
      assert.ok(advice.length >= 9, `${advice.length} pieces of advice`);
      for (const { key, text } of advice) assert.ok(asksToDo(text, language), `${key}: "${text}"`);
    });

    it("A19 every problem page says what happened and what to do", () => {
      const texts = all.filter(({ key }) => /^(problem-[\w-]+|not-found|flash-not-understood)(-text)?$/.test(key) && !key.endsWith("-title"));
      assert.ok(texts.length >= 5);
      for (const { key, text } of texts) {
        assert.ok(asksToDo(text, language), `${key}: "${text}"`);
        const title = all.find((one) => one.key === key.replace("-text", "-title"))?.text ?? "";
        assert.ok(sentences(`${title}\n${text}`).length >= 2, `${key}: "${text}"`);
      }
    });
  });
}

describe("the check of words itself", () => {
  it("finds what is wrong", () => {
    assert.deepEqual(problems("Kies iets anders. Of vraag hulp."), []);
    assert.match(problems("Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien.")[0], /13 words/);
    assert.match(problems("Eerst dit, dan dat, en dan nog iets.")[0], /2 commas/);
    assert.match(problems("Uw budgetoverschrijding.")[0], /long word/);
    assert.match(problems(spoken("x-label", "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien, toch."))[0], /13 words/);
    assert.match(problems(spoken("x-label", "Uw budgetoverschrijding, kamer 3, mevrouw Vermeer"))[0], /long word/);
    assert.deepEqual(problems(spoken("x-label", "Duofiets, 14 uur, kamer 102, de heer Öztürk")), []);
    assert.deepEqual(problems("Op 21.11 om 14.30 uur kost het € 1.234,50, of minder."), []);
  });
  it("knows a button without a verb", () => {
    assert.ok(isClear("Bestel 3 keuzes", "nl"));
    assert.ok(!isClear("Keuzes", "nl"));
    assert.ok(!isClear("Bestel", "nl"), "a verb needs something to do it with");
  });
  it("knows advice", () => {
    assert.ok(asksToDo("Er is te weinig. Kies iets anders.", "nl"));
    assert.ok(!asksToDo("Er is te weinig.", "nl"));
  });
});
