// What the ward does to hand out a tablet.

import { at, enter, open, openPage, reads, tapTo } from "./browser.mjs";

/**
 * Adds a tablet for the first resident of the list, or for the first that begins with `whose` and is called like `called`; the
 * address that its code leads to.
 */
export async function addTablet(ward, { name, whose, called = "" }) {
  await open(ward, "/ward/tablets/new");
  const select = ward.locator("select");
  const all = await select.locator("option").evaluateAll((options) => options.map(({ value, text }) => ({ value, text })));
  const wanted = all.filter(({ text }) => text.includes(called));
  await select.selectOption(wanted.find(({ value }) => (whose ? value.startsWith(whose) : value.length === 36)).value);
  await ward.locator("input[name=name]").fill(name);
  await tapTo(ward.locator(".fields button"), /\/ward\/tablets\/[0-9a-f-]{36}$/);
  return ward.locator("code").innerText();
}

/** A screen of the ward, and the address that the code of the tablet that it adds leads to. */
export async function wardAdds(browser, program, name) {
  const ward = await openPage(browser, program, { size: "computer" });
  await enter(ward, program, "fatma");
  return { ward, address: await addTablet(ward, { name }) };
}

/** The device brings the code: from now on it is that tablet, and can start without the server. */
export async function becomesTablet(device, address) {
  await device.page.goto(address);
  await device.page.locator(".button-key").click();
  await at(device.page, /\/r\/[0-9a-f-]+$/);
  await device.canStartAlone();
}

/** The ward takes the tablet of this name back. */
export async function takeBack(ward, name) {
  await open(ward, "/ward/tablets");
  await ward.getByRole("button", { name: `Meld tablet af: ${name}` }).click();
  await reads(ward.locator("main"), /Afgemeld door Fatma/);
}

/** The same as `addTablet` over HTTP, for `visitor` who works on the ward: where the ward sees the code, and the address it leads to. */
export async function addedOverHttp(visitor, { name, whose }) {
  const ask = (path, form, cookie = visitor.cookie) =>
    fetch(visitor.url + path, { method: form ? "POST" : "GET", redirect: "manual", body: form && new URLSearchParams(form), headers: { cookie } });
  const form = await (await ask("/ward/tablets/new")).text();
  const offered = [...form.matchAll(/<option value="([0-9a-z_:-]+)"/g)].map(([, value]) => value);
  const answer = await ask("/ward/tablets", { name, whose: offered.find((value) => (whose ? value.startsWith(whose) : value.length === 36)) });
  const code = answer.headers.getSetCookie()[0].split(";")[0];
  const [tablet, secret] = code.split("=")[1].split(".");
  const enrol = `/enrol/${secret}`;
  /** The browser that becomes the tablet is another one; what it keeps of the answer. */
  const use = async () => (await ask(enrol, {}, "")).headers.getSetCookie().map((one) => one.split(";")[0]);
  return { cookie: code, page: `/ward/tablets/${tablet}`, enrol, use, ask };
}

/** Opens the code of a tablet that the staff of a ward share, on a page that becomes that tablet. */
export async function becomeWardTablet(page, ward, name, called) {
  await open(page, await addTablet(ward, { name, whose: "ward:", called }));
  await tapTo(page.locator(".button-key"), /\/shift$/);
}

/** Begins a shift with name and password, from the page that asks who you are, and chooses a PIN. */
export async function beginShift(page, { name, password, pin }) {
  await tapTo(page.getByRole("link", { name: /Begin mijn dienst/ }), /\/shift\/start$/);
  await page.locator('input[name="name"]').fill(name);
  await page.locator('input[name="password"]').fill(password);
  await tapTo(page.locator(".fields button"), /\/shift\/pin$/);
  for (const field of ["pin", "again"]) await page.locator(`input[name="${field}"]`).fill(pin);
  await tapTo(page.locator(".fields button"), /\/ward$/);
}

/** Taps a PIN on the keys, and what takes it in. */
export async function typePin(page, pin) {
  for (const digit of pin) await page.locator(`button[name="key"][value="${digit}"]`).click();
  await page.locator(".key-go").click();
}
