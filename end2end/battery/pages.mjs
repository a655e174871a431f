// Every page of every audience, with who looks at it: the same list for the battery and for the contact sheet.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deliveredAllTheSame, orderedByStranger, revokedDevice, settle } from "../support/exceptions.mjs";
import { PASSWORD, operatorsLink, totp } from "../support/sign_in.mjs";
import { DE_LINDE } from "../support/program.mjs";
import { addedOverHttp } from "../support/tablets.mjs";
import { newId } from "../support/visitor.mjs";

/** Who looks, per audience: someone with an ordinary week, someone with nothing yet, someone with a long name. */
export const PEOPLE = {
  resident: { typical: "R06", empty: "R14", long: "R25" },
  family: { typical: "karim-el-idrissi", empty: "carmen-nunez", long: "charlotte-van-heeckeren" },
  ward: { typical: "fatma", long: "ingrid" },
  office: { typical: "marieke" },
  supporter: { typical: "nadia" },
  provider: { typical: "anja" },
  council: { typical: "jaap" },
  security: { typical: "dorien" },
};

/** Everyone who looks, and what anyone sees on the way in: who is added above is in the battery and on the sheet. */
export const ROUNDS = [
  ...Object.entries(PEOPLE).flatMap(([audience, variants]) => Object.keys(variants).map((variant) => [audience, variant])),
  ["door", "typical"],
];

/** Who signs in with a link, by the language that they read. Nobody of the office reads English until `prepare` says so. */
const BEGINNERS = { nl: ["els-vermeer", "hanneke"], en: ["sean-obrien", "frank"] };

/**
 * The pages on the way in. `go` opens a page that has no address of its own: it is a step, or the answer to a form.
 */
function waysIn(program, language) {
  const suffix = language === "nl" ? "" : `?lang=${language}`;
  const [family, office] = BEGINNERS[language];
  const submit = async (page) => {
    const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), page.locator("main form button").first().click()]);
    return answer;
  };
  const link = async (page, code) => page.goto(await operatorsLink(program, code), { waitUntil: "load" });
  const setUp = async (page) => {
    await link(page, office);
    await page.locator('input[name="password"]').fill(PASSWORD);
    return submit(page);
  };
  const pages = [
    { name: "sign in", path: `/sign-in${suffix}` },
    {
      name: "sign in, refused",
      async go(page) {
        await page.goto(`/sign-in${suffix}`);
        await page.locator('input[name="name"]').fill("els-vermeer");
        await page.locator('input[name="password"]').fill("dat is het niet");
        return submit(page);
      },
    },
    { name: "link", go: (page) => link(page, family) },
    {
      name: "link, weak password",
      async go(page) {
        await link(page, family);
        await page.locator('input[name="password"]').fill("wachtwoord12");
        return submit(page);
      },
    },
  ];
  pages.push({ name: "set up the phone", go: setUp });
  pages.push({
    name: "recovery codes",
    async go(page) {
      await setUp(page);
      await page.locator('input[name="code"]').fill(totp(await page.locator("#secret").innerText()));
      return submit(page);
    },
  });
  pages.push({ name: "where signed in", path: "/sessions" }, { name: "another password", path: "/sessions/password" });
  pages.push({ name: "people", path: "/office/people" });
  pages.push({
    name: "link for somebody",
    async go(page) {
      await page.goto("/office/people");
      const form = page.locator('form[action$="/link"] button').first();
      const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), form.click()]);
      return answer;
    },
  });
  pages.push({
    name: "second step",
    async go(page) {
      await page.goto(`/sign-in${suffix}`);
      await page.locator('input[name="name"]').fill(office);
      await page.locator('input[name="password"]').fill(PASSWORD);
      return submit(page);
    },
  });
  return pages;
}

/** What makes an ordinary week: something in the basket, and an order that was refused. Once per program. */
export async function prepare(program) {
  await readsEnglish(program, BEGINNERS.en[1]);
  const resident = await program.visitor(PEOPLE.resident.typical);
  const { id } = await resident.household();
  const [walk] = await resident.moments(id, "A05");
  const [reading] = await resident.moments(id, "A07");
  for (const line of [walk, reading]) await resident.do(id, { put_in_basket: { lines: [line] } });
  await resident.push(resident.operation(id, resident.order([{ ...walk, quantity: 20 }])));
  const son = await program.visitor(PEOPLE.family.typical);
  const mother = await son.household();
  const [call] = await son.moments(mother.id, "A08");
  if (call) await son.do(mother.id, { put_in_basket: { lines: [call] } });
  const asking = await program.visitor("R02");
  const other = await asking.household();
  await asking.do(other.id, { ask_help: { help: newId(), topic: "choosing" } });
  await whatMustBeSortedOut(program, other.id);
}

