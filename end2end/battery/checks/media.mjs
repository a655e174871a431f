// A9: forced colours keep every edge, reduced motion stops every animation.

import { inPage, settled } from "./in_page.mjs";

export const rule = "A9 forced colours and less motion";

/** The settings of people who see less, or whom movement makes ill; a journey is walked with each. */
export const SETTINGS = {
  "forced colours": { forcedColors: "active" },
  "more contrast": { contrast: "more" },
  "less motion": { reducedMotion: "reduce" },
};

export async function check(page) {
  const found = [];
  for (const media of Object.values(SETTINGS)) {
    await page.emulateMedia({ reducedMotion: null, forcedColors: null, contrast: null, ...media });
    await settled(page);
    found.push(...(await checkAsSet(page)));
  }
  await page.emulateMedia({ reducedMotion: null, forcedColors: null, contrast: null });
  return found;
}

/** The page with the settings that it has. */
export const checkAsSet = (page) => inPage(page, look);

function look() {
  const b = window.battery;
  const found = [];
  const is = (query) => matchMedia(query).matches;
  if (is("(prefers-reduced-motion: reduce)")) {
    const running = document.getAnimations().filter((animation) => animation.playState === "running");
    found.push(...running.map((animation) => `moves with less motion: ${animation.animationName ?? animation.transitionProperty ?? "a script"}`));
  }
  const isForced = is("(forced-colors: active)");
  if (!isForced && !is("(prefers-contrast: more)")) return found;
  for (const target of b.targets()) {
    const style = getComputedStyle(target);
    // Forced, a link has a colour of its own; everything else that can be pressed now has an edge.
    if (target.matches("a:not(.button)") && (!isForced || style.color !== getComputedStyle(document.body).color)) continue;
    if (!target.matches("a, button, select, textarea, input") || target.matches(".skip, [type=radio], [type=checkbox], [aria-disabled=true]")) continue;
    const edge = ["Top", "Bottom", "Left"].some((side) => {
      const isSeen = isForced || b.colour(style[`border${side}Color`])[3] > 0.9;
      return isSeen && parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none";
    });
    const underlined = [target, ...target.querySelectorAll("*")].some((one) => getComputedStyle(one).textDecorationLine.includes("underline"));
    if (!edge && !underlined) found.push(`${b.name(target)} has no edge in ${isForced ? "forced colours" : "more contrast"}`);
  }
  return found;
}
