// What the pages of a ward's tablet do at once, and the form alone would ask the server for.

// The server asks who is there: nothing is open any more. Whoever shows it has just touched the tablet (lock.js).
localStorage.removeItem("bekertje locked");
addEventListener("submit", () => localStorage.setItem("bekertje touched", Date.now()));

/** The keys of a PIN. The tablet's own keyboard stays away. */
const form = document.querySelector(".keypad");
const field = form?.elements.pin;

field?.addEventListener("pointerdown", () => (field.inputMode = "none"));
form?.addEventListener("click", (event) => {
  const key = event.target.closest("button[name=key]")?.value;
  if (!key) return;
  event.preventDefault();
  field.value = key === "back" ? field.value.slice(0, -1) : (field.value + key).slice(0, field.maxLength);
});
form?.addEventListener("submit", (event) => {
  if (field.value) return;
  event.preventDefault();
  field.focus();
});
if (matchMedia("(hover: hover)").matches) field?.focus();