/** The home's own list of people says so, and is imported again. */
async function readsEnglish(program, code) {
  const home = await mkdtemp(join(tmpdir(), "bekertje-reads-english-"));
  try {
    await cp(DE_LINDE, home, { recursive: true });
    const people = await readFile(join(home, "people.csv"), "utf8");
    const row = new RegExp(`^(${code},.*),nl,`, "m");
    assert.match(people, row);
    await writeFile(join(home, "people.csv"), people.replace(row, "$1,en,"));
    await program.command("import", "--folder", home);
  } finally {
    await rm(home, { recursive: true });
  }
}

/** On the ward of the resident, and on the one with the long names. */
async function whatMustBeSortedOut(program, household) {
  const ward = await program.visitor(PEOPLE.ward.typical);
  await settle(ward, household, await deliveredAllTheSame(ward, household), "write_off");
  await deliveredAllTheSame(ward, household, "A08");
  await orderedByStranger(ward, household);
  await revokedDevice(program, ward);
  const other = await program.visitor(PEOPLE.ward.long);
  const longest = longestName((await other.snapshot()).households);
  await deliveredAllTheSame(other, longest.id);
}

const longestName = (households) => [...households].sort((one, other) => other.resident.name.nl.length - one.resident.name.nl.length)[0];

/** The addresses of an audience, as `{ name, path }`. `visitor` is who looks. */
export async function screens(visitor, audience, variant = "typical") {
  if (audience === "door") return [{ name: "door", path: "/demo" }];
  if (audience === "office") return office(await officeResident(visitor, "Ramdin"));
  if (BESIDE[audience]) return BESIDE[audience](visitor);
  const { households } = await visitor.snapshot();
  if (audience === "ward") return [...ward(households, variant), ...(variant === "typical" ? await tablets(visitor) : [])];
  const [{ id }] = households;
  const home = `/r/${id}`;
  const pages = [
    ["home", ""],
    ["shelves", "/shop"],
    ["shelf", "/shop/out"],
    ["item", "/item/W01"],
    ["item with two purses", "/item/V06"],
    ["item from own money", "/item/H03"],
    ["search", "/search?q=voeten"],
    ["search, nothing found", "/search?q=olifant"],
    ["basket", "/basket"],
    ["week", "/week"],
    ["again", "/again"],
    ["cup", "/cup"],
    ["help", "/help"],
    ["who looked", "/who-looked"],
  ].map(([name, path]) => ({ name, path: home + path }));
  pages.push({ name: "what waits", path: "/waiting" });
  // Family who do not manage cannot read it.
  if (audience === "family" && variant !== "long") pages.splice(pages.findIndex(({ name }) => name === "who looked"), 1);
  if (audience === "family" && households.length > 1) pages.unshift({ name: "for whom", path: "/family" });
  const few = new Set(["home", "basket", "week", "again", "cup", "for whom", "item", "who looked"]);
  return variant === "typical" ? pages : pages.filter((page) => few.has(page.name));
}

/** The number of the first resident that the office finds under this name. */
export async function officeResident(visitor, name) {
  const page = await visitor.page(`/office/residents?q=${name}`);
  return page.match(/open=([0-9a-f-]{36})/)[1];
}

