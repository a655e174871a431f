// Pictures of every screen, at three sizes and in two languages, on one sheet. A screen that complains fails.

import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { SIZES, alive, enter, open, openBrowser, openPage } from "../support/browser.mjs";
import { BUILD, start } from "../support/program.mjs";
import { PEOPLE, prepare, refusals, screens } from "../battery/pages.mjs";

const FOLDER = join(BUILD, "screens");
/** Longer pages are cut: the sheet shows what people see first. */
const MOST_PX = 2_400;

/** Everyone with everything, the others with what is different about them. */
const ROUNDS = [
  ["door", "typical"],
  ["resident", "typical"],
  ["resident", "empty"],
  ["resident", "long"],
  ["family", "typical"],
  ["family", "empty"],
  ["family", "long"],
  ["ward", "typical"],
  ["ward", "long"],
  ["office", "typical"],
];

const shots = [];
let program, browser;
before(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  [program, browser] = await Promise.all([start(), openBrowser()]);
  await prepare(program);
});
after(async () => {
  await browser?.close();
  await program?.stop();
});

for (const language of ["nl", "en"]) {
  describe(`screens in ${language}`, () => {
    for (const [audience, variant] of ROUNDS) {
      it(`${audience}, ${variant}`, () => photograph(audience, variant, language, "light"));
    }
    if (language === "nl") {
      for (const audience of ["resident", "family", "ward"]) it(`${audience}, dark`, () => photograph(audience, "typical", language, "dark"));
    }
  });
}

async function photograph(audience, variant, language, theme) {
  const page = await openPage(browser, program, { size: "tablet" });
  const people = PEOPLE[audience]?.[variant];
  let visitor;
  if (people) {
    await enter(page, program, people, language);
    visitor = await program.visitor(people, language);
    if (theme === "dark") {
      await page.context().request.post(`${program.url}/preferences`, { form: { theme: "dark", next: "/" }, maxRedirects: 0 });
    }
  }
  const pages = await screens(visitor, audience, variant);
  if (audience === "door" && language !== "nl") pages[0].path += `?lang=${language}`;
  if (audience === "resident" && variant === "typical" && theme === "light") {
    const { id } = await visitor.household();
    pages.push(...(await refusals(page, id, (await visitor.moments(id, language === "nl" ? "E03" : "A08")).slice(0, 1))));
  }
  if (theme === "dark") pages.splice(6);
  for (const { name, path, open: first, then, status = 200 } of pages) {
    const answer = await open(page, path);
    assert.equal(answer.status(), status, path);
    for (const link of [first, then].filter(Boolean)) {
      await page.locator(link).first().click();
      await page.waitForLoadState("load");
    }
    await alive(page);
    await page.evaluate(() => document.fonts.ready);
    for (const [size, { width, height }] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height });
      // As high as the page, so that what sticks to the bottom is at the bottom.
      const whole = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: Math.min(Math.max(whole, height), MOST_PX) });
      const file = [audience, variant, theme === "dark" ? "dark" : "", name, size, language].filter(Boolean).join(" ").replace(/[^\w]+/g, "-");
      await page.screenshot({ path: join(FOLDER, `${file}.png`), animations: "disabled" });
      shots.push({ audience, variant, theme, name, size, language, file: `${file}.png`, width });
    }
  }
  // The page that is not there on purpose is a 404, and the console says so.
  const complaints = page.complaints.filter((one) => !(/404/.test(one) && /olifant/.test(one)));
  await page.context().close();
  assert.deepEqual(complaints, []);
}

describe("the contact sheet", () => {
  it("shows them all", async () => {
    assert.ok(shots.length > 300, `${shots.length} pictures`);
    const sheet = join(FOLDER, "contact-sheet.html");
    await writeFile(sheet, html(shots));
    const page = await openPage(browser, undefined, { size: { width: 1800, height: 1000 } });
    await page.goto(pathToFileURL(sheet).href);
    await page.evaluate(() => Promise.all([...document.images].map((image) => ((image.loading = "eager"), image.decode()))));
    for (const section of await page.locator("section").all()) {
      const name = await section.getAttribute("id");
      await section.screenshot({ path: join(FOLDER, `contact-sheet-${name}.png`) });
    }
    // And everything on one picture, small.
    await page.setViewportSize({ width: 3_600, height: 2_000 });
    await page.evaluate(() => (document.body.style.zoom = 0.45));
    await page.screenshot({ path: join(FOLDER, "contact-sheet.png"), fullPage: true });
    await page.context().close();
  });
});

function html(shots) {
  const groups = group(shots);
  const sections = [...groups].map(([name, list]) => {
    const rows = [...group(list, (shot) => `${shot.name}, ${shot.language}`)].map(
      ([title, row]) => `<figure><figcaption>${title}</figcaption>${row
        .map((shot) => `<a href="${shot.file}"><img loading="lazy" src="${shot.file}" width="${Math.round(shot.width / 5)}" alt="${shot.size}"></a>`)
        .join("")}</figure>`,
    );
    return `<section id="${name.replace(/\W+/g, "-")}"><h2>${name}</h2><div>${rows.join("\n")}</div></section>`;
  });
  return `<!doctype html><meta charset="utf-8"><title>Bekertje: all screens</title><style>
    body { font: 14px system-ui, sans-serif; margin: 16px; background: #e9e4da; }
    section > div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
    figure { margin: 0; display: flex; gap: 6px; align-items: flex-start; flex-wrap: wrap; max-width: 520px; }
    figcaption { width: 100%; font-weight: bold; }
    img { display: block; border: 1px solid #999; background: #fff; }
  </style><h1>Bekertje: all screens</h1><p>${shots.length} pictures.</p>${sections.join("\n")}`;
}

const key = (shot) => `${shot.audience}, ${shot.variant}${shot.theme === "dark" ? ", dark" : ""}`;
function group(list, by = key) {
  const groups = new Map();
  for (const one of list) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}
