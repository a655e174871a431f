// What the pages of a ward's tablet do at once, and the form alone would ask the server for.
import { LOCKED, TOUCHED, TRIED, forget, isUnknown, onlyThese, tapped, tried } from "{{pins.js}}";

const form = document.querySelector(".keypad");
/** Where a PIN is typed: whose it is. */
const typing = document.querySelector("form[data-person]");
const field = form?.elements.pin;

// The server asks who is there: the tablet is locked until it shows something to somebody (lock.js).
if (!document.querySelector("meta[name=shift]")) localStorage.setItem(LOCKED, "asked");
// It was not right, or nobody came in with it.
localStorage.removeItem(TRIED);
const people = document.querySelector(".faces");
// Whoever was signed out everywhere has none any more.
if (people) onlyThese([...people.querySelectorAll("a:not([data-no-pin])")].map((card) => new URL(card.href).pathname.split("/").pop()));

/** The keys of a PIN. The tablet's own keyboard stays away. */
field?.addEventListener("pointerdown", () => (field.inputMode = "none"));
form?.addEventListener("click", (event) => {
  const key = event.target.closest("button[name=key]")?.value;
  if (!key) return;
  event.preventDefault();
  field.value = tapped(field, key);
});

/** The form that goes: what checks the PIN without the server is made first, once in a shift. */
let going;
addEventListener("submit", (event) => {
  localStorage.setItem(TOUCHED, Date.now());
  if (!typing || event.target !== typing || going) return;
  const { person } = typing.dataset;
  const { pin } = typing.elements;
  if (!pin.value) {
    event.preventDefault();
    return pin.focus();
  }
  // Another PIN from now on; or the shift is over.
  const isOver = event.submitter?.value === "stop";
  if (!form || isOver) forget(person);
  if (isOver || !isUnknown(person)) return;
  event.preventDefault();
  going = true;
  const go = () => typing.requestSubmit(event.submitter);
  tried(typing.dataset, pin.value).then(go, go);
});
addEventListener("pageshow", () => (going = false));
if (matchMedia("(hover: hover)").matches) field?.focus();
