// People who sign in: the link of the operator, a password, and an authenticator of our own.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { at, open, tap } from "./browser.mjs";

export const PASSWORD = "zeven fietsen op het dak";

/** The code of six digits that an authenticator shows (RFC 6238), so many half minutes from now. */
export function totp(secret, later = 0) {
  const bits = [...secret.replace(/\s/g, "")].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac("sha1", key).update(step).digest();
  const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** The operator makes a link for a person, on the program's own command line. */
export async function operatorsLink(program, code) {
  const said = await program.command("link", "--person", code, "--address", program.url);
  const link = said.match(/http\S+\/link\/\S+/)?.[0];
  assert.ok(link, said);
  return link;
}

/** Opens a link and chooses a password there. */
export async function choosePassword(page, link, password = PASSWORD) {
  await open(page, link);
  await page.locator('input[name="password"]').fill(password);
  await tap(page.locator('main form:has(input[name="password"]) button'));
}

/** From a link to the pages of the office; the secret and the recovery codes. */
export async function beginOffice(page, link) {
  await choosePassword(page, link);
  await at(page, /\/sign-in\/set-up$/);
  const secret = await page.locator("#secret").innerText();
  await page.locator('input[name="code"]').fill(totp(secret));
  await tap(page.locator("main form button"));
  await page.locator(".codes").waitFor();
  const codes = await page.locator(".codes li").allInnerTexts();
  return { secret, codes };
}

/** Name and password on the page for signing in. */
export async function signIn(page, name, password = PASSWORD) {
  await open(page, "/sign-in");
  await page.locator('input[name="name"]').fill(name);
  await page.locator('input[name="password"]').fill(password);
  await tap(page.locator("main form button"));
}
