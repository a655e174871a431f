// Starts the real program with De Linde and a fresh database, on this computer only, and stops it again.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { Visitor } from "./visitor.mjs";

const run = promisify(execFile);
const here = import.meta.dirname;
const cache = process.env.BEKERTJE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "bekertje");
export const PROGRAM = process.env.BEKERTJE_PROGRAM ?? join(cache, "target/debug/bekertje");
export const SITE = process.env.BEKERTJE_SITE ?? resolve(here, "../../build/site");
export const BUILD = process.env.BEKERTJE_BUILD ?? resolve(here, "../../build");

/** The databases on which this run can test. */
export const DATABASES = process.env.TEST_DATABASE_URL ? ["SQLite", "PostgreSQL"] : ["SQLite"];

/** The demo home, as files for the importer. */
export const DE_LINDE = resolve(here, "../../server/demo/de-linde");

/** How long the first start may take: it imports the whole home. */
const START_MS = 120_000;

async function postgres() {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("PostgreSQL tests need TEST_DATABASE_URL: end2end/with-postgres.sh npm test --prefix end2end");
  const name = `end2end_${process.pid}_${Date.now()}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  const say = (sql) => run("psql", [server, "--quiet", "--set", "ON_ERROR_STOP=1", "--command", sql]);
  await say(`CREATE DATABASE ${name}`);
  return { address: address.href, drop: () => say(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** Only what the program needs: settings of whoever runs the tests must not leak in. */
function environment(more) {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR, LANG, ...more }).filter(([, value]) => value !== undefined));
}

/** Runs the program to its end: `{ code, output }`. */
export function command(parameters, more = {}) {
  return new Promise((done, failed) => {
    const child = spawn(PROGRAM, parameters, { env: environment(more), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    child.stderr.on("data", (text) => (output += text));
    const late = setTimeout(() => child.kill("SIGKILL"), START_MS);
    child.on("error", failed);
    child.on("close", (code) => {
      clearTimeout(late);
      done({ code, output });
    });
  });
}

/**
 * The program, open for visitors. `database` is one of DATABASES; without `demo` there is no door. `home` is a folder that is
 * imported first, as the operator of a real home does.
 * Stop it in `after`.
 */
export async function start({ database = "SQLite", demo = true, data, home, site = SITE, more = [] } = {}) {
  const folder = data ?? (await mkdtemp(join(tmpdir(), "bekertje-end2end-")));
  const store = database === "PostgreSQL" ? await postgres() : undefined;
  const settings = environment({
    BEKERTJE_DATA: folder,
    DATABASE_URL: store?.address,
    BEKERTJE_LOG: process.env.BEKERTJE_LOG ?? "warn",
  });
  let child, ended;
  let isUp = true;
  let said = "";
  process.once("exit", () => child.kill("SIGKILL"));

  /** Starts the program at this address and waits until it is open. */
  async function launch(listen) {
    const parameters = ["serve", "--site", site, "--listen", listen, ...(demo ? ["--demo"] : []), ...more];
    child = spawn(PROGRAM, parameters, { env: settings, stdio: ["ignore", "pipe", "pipe"] });
    child.stderr.on("data", (text) => (said += text));
    ended = new Promise((done) => child.once("close", done));
    const url = await new Promise((done, failed) => {
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        failed(new Error(`the program did not start within ${START_MS / 1000} s:\n${said}`));
      }, START_MS);
      child.once("error", (error) => {
        clearTimeout(late);
        failed(new Error(`${PROGRAM} cannot be started (make server client site): ${error.message}`));
      });
      child.once("close", (code) => {
        clearTimeout(late);
        failed(new Error(`the program ended with ${code}:\n${said}`));
      });
      createInterface({ input: child.stdout }).on("line", (line) => {
        said += `${line}\n`;
        const address = line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
        if (address) {
          clearTimeout(late);
          done(address);
        }
      });
    });
    const health = await fetch(`${url}/health`);
    if (!health.ok) throw new Error(`/health says ${health.status}`);
    return url;
  }
  if (home) {
    const { code, output } = await command(["import", "--folder", home], { BEKERTJE_DATA: folder, DATABASE_URL: store?.address });
    if (code !== 0) throw new Error(`the home cannot be imported:\n${output}`);
  }
  const url = await launch("127.0.0.1:0");

  return {
    url,
    database,
    /** What the program printed and logged. */
    log: () => said,
    /** Someone who uses the program over HTTP, without a browser. */
    visitor: (code, language) => Visitor.enter(url, code, language),
    /** Recomputes all books with the program's own command; throws when they do not balance. */
    verify() {
      return this.command("verify");
    },
    /** Another command of the program on the same data; what it says. */
    async command(...parameters) {
      const { code, output } = await command(parameters, { BEKERTJE_DATA: folder, DATABASE_URL: store?.address });
      if (code !== 0) throw new Error(`bekertje ${parameters.join(" ")} ended with ${code}:\n${output}`);
      return output;
    },
    /** The plug is pulled: devices have no server any more. */
    async kill() {
      child.kill("SIGKILL");
      await ended;
      isUp = false;
    },
    isUp: () => isUp,
    /** And back at the same address, with the same data; `other` site or parameters when something changed meanwhile. */
    async again(other = {}) {
      site = other.site ?? site;
      more = other.more ?? more;
      await launch(new URL(url).host);
      isUp = true;
    },
    /** For the next test, whatever became of the one before. */
    async ensure() {
      if (!isUp) await this.again();
    },
    async stop() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await ended;
      clearTimeout(late);
      await store?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
