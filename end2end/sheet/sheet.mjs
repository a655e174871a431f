// A sheet of pictures: every screen at three sizes, on one page and on one picture.

import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SIZES, openPage } from "../support/browser.mjs";
import { BUILD } from "../support/program.mjs";

/** Longer pages are cut: the sheet shows what people see first. */
const MOST_PX = 2_400;

export class Sheet {
  shots = [];

  /** An empty one, in `folder` of the build folder. */
  static async begin(folder, title) {
    const sheet = new Sheet();
    sheet.title = title;
    sheet.folder = join(BUILD, folder);
    await rm(sheet.folder, { recursive: true, force: true });
    await mkdir(sheet.folder, { recursive: true });
    return sheet;
  }

  /** The page at three sizes, as `{ group, name, language }`. */
  async photograph(page, shot) {
    await page.evaluate(() => document.fonts.ready);
    for (const [size, { width, height }] of Object.entries(SIZES)) {
      await page.setViewportSize({ width, height });
      // As high as the page, so that what sticks to the bottom is at the bottom.
      const whole = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ width, height: Math.min(Math.max(whole, height), MOST_PX) });
      const file = `${[shot.group, shot.name, size, shot.language].join(" ").replace(/[^\w]+/g, "-")}.png`;
      await page.screenshot({ path: join(this.folder, file), animations: "disabled" });
      this.shots.push({ ...shot, size, file, width });
    }
  }

  /** Writes `contact-sheet.html`, and pictures of it. */
  async finish(browser, { least }) {
    assert.ok(this.shots.length > least, `${this.shots.length} pictures`);
    const sheet = join(this.folder, "contact-sheet.html");
    await writeFile(sheet, this.html());
    const page = await openPage(browser, undefined, { size: { width: 1800, height: 1000 } });
    await page.goto(pathToFileURL(sheet).href);
    await page.evaluate(() => Promise.all([...document.images].map((image) => ((image.loading = "eager"), image.decode()))));
    for (const section of await page.locator("section").all()) {
      const name = await section.getAttribute("id");
      await section.screenshot({ path: join(this.folder, `contact-sheet-${name}.png`) });
    }
    // And everything on one picture, small.
    await page.setViewportSize({ width: 3_600, height: 2_000 });
    await page.evaluate(() => (document.body.style.zoom = 0.45));
    await page.screenshot({ path: join(this.folder, "contact-sheet.png"), fullPage: true });
    await page.context().close();
  }

  html() {
    const sections = [...grouped(this.shots, ({ group }) => group)].map(([name, list]) => {
      const rows = [...grouped(list, (shot) => `${shot.name}, ${shot.language}`)].map(
        ([title, row]) => `<figure><figcaption>${title}</figcaption>${row
          .map((shot) => `<a href="${shot.file}"><img loading="lazy" src="${shot.file}" width="${Math.round(shot.width / 5)}" alt="${shot.size}"></a>`)
          .join("")}</figure>`,
      );
      return `<section id="${name.replace(/\W+/g, "-")}"><h2>${name}</h2><div>${rows.join("\n")}</div></section>`;
    });
    return `<!doctype html><meta charset="utf-8"><title>Bekertje: ${this.title}</title><style>
      body { font: 14px system-ui, sans-serif; margin: 16px; background: #e9e4da; }
      section > div { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
      figure { margin: 0; display: flex; gap: 6px; align-items: flex-start; flex-wrap: wrap; max-width: 520px; }
      figcaption { width: 100%; font-weight: bold; }
      img { display: block; border: 1px solid #999; background: #fff; }
    </style><h1>Bekertje: ${this.title}</h1><p>${this.shots.length} pictures.</p>${sections.join("\n")}`;
  }
}

function grouped(list, by) {
  const groups = new Map();
  for (const one of list) groups.set(by(one), [...(groups.get(by(one)) ?? []), one]);
  return groups;
}
