// A12: what changes is announced and visible within 100 ms, and stays.

import { inPage } from "./in_page.mjs";

export const rule = "A12 changes are announced at once";

const MOST_MS = 100;

/**
 * Presses what `selector` finds and measures in the page how long it takes until a status says something new. `stays` is
 * called after that to let time pass.
 */
export async function check(page, { selector, stays }) {
  const measured = await inPage(
    page,
    (selector) =>
      new Promise((done) => {
        const b = window.battery;
        const target = document.querySelector(selector);
        if (!target) return done({ found: [`nothing matches ${selector}`] });
        const said = () => [...document.querySelectorAll('[role="status"], [aria-live="polite"]')].filter(b.visible).map((one) => one.innerText).join(" ").trim();
        const before = said();
        let start;
        const late = setTimeout(() => finish("nothing was announced"), 5_000);
        const observer = new MutationObserver(() => {
          const now = said();
          if (now && now !== before) finish(null, now);
        });
        function finish(problem, text) {
          clearTimeout(late);
          observer.disconnect();
          done({ found: problem ? [problem] : [], text, after: performance.now() - start });
        }
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        start = performance.now();
        target.click();
      }),
    selector,
  );
  const found = measured.found;
  if (measured.after > MOST_MS && found.length === 0) found.push(`announced after ${Math.round(measured.after)} ms: "${measured.text}"`);
  if (stays && found.length === 0) {
    await stays();
    const still = await page.locator('[role="status"]').allInnerTexts();
    const bare = (text) => text.replace(/\s+/g, " ").trim();
    if (!bare(still.join(" ")).includes(bare(measured.text).slice(0, 20))) found.push(`"${measured.text}" went away by itself`);
  }
  return found;
}
