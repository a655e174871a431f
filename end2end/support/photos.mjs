// Photos that a test makes itself, and the folder of a home that has them.

import { cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32, deflateSync } from "node:zlib";

const DE_LINDE = resolve(import.meta.dirname, "../../server/demo/de-linde");

/** A path over hills under an evening sky; another `hour` is another picture. */
export function scene(hour, width = 1200, height = 900) {
  const rows = Buffer.alloc((width * 3 + 1) * height);
  const hills = [
    [0.5, 0.06, 3, [118, 148, 120]],
    [0.62, 0.05, 5, [84, 126, 78]],
    [0.78, 0.03, 2, [58, 98, 52]],
  ];
  const sun = { x: 0.2 + 0.06 * hour, y: 0.25, r: 0.08 };
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [x / width, y / height];
      const hill = hills.findLast(([at, high, waves]) => v > at + high * Math.sin(waves * u * 6.28 + hour));
      const isSun = Math.hypot((u - sun.x) * (width / height), v - sun.y) < sun.r;
      const isPath = v > 0.6 && Math.abs(u - 0.5 - 0.1 * Math.sin(v * 9)) < (v - 0.55) * 0.2;
      const grain = ((x * 7919 + y * 104729) % 17) - 8;
      const [r, g, b] = isPath ? [205, 186, 150] : hill ? hill[3] : isSun ? [255, 240, 190] : [150 + 160 * v, 190 + 60 * v, 240 - 60 * v];
      const at = y * (width * 3 + 1) + 1 + x * 3;
      for (const [offset, value] of [r, g, b].entries()) rows[at + offset] = Math.max(0, Math.min(255, value + grain));
    }
  }
  return png(width, height, rows);
}

function png(width, height, rows) {
  const chunk = (name, content) => {
    const body = Buffer.concat([Buffer.from(name), content]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(content.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** De Linde as a folder for `bekertje import`, with `photos`: the file of each item, by its code. */
export async function homeWithPhotos(photos, files) {
  const folder = await mkdtemp(join(tmpdir(), "bekertje-home-"));
  await cp(DE_LINDE, folder, { recursive: true });
  const catalogue = join(folder, "catalogue.csv");
  const [header, ...lines] = (await readFile(catalogue, "utf8")).trimEnd().split("\n");
  const named = lines.map((line) => `${line},${photos[line.split(",")[0]] ?? ""}`);
  await writeFile(catalogue, [`${header},photo`, ...named, ""].join("\n"));
  await mkdir(join(folder, "photos"));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, "photos", name), content);
  return folder;
}
