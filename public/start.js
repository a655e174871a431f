// Brings the page to life once it has been painted and the browser has a moment to spare. Until then,
// and without it, links and forms work by themselves.
//
// A page from the server is taken over (`hydrate`). The shell that a tablet keeps for a ward without
// network is built from nothing; it says so with <html data-start="boot">, and it waits for nothing.
import { device } from "{{device.js}}";

/** The glue and the module of each program (docs/decisions/0008). */
const programs = {
  shop: ["{{shop.js}}", "{{shop.wasm}}"],
  ward: ["{{ward.js}}", "{{ward.wasm}}"],
};

const { dataset } = document.documentElement;
const isShell = dataset.start === "boot";
const [glue, module] = programs[dataset.program ?? (location.pathname.startsWith("/ward") ? "ward" : "shop")];

/** A ward's tablet that locked itself shows nobody anything until somebody says who they are. */
const isLocked = async () => isShell && localStorage.getItem("bekertje touched") !== null && (await import("{{lock.js}}")).isLocked();

const begin = async () => {
  if (await isLocked()) {
    document.getElementById("starting").hidden = true;
    document.getElementById("locked").hidden = false;
    await import("{{unlock.js}}");
    return device.tryAgainLater();
  }
  const { default: load, ...entries } = await import(glue);
  await load({ module_or_path: module });
  await (isShell ? entries.boot(device) : entries.hydrate(device));
  device.startWithoutNetwork();
};

const loaded = new Promise((done) => {
  if (document.readyState === "complete") done();
  else addEventListener("load", done, { once: true });
});

// A browser can be idle before it has painted anything. One that does not tell when it paints is not waited for.
const painted = new Promise((done) => {
  if (!window.PerformanceObserver?.supportedEntryTypes?.includes("paint")) return done();
  new PerformanceObserver((paints, observer) => {
    if (paints.getEntriesByName("first-contentful-paint").length === 0) return;
    observer.disconnect();
    done();
  }).observe({ type: "paint", buffered: true });
});

const idle = () =>
  new Promise((done) => {
    if (window.requestIdleCallback) requestIdleCallback(done, { timeout: 2000 });
    else setTimeout(done, 200);
  });

if (isShell) begin();
else loaded.then(() => painted).then(idle).then(begin);
