// A ward's tablet without a network for 24 hours, while the other tablet and family go on with the same orders. Afterwards
// everyone has the same, every conflict is explained, and the books balance.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { button, reads, tap, tapTo } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { network } from "../support/network.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { lines, settledOn } from "../support/shop.mjs";
import { say } from "../support/words.mjs";

const RESIDENTS = Array.from({ length: 10 }, (_, index) => `R${String(index + 1).padStart(2, "0")}`);
/** Of each resident: so many lines that were confirmed, and one more that waits for an answer. */
const CONFIRMED = 6;
/** A guest at the table: as many as one likes. */
const ITEM = "E05";
/** The waiting of the pages goes so many times as fast as in life. */
const FASTER = 10;
const PROMISE_MS = 90_000 / FASTER;

for (const database of DATABASES) {
  describe(`a day without a network, on ${database}`, () => {
    let program, net, alone, other, phone, ward;
    /** By code: `{ visitor, id, lines, cup }`; the last of the lines waits for an answer. */
    const home = {};

    before(async () => {
      program = await start({ database });
      net = await network(program.url);
      ward = await program.visitor("fatma");
      await Promise.all(RESIDENTS.map(prepare));
      const at = (url) => ({ ...program, url });
      [alone, other, phone] = await Promise.all([Device.open(at(net.url)), Device.open(program), Device.open(program, { size: "phone" })]);
      await Promise.all([alone, other, phone].map((device) => device.hurry(FASTER)));
      await Promise.all([alone.enter("fatma"), other.enter("ruud"), phone.enter("els-vermeer")]);
    });
    after(async () => {
      await Device.closeAll();
      await net?.stop();
      await program?.stop();
    });

    /** Orders of a resident, and the ward's word on them. */
    async function prepare(code) {
      const visitor = await program.visitor(code);
      const before = await visitor.household();
      const moments = await visitor.moments(before.id, ITEM);
      const chosen = Array.from({ length: CONFIRMED + 1 }, (_, index) => moments[(index + 1) % moments.length]);
      const orders = [visitor.order(chosen.slice(0, CONFIRMED)), visitor.order(chosen.slice(CONFIRMED))];
      for (const kind of orders) await visitor.do(before.id, kind);
      const placed = orders.flatMap(({ place_order: { order, lines } }) => lines.map(({ line, moment }) => ({ id: before.id, order, line, moment })));
      await ward.push(...placed.slice(0, CONFIRMED).map((one) => ward.operation(one.id, { accept_line: { target: target(one) } })));
      home[code] = { visitor, id: before.id, lines: placed, before };
    }

    const target = ({ order, line }) => ({ order, line });
    const lineOf = (code, index) => home[code].lines[index];
    const last = (code) => lineOf(code, CONFIRMED);
    const address = (page, one) => `/ward/${page}/${one.id}/${one.order}/${one.line}`;
    const kindOf = ({ operation }) => Object.keys(operation.kind)[0];
    const day = (one) => one.moment.split("T")[0];

    // ---------- what people do ----------

    /** Whoever does something sees that it is kept before they go on. */
    async function keeping(device, act, count = 1) {
      const kept = async () => (await device.rows("op/")).length;
      const before = await kept();
      await act();
      while ((await kept()) < before + count) await device.page.waitForTimeout(20);
    }

    async function confirm(device, one) {
      if (!/\/ward(\?|$)/.test(device.page.url())) await device.page.goto("/ward");
      await keeping(device, () => tap(button(device.page, "accept_line", one.line).first()));
    }

    /** On the list of its day. */
    async function deliver(device, ...all) {
      const { page } = device;
      for (const one of all.sort((left, right) => left.moment.localeCompare(right.moment))) {
        if (!page.url().endsWith(`?day=${day(one)}`)) await page.goto(`/ward?day=${day(one)}`);
        await keeping(device, () => tap(button(page, "deliver_line", one.line).first()));
      }
    }

    async function decline(device, one) {
      const { page } = device;
      await page.goto(address("decline", one));
      const choose = (input) => tap(page.locator("label.choice", { has: page.locator(input) }).first());
      await choose('input[name="reason"][value="weather"]');
      await choose('input[name="choice"]');
      await keeping(device, () => tapTo(button(page, "decline_line"), /\/ward(\?|$)/));
    }

    async function onItsPage(device, kind, one) {
      await device.page.goto(address("line", one));
      await keeping(device, () => tapTo(button(device.page, kind, one.line).first(), /\/ward(\?|$)/));
    }

    /** Together with the resident, or by family: for as late as the page offers, or for the first moment. */
    async function order(device, id, soon = false) {
      const { page } = device;
      await page.goto(`/r/${id}/item/${ITEM}`);
      await button(page, "put_in_basket").first().waitFor();
      const choose = () => tapTo(button(page, "put_in_basket").nth(soon ? 0 : -1), /\/basket/);
      await keeping(device, () => choose().then(() => tapTo(button(page, "place_order"), /\/week/)), 2);
    }

    /** Six hours later for everyone. */
    async function later() {
      for (const device of [alone, other, phone]) await device.goOn(6);
    }

    /** The server's clock too: it starts again, and whoever has a network finds it by themselves. */
    async function serverAt(hours) {
      await program.kill();
      await program.again({ more: ["--demo-hours-ahead", String(hours)] });
    }

    const stateOf = async (one) => lines((await ward.snapshot()).households.find(({ id }) => id === one.id)).find(({ id }) => id === one.line);
    async function becomes(one, state) {
      await settledOn({ household: () => stateOf(one) }, undefined, (line) => line.state === state);
    }

    /** Four confirmations and eight orders, one of them for the first moment. */
    async function morning() {
      for (const code of ["R01", "R08", "R09", "R10"]) await confirm(alone, last(code));
      for (const code of RESIDENTS.slice(0, 8)) await order(alone, home[code].id, code === "R08");
      await reads(alone.page.locator(".sync"), /Bewaard op deze tablet: 20\. Wordt verstuurd zodra er internet is\./);
    }

    /** The other tablet and family go on with the same lines. */
    async function meanwhile() {
      await deliver(other, lineOf("R02", 0), lineOf("R03", 0));
      await decline(other, lineOf("R04", 0));
      await onItsPage(other, "cancel_line", lineOf("R05", 0));
      await onItsPage(other, "no_show_line", lineOf("R06", 0));
      await confirm(other, last("R03"));
      await deliver(other, last("R03"));
      await decline(other, last("R08"));
      // Family orders, cancels what waits, and asks to cancel what was confirmed; the other tablet agrees.
      await order(phone, home.R01.id);
      await tap(button(phone.page, "cancel_order", last("R01").order).or(button(phone.page, "cancel_line", last("R01").line)).first());
      await becomes(last("R01"), "cancelled");
      await tap(button(phone.page, "cancel_line", lineOf("R01", 1).line).first());
      await onItsPage(other, "cancel_line", lineOf("R01", 1));
      await becomes(lineOf("R01", 1), "cancelled");
    }

    it("goes on for 24 hours, and then everyone has the same", { timeout: 300_000 }, async (test) => {
      const began = Date.now();
      await net.down();
      await Promise.all([morning(), meanwhile()]);

      await later();
      for (const code of [...RESIDENTS.slice(8), ...RESIDENTS.slice(0, 5)]) await order(alone, home[code].id);
      await deliver(alone, ...RESIDENTS.map((code) => lineOf(code, 0)));
      for (const code of ["R02", "R03", "R04"]) await decline(alone, last(code));

      // Someone switches the tablet off and on again.
      await later();
      await serverAt(12);
      await alone.stop();
      await alone.start();
      await deliver(alone, ...RESIDENTS.flatMap((code) => [1, 2, 3].map((index) => lineOf(code, index))));
      // The resident spends at the computer downstairs what the tablet upstairs still counts on.
      const spender = home.R07;
      const [much] = (await spender.visitor.moments(spender.id, ITEM)).slice(2);
      const { books } = await spender.visitor.household();
      const { c = 0, d = 0, dp = 0 } = books.balances.cup;
      await spender.visitor.do(spender.id, spender.visitor.order([{ ...much, quantity: Math.floor((c - d - dp) / much.unit_price.minor) }]));

      await later();
      await deliver(alone, ...RESIDENTS.flatMap((code) => [4, 5].map((index) => lineOf(code, index))), last("R01"));
      for (const code of ["R05", "R06", "R07"]) await decline(alone, last(code));
      // Far more than fifty things wait by now, and every order is one.
      assert.ok((await alone.rows("op/")).every((entry) => !entry.wish));

      await later();
      await serverAt(24);
      const waiting = await alone.waiting();
      const count = (kind) => waiting.filter((entry) => kindOf(entry) === kind).length;
      assert.deepEqual([count("deliver_line"), count("place_order"), count("decline_line"), count("accept_line")], [61, 15, 6, 4]);
      test.diagnostic(`the day took ${Date.now() - began} ms; ${waiting.length} operations wait`);

      // The network is back, and nobody touches anything.
      await net.heal();
      const took = await alone.drained(alone.page, PROMISE_MS);
      test.diagnostic(`drained in ${took} ms`);
      await everyoneHasTheSame(test);

      const entries = await alone.rows("op/");
      await eachHasOneVerdict(entries, waiting);
      await conflictsAreExplained(test, entries);
      await nothingIsPaidTwice();
      await exceptionsAreSortedOut();
      for (const device of [alone, other, phone]) assert.deepEqual(device.complaints(), []);
      await program.verify();
    });

    // ---------- what must be true then ----------

    /** Every line with its state, as far as this device may know it. */
    const states = (households) =>
      Object.fromEntries(households.flatMap((household) => lines(household).map(({ id, state, moment, charged }) => [id, JSON.stringify({ state, moment, charged })])));

    async function everyoneHasTheSame(test) {
      const started = Date.now();
      const { households } = await ward.snapshot();
      for (const [device, whose] of [[alone, households], [other, households], [phone, households.filter(({ id }) => id === home.R01.id)]]) {
        const wanted = states(whose);
        for (;;) {
          const found = states(await device.rows("household/"));
          if (JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(wanted).sort())) break;
          if (Date.now() - started > PROMISE_MS) assert.deepEqual(found, wanted);
          await device.page.waitForEvent("requestfinished", { timeout: PROMISE_MS }).catch(() => {});
        }
        await reads(device.page.locator(".sync"), new RegExp(say("nl", "device-sent")));
      }
      test.diagnostic(`everyone has the same after ${Date.now() - started} ms more`);
      const board = `/ward?day=${day(lineOf("R04", 0))}`;
      const days = [];
      for (const page of [await alone.tab(board), await other.tab(board)]) {
        await page.locator(".job").first().waitFor();
        days.push(await page.locator(".job-acts button").allInnerTexts());
        await page.close();
      }
      assert.deepEqual(days[0], days[1], "both tablets show the same day");
    }

    /** And it never changes: sent once more, each gets the same answer. */
    async function eachHasOneVerdict(entries, waited) {
      const numbers = entries.map(({ operation }) => operation.op_id);
      assert.deepEqual(numbers, [...new Set(numbers)]);
      for (const { operation } of waited) {
        const { verdict } = entries.find((entry) => entry.operation.op_id === operation.op_id);
        assert.ok(verdict.applied || verdict.noop || verdict.refused, `${operation.op_id} has a final verdict`);
      }
      const again = [];
      for (let from = 0; from < entries.length; from += 100) again.push(...(await ward.push(...entries.slice(from, from + 100).map(({ operation }) => operation))));
      assert.deepEqual(again, entries.map(({ verdict }) => verdict));
    }

    async function conflictsAreExplained(test, entries) {
      const { households } = await ward.snapshot();
      const exceptions = households.flatMap((household) => household.exceptions ?? []);
      const delivered = exceptions.filter(({ settled }) => !settled).map(({ what }) => [what.delivered.target.line, what.delivered.found]);
      const wanted = [
        [lineOf("R01", 1), "cancelled"],
        [last("R01"), "cancelled"],
        [lineOf("R04", 0), "declined"],
        [lineOf("R05", 0), "cancelled"],
        [lineOf("R06", 0), "no_show"],
      ];
      assert.deepEqual(delivered.sort(), wanted.map(([one, state]) => [one.line, state]).sort(), "what was handed over is on the list");

      const told = new Set(households.flatMap((household) => household.refused ?? []).map(({ op }) => op));
      const refused = entries.filter(({ verdict }) => verdict.refused);
      test.diagnostic(`${delivered.length} to sort out, ${entries.filter(({ verdict }) => verdict.noop).length} done before`);
      const why = (entry) => `${kindOf(entry)}: ${Object.keys(entry.verdict.refused.refusal)[0]}`;
      test.diagnostic(`refused: ${refused.map(why).join(", ")}`);
      const expected = ["accept_line: wrong_state", "accept_line: wrong_state", "decline_line: wrong_state", "place_order: too_little_left"];
      assert.deepEqual(refused.map(why).sort(), [...expected, "place_order: too_late", "put_in_basket: too_late"].sort());
      assert.equal(told.size, 2, "the ward reads which orders were not made");
      // The order that came too late is told once: the basket that it was chosen from is not told of besides.
      for (const entry of refused.filter(({ operation }) => operation.kind.put_in_basket)) told.add(entry.operation.op_id);
      await alone.page.goto("/ward/waiting");
      await alone.page.locator(".kept-list li").first().waitFor();
      const rows = alone.page.locator(".kept-list li").filter({ hasText: say("nl", "waiting-refused", { why: "" }).trim() });
      assert.equal(await rows.count(), refused.filter(({ operation }) => !told.has(operation.op_id)).length, "the tablet says of the others why not");
    }

    /** By the lines themselves: what was charged was delivered, what is held is still to come. */
    async function nothingIsPaidTwice() {
      const { households } = await ward.snapshot();
      for (const [code, { id, before }] of Object.entries(home)) {
        const household = households.find((one) => one.id === id);
        const sum = (all) => all.reduce((total, amount) => total + (amount?.minor ?? 0), 0);
        const cup = lines(household).filter(({ purse }) => purse === "cup");
        const known = new Set(lines(before).filter(({ charged }) => charged).map(({ id }) => id));
        assert.equal((household.books.balances.delivered.c ?? 0) - (before.books.balances.delivered.c ?? 0), sum(cup.filter(({ id }) => !known.has(id)).map(({ charged }) => charged)), `${code} paid what was delivered`);
        assert.equal(household.books.balances.cup.dp ?? 0, sum(cup.map(({ hold }) => hold?.amount)), `for ${code} is held what is to come`);
      }
    }

    /** Each says what happened; a person decides on the screen, and both tablets show who did. */
    async function exceptionsAreSortedOut() {
      const { page } = alone;
      const { households } = await ward.snapshot();
      const cases = households.flatMap(({ id, resident, exceptions = [] }) => exceptions.map(({ op, what }) => ({ id, op, resident, what: what.delivered })));
      await page.goto("/ward/sort-out");
      const cards = page.locator(".sort-out .order");
      await reads(cards, /./);
      assert.equal(await cards.count(), cases.length);
      const why = { cancelled: "ward-sort-cancelled", declined: "ward-sort-declined", no_show: "ward-sort-no-show" };
      for (const { id, op, resident, what } of cases) {
        const card = cards.filter({ has: page.locator(`a[href="/ward/sort-out/${id}/${op}"]`) });
        const text = await card.innerText();
        for (const said of [resident.room, resident.name.nl, "Fatma", say("nl", why[what.found])]) {
          assert.ok(text.toLowerCase().includes(said.toLowerCase()), `"${said}" in "${text}"`);
        }
      }
      // The one who did not come had paid; the others pay, or the house does.
      const left = async (id) => {
        const { books } = (await ward.snapshot()).households.find((household) => household.id === id);
        const { c = 0, d = 0, dp = 0 } = books.balances.cup;
        return c - d - dp;
      };
      const decide = async ({ id, op, what }, how) => {
        const had = await left(id);
        await page.goto(`/ward/sort-out/${id}/${op}`);
        await tapTo(button(page, "settle_exception", how), /\/ward\/sort-out$/);
        const settled = ({ exceptions = [] }) => exceptions.find((one) => one.op === op)?.settled;
        const { settled: decided } = (await settledOn({ household: async () => (await ward.snapshot()).households.find((one) => one.id === id) }, undefined, settled)).exceptions.find((one) => one.op === op);
        assert.deepEqual([decided.how, decided.by.name], [how, "Fatma"]);
        assert.equal(had - (await left(id)), how === "charge" && what.found !== "no_show" ? what.amount.minor : 0);
      };
      const paid = cases.find(({ what }) => what.found === "no_show");
      await decide(paid, "charge");
      const [first, ...others] = cases.filter((one) => one !== paid);
      await decide(first, "charge");
      for (const one of others) await decide(one, "write_off");
      for (const device of [alone, other]) {
        await device.page.goto("/ward/sort-out");
        await reads(device.page.locator(".sort-out"), new RegExp(say("nl", "ward-sort-none")));
        const rows = device.page.locator(".sort-out .job");
        assert.equal(await rows.count(), cases.length, "what was decided stays in sight");
        const texts = await rows.allInnerTexts();
        assert.ok(texts.every((text) => text.includes("Fatma")), texts.join());
        const said = [/Het huis betaalde/, /De bewoner betaalde/, /Er was al betaald/].map((words) => texts.filter((text) => words.test(text)).length);
        assert.deepEqual(said, [others.length, 1, 1]);
      }
    }
  });
}
