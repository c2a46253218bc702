// Holds the contestants that run in the browser; `run.mjs` asks them for one row at a time.

import * as ndgym from "./ndgym.js";
import * as numpy_ts from "./numpy_ts.js";
import * as peak from "./peak.js";
import * as python from "./python.js";
import * as tfjs from "./tfjs.js";

const CONTESTANTS = { python, ndgym, numpy_ts, tfjs, peak };
const started = {};

/** Makes a contestant ready. */
window.start = async (name, programs) => {
  started[name] = await CONTESTANTS[name].start(programs);
};

/** The time of one row; null if the contestant has no such operation. */
window.measure = (name, row) => started[name].measure(row);
