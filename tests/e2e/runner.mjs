// A small test runner: cases register themselves, run in two browsers side by side or alone in one, and are counted.

const cases = [];
const measurements = [];

/** Browsers side by side: as many as a small machine has cores. */
const LANES = 2;

/** Registers a case. `body` gets `{ browser, site }` and throws if something is not as it should be. */
export function test(name, body) {
  cases.push({ name, body, alone: false });
}

/** Registers a case that measures, or wants something in time: nothing else runs beside it. */
export function testAlone(name, body) {
  cases.push({ name, body, alone: true });
}

/** Notes a figure for the table at the end, which says whether it keeps its limit. Of itself it fails nothing. */
export function measured(name, value, unit, limit) {
  measurements.push({ name, value, unit, limit });
}

/** Runs every registered case whose name holds `filter`, in browsers from `launch`; the number of failed ones. */
export async function runAll({ launch, site }, filter = "") {
  const chosen = cases.filter(({ name }) => name.includes(filter));
  const failures = [];
  const lane = async (queue) => {
    if (queue.length === 0) return;
    const browser = await launch();
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        if (!(await passes(next, { browser, site }))) failures.push(next.name);
      }
    } finally {
      await browser.close();
    }
  };
  const shared = chosen.filter(({ alone }) => !alone);
  await Promise.all(Array.from({ length: LANES }, () => lane(shared)));
  await lane(chosen.filter(({ alone }) => alone));
  printMeasurements();
  if (failures.length > 0) console.log(`\nfailed:\n${indented(failures.join("\n"))}`);
  console.log(`${chosen.length - failures.length} passed, ${failures.length} failed`);
  return failures.length;
}

/** Runs one case and says how it went. */
async function passes({ name, body }, context) {
  const start = performance.now();
  let error;
  try {
    await body(context);
  } catch (thrown) {
    error = thrown;
  }
  // A case that failed half-way leaves its visitors behind.
  for (const left of context.browser.contexts()) await left.close();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${error ? "FAILED" : "ok    "} ${name} (${seconds} s)`);
  if (error) console.log(indented(error.stack ?? String(error)));
  return !error;
}

function printMeasurements() {
  if (measurements.length === 0) return;
  console.log("\nmeasured");
  for (const { name, value, unit, limit } of measurements) {
    const verdict = value <= limit ? "kept" : "EXCEEDED";
    const bound = limit === undefined ? "" : `  (limit ${limit} ${unit}: ${verdict})`;
    console.log(`       ${name.padEnd(52)} ${value.toFixed(value < 100 ? 1 : 0).padStart(8)} ${unit}${bound}`);
  }
}

function indented(text) {
  return text.replaceAll(/^/gm, "       ");
}
