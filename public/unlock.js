// Opens a ward's tablet that locked itself while the server is away, for whoever typed their PIN here in this shift. The shell
// has the names' place and the keys; from then on the program says whose hands these are.
import { HOLDER, LOCKED, TOUCHED, kept, opens, tapped } from "{{pins.js}}";

const place = document.getElementById("unlock");
const [names, form] = [".faces", "form"].map((one) => place.querySelector(one));
const says = [...document.querySelectorAll("#locked [data-say]")];
const say = (what) => says.forEach((one) => (one.hidden = one.dataset.say !== what));
const { pin } = form.elements;
let chosen;

function choose(one) {
  chosen = one;
  form.hidden = !one;
  names.hidden = Boolean(one);
  place.querySelector("h2").textContent = one?.name ?? "";
  pin.value = "";
}

/** The names, each as a copy of the one that the shell brought. */
function show() {
  const people = kept();
  const [model] = names.children;
  place.hidden = people.length === 0;
  const cards = people.map((one) => {
    const card = model.cloneNode(true);
    card.hidden = false;
    card.querySelector("b").textContent = one.name;
    card.querySelector("button").onclick = () => {
      say();
      choose(one);
    };
    return card;
  });
  names.replaceChildren(model, ...cards);
  choose();
}

async function enter() {
  if (!pin.value) return;
  const typed = pin.value;
  pin.value = "";
  if (await opens(chosen.person, typed)) {
    localStorage.setItem(HOLDER, JSON.stringify({ person: chosen.person, name: chosen.name }));
    localStorage.setItem(TOUCHED, Date.now());
    localStorage.removeItem(LOCKED);
    return location.replace(new URLSearchParams(location.search).get("was") === chosen.person ? back() : "/ward");
  }
  // Too often: the name is gone, and the server is what helps.
  const isOver = !kept().some(({ person }) => person === chosen.person);
  say(isOver ? "over" : "wrong");
  if (isOver) show();
}

/** Where they were, if that is a page of the ward. */
function back() {
  const next = new URL(new URLSearchParams(location.search).get("next") ?? "/ward", location);
  return next.origin === location.origin && /^\/ward(\/|$)/.test(next.pathname) ? next.pathname + next.search : "/ward";
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.matches(".key-go")) enter();
  else if (button.matches(".key-other")) choose();
  else pin.value = tapped(pin, button.value);
});
pin.addEventListener("keydown", ({ key }) => key === "Enter" && enter());

show();
