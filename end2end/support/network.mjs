// The network between a browser and the program: the fault proxy, told what to break.

import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { PROGRAM } from "./program.mjs";

const PROXY = process.env.BEKERTJE_FAULT_PROXY ?? join(dirname(PROGRAM), "fault-proxy");

/** How long the proxy may take to listen. */
const START_MS = 10_000;

/**
 * A proxy in front of `url`. Browsers go to `network.url`; `network.faults` says what breaks, see end2end/fault-proxy.
 * The program behind it may stop and start again on the same port.
 */
export async function network(url) {
  const child = spawn(PROXY, ["--to", new URL(url).host], { stdio: ["ignore", "pipe", "inherit"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const places = await new Promise((done, failed) => {
    const found = {};
    const late = setTimeout(() => failed(new Error("the fault proxy did not start")), START_MS);
    child.once("error", (error) => failed(new Error(`${PROXY} cannot be started (make fault-proxy): ${error.message}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [name, address] = line.split(" ");
      found[name] = address;
      if (found.proxy && found.control) {
        clearTimeout(late);
        done(found);
      }
    });
  });
  const control = async (method, path, body) => {
    const reply = await fetch(places.control + path, { method, body: body && JSON.stringify(body) });
    const said = await reply.json();
    if (!reply.ok) throw new Error(`the fault proxy: ${said}`);
    return said;
  };
  return {
    url: places.proxy,
    /** Replaces what breaks: `[{ fault: "drop_reply", method: "POST", path: "/api/v1/sync", times: 1 }]`. */
    break: (...rules) => control("PUT", "/faults", rules),
    /** Everything passes again. */
    heal: () => control("PUT", "/faults", []),
    /** No network at all: what is open breaks too. */
    async down() {
      await control("PUT", "/faults", [{ fault: "drop_request" }]);
      await control("POST", "/cut");
    },
    /** Every open connection breaks; new ones meet what is set. */
    cut: () => control("POST", "/cut"),
    /** How often a fault was really injected. */
    injected: async (fault) => (await control("GET", "/counts")).injected[fault] ?? 0,
    async stop() {
      child.kill("SIGKILL");
    },
  };
}
