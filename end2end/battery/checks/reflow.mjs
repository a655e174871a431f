// A7: large text, a narrow window and wide spacing lose nothing.

import { SIZES } from "../../support/browser.mjs";
import { inPage, withSize, withStyle } from "./in_page.mjs";

export const rule = "A7 nothing is lost when text grows";

const NARROW = { width: 320, height: 640 };
/** The text spacing of WCAG 1.4.12. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;
/** What a browser does whose text is set to 200 %. */
const DOUBLE = "html { font-size: 200% !important; }";

/** The ward and the office do not work on a phone; a narrow window they have too. */
const USED = { ward: [SIZES.tablet, SIZES.computer], office: [SIZES.computer] };

export async function check(page, { audience = "resident", sizes = USED[audience] ?? [SIZES.phone, SIZES.tablet] } = {}) {
  const found = [];
  const see = async (when) => found.push(...(await inPage(page, look)).map((one) => `${when}: ${one}`));
  await withSize(page, NARROW, () => see("320 px wide"));
  for (const size of sizes) {
    await withSize(page, size, async () => {
      await withStyle(page, DOUBLE, () => see(`200 % at ${size.width}`));
      await withStyle(page, SPACING, () => see(`wide spacing at ${size.width}`));
    });
  }
  return found;
}

function look() {
  const b = window.battery;
  const found = [];
  const page = document.scrollingElement;
  const scrolls = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth) return true;
    }
    return false;
  };
  if (page.scrollWidth > innerWidth + 1) {
    const widest = b.texts().filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element));
    found.push(`scrolls sideways (${page.scrollWidth} px): ${widest.slice(0, 2).map(b.name).join(", ")}`);
  }
  for (const element of document.body.querySelectorAll("*")) {
    if (element.namespaceURI !== "http://www.w3.org/1999/xhtml" || !element.textContent.trim() || !b.visible(element)) continue;
    const style = getComputedStyle(element);
    if (style.display === "inline" || scrolls(element)) continue;
    const clips = ["hidden", "clip"].some((one) => [style.overflowX, style.overflowY].includes(one));
    const isTarget = element.matches("a, button, summary, td, th, h1, h2, h3, .panel, .notice");
    const wide = element.scrollWidth > element.clientWidth + 1;
    const high = element.scrollHeight > element.clientHeight + 1;
    if (clips && (wide || high)) found.push(`${b.name(element)} is cut off`);
    else if (isTarget && wide && element.clientWidth > 0) found.push(`${b.name(element)} runs out of its box`);
  }
  return found;
}
