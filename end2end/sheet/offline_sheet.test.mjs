// Pictures of everything that a device shows without its server, at three sizes and in two languages.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openBrowser } from "../support/browser.mjs";
import { Device } from "../support/device.mjs";
import { AUDIENCES, begin } from "../support/offline_states.mjs";
import { start } from "../support/program.mjs";
import { Sheet } from "./sheet.mjs";

let sheet;
before(async () => (sheet = await Sheet.begin("screens-offline", "without the server")));
after(() => Device.closeAll());

for (const language of ["nl", "en"]) {
  // They wait more than they work: two at once.
  describe(`without the server, in ${language}`, { concurrency: 2 }, () => {
    for (const audience of AUDIENCES) {
      it(`${audience} reads what can be done, what is kept and what became of it`, async () => {
        const program = await start();
        try {
          const states = await begin(program, audience, language, async (name, page) => {
            await sheet.photograph(page, { group: `${audience}, offline`, name, language });
            assert.deepEqual(states.device.complaints(), [], name);
          });
          await states.all();
          await states.device.close();
        } finally {
          await program.stop();
        }
      });
    }
  });
}

describe("the sheet of what is offline", () => {
  it("shows it all", async () => {
    const browser = await openBrowser();
    await sheet.finish(browser, { least: 200 }).finally(() => browser.close());
  });
});
