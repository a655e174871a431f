// A11: names contain what is seen and are unique. Part of A18: no icon without text.

import { inPage } from "./in_page.mjs";

export const rule = "A11 names are what is seen, and unique";

export async function check(page) {
  return inPage(page, look);
}

function look() {
  const b = window.battery;
  const found = [];
  const bare = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const byName = new Map();
  /** As a browser reads it: a space between boxes, none inside a line. */
  const read = (node) =>
    [...node.childNodes]
      .map((child) => {
        if (child.nodeType === Node.TEXT_NODE) return child.data;
        if (child.nodeType !== Node.ELEMENT_NODE || child.getAttribute("aria-hidden") === "true") return "";
        return getComputedStyle(child).display.startsWith("inline") && child.tagName !== "BR" ? read(child) : ` ${read(child)} `;
      })
      .join("");
  const said = (element) => {
    if (element.id && element.matches("input, select, textarea")) {
      const label = element.closest("label") ?? document.querySelector(`label[for="${CSS.escape(element.id)}"]`);
      if (label) return read(label);
    }
    return read(element.closest("label") ?? element);
  };
  for (const element of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    if (!b.visible(element)) continue;
    const labelled = element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const name = bare(labelled ?? element.getAttribute("aria-label") ?? said(element));
    if (!name) {
      found.push(`${b.name(element)} has no name`);
      continue;
    }
    if (element.matches("a, button, summary")) {
      const visible = bare(element.innerText);
      if (!visible) found.push(`${b.name(element)} has a picture without text`);
      else if (!name.includes(visible)) found.push(`${b.name(element)} is called "${name}" and shows "${visible}"`);
    }
    const form = element.closest("form");
    const does = element.matches("a")
      ? element.pathname + element.search + element.hash
      : `${element.tagName} ${form?.querySelector("[name=operation]")?.value ?? ""} ${element.name} ${element.value}`;
    const same = byName.get(`${element.matches("a, button") ? "press" : element.tagName} ${name}`);
    if (same === undefined) byName.set(`${element.matches("a, button") ? "press" : element.tagName} ${name}`, does);
    else if (same !== does) found.push(`two things are called "${name}": ${same.slice(0, 80)} and ${does.slice(0, 80)}`);
  }
  return found;
}
