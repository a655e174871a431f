// For hands that tremble, before anything of the page can be seen. Several taps at one place in a moment are one tap, so
// that a second tap does not land on what the first one opened, be it another page, and five taps on a button are one
// choice. A finger that slides a little is still a tap, which browsers take for the start of a swipe. Keys and taps
// elsewhere are never held back.
{
  const WAIT_MS = 600;
  /** How far a trembling finger lands from where it was. */
  const NEAR_PX = 28;
  /** Up to here every browser sees a tap itself. */
  const STILL_PX = 8;
  /** From here on someone swipes. */
  const SWIPE_PX = 32;
  const TARGETS = "a[href], button, summary, label";

  const KEPT = "bekertje tap";

  /** A browser that keeps nothing still has this page. */
  const kept = (use) => {
    try {
      return use(sessionStorage);
    } catch {
      return null;
    }
  };

  /** The tap before this one, also when it opened this page. */
  let last = kept((storage) => JSON.parse(storage.getItem(KEPT)));
  let begun;

  const far = (from, to) => Math.max(Math.abs(from.x - to.x), Math.abs(from.y - to.y));

  const isRepeated = (place) => {
    const at = Date.now();
    if (last && Math.abs(at - last.at) < WAIT_MS && far(last, place) <= NEAR_PX) return true;
    last = { ...place, at };
    kept((storage) => storage.setItem(KEPT, JSON.stringify(last)));
    return false;
  };

  const hear = (name, answer) => document.addEventListener(name, answer, true);

  hear("click", (event) => {
    const byKey = event.detail === 0;
    // A tap on a label comes twice, the second time on its field. Choosing the same field again does no harm.
    if (byKey || event.target.matches("input, select, textarea")) return;
    // A PIN may have the same digit twice.
    if (isRepeated({ x: event.clientX, y: event.clientY }) && !event.target.matches(".key")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  });

  hear("touchstart", ({ touches, target }) => {
    const on = touches.length === 1 && target.closest(TARGETS);
    begun = on ? { on, x: touches[0].clientX, y: touches[0].clientY } : undefined;
  });

  hear("touchend", (event) => {
    const from = begun;
    begun = undefined;
    if (!from) return;
    const place = { x: event.changedTouches[0].clientX, y: event.changedTouches[0].clientY };
    const slid = far(from, place);
    if (slid < STILL_PX || slid > SWIPE_PX || document.elementFromPoint(place.x, place.y)?.closest(TARGETS) !== from.on) return;
    // The browser's own tap, where it makes one of this, must not come too.
    event.preventDefault();
    if (!isRepeated(place)) from.on.click();
  });
}
