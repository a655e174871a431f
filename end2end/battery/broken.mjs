// One good page, and every way in which it is broken on purpose.

const STYLE = `
  [hidden] { display: none !important; }
  body { margin: 0; background: #fbf6ee; color: #241c15; font: 20px/1.6 sans-serif; }
  main { padding: 24px; max-width: 40em; }
  p { max-width: 50ch; }
  h1 { font-size: 30px; line-height: 1.5; }
  .acts { display: flex; flex-wrap: wrap; gap: 24px; }
  a.button, button { display: inline-flex; align-items: center; gap: 8px; min-height: 72px; min-width: 72px; padding: 8px 20px; border: 2px solid #4f4338;
    border-radius: 16px; background: #fff; color: #241c15; font: inherit; text-decoration: none; max-width: 100%; box-sizing: border-box; }
  .button-key { min-height: 120px; width: 100%; }
  svg { flex: none; }
  :focus-visible { outline: 3px solid #241c15; outline-offset: 4px; }
  @media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
`;

const SVG = '<svg width="32" height="32" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="12" fill="currentColor"/></svg>';

const HEAD = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Winkel</title>';
const MAIN = `<main>
  <h1 tabindex="-1">Winkel</h1>
  <p>U heeft nog € 17,95. Kies iets in de winkel.</p>
  <div class="acts"><a class="button" href="http://127.0.0.1/w">${SVG} Kies wandeling</a> <a class="button" href="http://127.0.0.1/b">${SVG} Kies bloemen</a></div>
  <p><button class="button-key">Bestel 2 keuzes</button></p>
  <p class="secret">7MFZ-EDQB-XGTF-EBAA-Y8</p>
</main>`;

const document = ({ head = HEAD, style = "", main = MAIN, more = "", lang = "nl" } = {}) =>
  `<!doctype html><html lang="${lang}"><head>${head}<style>${STYLE}${style}</style></head><body>${main}${more}</body></html>`;

/** The good page with one piece of `<main>` in place of another. */
const swap = (from, to) => {
  if (!MAIN.includes(from)) throw new Error(`the good page has no ${from}`);
  return document({ main: MAIN.replace(from, to) });
};

const notice = (inside) => document({ main: `<div class="flash" role="status"><div class="notice notice-amber">${inside}</div></div>${MAIN}` });

export const GOOD = document();
export const GOOD_ERROR = notice('<p>Niet besteld: er is € 3,20 te weinig. Kies iets anders.</p><a class="button" href="#a">Kies voorlezen</a>');

