// Els and her mother order the last euros at the same moment, two hundred times over: never overspent, never lost, and who
// comes second reads why.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { DATABASES, start } from "../support/program.mjs";
import { cupLeft, lines } from "../support/shop.mjs";
import { newId, statusOf } from "../support/visitor.mjs";

const ROUNDS = 200;

for (const database of DATABASES) {
  describe(`the last euros on ${database}`, () => {
    let program, resident, family, id, walk, full;
    before(async () => {
      program = await start({ database });
      resident = await program.visitor("R01");
      family = await program.visitor("els-vermeer");
      ({ id } = await resident.household());
      [, walk] = await resident.moments(id, "W01");
      // Nine walks are ordered already: one more fits, two do not.
      await resident.do(id, resident.order([{ ...walk, quantity: 9 }]));
      full = cupLeft(await resident.household());
      assert.ok(full >= walk.unit_price.minor && full < 2 * walk.unit_price.minor, `${full} cents are left`);
    });
    after(() => program?.stop());

    /** As a device does. */
    const push = async (visitor, op, kind) => {
      const [verdict] = await visitor.push(visitor.operation(id, kind, op));
      return Boolean(verdict.applied);
    };
    /** As a browser without the program does. */
    const send = async (visitor, op, kind) => {
      const operation = JSON.stringify({ op_id: op, household: id, kind });
      const led = await visitor.send({ operation, next: `/r/${id}/week`, back: `/r/${id}/basket` });
      return led.startsWith(`/r/${id}/week`);
    };

    it(`are ordered once in each of ${ROUNDS} rounds`, async (test) => {
      const wins = { resident: 0, family: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        const sides = [
          { name: "resident", visitor: resident, how: round % 4 < 2 ? push : send },
          { name: "family", visitor: family, how: round % 3 === 0 ? send : push },
        ].map((side) => ({ ...side, op: newId(), kind: side.visitor.order([walk]) }));
        if (round % 2) sides.reverse();
        const done = await Promise.all(sides.map(({ visitor, how, op, kind }) => how(visitor, op, kind)));
        assert.equal(done.filter(Boolean).length, 1, `round ${round}: ${done}`);
        const winner = sides[done.indexOf(true)];
        const loser = sides[done.indexOf(false)];
        wins[winner.name] += 1;

        const household = await loser.visitor.household();
        assert.equal(cupLeft(household), full - walk.unit_price.minor, `round ${round}: never overspent`);
        const order = household.orders.find((order) => order.id === winner.kind.place_order.order);
        assert.ok(order, `round ${round}: the order that was made is not lost`);
        assert.ok(!household.orders.some((order) => order.id === loser.kind.place_order.order), `round ${round}: nor made twice`);
        assert.ok(household.refused.some((refused) => refused.op === loser.op), `round ${round}: the refused order stays in sight`);

        // The same words on every tenth page, for both ways in.
        if (round % 10 < 2) {
          const said = statusOf(await loser.visitor.page(`/r/${id}/basket?op=${loser.op}`));
          assert.match(said, /Niet besteld: er is € 17,\d\d te weinig\./, `round ${round}`);
          assert.match(said, winner.name === "family" ? /Els \(dochter\) bestelde/ : /[Mm]evrouw Vermeer bestelde/, `round ${round}`);
          assert.match(said, /Kies iets anders/, `round ${round}`);
        }
        await winner.visitor.do(id, { cancel_order: { order: order.id } });
        await loser.visitor.do(id, { close_refusal: { op: loser.op } });
        if (round % 50 === 49) test.diagnostic(`${round + 1} rounds: ${JSON.stringify(wins)}`);
      }
      assert.ok(wins.resident > 0 && wins.family > 0, JSON.stringify(wins));
    });

    it("are all there in the end, and the books balance", async () => {
      const household = await resident.household();
      assert.equal(cupLeft(household), full);
      assert.equal(lines(household).filter((line) => line.state === "requested").length, 1);
      await program.verify();
    });
  });
}
