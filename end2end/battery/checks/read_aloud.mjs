// A16: reading aloud says the right words, slowly, in the right language, can be stopped, and is hidden without a voice.

export const rule = "A16 reading aloud";

/** A voice that writes down what it would say; `voices: []` for a device that has none. Before the page is opened. */
export async function giveVoice(context, voices = ["nl-NL", "en-GB"]) {
  await context.addInitScript((languages) => {
    const spoken = (window.spoken = []);
    const queue = [];
    const made = languages.map((lang) => ({ lang, name: lang, voiceURI: lang, default: false, localService: true }));
    class Utterance extends EventTarget {
      constructor(text) {
        super();
        Object.assign(this, { text, lang: "", rate: 1, voice: null, onend: null });
      }
    }
    class Synthesis extends EventTarget {
      speak(utterance) {
        queue.push(utterance);
        spoken.push({ text: utterance.text, lang: utterance.lang, rate: utterance.rate });
      }
      cancel() {
        queue.length = 0;
        spoken.push({ cancelled: true });
      }
      getVoices() {
        return made;
      }
    }
    Object.defineProperty(window, "SpeechSynthesisUtterance", { value: Utterance, configurable: true });
    Object.defineProperty(window, "speechSynthesis", { value: new Synthesis(), configurable: true });
    window.saying = () => queue.length;
  }, voices);
}

/** Presses the button and listens. `wanted`: words that must be said. */
export async function check(page, { language = "nl-NL", wanted = [] } = {}) {
  const found = [];
  const button = page.locator(".read-aloud");
  if ((await button.count()) === 0 || !(await button.first().isVisible())) return ["there is a voice and no button to read aloud"];
  await page.evaluate(() => (window.spoken.length = 0));
  await button.first().click();
  const said = (await page.evaluate(() => window.spoken)).filter((one) => one.text);
  if (said.length === 0) return ["the button says nothing"];
  const all = said.map((one) => one.text).join(" ");
  for (const words of wanted) if (!all.includes(words)) found.push(`does not say "${words}": ${all.slice(0, 300)}`);
  if (said.some((one) => one.lang !== language)) found.push(`speaks ${said[0].lang}, not ${language}`);
  if (said.some((one) => !(one.rate < 1))) found.push(`speaks at rate ${said[0].rate}`);
  if (/[€<>{}]/.test(all)) found.push(`reads signs aloud: ${all.match(/.{0,20}[€<>{}].{0,20}/)?.[0]}`);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 650)));
  await button.first().click();
  if ((await page.evaluate(() => window.saying())) > 0) found.push("cannot be stopped");
  return found;
}
