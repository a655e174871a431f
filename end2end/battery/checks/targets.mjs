// A2: large targets with room between them, at three sizes.

import { SIZES } from "../../support/browser.mjs";
import { inPage, withSize } from "./in_page.mjs";

export const rule = "A2 targets are large and apart";

const LEAST = {
  resident: { size: 64, main: 88, key: 120, gap: 20 },
  family: { size: 48, main: 48, key: 48, gap: 8 },
  ward: { size: 48, main: 48, key: 48, gap: 8 },
  // axe's target-size (24 px) holds for the office.
  office: { size: 24, main: 24, key: 24, gap: 0 },
};

export async function check(page, { audience = "resident", sizes = Object.values(SIZES) } = {}) {
  const found = [];
  for (const size of sizes) {
    const at = `${size.width}×${size.height}`;
    const seen = await withSize(page, size, () => inPage(page, look, LEAST[audience] ?? LEAST.family));
    found.push(...seen.map((one) => `${at}: ${one}`));
  }
  return found;
}

function look(least) {
  const MAIN = ".product, .tile, .moment, .button-main, .cup-card, .basketbar";
  const KEY = ".button-key";
  const SLACK = 0.6;
  const b = window.battery;
  const found = [];
  const targets = b.targets().map((element) => ({ element, box: element.getBoundingClientRect(), layer: b.layer(element) }));
  // In the office a link in a sentence or a cell may be as high as its line.
  const inline = (element) => least.size <= 24 && getComputedStyle(element).display === "inline";
  for (const { element, box } of targets) {
    if (inline(element)) continue;
    const isKey = element.matches(KEY);
    const isMain = isKey || element.matches(MAIN);
    const isWide = box.width >= element.parentElement.clientWidth - 1 || box.width >= innerWidth * 0.8;
    const high = isKey ? (isWide ? least.main : least.key) : isMain ? least.main : least.size;
    const wide = isMain ? Math.min(least.main, high) : least.size;
    if (box.height < high - SLACK || box.width < wide - SLACK) {
      found.push(`${b.name(element)} is ${Math.round(box.width)}×${Math.round(box.height)}, not ${wide}×${high}`);
    }
  }
  if (least.gap === 0) return found;
  for (const [index, one] of targets.entries()) {
    for (const other of targets.slice(index + 1)) {
      if (one.layer !== other.layer || one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const beside = Math.max(one.box.left - other.box.right, other.box.left - one.box.right);
      const above = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom);
      const gap = Math.max(beside, above);
      if (gap < least.gap - SLACK) {
        found.push(`${Math.round(gap)} px, not ${least.gap}, between ${b.name(one.element)} and ${b.name(other.element)}`);
      }
    }
  }
  return found;
}
