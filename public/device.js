// What the program in the browser leaves to the browser itself: keeping rows, speaking with the server, waking up in
// time, and starting without a network. What it all means is decided in the program.

const { build, worker, dev } = document.documentElement.dataset;
const DATABASE = "bekertje";
const POKES = "/api/v1/pokes";
const ANSWER_MS = 15_000;
const USUAL_WAIT_MS = 40_000;
const FIRST_WAIT_MS = 1_000;
/** Another page may be busy sending, or be asleep with the lock in its hands. */
const LOCK_MS = 10_000;
/** Nobody has touched anything for this long: a moment to offer something. */
const IDLE_MS = 20_000;

// ---------- rows ----------

/** Each brings the database one version further. Only ever add one. */
const MIGRATIONS = [(database) => database.createObjectStore("rows")];

let opening;

function database() {
  opening ??= open(MIGRATIONS.length).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

function open(version) {
  return new Promise((done, failed) => {
    const request = indexedDB.open(DATABASE, version);
    request.onupgradeneeded = ({ oldVersion }) => {
      for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(request.result, request.transaction);
    };
    request.onsuccess = () => {
      const opened = request.result;
      const forget = () => (opening = undefined);
      // A newer page wants to add something, or the browser lost the database: open again when needed.
      opened.onversionchange = () => (opened.close(), forget());
      opened.onclose = forget;
      done(opened);
    };
    request.onerror = () => {
      // A newer page was here before: what it added does not disturb us.
      if (request.error.name === "VersionError" && version) open(undefined).then(done, failed);
      else failed(request.error);
    };
  });
}

/** Every row as `[name, text]`. */
async function rows() {
  const store = (await database()).transaction("rows").objectStore("rows");
  const all = (request) => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
  const [names, texts] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
  return names.map((name, index) => [name, texts[index]]);
}

/** One transaction: "done" once it is on the disk, "behind" when another page was first, else "failed". */
async function write(expects, writes) {
  const transaction = (await database()).transaction("rows", "readwrite", { durability: "strict" });
  const store = transaction.objectStore("rows");
  return new Promise((done) => {
    let outcome = "failed";
    const generation = store.get("generation");
    generation.onsuccess = () => {
      if ((generation.result ?? "0") !== expects) {
        outcome = "behind";
        return transaction.abort();
      }
      for (const [name, text] of writes) text === null ? store.delete(name) : store.put(text, name);
      // The disk takes it even when the page is left before it hears so.
      commit(transaction);
    };
    transaction.oncomplete = () => done("done");
    transaction.onabort = () => done(outcome);
  });
}

function commit(transaction) {
  try {
    transaction.commit();
  } catch {
    // It has ended already.
  }
}

// ---------- a second copy ----------

/** Outside the database of rows, so that one survives the loss of the other; sealed, so that only the server reads it. */
const COPIES = "bekertje sealed";

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

/** `[number of the operation, sealed]`, oldest first. */
function copies() {
  try {
    return JSON.parse(localStorage.getItem(COPIES) ?? "[]");
  } catch {
    return [];
  }
}

/** The server's `seal.rs` opens it: ephemeral key, nonce, AES-GCM under SHA-256 of what the two keys share. */
async function seal(key, text) {
  const { subtle } = crypto;
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const server = await subtle.importKey("raw", unhex(key), curve, false, []);
  const own = await subtle.generateKey(curve, true, ["deriveBits"]);
  const shared = await subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const label = new TextEncoder().encode("bekertje seal 1");
  const material = await subtle.digest("SHA-256", new Uint8Array([0, 0, 0, 1, ...new Uint8Array(shared), ...label]));
  const cipher = await subtle.importKey("raw", material, "AES-GCM", false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, cipher, new TextEncoder().encode(text));
  return hex(await subtle.exportKey("raw", own.publicKey)) + hex(iv) + hex(sealed);
}

let copying = Promise.resolve();

/** Keeps the copies with these numbers and adds those of these operations. */
async function copy(key, keep, add) {
  const made = [];
  for (const [id, text] of add) made.push([id, await seal(key, text)]);
  const kept = copies().filter(([id]) => keep.includes(id));
  const ids = new Set(kept.map(([id]) => id));
  localStorage.setItem(COPIES, JSON.stringify([...kept, ...made.filter(([id]) => !ids.has(id))]));
}

// ---------- other pages on this device ----------

const others = new BroadcastChannel("bekertje");
const told = { stored() {}, heard() {}, version() {}, build() {} };
let reloading;

others.onmessage = ({ data }) => {
  if (data === "stored") {
    clearTimeout(reloading);
    reloading = setTimeout(told.stored, 30);
  } else if (typeof data === "boolean") told.heard(data);
};

// ---------- rounds of sending and asking ----------

let round = async () => false;
let failures = 0;
let running = false;
let again = false;
let timer;
let pokes;

async function turn() {
  if (running) return void (again = true);
  running = true;
  clearTimeout(timer);
  do {
    again = false;
    const heard = await alone(round);
    failures = heard ? 0 : failures + 1;
    told.heard(heard);
    others.postMessage(heard);
    if (!heard) break;
  } while (again);
  running = false;
  listen();
  const wait = failures ? Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), USUAL_WAIT_MS) : USUAL_WAIT_MS;
  // Spread, so that a ward full of tablets does not call in one second.
  timer = setTimeout(turn, wait * (1 + Math.random() / 4));
}

