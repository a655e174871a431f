// A19: every refusal and every error says what happened and what to do.

import { asksToDo, sentences } from "./plain_language.mjs";
import { inPage } from "./in_page.mjs";

export const rule = "A19 errors say what happened and what to do";

export async function check(page, { expected = false } = {}) {
  const { language, messages } = await inPage(page, look);
  if (messages.length === 0) return expected ? ["nothing on the page says what went wrong"] : [];
  return messages.flatMap(({ text, ways }) => judge(text, language, ways));
}

/** What is missing in the text of an error. */
export function judge(text, language, ways = 0) {
  const found = [];
  if (sentences(text).length < 2) found.push(`says only one thing: "${text}"`);
  if (!asksToDo(text, language)) found.push(`does not say what to do: "${text}"`);
  if (/\b(error|fout(code)?|exception|invalid|ongeldig|null|undefined|\d{3})\b/i.test(text.replace(/€\s?[\d.,]+|\d+ (minu|pun)\w+/g, ""))) {
    found.push(`speaks of machines: "${text}"`);
  }
  if (ways === 0) found.push(`offers no way on: "${text}"`);
  return found;
}

function look() {
  const b = window.battery;
  const ERRORS = ".flash .notice-amber, .undo-place .notice-amber, main.lost";
  const messages = [...document.querySelectorAll(ERRORS)].filter(b.visible).map((element) => {
    const says = [...element.querySelectorAll("h1, p")].map((one) => one.innerText).join("\n");
    return { text: says.replace(/[ \u00a0]+/g, " "), ways: element.querySelectorAll("a[href], button").length };
  });
  return { language: document.documentElement.lang || "nl", messages };
}
