// A real Chromium, and what people do with it.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Nothing but this computer can be reached.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** A phone, a tablet, a computer. */
export const SIZES = {
  phone: { width: 360, height: 640 },
  tablet: { width: 800, height: 1280 },
  computer: { width: 1280, height: 800 },
};

/** What each audience holds in its hands. */
export const USUAL_SIZE = { resident: "tablet", family: "phone", ward: "computer", office: "computer", door: "computer", supporter: "computer", provider: "phone", council: "computer", security: "computer" };

/** On a busy machine a page may take this long; a test that passes never waits for it. */
const PATIENCE_MS = 20_000;

/** The shop takes a second tap at the same place within this time for a trembling hand. */
const STEADY_MS = 600;
const NEAR_PX = 60;

/** A browser for a whole file. Its `close` ends the process, for Chromium once waited for itself for ever. */
export async function openBrowser() {
  const server = await chromium.launchServer({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const browser = await chromium.connect(server.wsEndpoint());
  browser.close = () => server.kill();
  return browser;
}

/**
 * A person with a device of their own. `size` is one of SIZES; `wasm: false` blocks the program in the browser.
 * What goes wrong on their pages is collected in `page.complaints`.
 */
export async function openPage(browser, program, { size = "tablet", wasm = true, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: program?.url,
    // A service worker would answer what a test blocks; what it does itself is tested in offline/.
    serviceWorkers: "block",
    viewport: SIZES[size] ?? size,
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  if (!wasm) await context.route("**/*.wasm", (route) => route.abort());
  return attend(await context.newPage(), wasm);
}

/** Collects what goes wrong on a page, and follows how far it is. */
export function attend(page, wasm = true) {
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error in the page: ${error.message}`));
  page.on("console", (message) => {
    // A blocked program is the test's own doing.
    if (message.type() !== "error" || (!wasm && /wasm|ERR_FAILED/.test(message.text() + message.location().url))) return;
    page.complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  if (!wasm) page.removeAllListeners("pageerror");
  page.on("requestfailed", (request) => {
    const left = request.failure()?.errorText === "net::ERR_ABORTED";
    if (wasm && !left) page.complaints.push(`request failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) page.complaints.push(`${response.status()} for ${response.url()}`);
  });
  page.hasProgram = wasm;
  followSync(page);
  return page;
}

/** Through the demo door, without its page: see journeys/door.test.mjs for the door itself. */
export async function enter(page, program, code, language = "nl") {
  const answer = await page.context().request.post(`${program.url}/demo/enter`, {
    form: { door: code, lang: language },
    maxRedirects: 0,
  });
  assert.equal(answer.status(), 303, `the demo door knows ${code}`);
  const start = answer.headers().location;
  await open(page, start);
  return start;
}

/** Gives the browser of a page a cookie, "name=value". */
export async function keeps(page, cookie) {
  const [name, value] = cookie.split("=");
  const { origin } = new URL(page.url());
  await page.context().addCookies([{ name, value, url: origin }]);
}

/** Opens an address and waits until the program in the browser has taken the page over. */
export async function open(page, address) {
  const answer = await page.goto(address, { waitUntil: "load" });
  await alive(page);
  return answer;
}

/** Until the program has taken over and has spoken with the server once; at once where there is no program. */
export async function alive(page) {
  // Without the server there is nothing to wait for.
  const expected = page.hasProgram && !page.isAlone?.() && (await page.locator("script#facts").count()) > 0;
  if (expected && !page.isInSync) await page.waitForEvent("requestfinished", (request) => page.pulls.has(request));
}

/**
 * The exchange with which the program begins. The page's own clock may stand still, so it is not asked. What the page before
 * still fetches while the next one is on its way does not count.
 */
