// Served as /sw.js when the operator turns starting without network off: the worker of before clears what
// it kept and leaves. What people did and could not send yet lies elsewhere and stays.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
