// A8: the focus is a thick ring with contrast, and nothing covers it. Icons have contrast too.

import { inPage } from "./in_page.mjs";

export const rule = "A8 the focus is seen, icons have contrast";

export async function check(page) {
  // From here on the browser shows the focus as it does for a keyboard.
  await page.keyboard.press("Tab");
  const found = await inPage(page, look);
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  return found;
}

function look() {
  const b = window.battery;
  const found = [];
  for (const element of document.querySelectorAll(b.ACTIVE)) {
    if (!b.visible(element) && !element.matches(".skip")) continue;
    element.focus();
    if (document.activeElement !== element) continue;
    // A small box inside a label may leave the ring to the label.
    const ringed = [element, element.closest("label"), element.parentElement].find((one) => {
      const style = one && getComputedStyle(one);
      return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 3;
    });
    if (!ringed) {
      const style = getComputedStyle(element);
      found.push(`${b.name(element)} has no ring: ${style.outlineStyle} ${style.outlineWidth}`);
      continue;
    }
    const ring = b.colour(getComputedStyle(ringed).outlineColor);
    const contrast = b.contrast(ring, b.ground(ringed.parentElement ?? ringed));
    if (contrast < 3) found.push(`${b.name(element)} has a ring with contrast ${contrast.toFixed(1)}`);
    const box = element.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
    const spots = [0.5, 0.15, 0.85].map((share) => box.top + box.height * share).filter((y) => y > 0 && y < innerHeight);
    // What is much higher than the window is looked at in the middle of what can be seen of it.
    if (box.height > innerHeight) spots.push((Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
    const covered = spots.every((y) => {
      const top = document.elementFromPoint(x, y);
      const label = element.closest("label");
      return top && !element.contains(top) && !top.contains(element) && !label?.contains(top);
    });
    if (spots.length === 0 || covered) found.push(`${b.name(element)} is hidden when it has the focus`);
  }
  for (const icon of document.querySelectorAll("a svg, button svg, .notice > svg, summary svg")) {
    if (!b.visible(icon) || icon.matches(".cup")) continue;
    const contrast = b.contrast(b.colour(getComputedStyle(icon).color), b.ground(icon.parentElement));
    if (contrast < 3) found.push(`the picture in ${b.name(icon.parentElement)} has contrast ${contrast.toFixed(1)}`);
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!b.visible(field) || field.matches("[type=radio], [type=checkbox]")) continue;
    const style = getComputedStyle(field);
    const contrast = b.contrast(b.colour(style.borderTopColor), b.ground(field.parentElement));
    if (parseFloat(style.borderTopWidth) < 1 || contrast < 3) found.push(`${b.name(field)} has a border with contrast ${contrast.toFixed(1)}`);
  }
  return found;
}
