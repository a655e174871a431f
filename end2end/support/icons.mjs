// Makes the pictures of the icon from its drawings, after a change of those: node end2end/support/icons.mjs

import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { openBrowser } from "./browser.mjs";

const PUBLIC = resolve(import.meta.dirname, "../../public");
const PICTURES = [
  ["icon.svg", "icon-192.png", 192],
  ["icon.svg", "icon-512.png", 512],
  ["icon-maskable.svg", "icon-maskable-512.png", 512],
  // Apple rounds the corners itself.
  ["icon-maskable.svg", "icon-180.png", 180],
];

const browser = await openBrowser();
for (const [drawing, picture, size] of PICTURES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = (await readFile(resolve(PUBLIC, drawing), "utf8")).replace("<svg ", `<svg width="${size}" height="${size}" `);
  await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
  await writeFile(resolve(PUBLIC, picture), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
