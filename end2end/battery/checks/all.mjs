// The checks that hold on every page.

import * as axe from "./axe.mjs";
import * as errors from "./errors.mjs";
import * as focus from "./focus.mjs";
import * as gestures from "./gestures.mjs";
import * as media from "./media.mjs";
import * as names from "./names.mjs";
import * as plain from "./plain_language.mjs";
import * as reflow from "./reflow.mjs";
import * as targets from "./targets.mjs";
import * as text from "./text.mjs";

export const CHECKS = [axe, targets, text, reflow, focus, media, names, gestures, plain, errors];
