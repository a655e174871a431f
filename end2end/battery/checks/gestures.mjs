// A5: a simple tap does everything, and zooming is always possible. Needs `listen(context)` before the page is opened.

import { inPage } from "./in_page.mjs";

export const rule = "A5 no gesture is needed, zoom works";

/** Writes down what the page listens to. */
export async function listen(context) {
  await context.addInitScript(() => {
    const heard = (window.heard = []);
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type, ...more) {
      heard.push(type);
      return add.call(this, type, ...more);
    };
  });
}

export async function check(page) {
  return inPage(page, look);
}

function look() {
  const b = window.battery;
  const found = [];
  const GESTURES = /^(drag\w*|drop|touchmove|gesture\w+|contextmenu|dblclick|wheel|pointermove|mousemove|mouse(enter|over))$/;
  const heard = [...new Set(window.heard ?? [])].filter((type) => GESTURES.test(type));
  if (heard.length > 0) found.push(`listens to ${heard.join(", ")}`);
  for (const element of document.querySelectorAll("*")) {
    const own = element.getAttributeNames().find((name) => name.startsWith("on") && GESTURES.test(name.slice(2)));
    if (own || element.draggable === true && element.hasAttribute("draggable")) found.push(`${b.name(element)} has ${own ?? "draggable"}`);
    if (/^(none|pan-x|pan-y|pan-x pan-y)$/.test(getComputedStyle(element).touchAction)) found.push(`${b.name(element)} stops zooming with touch-action`);
  }
  const viewport = document.querySelector("meta[name=viewport]")?.content ?? "";
  if (/user-scalable\s*=\s*(no|0)|maximum-scale\s*=\s*[0-4](\.|\s|,|$)/.test(viewport)) found.push(`the viewport forbids zooming: ${viewport}`);
  const rules = (list) => [...list].flatMap((one) => [one, ...(one.cssRules ? rules(one.cssRules) : [])]);
  for (const sheet of document.styleSheets) {
    for (const one of rules(sheet.cssRules)) {
      if (!one.selectorText?.includes(":hover")) continue;
      const reveals = ["display", "visibility", "opacity", "content"].filter((name) => one.style?.getPropertyValue(name));
      if (reveals.length > 0) found.push(`hover reveals something: ${one.selectorText} sets ${reveals.join(", ")}`);
    }
  }
  return found;
}
