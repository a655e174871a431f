// How long signing in takes while fifty people do it at once, each from a browser of their own. Printed, never asserted.

import { operatorsLink, PASSWORD } from "../support/sign_in.mjs";
import { DE_LINDE, start } from "../support/program.mjs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const AT_ONCE = 50;
const ROUNDS = 4;

const program = await start({ demo: false, home: DE_LINDE });
const form = (fields) => ({ method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
try {
  const people = (await readFile(join(DE_LINDE, "people.csv"), "utf8")).split("\n").map((line) => line.split(","));
  const family = people.filter((columns) => columns[3] === "family").map(([code]) => code);
  const ready = [];
  for (const code of family) {
    const chosen = await fetch(await operatorsLink(program, code), form({ password: PASSWORD }));
    if (chosen.status === 303 && chosen.headers.get("location") === "/") ready.push(code);
  }
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const all = Array.from({ length: AT_ONCE }, async (_, index) => {
      const began = performance.now();
      const answer = await fetch(`${program.url}/sign-in`, form({ name: ready[index % ready.length], password: PASSWORD }));
      if (answer.headers.get("location") !== "/") throw new Error(`nobody came in: ${answer.status}`);
      return performance.now() - began;
    });
    times.push(...(await Promise.all(all)));
  }
  times.sort((one, other) => one - other);
  const at = (share) => `${Math.round(times[Math.ceil(times.length * share) - 1])} ms`;
  console.log(`Signing in, ${AT_ONCE} at once (${ready.length} people): half within ${at(0.5)}, 99 of 100 within ${at(0.99)}`);
} finally {
  await program.stop();
}
