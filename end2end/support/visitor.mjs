// Someone who uses the program over HTTP without a browser: reads pages, sends the forms that stand on them, and
// exchanges operations as a device does.

import { randomBytes } from "node:crypto";

/** A UUIDv7, as devices make them. */
export function newId() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const SIGNS = { "&quot;": '"', "&lt;": "<", "&gt;": ">", "&#x27;": "'", "&#39;": "'", "&nbsp;": "\u00a0", "&amp;": "&" };
const plain = (html) => html.replace(/&(?:quot|lt|gt|#x27|#39|nbsp|amp);/g, (sign) => SIGNS[sign]);

/** The words of a page or a piece of it. */
export function words(html) {
  const text = html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, " ").replace(/<!--[\s\S]*?-->/g, "").replace(/<[^>]+>/g, " ");
  return plain(text).replace(/[\s\u00a0]+/g, " ").trim();
}

/** What `role="status"` says. */
export function statusOf(html) {
  const found = [...html.matchAll(/<div\b[^>]*\brole="status"[^>]*>([\s\S]*?)<(?:main|header)\b/g)];
  return words(found.map((match) => match[1]).join(" "));
}

/** The forms on a page that are operations: `{ operation, fields }`. */
export function forms(html) {
  return [...html.matchAll(/<form\b[^>]*action="\/do"[^>]*>([\s\S]*?)<\/form>/g)].map(([, inside]) => {
    const fields = {};
    for (const [input] of inside.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
      const part = (name) => plain(input.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? "");
      fields[part("name")] = part("value");
    }
    return { fields, operation: JSON.parse(fields.operation) };
  });
}

export class Visitor {
  constructor(url, cookie) {
    this.url = url;
    this.cookie = cookie;
  }

  /** Through the demo door. */
  static async enter(url, code, language = "nl") {
    const answer = await fetch(`${url}/demo/enter`, {
      method: "POST",
      redirect: "manual",
      body: new URLSearchParams({ door: code, lang: language }),
    });
    const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
    if (answer.status !== 303 || !cookie) throw new Error(`the demo door does not know ${code}: ${answer.status}`);
    const visitor = new Visitor(url, cookie);
    visitor.start = answer.headers.get("location");
    return visitor;
  }

  fetch(path, options = {}) {
    return fetch(this.url + path, { ...options, headers: { cookie: this.cookie, ...options.headers } });
  }

  /** A page as text; throws when it is not there. */
  async page(path) {
    const answer = await this.fetch(path);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.text();
  }

  async snapshot() {
    const answer = await this.fetch("/api/v1/sync");
    if (!answer.ok) throw new Error(`GET /api/v1/sync answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()).snapshot;
  }

  /** The only household of a resident, the first of a family, or the one of a room on a ward. */
  async household(room) {
    const { households } = await this.snapshot();
    return room ? households.find((household) => household.resident.room === room) : households[0];
  }

  operation(household, kind, opId = newId()) {
    return { op_id: opId, v: 1, household, auth: "online", kind };
  }

  /** Who is signed in: nobody else's operations are taken from this session. */
  async actor() {
    this.signedIn ??= (await this.snapshot()).viewer.actor;
    return this.signedIn;
  }

  /** Sends operations as a device does; the verdicts in the same order. */
  async push(...operations) {
    const actor = await this.actor();
    operations = operations.map((operation) => ({ actor, ...operation }));
    const answer = await this.fetch("/api/v1/sync", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ operations }),
    });
    if (!answer.ok) throw new Error(`POST /api/v1/sync answered ${answer.status}: ${await answer.text()}`);
    const reply = await answer.json();
    return reply.verdicts.map((judged, index) => {
      if (judged.op_id !== operations[index].op_id) throw new Error("a verdict does not echo its operation");
      return judged.verdict;
    });
  }

  /** Does one thing and insists that it is applied. */
  async do(household, kind) {
    const [verdict] = await this.push(this.operation(household, kind));
    if (!verdict.applied) throw new Error(`${JSON.stringify(kind)} → ${JSON.stringify(verdict)}`);
    return verdict;
  }

  /** Sends a form as a browser without the program does; the address that it leads to. */
  async send(fields) {
    const answer = await this.fetch("/do", { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
    if (answer.status !== 303) throw new Error(`POST /do answered ${answer.status}`);
    return answer.headers.get("location");
  }

  /** The lines that the page of a product would put in the basket, soonest first. */
  async moments(household, code, { later = 0 } = {}) {
    const html = await this.page(`/r/${household}/item/${code}?later=${later}`);
    return forms(html).flatMap(({ operation }) => operation.kind.put_in_basket?.lines ?? []);
  }

  /** An operation that orders these lines at the prices that stand in them. */
  order(lines, { order = newId(), catalogueVersion = 1, maxTotal } = {}) {
    const fresh = lines.map((line) => ({ ...line, line: newId() }));
    const totals = {};
    for (const line of fresh) {
      const before = totals[line.purse];
      totals[line.purse] = times(line.unit_price, line.quantity, before);
    }
    return { place_order: { order, lines: fresh, catalogue_version: catalogueVersion, max_total: maxTotal ?? totals } };
  }
}

/** An amount times a number, plus another amount of the same unit. */
export function times(amount, count, plus) {
  return { ...amount, minor: amount.minor * count + (plus?.minor ?? 0) };
}
