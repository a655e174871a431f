// What happens on a ward that people have to sort out, told to the server as devices tell it.

import { randomUUID } from "node:crypto";
import { newId } from "./visitor.mjs";

/** As a device makes it that was without a network: then it is a fact. */
const stamped = (operation, sequence = 1) => ({ ...operation, stamp: { device: randomUUID(), epoch: 1, sequence } });

/** Handed over from one tablet, after a colleague had declined it on another: the number of the exception. */
export async function deliveredAllTheSame(ward, household, code = "A07") {
  const [line] = await ward.moments(household, code);
  const kind = ward.order([line]);
  await ward.do(household, kind);
  const target = { order: kind.place_order.order, line: kind.place_order.lines[0].line };
  await ward.do(household, { decline_line: { target, reason: "weather", note: "", other_moment: null, other_item: null } });
  const delivery = stamped(ward.operation(household, { deliver_line: { target, quantity: null } }));
  const [verdict] = await ward.push(delivery);
  if (!verdict.applied) throw new Error(`the delivery is no exception: ${JSON.stringify(verdict)}`);
  return delivery.op_id;
}

export const settle = (ward, household, op, how) => ward.do(household, { settle_exception: { op, how } });

/** Ordered under a name that the ward does not know: the number of the exception. */
export async function orderedByStranger(ward, household, code = "A07") {
  const [line] = await ward.moments(household, code);
  const actor = { ...(await ward.actor()), person: newId(), name: "Joke" };
  const order = stamped({ ...ward.operation(household, ward.order([line])), actor });
  await ward.push(order);
  return order.op_id;
}

/** A device of the ward that is known, and that the operator revokes. */
export async function revokedDevice(program, ward) {
  const id = randomUUID();
  const report = { operations: [], device: { id, epoch: 1, next: 1, waiting: 0 } };
  const headers = { "content-type": "application/json" };
  const answer = await ward.fetch("/api/v1/sync", { method: "POST", headers, body: JSON.stringify(report) });
  if (!answer.ok) throw new Error(`POST /api/v1/sync answered ${answer.status}`);
  await program.command("devices", "--revoke", id);
}
