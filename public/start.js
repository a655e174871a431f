// Brings the page to life once it has been painted and the browser has a moment to spare. Until then,
// and without it, links and forms work by themselves.
//
// A page from the server is taken over (`hydrate`). The shell that a tablet keeps for a ward without
// network is built from nothing; it says so with <html data-start="boot">.
const begin = async () => {
  const { default: load, ...entries } = await import("{{app.js}}");
  await load({ module_or_path: "{{app.wasm}}" });
  entries[document.documentElement.dataset.start ?? "hydrate"]();
};

const whenIdle = () =>
  window.requestIdleCallback
    ? requestIdleCallback(begin, { timeout: 2000 })
    : setTimeout(begin, 200);

if (document.readyState === "complete") {
  whenIdle();
} else {
  addEventListener("load", whenIdle, { once: true });
}
