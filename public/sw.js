// Lets a tablet start without a network. Pages come from the program; when it does not answer, from
// the shell that was kept, which makes them from what the device holds. No page with someone's data is kept.

const BUILD = "bekertje {{build}}";
const PICTURES = "bekertje pictures";
/** The home's photos, of 20 to 60 kB: together some 5 MB at most. What came first goes first. */
const MOST_PICTURES = 120;
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
  else if (pathname.startsWith("/pictures/")) event.respondWith(picture(event, pathname));
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
  const used = new Set([BUILD, PICTURES, ...held.map((lock) => lock.name)]);
  for (const name of await caches.keys()) if (!used.has(name)) await caches.delete(name);
  await registration.navigationPreload?.enable();
}

/** Our own pages wait three seconds; a report of the office may take as long as it needs. */
async function page(event, pathname) {
  const fresh = ask(event);
  const isOurs = /^\/($|r\/|family|ward|waiting|revoked|shift$|go\/)/.test(pathname) && event.request.method === "GET";
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

/** A photo that was seen once is there without a network too, in the other width where only that was seen. */
async function picture(event, pathname) {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(keepPicture(cache, event.request, answer.clone()));
    return answer;
  } catch {
    const name = pathname.split("-")[0];
    const other = (await cache.keys()).find(({ url }) => url.includes(name));
    return (other && (await cache.match(other))) ?? Response.error();
  }
}

async function keepPicture(cache, request, answer) {
  await cache.put(request, answer);
  const all = await cache.keys();
  for (const oldest of all.slice(0, -MOST_PICTURES)) await cache.delete(oldest);
}

/** The network is back, says the browser, perhaps sooner than the pages noticed. */
async function wakePages() {
  for (const page of await clients.matchAll({ type: "window" })) page.postMessage("sync");
}
