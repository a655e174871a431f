// A6: text of residents is large, has air, and its lines are short.

import { inPage } from "./in_page.mjs";

export const rule = "A6 text is large, with short lines";

const RESIDENTS = { body: 20, least: 18, leading: 1.5, longest: 60 };
/** Those who see better: nothing is small, and lines stay apart. */
const OTHERS = { body: 16, least: 16, leading: 1.4, longest: 90 };

export async function check(page, { audience = "resident" } = {}) {
  return inPage(page, look, audience === "resident" ? RESIDENTS : OTHERS);
}

function look({ body, least, leading, longest: most }) {
  const b = window.battery;
  const found = [];
  const BODY = "p, li, dd, td, th, label, button, summary, a, h1, h2, h3, legend";
  const SMALL = ".foot, .demo, .visually-hidden, small, output";
  for (const element of b.texts()) {
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const main = element.closest("main") && element.matches(BODY) && !element.closest(SMALL);
    const wanted = main ? body : least;
    if (size < wanted - 0.1) found.push(`${b.name(element)} is ${size} px, not ${wanted}`);
    const line = parseFloat(style.lineHeight);
    if (!(line / size >= leading - 0.01)) found.push(`${b.name(element)} has line height ${style.lineHeight} at ${size} px`);
    if (style.fontStyle === "italic") found.push(`${b.name(element)} is in italics`);
    if (style.textTransform === "uppercase") found.push(`${b.name(element)} is in capitals`);
    if (Number(style.fontWeight) < 400) found.push(`${b.name(element)} has light letters`);
  }
  const blocks = [...document.querySelectorAll("p, dd, li, h1, h2, h3, td, legend")].filter(
    (element) => b.visible(element) && element.textContent.trim().length > 60 && !element.querySelector("p, li, dd, h2, h3, table, div"),
  );
  for (const block of blocks) {
    const lines = new Map();
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      if (!b.visible(node.parentElement)) continue;
      for (const word of node.data.matchAll(/\S+\s?/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].trimEnd().length);
        const top = Math.round(range.getBoundingClientRect().top / 6);
        const line = [top - 1, top, top + 1].find((near) => lines.has(near)) ?? top;
        lines.set(line, (lines.get(line) ?? 0) + word[0].length);
      }
    }
    const longest = Math.max(0, ...[...lines.values()]) - 1;
    if (longest > most) found.push(`${b.name(block)} has a line of ${longest} characters`);
  }
  return found;
}
