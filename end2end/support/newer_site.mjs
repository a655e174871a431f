// A new version of the site: the same one, as if one more word had been changed in the service worker.

import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SITE } from "./program.mjs";

/** Its folder; who asks for it removes it. */
export async function newerSite() {
  const site = await mkdtemp(join(tmpdir(), "bekertje-newer-"));
  await cp(SITE, site, { recursive: true });
  const manifest = JSON.parse(await readFile(join(site, "manifest.json"), "utf8"));
  const script = await readFile(join(site, "sw.js"), "utf8");
  await writeFile(join(site, "sw.js"), script.replaceAll(manifest.build, "newer"));
  manifest.build = "newer";
  manifest.files["sw.js"] = { ...manifest.files["sw.js"], integrity: "sha384-newer", gzip: null, brotli: null };
  await writeFile(join(site, "manifest.json"), JSON.stringify(manifest));
  return site;
}
