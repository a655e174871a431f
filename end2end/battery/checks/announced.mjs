// A12: what changes is announced and visible within 100 ms, and stays.

import { inPage } from "./in_page.mjs";

export const rule = "A12 changes are announced at once";

const MOST_MS = 100;
/** Other work on the machine is taken off, but never more than half. */
const LEAST_SHARE = 0.5;

/**
 * Presses what `selector` finds. What is wrong, and how long it took until a status that is in sight says something new and
 * the browser has painted it, as on a machine with nothing else to do. `stays` is called after that to let time pass.
 */
export async function measure(page, { selector, stays }) {
  const { found, text, after } = await press(page, selector);
  const share = processorShare();
  if (stays && found.length === 0) {
    await stays();
    const still = await page.locator('[role="status"]').allInnerTexts();
    const bare = (text) => text.replace(/\s+/g, " ").trim();
    if (!bare(still.join(" ")).includes(bare(text).slice(0, 20))) found.push(`"${text}" went away by itself`);
  }
  return { found, text, after: after * share };
}

/** How much of a processor someone gets who wants all of it, for a moment. */
function processorShare() {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  while (performance.now() - wall < 60);
  const { user, system } = process.cpuUsage(cpu);
  return Math.min(1, Math.max(LEAST_SHARE, (user + system) / 1000 / (performance.now() - wall)));
}

const middle = (times) => times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];

function press(page, selector) {
  return inPage(
    page,
    (selector) =>
      new Promise((done) => {
        const b = window.battery;
        const target = document.querySelector(selector);
        if (!target) return done({ found: [`nothing matches ${selector}`] });
        const inSight = (element) => {
          const box = element.getBoundingClientRect();
          return b.visible(element) && box.top < innerHeight && box.bottom > 0;
        };
        const said = () => [...document.querySelectorAll('[role="status"], [aria-live="polite"]')].filter(inSight).map((one) => one.innerText).join(" ").trim();
        const before = said();
        let start;
        const late = setTimeout(() => finish("nothing was announced"), 5_000);
        const look = () => {
          const now = said();
          if (!now || now === before) return;
          observer.disconnect();
          removeEventListener("scroll", look, true);
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => finish(null, now);
            port2.postMessage(null);
          });
        };
        const observer = new MutationObserver(look);
        function finish(problem, text) {
          clearTimeout(late);
          observer.disconnect();
          done({ found: problem ? [problem] : [], text, after: performance.now() - start });
        }
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
        addEventListener("scroll", look, true);
        start = performance.now();
        target.click();
      }),
    selector,
  );
}

/** What is wrong in several tries: everything that was found, and the time if the middle one is late. */
export function judge(tries) {
  const found = tries.flatMap((one) => one.found);
  if (found.length > 0) return [...new Set(found)];
  const times = tries.map((one) => one.after);
  return middle(times) > MOST_MS ? [`announced after ${times.map(Math.round).join(", ")} ms: "${tries[0].text}"`] : [];
}

export async function check(page, options) {
  return judge([await measure(page, options)]);
}
