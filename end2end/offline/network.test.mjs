// A network that breaks what networks break, between a tablet and the program. Each fault of the proxy strikes first what
// the tablet sends and then what it asks: the screen stays truthful, and afterwards everything is there once, untouched.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { button, open, reads, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { network } from "../support/network.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { lines, settledOn } from "../support/shop.mjs";
import { say } from "../support/words.mjs";

const SYNC = "/api/v1/sync";
const SENT = new RegExp(say("nl", "device-sent"));
const KEPT = new RegExp(say("nl", "device-sending", { place: say("nl", "device-place"), count: 1 }).replace(/\.$/, ""));

/** All waiting of the page goes ten times as fast: what is promised within 90 s must be there within 9. */
const FASTER = 10;
const PROMISE_MS = 90_000 / FASTER;
/** Longer than the page waits for an answer. */
const LATE_MS = 4_000;

/** What each fault does with what the tablet sends: never reaches the server, is done there unheard, or does no harm. */
const FAULTS = {
  drop_request: "lost",
  drop_reply: "unheard",
  duplicate: "harmless",
  delay: "unheard",
  reorder: "harmless",
  truncate: "unheard",
  half_open: "lost",
  portal: "lost",
  bad_gateway: "unheard",
  too_large: "lost",
  too_many: "lost",
};

for (const database of DATABASES) {
  describe(`a broken network, on ${database}`, () => {
    let program, net, device, page, resident, ward, id;
    before(async () => {
      program = await start({ database });
      net = await network(program.url);
      resident = await program.visitor("R06");
      ward = await program.visitor("fatma");
      id = (await resident.household()).id;
      device = await Device.open({ ...program, url: net.url });
      page = device.page;
      await device.hurry(FASTER);
      await device.enter("R06");
    });
    after(async () => {
      await Device.closeAll();
      await net?.stop();
      await program?.stop();
    });

    const says = (words) => reads(page.locator(".sync"), words);
    const requested = (household) => lines(household).filter((one) => one.state === "requested");
    /** What stands on the week and was not answered yet. */
    const unanswered = () => page.locator("[aria-current=step]").filter({ hasText: say("nl", "status-ordered") });
    const confirm = ({ order, id: line }) => ward.do(id, { accept_line: { target: { order: order.id, line } } });

    /** Until a fault was injected once more. Someone else uses the same network meanwhile. */
    async function struck(fault, before) {
      const late = Date.now() + 20_000;
      while ((await net.injected(fault)) <= before) {
        if (Date.now() > late) assert.fail(`${fault} was never injected`);
        await fetch(`${net.url}/health`);
      }
    }

    /** Until the screen has heard the ward's answer by itself, within what is promised; how long it took. */
    async function heard(left) {
      const started = Date.now();
      await unanswered().nth(left).waitFor({ state: "detached", timeout: PROMISE_MS });
      await says(SENT);
      return Date.now() - started;
    }

    for (const [fault, what] of Object.entries(FAULTS)) {
      if (database !== "SQLite" && what !== "unheard") continue;
      const passes = what === "harmless";
      it(`${fault}: what was ordered is never called sent before it is, and arrives once`, async (test) => {
        const known = new Set(lines(await resident.household()).map((one) => one.id));
        const fresh = (household) => requested(household).filter((one) => !known.has(one.id));
        await open(page, `${device.home}/item/A07`);
        await tapTo(button(page, "put_in_basket").first(), /\/basket/);
        await device.drained();

        // What the tablet sends.
        let count = await net.injected(fault);
        await net.break({ fault, method: "POST", path: SYNC, ms: LATE_MS });
        await tapTo(button(page, "place_order"), /\/week/);
        await unanswered().first().waitFor();
        const shown = await unanswered().count();
        await struck(fault, count);
        if (passes) await says(SENT);
        else {
          await says(KEPT);
          assert.equal((await device.waiting()).length, 1, "the tablet has it");
          if (what === "lost") assert.deepEqual(fresh(await resident.household()), [], "the server has nothing");
          else await settledOn(resident, undefined, (household) => fresh(household).length === 1);
          await says(KEPT);
        }
        assert.equal(await unanswered().count(), shown, "the choice stays in sight");

        // What it asks.
        count = await net.injected(fault);
        await net.break({ fault, method: "GET", path: SYNC, ms: LATE_MS });
        await settledOn(resident, undefined, (household) => fresh(household).length === 1);
        await confirm(fresh(await resident.household())[0]);
        await struck(fault, count);
        if (!passes) assert.equal(await unanswered().count(), shown, "nothing is shown that was not heard");

        await net.heal();
        const took = await heard(shown - 1);
        assert.deepEqual(await device.waiting(), []);
        const placed = lines(await resident.household()).filter((one) => !known.has(one.id));
        assert.deepEqual(placed.map((one) => one.state), ["accepted"], "once");
        test.diagnostic(`all there ${took} ms after the network`);
      });
    }

    // Not yet: an event without data is none for a browser, and the server's pokes have none.
    it("what the server says by itself is heard at once", async () => {
      await open(page, `${device.home}/item/A07`);
      await tapTo(button(page, "put_in_basket").first(), /\/basket/);
      await tapTo(button(page, "place_order"), /\/week/);
      await device.drained();
      const shown = await unanswered().count();
      await confirm(requested(await resident.household()).at(-1));
      assert.ok((await heard(shown - 1)) < 1_000);
    });

    it("silent_stream: what the server cannot tell is asked for all the same", async (test) => {
      await open(page, `${device.home}/item/A07`);
      await tapTo(button(page, "put_in_basket").first(), /\/basket/);
      await tapTo(button(page, "place_order"), /\/week/);
      await device.drained();
      const shown = await unanswered().count();
      const count = await net.injected("silent_stream");
      await net.break({ fault: "silent_stream", path: "/api/v1/pokes" });
      await net.cut();
      await struck("silent_stream", count);
      await confirm(requested(await resident.household()).at(-1));
      const took = await heard(shown - 1);
      test.diagnostic(`asked for after ${took} ms`);
      await net.heal();
    });

    it("leaves no operation twice and books that balance", async () => {
      const numbers = (await resident.household()).orders.map((one) => one.id);
      assert.deepEqual(numbers, [...new Set(numbers)]);
      assert.deepEqual(page.complaints.filter((one) => one.startsWith("error in the page")), []);
      await program.verify();
    });
  });
}
