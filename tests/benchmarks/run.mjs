// Measures the rows whose names hold one of the arguments (all without any), contestants taking turns row by row, and
// prints the table. A whole run of several rounds writes docs/benchmarks.md.

import { readFileSync, writeFileSync } from "node:fs";
import { cpus, type } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { document } from "./document.mjs";
import { startNative } from "./native.mjs";
import { PROGRAMS, chosen } from "./programs.mjs";
import { ratio, table } from "./report.mjs";

const { NDGYM_BENCH_PAGE: address, NDGYM_BENCH_SCRATCH: scratch, NDGYM_PYTHON: python } = process.env;
const QUICK = "--quick";
const words = process.argv.slice(2).filter((word) => word !== QUICK);
const rows = chosen(words);
const ROUNDS = process.argv.includes(QUICK) ? 1 : 3;

/** Who runs in the browser, and what tables call them. The first lends its generator to the others. */
const LIBRARIES = { python: "ndgym, Python", ndgym: "ndgym, JS", numpy_ts: "numpy-ts", tfjs: "tfjs-wasm" };
const names = { native: "NumPy", ...LIBRARIES };

const browser = await chromium.launch({
  executablePath: process.env.NDGYM_CHROMIUM,
  // So that a row can have its garbage taken away before the next one is measured.
  args: [...process.env.NDGYM_CHROMIUM_ARGUMENTS.split(" "), "--js-flags=--expose-gc"],
});
const native = startNative(python, join(scratch, "programs"));
try {
  const page = await open(browser);
  const contestants = [native];
  for (const name of [...Object.keys(LIBRARIES), "peak"]) {
    await page.evaluate(([name, programs]) => window.start(name, programs), [name, PROGRAMS]);
    contestants.push({ name, measure: (row) => page.evaluate(([name, row]) => window.measure(name, row), [name, row]) });
  }
  const times = await measureAll(contestants);
  const results = { rows: rows.map(({ name }) => name), times, names, rounds: ROUNDS, ...circumstances(browser) };
  writeFileSync(join(scratch, "results.json"), JSON.stringify(results, null, 1));
  console.log(table(results));
  for (const { name } of rows) {
    const share = ratio(times[name], "peak", "python");
    if (share) console.log(`${name}: ${(share * 100).toFixed(0)} % of the SIMD peak`);
  }
  if (words.length === 0 && ROUNDS > 1) write(results);
} finally {
  native.stop();
  await browser.close();
}

/** The page with the contestants. What it asks for is on this machine. */
async function open(browser) {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(0);
  page.on("pageerror", (error) => console.error(error.stack ?? String(error)));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") throw new Error(`a request to ${hostname}`);
  });
  await page.goto(address);
  return page;
}

/** `times[row][contestant]`: one time for each round. Contestants take turns at each row, and rows in each round. */
async function measureAll(contestants) {
  const times = Object.fromEntries(rows.map(({ name }) => [name, {}]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const row of rows) {
      for (const contestant of contestants) {
        const time = await contestant.measure(row);
        if (time !== null) (times[row.name][contestant.name] ??= []).push(time);
      }
      process.stderr.write(`\rbench   round ${round} of ${ROUNDS}: ${row.name.padEnd(30)}`);
    }
  }
  process.stderr.write("\n");
  return times;
}

/** When, where and with what. */
function circumstances(browser) {
  const packages = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8")).dependencies;
  const [{ model }] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${model}, ${cpus().length} cores, ${type()}`,
    versions: [
      `Chromium ${browser.version()}`,
      native.version,
      `numpy-ts ${packages["numpy-ts"]}`,
      `TensorFlow.js ${packages["@tensorflow/tfjs-core"]}`,
    ],
  };
}

function write(results) {
  const pyodide = JSON.parse(readFileSync(new URL("pyodide.json", import.meta.url), "utf8"));
  const path = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));
  writeFileSync(path, document(results, pyodide));
  console.log(`written: ${path}`);
}
