// The ward answers, moves, delivers and takes back; the resident reads what became of it.

import { after, before, describe, it } from "node:test";
import { openBrowser } from "../support/browser.mjs";
import { start } from "../support/program.mjs";
import { NEEDS, SCENES, Scene } from "../support/ward_scenes.mjs";

/** Residents of Tuinzijde in turn: each scene has a fresh cup. */
const RESIDENTS = ["R05", "R09", "R04", "R02", "R08", "R03", "R10", "R01", "R06"];

describe("the ward", () => {
  let browser, program;
  before(async () => ([program, browser] = await Promise.all([start(), openBrowser()])));
  after(async () => {
    await browser?.close();
    await program?.stop();
  });
  for (const [index, [name, play]] of Object.entries(SCENES).entries()) {
    it(name, async () => {
      const scene = await Scene.set(browser, program, { resident: RESIDENTS[index], carer: "fatma", ...NEEDS[name] });
      await play(scene);
      await scene.close();
    });
  }
  it("leaves books that balance", () => program.verify());
});
