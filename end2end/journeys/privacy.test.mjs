// What the home keeps about a resident: the office gives it away whole, as a page for people and as a file for computers.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { calm, open, openBrowser, openPage, reads, seen } from "../support/browser.mjs";
import { DATABASES, start } from "../support/program.mjs";
import { officeResident } from "../battery/pages.mjs";

for (const database of DATABASES) {
  describe(`privacy on ${database}`, () => {
    let browser, program, folder;
    before(async () => {
      [program, browser, folder] = await Promise.all([start({ database }), openBrowser(), mkdtemp(join(tmpdir(), "bekertje-privacy-"))]);
    });
    after(async () => {
      await browser?.close();
      await program?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    /** Someone of the office, on a computer. */
    async function office() {
      const page = await openPage(browser, program, { size: "computer", acceptDownloads: true });
      await open(page, "/demo/as/marieke");
      return page;
    }

    /** The files of De Linde with one change; the folder. */
    async function home(file, from, to) {
      const changed = await mkdtemp(join(folder, "home-"));
      await cp(resolve(import.meta.dirname, "../../server/demo/de-linde"), changed, { recursive: true });
      const text = await readFile(join(changed, file), "utf8");
      assert.notEqual(text.replace(from, to), text);
      await writeFile(join(changed, file), text.replace(from, to));
      return changed;
    }

    it("the office saves everything about a resident, and people can read it", async () => {
      const resident = await program.visitor("R06");
      const { id } = await resident.household();
      const [walk] = await resident.moments(id, "W01", { later: 1 });
      if (walk) await resident.do(id, resident.order([walk]));
      const page = await office();
      await open(page, `/office/resident/${id}`);
      await page.locator('a[href$="/file"]').click();
      await reads(page.locator("h1"), /Gegevens van/);
      const saved = {};
      for (const ending of ["html", "json"]) {
        const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`a[href$="/file.${ending}"]`).click()]);
        assert.match(download.suggestedFilename(), new RegExp(`^R06-[\\d-]+\\.${ending}$`));
        saved[ending] = join(folder, download.suggestedFilename());
        await download.saveAs(saved[ending]);
      }
      const file = JSON.parse(await readFile(saved.json, "utf8"));
      assert.equal(file.format, "bekertje-resident-file");
      assert.ok(file.ledger.length > 0 && file.periods.length > 0);
      // The saved page is opened from the disk: no server, no network.
      const reader = await openPage(browser, undefined, { size: "computer" });
      await reader.goto(pathToFileURL(saved.html).href);
      await reads(reader.locator("h1"), new RegExp(file.resident.name[file.resident.language]));
      assert.equal(await reader.locator("html").getAttribute("lang"), file.resident.language);
      assert.equal(await reader.locator("h2").count(), 15);
      calm(page, reader);
      await reader.context().close();
      await page.context().close();
    });

    it("the operator gets the same files, for their own eyes", async () => {
      const to = join(folder, "key");
      await program.command("export", "--resident", "R01", "--to", to);
      const names = (await readdir(to)).sort();
      assert.deepEqual(names.map((name) => name.replace(/^R01-[\d-]+\./, "")), ["html", "json"]);
      for (const name of names) assert.equal((await stat(join(to, name))).mode & 0o077, 0, name);
      await assert.rejects(program.command("export", "--resident", "R01", "--to", to), /cannot be made/);
      await assert.rejects(program.command("export", "--resident", "nobody", "--to", to), /no resident with the code/);
    });

    it("the office corrects a room, and an import does not undo it", async () => {
      const id = await officeResident(await program.visitor("marieke"), "Ramdin");
      const page = await office();
      await open(page, `/office/resident/${id}`);
      await page.locator('a[href$="/correct"]').click();
      await page.locator('input[name="room"]').fill("117");
      await page.locator('textarea[name="reason"]').fill("Verhuisd naar de tuin");
      await page.locator('form[action$="/correct"] button').click();
      await reads(page.locator("table"), /106\s*117\s*Verhuisd naar de tuin/);
      const said = await program.command("import", "--dry-run", "--folder", await home("residents.csv", "Rosemarie", "Rosa"));
      assert.match(said, /R06: room was corrected in the office.*the correction stays/);
      calm(page);
      await page.context().close();
    });

    it("after their stay a resident is erased, and the books still balance", async () => {
      const left = await home("residents.csv", /^(R14,.*),,([^,]*)$/m, "$1,today-40,$2");
      await program.command("import", "--folder", left);
      const name = (await readFile(join(left, "residents.csv"), "utf8")).match(/^R14,.*$/m)[0].split(",");
      const [room, family] = [name[3], name[7]];
      const id = await officeResident(await program.visitor("marieke"), family);
      const page = await office();
      await open(page, `/office/resident/${id}`);
      await page.locator('a[href$="/erase"]').click();
      const send = async (typed) => {
        await page.locator('input[name="room"]').fill(typed);
        await page.locator('form[action$="/erase"] button').click();
      };
      await send("999");
      await reads(page.locator('[role="alert"]'), new RegExp(`niet kamer ${room}`));
      await send(room);
      await page.waitForURL(/\/office\/residents$/);
      assert.ok(!(await seen(page)).includes(family), `${family} is still there`);
      await program.verify();
      assert.match(await program.command("import", "--dry-run", "--folder", left), /R14 was erased and is left out everywhere/);
      await page.context().close();
    });

    it("nobody who lives here is erased, and terms are counted before they are kept", async () => {
      await assert.rejects(program.command("erase", "--resident", "R01", "--room", "999", "--why", "asked"), /does not live in room 999/);
      await assert.rejects(program.command("erase", "--resident", "R01", "--room", "101", "--why", "asked"), /they still live here/);
      const said = await program.command("retention", "--dry-run");
      for (const rule of ["sessions", "devices", "operations", "help", "refused_orders", "corrections", "residents"]) assert.match(said, new RegExp(`^${rule} `, "m"));
      assert.match(said, /nothing was removed/);
    });

    it("nobody but the office gets there", async () => {
      const id = await officeResident(await program.visitor("marieke"), "Ramdin");
      for (const code of ["R01", "els-vermeer", "fatma"]) {
        const visitor = await program.visitor(code);
        for (const ending of ["", ".json", ".html"]) {
          const answer = await fetch(`${program.url}/office/resident/${id}/file${ending}`, { headers: { cookie: visitor.cookie } });
          assert.equal(answer.status, 404, `${code} ${ending}`);
        }
      }
    });
  });
}
