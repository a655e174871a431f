// The words files, as the pages have them.

import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const LOCALES = resolve(import.meta.dirname, "../../app/locales");

/** Every message of a language: `{ file, key, text }`, one for each variant of a choice. */
export function messages(language) {
  const folder = join(LOCALES, language);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ftl"))
    .flatMap((file) => parse(readFileSync(join(folder, file), "utf8")).map((message) => ({ file, ...message })));
}

/** Reads the part of Fluent that our files use: messages, continuation lines, and choices of variants. */
export function parse(source) {
  const found = [];
  let current;
  for (const line of source.split("\n")) {
    const start = line.match(/^([a-z][\w-]*) =\s?(.*)$/);
    if (start) {
      current = { key: start[1], lines: [start[2]] };
      found.push(current);
    } else if (/^(\s+\S|\})/.test(line) && current) {
      current.lines.push(line.trim());
    } else if (!line.trim() || line.startsWith("#")) {
      current = undefined;
    }
  }
  return found.flatMap(({ key, lines }) => variants(lines).map((text) => ({ key, text })));
}

/** The texts that one message can become. */
function variants(lines) {
  const whole = lines.join("\n");
  const choice = whole.match(/\{\s*\$[\w-]+\s*->\n([\s\S]*?)\n\s*\}/);
  if (!choice) return [whole.replace(/\n/g, " ").trim()];
  const texts = choice[1].split("\n").map((line) => line.replace(/^\*?\[[^\]]+\]\s*/, ""));
  return texts.map((text) => whole.replace(choice[0], text).replace(/\n/g, " ").trim());
}

const CACHE = new Map();

/** One message with its arguments filled in: `say("nl", "flash-ordered")`. */
export function say(language, key, values = {}) {
  if (!CACHE.has(language)) CACHE.set(language, new Map(messages(language).map(({ key, text }) => [key, text])));
  const text = CACHE.get(language).get(key);
  if (text === undefined) throw new Error(`there is no message ${key} in ${language}`);
  return text.replace(/\{\s*\$([\w-]+)\s*\}/g, (_, name) => values[name] ?? "…");
}
