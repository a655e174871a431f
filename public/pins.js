// PINs on a ward's tablet without the server. Whoever typed theirs here with the server, in this shift, may open the tablet with
// it again. What checks a PIN is slow on purpose, ends with the shift, and is gone after five wrong tries: docs/decisions/0015.
// Without https there is nothing of it: the browser has no cryptography then.

export const [TOUCHED, LOCKED, PINS, TRIED, HOLDER] = ["touched", "locked", "pins", "tried", "holder"].map((name) => `bekertje ${name}`);
/** More than a person needs, and next to nothing of the numbers there are. */
const MOST_WRONG = 5;
const ROUNDS = 600_000;

const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function stretch(pin, salt) {
  const text = (of) => new TextEncoder().encode(of);
  const key = await crypto.subtle.importKey("raw", text(pin), "PBKDF2", false, ["deriveBits"]);
  return hex(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: text(salt), iterations: ROUNDS }, key, 256));
}

/** What a tap on a key makes of a PIN. */
export const tapped = ({ value, maxLength }, key) => (key === "back" ? value.slice(0, -1) : (value + key).slice(0, maxLength));

/** The tablet is nobody's any more, or another one. */
export const forgetAll = () => [TOUCHED, LOCKED, PINS, TRIED, HOLDER].forEach((name) => localStorage.removeItem(name));

/** Those who can open the tablet: `{ person, name, until, salt, hash, wrong }`. */
export function kept() {
  return JSON.parse(localStorage.getItem(PINS) ?? "[]").filter(({ until }) => until > Date.now());
}

const keep = (pins) => localStorage.setItem(PINS, JSON.stringify(pins));
const others = (person) => kept().filter((one) => one.person !== person);

/** Whether the tablet cannot check their PIN yet, and can learn to. */
export const isUnknown = (person) => Boolean(globalThis.crypto?.subtle) && !kept().some((one) => one.person === person);

/** What somebody typed for the server: it counts when the server has let them in. */
export async function tried({ person, name, until }, pin) {
  const salt = hex(crypto.getRandomValues(new Uint8Array(16)));
  localStorage.setItem(TRIED, JSON.stringify({ person, name, until: Number(until), salt, hash: await stretch(pin, salt), wrong: 0 }));
}

/** The server let `person` in: what they typed was right. What somebody else typed is forgotten. */
export function held(person) {
  const last = JSON.parse(localStorage.getItem(TRIED) ?? "{}");
  localStorage.removeItem(TRIED);
  if (last.person === person) keep([...others(person), last]);
}

/** Only these are still on shift with a PIN, as the server says. */
export const onlyThese = (people) => keep(kept().filter(({ person }) => people.includes(person)));

/** Somebody chose another PIN, or goes home. */
export const forget = (person) => keep(others(person));

/** Whether this is their PIN. It counts before it is looked at. */
export async function opens(person, pin) {
  const one = kept().find((each) => each.person === person);
  if (!one) return false;
  const wrong = one.wrong + 1;
  keep(wrong >= MOST_WRONG ? others(person) : [...others(person), { ...one, wrong }]);
  if ((await stretch(pin, one.salt)) !== one.hash) return false;
  keep([...others(person), { ...one, wrong: 0 }]);
  return true;
}
