// The screens of a ward's tablet lock themselves when nobody touched them for a while, and come back at the page that asks who
// you are. What was typed and not sent waits for whoever typed it: docs/decisions/0015.

const IDLE_MS = 90_000;
/** Told to the other pages of this tablet at most so often. */
const TELL_MS = 1_000;
const SHIFT = "/shift";
const [TOUCHED, LOCKED, TYPED, HOLDER, TRIED] = ["touched", "locked", "typed", "holder", "tried"].map((name) => `bekertje ${name}`);
const FIELDS = "main :is(input:not([type=hidden], [type=password]), textarea, select)";

/** Who holds the tablet: on pages that the server made for them, and where they opened it without the server. */
const person = document.querySelector("meta[name=shift]")?.content;
const holder = JSON.parse(localStorage.getItem(HOLDER) ?? "{}").person;
const here = () => location.pathname + location.search;
const touchedAt = () => Number(localStorage.getItem(TOUCHED));

/** A tablet of the ward that nobody may use now, as far as the tablet itself knows. Others are never locked. */
export const isLocked = () => touchedAt() > 0 && (localStorage.getItem(LOCKED) !== null || Date.now() - touchedAt() >= IDLE_MS);

let isLeaving = false;

function lock() {
  if (isLeaving) return;
  isLeaving = true;
  keepTyped();
  localStorage.setItem(LOCKED, "yes");
  localStorage.removeItem(HOLDER);
  document.documentElement.hidden = true;
  // The page there ends the session: a lock is one request, which cannot succeed by half.
  location.replace(`${SHIFT}?${new URLSearchParams({ was: person ?? holder ?? "", next: here() })}`);
}

function touch() {
  const now = Date.now();
  // A tablet that slept: the first touch is no reason to stay open.
  if (isLocked()) return lock();
  if (Math.abs(now - touchedAt()) >= TELL_MS) localStorage.setItem(TOUCHED, now);
}

let timer;

function look() {
  clearTimeout(timer);
  // A clock that was put back would keep it open.
  if (touchedAt() > Date.now()) localStorage.setItem(TOUCHED, Date.now());
  const left = touchedAt() + IDLE_MS - Date.now();
  if (left <= 0 || localStorage.getItem(LOCKED) !== null) return lock();
  timer = setTimeout(look, left);
}

/** `[number, checked or value]` of the fields that somebody changed. */
function changed() {
  const all = [...document.querySelectorAll(FIELDS)].map((field, number) => ({ field, number }));
  const isChanged = ({ type, checked, defaultChecked, value, defaultValue, options }) =>
    options ? [...options].some((one) => one.selected !== one.defaultSelected) : /radio|checkbox/.test(type) ? checked !== defaultChecked : value !== defaultValue;
  return all.filter(({ field }) => isChanged(field)).map(({ field, number }) => [number, /radio|checkbox/.test(field.type) ? field.checked : field.value]);
}

function keepTyped() {
  const fields = changed();
  if (fields.length > 0) sessionStorage.setItem(TYPED, JSON.stringify({ person, here: here(), fields }));
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(TYPED) ?? "{}");
  if (kept.person !== person || kept.here !== here()) return;
  sessionStorage.removeItem(TYPED);
  const all = document.querySelectorAll(FIELDS);
  for (const [number, was] of kept.fields) {
    const field = all[number];
    if (!field) continue;
    if (typeof was === "boolean") field.checked = was;
    else field.value = was;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

// The server asked who is there (pin.js), and this is its answer.
if (person && localStorage.getItem(LOCKED) === "asked") localStorage.removeItem(LOCKED);
// It may not have heard of a lock, nor of who opened the tablet without it: that page is locked all the same.
if (person && (isLocked() || (holder && holder !== person))) lock();
else if (person) {
  localStorage.removeItem(HOLDER);
  localStorage.setItem(TOUCHED, Date.now());
  // The server let them in: the PIN that they typed is theirs.
  if (localStorage.getItem(TRIED) && !here().startsWith(SHIFT)) import("{{pins.js}}").then(({ held }) => held(person));
  bringBack();
}
if (!isLeaving && (person || (touchedAt() > 0 && !isLocked()))) {
  for (const name of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) addEventListener(name, touch, { capture: true, passive: true });
  for (const name of ["pageshow", "focus"]) addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
  // Another person, please: the same as leaving it alone, at once. What the tablet keeps is the ward's and stays.
  addEventListener(
    "submit",
    (event) => {
      if (new URL(event.target.action).pathname !== "/sign-out") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      lock();
    },
    true,
  );
  look();
}
