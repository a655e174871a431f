// A18: short sentences, few commas, no long words, and buttons that say what they do.

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inPage } from "./in_page.mjs";

export const rule = "A18 plain language";

const LONGEST_WORD = 14;
const here = import.meta.dirname;
const DEMO = resolve(here, "../../../server/demo/de-linde");
const list = (file) => readFileSync(join(here, "..", file), "utf8").split("\n").map((line) => line.replace(/#.*/, "").trim()).filter(Boolean);

/** Words over the limit that people know, each with its reason in the file; names of people are nobody's to shorten. */
const KNOWN = new Set(list("long_words.txt").map((word) => word.toLowerCase()));
for (const file of ["residents.csv", "people.csv"]) {
  for (const word of readFileSync(join(DEMO, file), "utf8").matchAll(/\p{L}[\p{L}’'-]+/gu)) KNOWN.add(word[0].toLowerCase());
}

/** What a button may begin with, per language. */
const VERBS = { nl: new Set(list("verbs_nl.txt")), en: new Set(list("verbs_en.txt")) };
/** Short words that everyone knows from every screen. */
const SHORT_BUTTONS = {
  nl: new Set(["terug", "english", "minder", "meer", "bevestig", "bevestigd", "ik ben klaar"]),
  en: new Set(["back", "nederlands", "less", "more", "confirm", "fewer", "confirmed", "i am done"]),
};

/** The sentences of a text. Amounts, times and dates with points stay whole. */
export function sentences(text) {
  return text
    .replace(/(\d)[.,:](?=\d)/g, "$1")
    .split(/(?<=[.!?:…])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence));
}

/** What is not plain about a text. */
export function problems(text, { most = 12 } = {}) {
  const found = [];
  for (const sentence of sentences(text)) {
    const words = sentence.split(/[\s\u00a0]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
    if (words.length > most) found.push(`${words.length} words: "${sentence}"`);
    const commas = sentence.match(/,/g)?.length ?? 0;
    if (commas > 1) found.push(`${commas} commas: "${sentence}"`);
    for (const word of sentence.match(/\p{L}[\p{L}’'-]*/gu) ?? []) {
      if (word.replace(/[’'-]/g, "").length > LONGEST_WORD && !KNOWN.has(word.toLowerCase())) found.push(`long word "${word}"`);
    }
    if (/\b(jij|jou|jouw|je)\b/i.test(sentence)) found.push(`not "u": "${sentence}"`);
    if (/!/.test(sentence)) found.push(`an exclamation mark: "${sentence}"`);
  }
  return found;
}

/** Whether a button says what it does: a verb, and with what. */
export function isClear(text, language) {
  const words = text.toLowerCase().replace(/[^\p{L}\s’'-]/gu, " ").trim().split(/\s+/);
  if (SHORT_BUTTONS[language].has(words.join(" "))) return true;
  return words.length >= 2 && words.some((word) => VERBS[language].has(word));
}

/** Whether a text tells people to do something. */
export function asksToDo(text, language) {
  return sentences(text).some((sentence) => (sentence.toLowerCase().match(/\p{L}+/gu) ?? []).slice(0, 2).some((word) => VERBS[language].has(word)) || /\b(kunt u|u kunt|you can)\b/i.test(sentence));
}

export async function check(page) {
  const { language, blocks, buttons, isHelp } = await inPage(page, look);
  const most = isHelp ? 15 : 12;
  const found = blocks.flatMap(({ text, name }) => problems(text, { most }).map((problem) => `${name}: ${problem}`));
  for (const text of buttons) if (!isClear(text, language)) found.push(`the button "${text}" does not say what it does`);
  return found;
}

function look() {
  const b = window.battery;
  const BLOCKS = "p, li, dd, dt, td, th, h1, h2, h3, legend, label, button, a, summary, caption, output";
  const blocks = [...document.querySelectorAll(BLOCKS)]
    // The letters of a link or a code are copied, not read; chance makes words of them.
    .filter((element) => b.visible(element) && !element.querySelector(BLOCKS) && !element.matches(".secret"))
    .map((element) => {
      // Pieces that stand under each other are read one by one.
      const pieces = element.querySelector("span, b, strong")
        ? [...element.childNodes].map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : (node.innerText ?? "")))
        : [element.innerText];
      const apart = getComputedStyle(element).display.includes("flex") || getComputedStyle(element).display.includes("grid");
      return { text: (apart ? pieces.join("\n") : element.innerText).replace(/[ \u00a0]+/g, " "), name: b.name(element) };
    })
    .filter(({ text }) => text.trim());
  // A card is a button too, but it shows a product, someone, or a picture of a key; a chosen or finished button shows a state.
  const buttons = [...document.querySelectorAll("button:not([aria-disabled=true]), .button-primary")]
    .filter((element) => b.visible(element) && !element.matches(".product, .door-card, .door-person, .faces .tile"))
    .map((element) => (element.querySelector("b") ?? element).innerText.replace(/\s+/g, " ").trim())
    .filter(Boolean);
  return { language: document.documentElement.lang || "nl", blocks, buttons, isHelp: /\/help$/.test(location.pathname) };
}