function followSync(page) {
  const isPull = (request) => request.url().includes("/api/v1/sync") && request.method() === "GET";
  const opens = (request) => request.isNavigationRequest() && request.frame() === page.mainFrame();
  let isLeaving = false;
  const leaves = () => {
    isLeaving = true;
    page.pulls = new WeakSet();
    page.isInSync = false;
  };
  leaves();
  page.on("request", (request) => {
    if (opens(request)) leaves();
    else if (isPull(request) && !isLeaving) page.pulls.add(request);
  });
  const stays = () => (isLeaving = false);
  page.on("framenavigated", (frame) => frame === page.mainFrame() && stays());
  page.on("requestfailed", (request) => opens(request) && stays());
  page.on("download", stays);
  page.on("requestfinished", (request) => {
    if (page.pulls.has(request)) page.isInSync = true;
  });
}

/** Until the page is at this address, however often it is left and opened on the way there. */
export async function at(page, address) {
  const late = Date.now() + PATIENCE_MS;
  while (!address.test(page.url())) {
    if (Date.now() > late) assert.fail(`the page stays at ${page.url()}, expected ${address}`);
    await Promise.race([page.waitForEvent("framenavigated", { timeout: 500 }), page.waitForEvent("load", { timeout: 500 })]).catch(() => {});
  }
  await page.waitForLoadState("load");
  await alive(page);
}

/**
 * Taps something, as a person does: it is in sight, and not twice at one place within a moment. Counts the taps.
 */
export async function tap(target) {
  const page = target.page();
  // A screen that changes under the finger: once more, on what stands there now.
  await target.scrollIntoViewIfNeeded().catch(() => target.scrollIntoViewIfNeeded());
  const box = await target.boundingBox();
  const last = page.lastTap;
  const at = box && { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  if (last && at && Math.hypot(at.x - last.x, at.y - last.y) < NEAR_PX) {
    const left = last.when + STEADY_MS + 50 - Date.now();
    if (left > 0) await new Promise((done) => setTimeout(done, left));
  }
  await target.click();
  page.lastTap = { when: Date.now(), ...at };
  page.taps = (page.taps ?? 0) + 1;
}

/** Taps and waits until the page says so: another address, or the same one after a form without the program. */
export async function tapTo(target, address) {
  const page = target.page();
  await shows(page, target.waitFor());
  const arrived = page.waitForURL(address, { waitUntil: "load" });
  await shows(page, Promise.all([tap(target), arrived]));
  await alive(page);
}

/** What does not happen says what stood on the page instead. */
async function shows(page, happens) {
  await happens.catch(async (error) => {
    const text = await page.locator("body").innerText({ timeout: 1_000 }).catch(() => "nothing");
    error.message += `\nAt ${page.url()}, complaints ${JSON.stringify(page.complaints)}, the page reads:\n${text}`;
    throw error;
  });
}

/** The form of an operation: `operation(page, "accept_line", household)`; more parts narrow it down. */
export function operation(scope, kind, ...parts) {
  const has = [`"${kind}"`, ...parts].map((part) => `[value*='${part}']`).join("");
  return scope.locator(`form:has(> input[name="operation"]${has})`);
}

/** The button of such a form. */
export function button(scope, kind, ...parts) {
  return operation(scope, kind, ...parts).locator('button[type="submit"]');
}

/** All words that are in sight. */
export async function seen(page) {
  return (await page.locator("body").innerText()).replace(/\s+/g, " ");
}

/** What the page announces. */
export async function announced(page) {
  return (await page.locator('[role="status"]').allInnerTexts()).join(" ").replace(/\s+/g, " ").trim();
}

/** An amount as it stands on a page, with its hard space. */
export const euros = (text) => new RegExp(`€\\s?${text.replace(/[.,]/g, "\\$&")}`);

/** Asserts that something in `locator` reads like `pattern`, waiting for it. */
export async function reads(locator, pattern, message) {
  const wanted = locator.filter({ hasText: pattern });
  try {
    await wanted.first().waitFor({ state: "visible" });
  } catch {
    const all = (await locator.allInnerTexts()).join(" | ").replace(/\s+/g, " ");
    assert.fail(`${message ?? "the page says something else"}: expected ${pattern}, read: ${all.slice(0, 800)}`);
  }
}

/** Nothing went wrong on this page. */
export function calm(page) {
  assert.deepEqual(page.complaints, []);
}
