// A9: forced colours keep every edge, reduced motion stops every animation.

import { inPage, settled } from "./in_page.mjs";

export const rule = "A9 forced colours and less motion";

export async function check(page) {
  const found = [];
  await page.emulateMedia({ reducedMotion: "reduce" });
  await settled(page);
  found.push(...(await inPage(page, moving)));
  await page.emulateMedia({ reducedMotion: null, forcedColors: "active", contrast: "more" });
  await settled(page);
  found.push(...(await inPage(page, edges)));
  await page.emulateMedia({ reducedMotion: null, forcedColors: null, contrast: null });
  return found;
}

function moving() {
  const running = document.getAnimations().filter((animation) => animation.playState === "running");
  return running.map((animation) => `moves with less motion: ${animation.animationName ?? animation.transitionProperty ?? "a script"}`);
}

function edges() {
  const b = window.battery;
  const found = [];
  for (const target of b.targets()) {
    const style = getComputedStyle(target);
    // A link has a colour of its own then; everything else that can be pressed has an edge.
    if (target.matches("a:not(.button)") && style.color !== getComputedStyle(document.body).color) continue;
    if (!target.matches("a, button, select, textarea, input") || target.matches(".skip, [type=radio], [type=checkbox]")) continue;
    const edge = ["Top", "Bottom", "Left"].some((side) => parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none");
    const underlined = [target, ...target.querySelectorAll("*")].some((one) => getComputedStyle(one).textDecorationLine.includes("underline"));
    if (!edge && !underlined) found.push(`${b.name(target)} has no edge in forced colours`);
  }
  return found;
}