export const BROKEN = {
  axe: {
    "a picture has no text": { html: swap("<h1", '<img src="data:," width="9" height="9"><h1'), says: /image-alt/ },
    "text is faint": { html: document({ style: "p { color: #8a8a8a; }" }), says: /color-contrast/ },
    "contrast is 5:1, where residents need 7:1": { html: document({ style: "p { color: #6b6459; }" }), says: /color-contrast-enhanced/ },
    "a target is tiny": {
      html: swap("<h1", '<div><button style="all:unset;width:9px;height:9px">x</button><button style="all:unset;width:9px;height:9px">y</button></div><h1'),
      says: /target-size/,
    },
    "two links with one name lead to two places": { html: swap("Kies bloemen", "Kies wandeling"), says: /identical-links-same-purpose/ },
    "the page goes away by itself": { html: document({ head: `${HEAD}<meta http-equiv="refresh" content="90; url=about:blank">` }), says: /meta-refresh/ },
    "the page locks the orientation": {
      html: document({ style: "@media (orientation: portrait) { html { transform: rotate(90deg); } }" }),
      says: /css-orientation-lock/,
    },
    "the page has no language": { html: document({ lang: "" }), says: /html-has-lang/ },
    "a label says something else": { html: swap("<button class", '<button aria-label="Iets anders" class'), says: /label-content-name-mismatch/ },
  },
  targets: {
    "a button is small": { html: document({ style: "a.button { min-height: 40px; padding: 0 8px; line-height: 1; }" }), says: /is \d+×\d+, not 64×64/ },
    "two buttons touch": { html: document({ style: ".acts { gap: 4px; }" }), says: /4 px, not 20/ },
    "the key action is low": { html: document({ style: ".button-key { min-height: 70px; }" }), says: /not \d+×88/ },
    "a card is low": { html: swap('class="button" href="http://127.0.0.1/w"', 'class="button product" href="http://127.0.0.1/w"'), says: /not 88×88/ },
    "a radio button has no large label": {
      html: swap("</main>", '<label style="display:inline-block"><input type="radio"> Ja</label></main>'),
      says: /label/,
    },
  },
  text: {
    "text is small": { html: document({ style: "p { font-size: 16px; }" }), says: /is 16 px/ },
    "lines are close": { html: document({ style: "p { line-height: 1.2; }" }), says: /line height/ },
    "lines are long": {
      html: document({ style: "p, main { max-width: none; } p { font-size: 20px; letter-spacing: -1px; }", more: `<p>${"Dit is een lange zin met veel woorden ".repeat(8)}</p>` }),
      says: /line of \d+ characters/,
    },
    "family reads small text": { html: document({ style: "p { font-size: 15px; }" }), says: /is 15 px, not 16/, audience: "family" },
    "the ward reads close lines": { html: document({ style: "p { line-height: 1.3; }" }), says: /line height/, audience: "ward" },
    "the office reads small text": { html: document({ style: "p { font-size: 14px; }" }), says: /is 14 px, not 16/, audience: "office" },
    "text is in italics": { html: document({ style: "p { font-style: italic; }" }), says: /italics/ },
    "text is in capitals": { html: document({ style: "p { text-transform: uppercase; }" }), says: /capitals/ },
  },
  reflow: {
    "a box is wider than the window": { html: document({ style: "p { min-width: 500px; }" }), says: /320 px wide: scrolls sideways/ },
    "a table of the office is wider than the window": {
      html: document({ style: "main { min-width: 900px; }" }),
      says: /320 px wide: scrolls sideways/,
      audience: "office",
    },
    "large text is cut off": { html: document({ style: "a.button { height: 72px; width: 180px; overflow: hidden; }" }), says: /200 %.*cut off/ },
    "text with wide spacing is cut off": {
      html: document({ style: "h1 { width: 105px; overflow: hidden; white-space: nowrap; font-size: 30px; }" }),
      says: /wide spacing.*cut off/,
    },
    "a word runs out of its button": { html: document({ style: "a.button { width: 130px; white-space: nowrap; overflow: visible; }" }), says: /runs out of its box/ },
  },
  focus: {
    "there is no ring": { html: document({ style: ":focus-visible { outline: none; }" }), says: /no ring/ },
    "the ring is thin": { html: document({ style: ":focus-visible { outline-width: 1px; }" }), says: /no ring/ },
    "the ring is faint": { html: document({ style: ":focus-visible { outline-color: #e8e0d4; }" }), says: /ring with contrast/ },
    "something covers what has the focus": {
      html: document({ more: '<div style="position:fixed;inset:0;background:#fff"></div>' }),
      says: /is hidden/,
    },
    "icons are faint": { html: document({ style: "svg { color: #d8d0c4; }" }), says: /picture in .* contrast/ },
    "a field has a faint border": {
      html: swap("</main>", '<label>Zoek <input style="border:1px solid #ddd"></label></main>'),
      says: /border with contrast/,
    },
  },
  media: {
    "something keeps moving": {
      html: document({ style: "@keyframes turn { to { rotate: 360deg; } } @media (prefers-reduced-motion: reduce) { svg { animation: turn 2s infinite !important; } }" }),
      says: /moves with less motion/,
    },
    "a button loses its edge with more contrast": {
      html: document({ style: "@media (prefers-contrast: more) { a.button { border: 0; } }" }),
      says: /no edge in more contrast/,
    },
    "a button loses its edge in forced colours": {
      html: document({ style: "a.button { border: 0; box-shadow: 0 0 0 2px #000; }" }),
      says: /no edge in forced colours/,
    },
  },
  names: {
    "the name is something else": { html: swap("<button class", '<button aria-label="Afrekenen" class'), says: /is called "afrekenen"/ },
    "two buttons have one name": { html: swap("Kies bloemen", "Kies wandeling"), says: /two things are called "kies wandeling"/ },
    "a picture has no words": { html: swap(`${SVG} Kies bloemen`, SVG), says: /has no name/ },
    "a picture has only hidden words": { html: swap("<button class", `<button aria-label="Sluit dit">${SVG}</button><button class`), says: /picture without text/ },
  },
  gestures: {
    "it listens to dragging": { html: document({ more: '<script>document.addEventListener("dragstart", () => {})</script>' }), says: /listens to dragstart/ },
    "it listens to a long press": { html: document({ more: '<script>document.addEventListener("contextmenu", () => {})</script>' }), says: /contextmenu/ },
    "it listens to a double tap": { html: swap("<button class", '<button ondblclick="1" class'), says: /ondblclick/ },
    "something can be dragged": { html: swap("<h1", '<h1 draggable="true"'), says: /draggable/ },
    "zooming is forbidden": {
      html: document({ head: HEAD.replace("initial-scale=1", "initial-scale=1, user-scalable=no") }),
      says: /forbids zooming/,
    },
    "zooming is limited": { html: document({ head: HEAD.replace("initial-scale=1", "maximum-scale=1.0") }), says: /forbids zooming/ },
    "touch-action stops pinching": { html: document({ style: "main { touch-action: none; }" }), says: /touch-action/ },
    "hover reveals something": { html: document({ style: ".acts a { opacity: 1 } .acts:hover a { opacity: .5; }" }), says: /hover reveals/ },
  },
  plain: {
    "a sentence is long": {
      html: swap("Kies iets in de winkel.", "Als u nog iets wilt hebben dan kunt u nu verder gaan met kiezen in de winkel."),
      says: /\d\d words/,
    },
    "a sentence has two commas": { html: swap("Kies iets in de winkel.", "Kies iets, als u wilt, in de winkel."), says: /2 commas/ },
    "a word is long": { html: swap("Kies iets in", "Kies productcategorieën in"), says: /long word "productcategorieën"/ },
    "it says je": { html: swap("U heeft", "Je hebt"), says: /not "u"/ },
    "it shouts": { html: swap("de winkel.", "de winkel!"), says: /exclamation/ },
    "a button has no verb": { html: swap("Bestel 2 keuzes", "Twee keuzes"), says: /does not say what it does/ },
  },
  errors: {
    "nothing is said": { html: document(), says: /nothing on the page/ },
    "it does not say what to do": { html: notice("<p>Niet besteld. Er is te weinig.</p><a href='#a'>Kies iets</a>"), says: /what to do/ },
    "it does not say what happened": { html: notice("<p>Kies iets anders.</p><a href='#a'>Kies iets</a>"), says: /only one thing/ },
    "it speaks of machines": { html: notice("<p>Er was een fout 500. Probeer het nog eens.</p><a href='#a'>Kies iets</a>"), says: /machines/ },
    "it offers no way on": { html: notice("<p>Niet besteld. Kies iets anders.</p>"), says: /no way on/ },
  },
};
