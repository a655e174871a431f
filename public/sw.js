// Lets a tablet start without a network. Pages come from the program; when it does not answer, from
// the shell that was kept, which makes them from what the device holds. No page with someone's data is kept.

const BUILD = "bekertje {{build}}";
const SHELL = "/app-shell";
const SHELL_MS = 3_000;
const FILES = "{{precache}}".split(" ");

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});
addEventListener("sync", (event) => event.waitUntil(wakePages()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, pathname));
  else if (pathname.startsWith("/pkg/")) event.respondWith(file(request));
});

async function keep() {
  const cache = await caches.open(BUILD);
  await cache.addAll(FILES);
  const shell = await fetch(SHELL, { cache: "reload" });
  // During an upgrade another server may answer, with the shell of another build.
  if (!shell.ok || !(await shell.clone().text()).includes("{{start.js}}")) throw new Error("not the shell of this build");
  await cache.put(SHELL, shell);
}

/** Files of earlier builds stay as long as a page of that build is open: it holds a lock of that name. */
async function takeOver() {
  const { held } = await navigator.locks.query();
  const used = new Set([BUILD, ...held.map((lock) => lock.name)]);
  for (const name of await caches.keys()) if (!used.has(name)) await caches.delete(name);
  await registration.navigationPreload?.enable();
}

/** Our own pages wait three seconds; a report of the office may take as long as it needs. */
async function page(event, pathname) {
  const fresh = ask(event);
  const isOurs = /^\/($|r\/|family|ward|waiting|go\/)/.test(pathname) && event.request.method === "GET";
  const late = new Promise((done) => setTimeout(done, SHELL_MS));
  const answer = await (isOurs ? Promise.race([fresh, late]) : fresh);
  return answer ?? (await (await caches.open(BUILD)).match(SHELL)) ?? (await fresh) ?? Response.error();
}

/** Nothing where the program itself did not answer: no network, a proxy's error, a portal's page. */
async function ask(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    const fromProgram = answer.type === "opaqueredirect" || answer.headers.has("bekertje-build");
    return fromProgram && answer.status < 500 ? answer : undefined;
  } catch {
    return undefined;
  }
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** The network is back, says the browser, perhaps sooner than the pages noticed. */
async function wakePages() {
  for (const page of await clients.matchAll({ type: "window" })) page.postMessage("sync");
}