function ward(households, variant) {
  const lines = households.flatMap((household) =>
    (household.orders ?? []).flatMap((order) => order.lines.map((line) => ({ household, order, line }))),
  );
  const address = (page, { household, order, line }) => `/ward/${page}/${household.id}/${order.id}/${line.id}`;
  const requested = lines.find(({ line }) => line.state === "requested");
  const accepted = lines.find(({ line }) => line.state === "accepted");
  const done = lines.find(({ line }) => line.state === "delivered");
  const busiest = [...households].sort((one, other) => (other.orders?.length ?? 0) - (one.orders?.length ?? 0))[0];
  const longest = longestName(households);
  const cases = households.flatMap(({ id, exceptions = [] }) => exceptions.map((exception) => ({ id, ...exception })));
  const pages = [{ name: "board", path: "/ward" }];
  if (variant === "typical") pages.push({ name: "board of an empty day", path: "/ward?day=2031-01-01" });
  pages.push({ name: "residents", path: "/ward/residents" });
  pages.push({ name: "resident", path: `/ward/resident/${(variant === "long" ? longest : busiest).id}` });
  const family = `/ward/family/${(variant === "long" ? longest : busiest).id}`;
  pages.push({ name: "family of a resident", path: family });
  if (variant === "typical") {
    pages.push({
      name: "letter for family",
      async go(page) {
        await page.goto(family);
        const form = page.locator('form[action$="/link"] button').first();
        const [answer] = await Promise.all([page.waitForNavigation({ waitUntil: "load" }), form.click()]);
        return answer;
      },
    });
  }
  if (requested) pages.push({ name: "new order", path: address("line", requested) }, { name: "decline", path: address("decline", requested) });
  if (accepted) pages.push({ name: "planned order", path: address("line", accepted) });
  if (done && variant === "typical") pages.push({ name: "finished order", path: address("line", done) });
  pages.push({ name: "day list", path: "/ward/day" });
  pages.push({ name: "what waits", path: "/ward/waiting" });
  pages.push({ name: "to sort out", path: "/ward/sort-out" });
  pages.push({ name: "emergency", path: "/emergency" });
  if (variant === "typical") {
    pages.push({ name: "emergency, someone found", path: "/emergency?q=jansen" });
    pages.push({ name: "emergency, the reason", path: "/emergency?q=jansen", open: ".log-found a" });
  }
  const kinds = { "who pays": ({ settled, what }) => !settled && what.delivered, "to look at": ({ what }) => what.quarantined, "sorted out": ({ settled }) => settled };
  for (const [name, is] of Object.entries(kinds)) {
    const found = cases.find(is);
    if (found) pages.push({ name, path: `/ward/sort-out/${found.id}/${found.op}` });
  }
  return pages;
}

/** The ward's tablets: the list, the form, the code as it waits, is too old and was used; and what the tablet itself shows. */
async function tablets(visitor) {
  const [waits, used, gone] = await Promise.all(["bij het raam", "op tafel", "in de la"].map((name) => addedOverHttp(visitor, { name })));
  await used.use();
  await gone.use();
  await gone.ask(`${gone.page}/revoke`, {});
  const room = await addedOverHttp(visitor, { name: "in de kamer", whose: "living_room" });
  const shared = (await room.use()).find((one) => one.startsWith("bekertje-tablet="));
  const who = await (await room.ask("/tablet", undefined, shared)).text();
  const [first, second] = [...who.matchAll(/name="household" value="([^"]+)"/g)].map(([, id]) => id);
  await room.ask(`/ward/pictures/${second}`, { before: "25", picture: "5" });
  const staff = await addedOverHttp(visitor, { name: "bij de post", whose: "ward:" });
  const ofStaff = (await staff.use()).find((one) => one.startsWith("bekertje-tablet="));
  return [
    { name: "tablets", path: "/ward/tablets" },
    { name: "new tablet", path: "/ward/tablets/new" },
    { name: "new tablet, nobody chosen", path: "/ward/tablets/new?lacks=whose&name=bij+het+raam" },
    { name: "code of a tablet", path: waits.page, cookie: waits.cookie },
    { name: "code made elsewhere", path: waits.page, cookie: "bekertje-code=none" },
    { name: "code that was used", path: used.page },
    { name: "tablet that is enrolled", path: waits.enrol },
    { name: "code that does nothing", path: used.enrol, status: 410 },
    { name: "pictures as a key", path: "/ward/pictures" },
    { name: "new pictures", path: "/ward/pictures", open: `form[action="/ward/pictures/${first}"] button` },
    // Whoever opens it puts the tablet down: from here on nobody of the ward is signed in.
    { name: "tablet of the staff", path: "/shift", cookie: ofStaff },
    { name: "start of a shift", path: "/shift/start" },
    { name: "living room", path: "/tablet", cookie: shared },
    { name: "pictures of a resident", path: "/tablet", open: `button[value="${second}"]` },
    // The last one: from here on the browser is a resident's.
    { name: "shop on a shared tablet", path: "/tablet", open: `button[value="${first}"]` },
  ];
}

