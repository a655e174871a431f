// Lets a public scanner (Wapiti) look for known weaknesses in a shop of its own, as each kind of person: `make scan`.
// A weakness, or an answer that breaks, ends it with an error; what it only remarks is shown.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { start } from "./support/program.mjs";

const run = promisify(execFile);
const SCANNER = process.env.BEKERTJE_SCANNER ?? "wapiti";
const MINUTES = Number(process.env.MINUTES ?? 5);
const PEOPLE = [undefined, "R01", "els-vermeer", "fatma", "office"];
/** What it tries. Those that need a server of the scanner's own on the internet are not among it. */
const TRIES = "cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,timesql,xss";
/** These would end the session that it looks with. */
const NOT = ["demo/*", "sign-out", "sessions/end", "sessions/password", "tablet/done"];

const program = await start({});
const folder = await mkdtemp(join(tmpdir(), "bekertje-scan-"));
let bad = 0;
try {
  for (const person of PEOPLE) {
    const name = person ?? "nobody";
    const cookie = person && (await program.visitor(person)).cookie;
    const report = join(folder, `${name}.json`);
    const to = `${program.url}/`;
    const parameters = ["-u", to, "--scope", "domain", "-m", TRIES, "-f", "json", "-o", report, "--flush-session"];
    parameters.push("--store-session", join(folder, name), "--no-bugreport", "--tasks", "2", "-S", "sneaky");
    parameters.push("--max-scan-time", String(MINUTES * 60), "--max-attack-time", String(MINUTES * 12));
    for (const address of NOT) parameters.push("-x", to + address);
    if (cookie) parameters.push("-H", `Cookie: ${cookie}`);
    await run(SCANNER, parameters, { maxBuffer: 1e8 });
    const { vulnerabilities, anomalies, additionals, infos } = JSON.parse(await readFile(report, "utf8"));
    const found = (kinds) => Object.entries(kinds).flatMap(([kind, all]) => all.map((one) => ({ kind, ...one })));
    const wrong = [...found(vulnerabilities), ...found(anomalies)];
    bad += wrong.length;
    console.log(`${name}: ${infos.crawled_pages_nbr} pages, ${wrong.length} weaknesses, ${found(additionals).length} remarks`);
    for (const { kind, method, path, parameter, info } of wrong) {
      console.log(`  ${kind}: ${method} ${path} ${parameter ? `(${parameter}) ` : ""}${info}`);
    }
    for (const kind of new Set(found(additionals).map((one) => one.kind))) console.log(`  remark: ${kind}`);
  }
  // Whatever it sent, the books balance and the log of who looked is whole.
  await program.verify();
} finally {
  await program.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = bad > 0 ? 1 : 0;
