// Helpers that run inside the page, for all checks.

function install() {
  if (window.battery) return;
  const b = {};
  window.battery = b;

  /** Whether a person can see the element, also after scrolling. */
  b.visible = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    if (element.closest("[hidden], .visually-hidden, .sprite, template, script, style, noscript")) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.bottom + scrollY > 0 && box.right > 0;
  };
  /** "button.moment 'Kies vrijdag…'": enough to find it. */
  b.name = (element) => {
    const text = (element.getAttribute("aria-label") ?? element.innerText ?? element.textContent ?? "").replace(/\s+/g, " ").trim();
    const kind = element.tagName.toLowerCase();
    const of = [...element.classList].slice(0, 2).map((one) => `.${one}`).join("");
    return `<${kind}${element.id ? `#${element.id}` : ""}${of}> "${text.slice(0, 50)}"`;
  };
  /** Text that belongs to the element itself, not to its children. */
  b.ownText = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("").replace(/\s+/g, " ").trim();
  b.texts = () =>
    [...document.body.querySelectorAll("*")].filter(
      (element) => element.namespaceURI === "http://www.w3.org/1999/xhtml" && b.ownText(element) && b.visible(element),
    );
  b.ACTIVE = "a[href], button, summary, select, textarea, input:not([type=hidden]), [role=button], [role=link], [tabindex='0']";
  /** What a finger aims at: a label stands for the box inside it. */
  b.targets = () => {
    const found = new Set();
    for (const element of document.querySelectorAll(b.ACTIVE)) {
      const label = element.matches("input[type=radio], input[type=checkbox]") ? element.closest("label") : null;
      const target = label ?? element;
      if (b.visible(target)) found.add(target);
    }
    return [...found];
  };
  /** Fixed and sticky parts lie above the page: they are compared with each other only. */
  b.layer = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) {
      if (["fixed", "sticky"].includes(getComputedStyle(one).position)) return one;
    }
    return document.body;
  };
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
  /** Any CSS colour as [red, green, blue, alpha]. */
  b.colour = (css) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "#000";
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  b.ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = b.colour(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0.9) return colour;
    }
    return [255, 255, 255, 1];
  };
  const light = ([red, green, blue]) => {
    const [r, g, bl] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  b.contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((left, right) => right - left);
    return (high + 0.05) / (low + 0.05);
  };
}

/** Runs `look(argument)` in the page with the helpers at hand as `battery`. */
export async function inPage(page, look, argument) {
  await page.evaluate(install);
  return page.evaluate(look, argument);
}

/** Until the page has laid itself out again. */
export async function settled(page) {
  await page.evaluate(
    () =>
      new Promise((done) => {
        document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(done)));
      }),
  );
}

/** Looks with another window size, and gives the old one back. */
export async function withSize(page, size, look) {
  const before = page.viewportSize();
  await page.setViewportSize(size);
  await settled(page);
  try {
    return await look();
  } finally {
    await page.setViewportSize(before);
    await settled(page);
  }
}

/** Looks with one more style sheet. It is made in the page, so the content security policy has nothing to forbid. */
export async function withStyle(page, css, look) {
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }, css);
  await settled(page);
  try {
    return await look();
  } finally {
    await page.evaluate(() => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1);
    });
    await settled(page);
  }
}
