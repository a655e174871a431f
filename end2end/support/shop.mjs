// What a resident or family does in the shop, with the real pages, from the home to the week.

import assert from "node:assert/strict";
import { button, tap, tapTo } from "./browser.mjs";

const SHELVES = { W: "out", A: "active", V: "care", B: "therapy", E: "food", H: "comfort", C: "together" };

/** Home → winkel → shelf → product; the page of the product is open then. */
export async function find(page, home, code) {
  if (!page.url().endsWith(home)) await page.goto(home);
  await tapTo(page.locator(`main a[href="${home}/shop"]`).first(), /\/shop$/);
  await tapTo(page.locator(`a[href="${home}/shop/${SHELVES[code[0]]}"]`), /\/shop\/\w+$/);
  const card = page.locator(`a.product[href="${home}/item/${code}"]`);
  while ((await card.count()) === 0) await tapTo(page.locator(".shelf-more a"), /page=\d+/);
  await tapTo(card, new RegExp(`/item/${code}`));
}

/** Puts a product in the basket at one of its moments; the basket is open then. */
export async function choose(page, home, code, { moment = 0 } = {}) {
  await find(page, home, code);
  await tapTo(button(page, "put_in_basket").nth(moment), /\/basket/);
}

/** Presses plus behind a line of the basket until there are `wanted`. */
export async function count(page, name, wanted) {
  const line = page.locator(".basket-lines .line").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const output = line.locator("output");
  for (let now = Number(await output.innerText()); now < wanted; now += 1) {
    await tap(button(line, "change_basket_line", `"quantity":${now + 1}`));
    await output.filter({ hasText: new RegExp(`^\\s*${now + 1}\\s*$`) }).waitFor();
  }
  assert.equal(Number(await output.innerText()), wanted);
}

/** Orders what lies in the basket; the week is open then. */
export async function order(page) {
  await tapTo(button(page, "place_order"), /\/week/);
}

/** Until the server has it too: what the screen shows first is a prediction. */
export async function settledOn(visitor, room, wanted) {
  const late = Date.now() + 20_000;
  for (;;) {
    const household = await visitor.household(room);
    const found = wanted(household);
    if (found) return household;
    if (Date.now() > late) assert.fail(`the server did not get there: ${wanted}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Every line of a household with its order. */
export const lines = (household) => (household.orders ?? []).flatMap((order) => order.lines.map((line) => ({ order, ...line })));

/** What is left in the cup, from the books. */
export function cupLeft(household) {
  const { c = 0, d = 0, ...cup } = household.books.balances.cup;
  const pending = cup.dp ?? cup.debits_pending ?? 0;
  return c - d - pending;
}
