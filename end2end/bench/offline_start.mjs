// How long a device takes to start without the server, until its page can be used: on this computer, and on ones that are
// four and six times as slow. Printed, never asserted.

import { Device } from "../support/device.mjs";
import { start } from "../support/program.mjs";

const TIMES = 5;
const WHO = { "the home of a resident": "R06", "the board of a ward": "fatma" };

const program = await start();
const columns = [1, 4, 6];
console.log(`Cold start without the server, until it can be used${columns.map((slower) => `${slower}×`.padStart(11)).join("")}`);
try {
  for (const [what, code] of Object.entries(WHO)) {
    await program.ensure();
    const device = await Device.open(program);
    const home = await device.enter(code);
    await program.kill();
    const middles = [];
    for (const slower of columns) {
      const times = [];
      for (let time = 0; time < TIMES; time++) {
        await device.stop();
        await device.start();
        const browser = await device.context.newCDPSession(device.page);
        await browser.send("Emulation.setCPUThrottlingRate", { rate: slower });
        await device.page.goto(home, { waitUntil: "commit" });
        // What the program makes is there, and it follows taps from the same moment on.
        times.push(await device.page.locator("#content").waitFor().then(() => device.page.evaluate(() => performance.now())));
      }
      middles.push(times.sort((one, other) => one - other)[Math.floor(TIMES / 2)]);
    }
    console.log(`  ${what.padEnd(50)}${middles.map((middle) => `${(middle / 1000).toFixed(2)} s`.padStart(11)).join("")}`);
    await device.close();
  }
} finally {
  await Device.closeAll();
  await program.stop();
}