/** One page sends at a time. It saves work; nothing goes wrong when two do. */
async function alone(task) {
  if (!navigator.locks) return task();
  try {
    return await navigator.locks.request("bekertje sends", { signal: AbortSignal.timeout(LOCK_MS) }, task);
  } catch {
    return task();
  }
}

/** The server says without content when there is something to ask for. Only a page in sight listens. */
function listen() {
  if (document.hidden) {
    pokes?.close();
    pokes = undefined;
  } else if (!pokes || pokes.readyState === EventSource.CLOSED) {
    pokes = new EventSource(POKES);
    pokes.onopen = turn;
    pokes.addEventListener("poke", turn);
    pokes.addEventListener("build", ({ data }) => {
      if (data !== build) lookForNewVersion();
      // Where a new version is offered, the old one goes on until someone takes it.
      if (dev !== undefined || !navigator.serviceWorker?.controller) told.build(data);
    });
  }
}

/** What is short enough outlives the page: browsers allow 64 kB of that. */
const SHORT = 60_000;

async function exchange(method, address, body) {
  const headers = { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  const keepalive = body?.length < SHORT;
  try {
    const answer = await fetch(address, { method, body, headers, keepalive, cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    return [answer.status, await answer.text()];
  } catch {
    return [0, ""];
  }
}

// ---------- starting without network, and new versions ----------

let registration;
let lastTouch = performance.now();
let isLeaving = false;
for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => (lastTouch = performance.now()), true);

async function startWithoutNetwork() {
  // Tells the service worker that files of this build are in use, until this page is closed.
  navigator.locks?.request(`bekertje ${build.split("-").pop()}`, { mode: "shared" }, () => new Promise(() => {}));
  if (!worker || !navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("message", turn);
  registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
  registration?.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
  offer();
}

/** Offers the version that waits, at a moment when nobody is busy. Without a page to take over there is nothing to offer. */
function offer() {
  if (!registration?.waiting || !navigator.serviceWorker.controller) return;
  const left = lastTouch + IDLE_MS - performance.now();
  if (left > 0) setTimeout(offer, left);
  else told.version();
}

const lookForNewVersion = () => registration?.update().catch(() => {});

// ---------- what the program asks ----------

export const device = {
  /** The rows as JSON; rejected when nothing can be kept here. */
  rows: async () => JSON.stringify(await rows()),

  async write(expects, writes) {
    const outcome = await write(expects, JSON.parse(writes)).catch(() => "failed");
    if (outcome === "done") others.postMessage("stored");
    return outcome;
  },

  /** The numbers of the operations of which there is a sealed copy. */
  copied: () => JSON.stringify(copies().map(([id]) => id)),

  /** The sealed copies with these numbers. */
  copies: (ids) => JSON.stringify(copies().filter(([id]) => JSON.parse(ids).includes(id)).map(([, sealed]) => sealed)),

  copy(key, keep, add) {
    if (!globalThis.crypto?.subtle) return;
    copying = copying.then(() => copy(key, JSON.parse(keep), JSON.parse(add))).catch(() => {});
  },

  /** `[status, text]` as JSON; status 0 when there was no answer. */
  exchange: async (method, address, body) => JSON.stringify(await exchange(method, address, body)),

  /** How long this page runs and what the clock says, in microseconds. */
  clock: () => JSON.stringify([Math.round(performance.now() * 1000), Date.now() * 1000]),

  /** From now on `round` is called in time; the others when there is something to know. */
  start(oneRound, stored, heard, version, build, leaving) {
    round = oneRound;
    Object.assign(told, { stored, heard, version, build });
    for (const name of ["online", "offline", "pageshow"]) addEventListener(name, turn);
    addEventListener("pagehide", leaving);
    document.addEventListener("visibilitychange", () => {
      listen();
      if (document.hidden) return;
      turn();
      lookForNewVersion();
    });
    navigator.storage?.persist?.();
    offer();
    turn();
  },

  /** There is something to send. */
  send() {
    turn();
    if (failures) registration?.sync?.register("send").catch(() => {});
  },

  startWithoutNetwork,

  /** The version that waits takes over, and this page starts anew in it. */
  useNewVersion() {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting?.postMessage("take over");
  },

  /** Gives the shell the looks of a page, and the address that it is about. */
  dress(language, theme, size, audience, address) {
    for (const part of ["starting", "locked"]) document.getElementById(part)?.remove();
    const html = document.documentElement;
    html.lang = language;
    html.className = size;
    if (theme !== "light") html.dataset.theme = theme;
    document.body.dataset.audience = audience;
    if (address) history.replaceState(null, "", address);
  },

  /** Who opened this tablet without the server, as JSON: `{ person, name }`. */
  holder: () => localStorage.getItem("bekertje holder"),

  /** The language of the browser, before anyone is known here. */
  language: () => navigator.language,

  /** Opens the page again when the server answers. */
  tryAgainLater() {
    const look = async () => (await exchange("GET", "/health"))[0] === 200 && location.reload();
    addEventListener("online", look);
    setInterval(look, USUAL_WAIT_MS);
  },

  /** To another page instead of this one. Once: to ask again while that page is on its way would break it off. */
  leave(to) {
    if (!isLeaving) location.replace(to);
    isLeaving = true;
  },
};
