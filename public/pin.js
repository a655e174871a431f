// The keys of a PIN write at once, where the form alone would ask the server for each. A tablet's own keyboard stays away.
const form = document.querySelector(".keypad");
const field = form.elements.pin;

field.addEventListener("pointerdown", () => (field.inputMode = "none"));
form.addEventListener("click", (event) => {
  const key = event.target.closest("button[name=key]")?.value;
  if (!key) return;
  event.preventDefault();
  field.value = key === "back" ? field.value.slice(0, -1) : (field.value + key).slice(0, field.maxLength);
});
form.addEventListener("submit", (event) => {
  if (field.value) return;
  event.preventDefault();
  field.focus();
});
if (matchMedia("(hover: hover)").matches) field.focus();
