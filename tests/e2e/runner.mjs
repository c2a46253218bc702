// A small test runner: cases register themselves, run one after the other in one browser, and are counted.

const cases = [];
const measurements = [];

/** Registers a case. `body` gets `{ browser, site }` and throws if something is not as it should be. */
export function test(name, body) {
  cases.push({ name, body });
}

/** Notes a figure for the table at the end, which says whether it keeps its limit. Of itself it fails nothing. */
export function measured(name, value, unit, limit) {
  measurements.push({ name, value, unit, limit });
}

/** Runs every registered case whose name holds `filter`; the number of failed ones. */
export async function runAll(context, filter = "") {
  const chosen = cases.filter(({ name }) => name.includes(filter));
  const failures = [];
  for (const { name, body } of chosen) {
    const start = performance.now();
    let error;
    try {
      await body(context);
    } catch (thrown) {
      error = thrown;
      failures.push(name);
    }
    // A case that failed half-way leaves its visitors behind.
    for (const left of context.browser.contexts()) await left.close();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${error ? "FAILED" : "ok    "} ${name} (${seconds} s)`);
    if (error) console.log(indented(error.stack ?? String(error)));
  }
  printMeasurements();
  if (failures.length > 0) console.log(`\nfailed:\n${indented(failures.join("\n"))}`);
  console.log(`${chosen.length - failures.length} passed, ${failures.length} failed`);
  return failures.length;
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
