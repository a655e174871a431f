// Those beside the shop: a supporter's notes that nobody else reads, a provider who sees a first name and a room, the council
// that sees prices and nobody, and a file of the log that is checked here, without the program.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { at, calm, enter, open, openBrowser, openPage, reads, seen, tap } from "../support/browser.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { beginOffice, operatorsLink } from "../support/sign_in.mjs";

const NOTE = "Zij wil graag nog eens naar Zandvoort.";
const LATER = "Zij wil liever naar Scheveningen.";

/** One field of the chain: its length in eight bytes, and its bytes. */
const field = (bytes) => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(bytes.length));
  return Buffer.concat([length, bytes]);
};
const number = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
};
const hexadecimal = (text) => Buffer.from(text.replaceAll("-", ""), "hex");
/** The fields of an entry in the order of the chain: how each becomes bytes, and whether it may be absent. */
const FIELDS = {
  sequence: [number],
  at: [number],
  role: [Buffer.from, true],
  person: [hexadecimal, true],
  on_behalf_of: [hexadecimal, true],
  authority: [Buffer.from, true],
  scope: [Buffer.from],
  residents: [hexadecimal, true],
  what: [Buffer.from],
  detail: [Buffer.from, true],
  outcome: [Buffer.from],
  session: [hexadecimal, true],
  tablet: [hexadecimal, true],
  request: [hexadecimal, true],
};

/** Where the chain of a file breaks; nothing where it holds. */
function breaksAt(file) {
  let previous = "0".repeat(64);
  for (const entry of file.entries) {
    const parts = Object.entries(FIELDS).flatMap(([name, [bytes, mayBeAbsent]]) => {
      if (!mayBeAbsent) return [field(bytes(entry[name]))];
      return entry[name] === null ? [field(Buffer.from([0]))] : [field(Buffer.from([1])), field(bytes(entry[name]))];
    });
    const hash = createHash("sha256").update(Buffer.from(previous, "hex")).update(Buffer.concat(parts)).digest("hex");
    if (entry.previous_hash !== previous || entry.hash !== hash) return entry.sequence;
    previous = hash;
  }
  return file.end === previous && file.count === file.entries.length ? undefined : "end";
}

for (const database of DATABASES) {
  describe(`those beside the shop, on ${database}`, () => {
    let browser, program, resident, note;
    before(async () => ([program, browser] = await Promise.all([start({ database }), openBrowser()])));
    after(async () => {
      await browser?.close();
      await program?.stop();
    });

    it("a supporter comes in with a password and a phone, and writes down what only she reads", async () => {
      const page = await openPage(browser, program, { size: "computer" });
      await beginOffice(page, await operatorsLink(program, "nadia"));
      await open(page, "/");
      await at(page, /\/supporter$/);
      await tap(page.locator("tbody a", { hasText: "mevrouw Vermeer" }));
      await at(page, /\/supporter\/[\w-]{36}$/);
      resident = new URL(page.url()).pathname;
      await reads(page.locator("h1"), /Mevrouw Vermeer/);
      assert.doesNotMatch(await seen(page), /Overhead|Inkomsten|Tarief/);
      await page.locator("textarea").fill(NOTE);
      await tap(page.locator("form.sheet button"));
      await reads(page.locator('[role="status"]'), /bewaard/);
      await reads(page.locator(".notes"), /Zandvoort/);
      await tap(page.locator(".notes a"));
      await at(page, /\/notes\/[\w-]{36}$/);
      note = new URL(page.url()).pathname;
      await page.locator("textarea").fill(LATER);
      await tap(page.locator("form.sheet button"));
      await reads(page.locator(".notes"), /Scheveningen/);
      await open(page, note);
      await reads(page.locator(".notes"), /Zandvoort/);
      calm(page);
      await page.context().close();
    });

    it("the ward, the office, family and another supporter find nothing of it", async () => {
      for (const who of ["fatma", "marieke", "hanneke", "els-vermeer", "R01", "lotte", "anja", "jaap", "dorien"]) {
        const visitor = await program.visitor(who);
        assert.equal((await visitor.fetch(note)).status, 404, who);
        const changed = await visitor.fetch(note, { method: "POST", body: new URLSearchParams({ revision: 2, text: "x" }) });
        assert.equal(changed.status, 404, who);
      }
      const lotte = await program.visitor("lotte");
      const page = await lotte.page(resident);
      assert.doesNotMatch(page, /Zandvoort|Scheveningen/);
      const office = await program.visitor("marieke");
      const id = resident.split("/").at(-1);
      const file = await (await office.fetch(`/office/resident/${id}/file.json`)).json();
      assert.deepEqual(file.private_notes.map(({ name, notes }) => [name, notes]), [["Nadia", 1]]);
      assert.doesNotMatch(JSON.stringify(file), /Zandvoort|Scheveningen/);
    });

    it("a provider sees a first name and a room", async () => {
      const page = await openPage(browser, program, { size: "phone" });
      await enter(page, program, "anja");
      await open(page, "/");
      await at(page, /\/provider$/);
      await page.locator("tbody tr").first().waitFor();
      const text = await seen(page);
      assert.match(text, /Kapper Anja/);
      assert.doesNotMatch(text, /mevrouw|meneer|€/i);
      calm(page);
      await page.context().close();
    });

    it("the council sees what a price is made of, and nobody", async () => {
      const page = await openPage(browser, program, { size: "computer" });
      await enter(page, program, "jaap");
      await open(page, "/");
      await at(page, /\/council$/);
      await tap(page.locator(".side a", { hasText: "Catalogus" }));
      await at(page, /\/council\/catalogue$/);
      await tap(page.locator("tbody .item-link").first());
      await at(page, /\/council\/catalogue\/\w+/);
      await reads(page.locator("#price"), /./);
      for (const address of ["/office/residents", "/supporter", "/ward"]) {
        assert.equal((await page.goto(address)).status(), 404, address);
      }
      await page.context().close();
    });

    it("the officer saves the whole log, and whoever has the file sees whether it was changed", async () => {
      const page = await openPage(browser, program, { size: "computer" });
      await enter(page, program, "dorien");
      await open(page, "/security?kind=refused");
      await reads(page.locator("table"), /\/office\/residents/);
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator('a[href="/security/log.json"]').click()]);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      const file = JSON.parse(Buffer.concat(chunks).toString());
      assert.ok(file.entries.length > 10);
      assert.equal(breaksAt(file), undefined);
      assert.ok(file.entries.some(({ what }) => what === "note-kept"));
      const changed = structuredClone(file);
      changed.entries[4].detail = "iets anders";
      assert.equal(breaksAt(changed), 5);
      assert.match(await program.verify(), /Checked \d+ entries of the log of who looked/);
      await page.context().close();
    });
  });
}
