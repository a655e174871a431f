// A1 and the contrast of A8: axe-core, with the rules that it leaves off by default.

import { AxeBuilder } from "@axe-core/playwright";

const ALWAYS = ["target-size", "identical-links-same-purpose", "meta-refresh-no-exceptions", "css-orientation-lock", "label-content-name-mismatch"];

export const rule = "A1 axe finds nothing";

export async function check(page, { audience = "resident" } = {}) {
  const enhanced = audience === "resident";
  const rules = Object.fromEntries(ALWAYS.map((id) => [id, { enabled: true }]));
  rules["color-contrast-enhanced"] = { enabled: enhanced };
  const builder = new AxeBuilder({ page }).options({ rules, resultTypes: ["violations", "incomplete"] }).setLegacyMode(true);
  const { violations, incomplete } = await builder.analyze();
  // Two links with one name to two places: axe leaves it to us to say whether that is wrong. It is.
  const sameName = incomplete.filter(({ id }) => id === "identical-links-same-purpose");
  return [...violations, ...sameName].flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.split("\n").slice(1).map((line) => line.trim()).join("; ")}`),
  );
}
