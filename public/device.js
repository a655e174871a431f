// What the program in the browser leaves to the browser: starting without network.

const { build, worker } = document.documentElement.dataset;



export const device = {
  /** From now on this device can open the pages without a network. */
  async startWithoutNetwork() {
    // Tells the service worker that files of this build are in use, until this page is closed.
    navigator.locks?.request(`bekertje ${build}`, { mode: "shared" }, () => new Promise(() => {}));
    if (worker) await navigator.serviceWorker?.register(worker, { updateViaCache: "none" });
  },
};
