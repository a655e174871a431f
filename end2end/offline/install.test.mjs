// The shop can be installed: for each audience in each language, and Chromium finds nothing missing.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Device, holds } from "../support/device.mjs";
import { start } from "../support/program.mjs";

describe("the installed app", () => {
  let program;
  before(async () => (program = await start()));
  after(async () => {
    await Device.closeAll();
    await program?.stop();
  });

  for (const [code, audience, startPage] of [
    ["R06", "resident", "/"],
    ["els-vermeer", "family", "/"],
    ["fatma", "ward", "/ward"],
  ]) {
    for (const language of ["nl", "en"]) {
      it(`${audience} in ${language} can be installed`, async () => {
        const device = await Device.open(program, { language });
        await device.enter(code);
        const cdp = await device.context.newCDPSession(device.page);
        const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
        assert.deepEqual(installabilityErrors, []);
        const { url, errors, data } = await cdp.send("Page.getAppManifest");
        assert.deepEqual(errors, []);
        assert.equal(new URL(url).pathname, `/app/${audience}.${language}.webmanifest`);
        const manifest = JSON.parse(data);
        assert.equal(manifest.start_url, startPage);
        assert.equal(manifest.lang, language);
        for (const { src, type } of manifest.icons) {
          const answer = await fetch(program.url + src);
          assert.equal(answer.headers.get("content-type"), type, src);
        }
        for (const { url: shortcut } of manifest.shortcuts) {
          const answer = await device.context.request.get(program.url + shortcut);
          assert.equal(answer.status(), 200, shortcut);
        }
        assert.deepEqual(device.complaints(), []);
        await device.close();
      });
    }
  }

  it("what is kept to start without network holds nobody's data and no inline script", async () => {
    const shell = await (await fetch(`${program.url}/app-shell`)).text();
    assert.doesNotMatch(shell, /<script(?![^>]*\bsrc=)/);
    const visitor = await program.visitor("R06");
    const { resident } = await visitor.household();
    assert.ok(!shell.includes(resident.name.nl), "nobody's name");
    const own = await visitor.page("/app-shell");
    assert.equal(own, shell, "the same for everyone");
  });

  it("the operator can send the service worker away, and nothing that was recorded goes with it", async () => {
    const device = await Device.open(program);
    await device.enter("R05");
    await program.kill();
    await program.again({ more: ["--no-offline-start"] });
    await device.page.goto(device.home);
    await device.page.evaluate(async () => {
      await (await navigator.serviceWorker.getRegistration())?.update().catch(() => {});
    });
    await holds(device.page, async () => (await navigator.serviceWorker.getRegistrations()).length === 0 && (await caches.keys()).length === 0);
    const databases = await device.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
    assert.deepEqual(databases, ["bekertje"]);
    await device.close();
    await program.kill();
    await program.again({ more: [] });
  });
});