/** Those beside the shop. */
const BESIDE = {
  async supporter(visitor) {
    const [, resident] = (await visitor.page("/supporter?q=Vermeer")).match(/href="(\/supporter\/[\w-]{36})"/);
    const write = (path, fields) => visitor.fetch(path, { method: "POST", body: new URLSearchParams(fields) });
    await write(`${resident}/notes`, { text: "Zij wil graag nog eens naar Zandvoort.\nHaar zus woont daar." });
    const [, note] = (await visitor.page(resident)).match(/href="(\/supporter\/[\w-]{36}\/notes\/[\w-]{36})"/);
    await write(note, { revision: "1", text: "Zij wil liever naar Scheveningen." });
    return [
      { name: "residents of a supporter", path: "/supporter" },
      { name: "residents of a supporter, none found", path: "/supporter?q=olifant" },
      { name: "resident of a supporter", path: resident },
      { name: "note", path: note },
      { name: "note, the end of it", path: note, open: ".note-remove summary" },
    ];
  },
  provider: async () => [{ name: "orders of a provider", path: "/provider" }],
  council: async () => [
    { name: "changes of prices", path: "/council" },
    { name: "catalogue for the council", path: "/council/catalogue" },
    { name: "item for the council", path: "/council/catalogue/W01" },
  ],
  security: async () => [
    { name: "log of the home", path: "/security" },
    { name: "log of the home, refusals", path: "/security?kind=refused&days=7" },
  ],
};

const office = (resident) => [
  { name: "residents", path: "/office/residents" },
  { name: "residents, one open", path: "/office/residents?q=Ramdin", open: ".opener" },
  { name: "residents, none found", path: "/office/residents?q=olifant" },
  { name: "resident", path: "/office/residents?q=Ramdin", open: ".opener", then: ".opened-links a" },
  { name: "resident for whom the house paid", path: "/office/residents?q=Ozturk", open: ".opener", then: ".opened-links a" },
  { name: "correct data", path: `/office/resident/${resident}/correct` },
  { name: "erase a resident", path: `/office/resident/${resident}/erase` },
  { name: "data of a resident", path: `/office/resident/${resident}/file` },
  { name: "log", path: "/office/audit" },
  { name: "log, a search", path: "/office/audit?q=an" },
  { name: "emergencies", path: "/office/emergencies" },
  { name: "tablets of the wards", path: "/ward/tablets" },
  { name: "new tablet of a ward", path: "/ward/tablets/new" },
  { name: "catalogue", path: "/office/catalogue" },
  { name: "catalogue item", path: "/office/catalogue/W01" },
];

/** All of them in one language, as `{ name, path }` or with a `go` of their own: also the way in, and what went wrong. */
export async function everyPage(program, page, visitor, audience, variant, language) {
  const pages = await screens(visitor, audience, variant);
  if (audience === "door") {
    pages[0].path += language === "nl" ? "" : `?lang=${language}`;
    pages.push(...waysIn(program, language));
  }
  if (audience === "resident" && variant === "typical") {
    const { id } = await visitor.household();
    pages.push(...(await refusals(page, id, (await visitor.moments(id, language === "nl" ? "E03" : "A08")).slice(0, 1))));
  }
  return pages;
}

/** The addresses of pages that say no: a refused order, a form that could not be read, an unknown page. */
async function refusals(page, household, lines) {
  const found = [{ name: "unknown page", path: `/r/${household}/olifant`, status: 404 }];
  const draft = (kind, opId = newId()) => JSON.stringify({ op_id: opId, household, kind });
  const send = async (operation) => {
    const answer = await page.context().request.post("/do", {
      form: { operation, next: `/r/${household}/week`, back: `/r/${household}/basket` },
      maxRedirects: 0,
    });
    return answer.headers().location;
  };
  const order = lines.map((line) => ({ ...line, line: newId(), quantity: 20 }));
  const total = { ...order[0].unit_price, minor: order[0].unit_price.minor * 20 };
  const much = { place_order: { order: newId(), lines: order, catalogue_version: 1, max_total: { [order[0].purse]: total } } };
  found.push({ name: "refused order", path: await send(draft(much)) });
  found.push({ name: "form not understood", path: await send("{") });
  return found;
}
