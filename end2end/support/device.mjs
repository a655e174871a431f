// A device of one's own that outlives its browser: a real profile on the disk, with a service worker and a storage.

import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { FLAGS, SIZES, attend, open } from "./browser.mjs";

/** On a busy machine something may take this long. */
const PATIENCE_MS = 30_000;

/** What a device may complain about while its server is away. */
const AWAY = /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_FAILED|Failed to load resource/;

/** A page that opens lives from now on: only the clock on the wall is ahead. */
const aheadOnNewPages = (ms) => (Date.now = ((wall) => () => wall() + ms)(Date.now));

/** Until something in the page is so that only a promise can tell: Playwright's own wait takes any promise for a yes. */
export async function holds(page, predicate, argument) {
  const late = Date.now() + PATIENCE_MS;
  while (!(await page.evaluate(predicate, argument))) {
    if (Date.now() > late) throw new Error(`it does not become true: ${predicate}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Takes the power from all whose command line says so. */
async function endProcesses(saying) {
  for (const id of (await readdir("/proc")).filter((name) => /^[0-9]+$/.test(name))) {
    const said = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
    if (said.includes(saying)) {
      try {
        process.kill(Number(id), "SIGKILL");
      } catch {
        // It ended by itself meanwhile.
      }
    }
  }
}

export class Device {
  static #open = new Set();

  /** Whatever a test that failed left behind. */
  static async closeAll() {
    await Promise.all([...Device.#open].map((device) => device.close()));
  }

  static async open(program, { size = "tablet", profile, language = "nl" } = {}) {
    const device = new Device();
    device.program = program;
    device.size = size;
    device.language = language;
    device.profile = profile ?? (await mkdtemp(join(tmpdir(), "bekertje-device-")));
    Device.#open.add(device);
    await device.start();
    return device;
  }

  /** Switches the device on. */
  async start() {
    this.context = await chromium.launchPersistentContext(this.profile, {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: FLAGS,
      baseURL: this.program.url,
      viewport: SIZES[this.size] ?? this.size,
      locale: this.language === "nl" ? "nl-NL" : "en-GB",
      timezoneId: "Europe/Amsterdam",
    });
    this.context.setDefaultTimeout(PATIENCE_MS);
    if (this.aheadMs) await this.context.addInitScript(aheadOnNewPages, this.aheadMs);
    if (this.times) await this.hurry(this.times);
    this.page = this.attend(this.context.pages()[0] ?? (await this.context.newPage()));
  }

  attend(page) {
    page.isAlone = () => !this.program.isUp();
    return attend(page);
  }

  /** Another tab of the same device. */
  async tab(address) {
    const page = this.attend(await this.context.newPage());
    if (address) await open(page, address);
    return page;
  }

  /** Its clock goes on, on the page that is open and on those that it opens later. */
  async goOn(hours) {
    const ms = hours * 3_600_000;
    this.aheadMs = (this.aheadMs ?? 0) + ms;
    await this.context.addInitScript(aheadOnNewPages, ms);
    await this.page.evaluate((ms) => {
      const [wall, uptime] = [Date.now, performance.now.bind(performance)];
      Date.now = () => wall() + ms;
      performance.now = () => uptime() + ms;
    }, ms);
  }

  /** All waiting of its pages goes so many times as fast from now on. */
  hurry(times) {
    this.times = times;
    return this.context.addInitScript((times) => {
      const [wait, limit] = [globalThis.setTimeout, AbortSignal.timeout.bind(AbortSignal)];
      globalThis.setTimeout = (act, ms, ...more) => wait(act, ms >= 1_000 ? ms / times : ms, ...more);
      AbortSignal.timeout = (ms) => limit(ms / times);
    }, times);
  }

  /** Through the demo door, and until the device can start without the server: everything is kept. */
  async enter(code) {
    await this.comeIn(code);
    await this.canStartAlone();
    return this.home;
  }

  /** Through the demo door. */
  async comeIn(code) {
    const answer = await this.context.request.post(`${this.program.url}/demo/enter`, {
      form: { door: code, lang: this.language },
      maxRedirects: 0,
    });
    this.home = answer.headers().location;
    await this.page.goto(this.home);
  }

  /** Until something that was done waits on the disk. */
  async somethingWaits() {
    const late = Date.now() + PATIENCE_MS;
    while ((await this.waiting()).length === 0) if (Date.now() > late) throw new Error("nothing waits on the device");
  }

  canStartAlone(page = this.page) {
    return this.#keeps(page, true);
  }

  /** The same, but for the rest of the shop: the device was cut off before that came. */
  canStartWithAPart(page = this.page) {
    return this.#keeps(page, false);
  }

  async #keeps(page, whole) {
    await page.evaluate(async () => (await navigator.serviceWorker.ready).active.state);
    await holds(page, async () => (await navigator.serviceWorker.ready).active.state === "activated");
    const isKept = async (whole) => {
      const rows = await new Promise((done) => {
        const request = indexedDB.open("bekertje");
        request.onsuccess = () => {
          const database = request.result;
          if (!database.objectStoreNames.contains("rows")) return database.close(), done({});
          const all = database.transaction("rows").objectStore("rows").get("snapshot");
          all.onsuccess = () => (database.close(), done(all.result ? JSON.parse(all.result) : {}));
        };
      });
      return rows.complete === whole;
    };
    await holds(page, isKept, whole);
  }

  /** What the storage has under names that begin so: "op/", "household/". */
  async rows(prefix, page = this.page) {
    const found = await page.evaluate(
      (prefix) =>
        new Promise((done) => {
          const request = indexedDB.open("bekertje");
          request.onsuccess = () => {
            const all = request.result.transaction("rows").objectStore("rows").getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
            all.onsuccess = () => (request.result.close(), done(all.result));
          };
        }),
      prefix,
    );
    return found.map((row) => JSON.parse(row));
  }

  /** The operations that wait, as they stand in the storage. */
  async waiting(page = this.page) {
    return (await this.rows("op/", page)).filter((entry) => !entry.wish && (!entry.verdict || entry.again));
  }

  /** Until nothing waits any more, with nobody touching the screen; how long it took. */
  async drained(page = this.page, patience = 90_000) {
    const started = Date.now();
    for (;;) {
      const waiting = await this.waiting(page);
      if (waiting.length === 0) return Date.now() - started;
      if (Date.now() - started > patience) throw new Error(`${waiting.length} operations still wait after ${patience / 1000} s`);
      await new Promise((done) => setTimeout(done, 250));
    }
  }

  /** What is wrong besides that the server is away. */
  complaints() {
    return this.context.pages().flatMap((page) => (page.complaints ?? []).filter((one) => !AWAY.test(one)));
  }

  /** Switches the device off as people do; one that does not answer any more loses its power. */
  async stop() {
    const late = setTimeout(() => endProcesses(`user-data-dir=${this.profile}`), PATIENCE_MS);
    await this.context?.close().finally(() => clearTimeout(late));
  }

  /** Pulls its battery. */
  async kill() {
    const browser = await this.context.newCDPSession(this.page);
    await browser.send("Browser.crash").catch(() => {});
    await this.stop().catch(() => {});
  }

  async close() {
    Device.#open.delete(this);
    await this.stop().catch(() => {});
    await rm(this.profile, { recursive: true, force: true });
  }
}
