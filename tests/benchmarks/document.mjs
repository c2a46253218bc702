// docs/benchmarks.md: what a whole run measured, beside what it should show.

import { GROWING, LENGTHS, MATMUL_SIZES, OPERATIONS } from "./programs.mjs";
import { fixed, geometricMean, milliseconds, ratio, shown } from "./report.mjs";

/** What the figures are held to. */
const TARGETS = {
  geometricMean: 1.4,
  percentOfPeak: { 64: 50, 512: 80, 1024: 80 },
  microseconds: { add: 1.0, slice: 0.5, sum: 1.5 },
};

const RIVALS = ["numpy_ts", "tfjs"];

/** Calls on small arrays, as they are written. */
const CALLS = { add: "a + a", slice: "a[2:5]", sum: "a.sum()", matmul: "m @ m" };

/** The Markdown text. `pyodide` has its ratios to native NumPy. */
export function document(results, pyodide) {
  const sections = [head(results), summary(results, pyodide), operations(results, pyodide), products(results)];
  return [...sections, growth(results), small(results), method(results, pyodide)].join("\n\n") + "\n";
}

function markdown(header, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const align = header.map((_, column) => (column === 0 ? "---" : "---:"));
  return [header, align, ...rows].map(line).join("\n");
}

function head({ date, machine, versions }) {
  return `# Benchmarks

Written by \`./x bench\` on ${date}; whoever runs it gets this file for their own machine. Machine: ${machine}. All on one
thread: ${versions.join("; ")}.

**Python** is what a learner's code gets: Python code in the site's own web worker. **JS** is the same core through
\`crates/js\`. **Ratio** is ndgym's time by way of Python divided by native NumPy's, so 1 is as fast as NumPy outside the
browser; **Pyodide** is the same ratio for NumPy compiled to WebAssembly.`;
}

/** TensorFlow.js has float32 only: in other rows it computes something else, of half the bytes. */
const isSame = (rival, row) => rival !== "tfjs" || row.includes("f32");

/** Rows in which ndgym (Python) takes more of `time` than another. */
function lost({ times }, pyodide) {
  const losses = [];
  for (const row of OPERATIONS) {
    const native = ratio(times[row], "python", "native");
    if (native >= pyodide.ratios[row]) losses.push([row, "Pyodide", native / pyodide.ratios[row]]);
    for (const rival of RIVALS) {
      const against = ratio(times[row], "python", rival);
      if (against > 1) losses.push([row, rival, against, !isSame(rival, row)]);
    }
  }
  return losses;
}

function summary(results, pyodide) {
  const { times, names } = results;
  const [peak64, peak32] = ["f64", "f32"].map((type) => (2 * 512 ** 3) / (milliseconds(times[`matmul_${type}_512`], "peak", "") * 1e6));
  const mean = geometricMean(OPERATIONS.map((row) => ratio(times[row], "python", "native")));
  const rivalOf = geometricMean(OPERATIONS.map((row) => pyodide.ratios[row]));
  const losses = lost(results, pyodide);
  const verdict = (kept) => (kept ? "kept" : "**missed**");
  const lines = [
    `- Geometric mean over the ${OPERATIONS.length} operations: **${fixed(mean)}** × native NumPy (Pyodide: ${fixed(rivalOf)}); ` +
      `target ${TARGETS.geometricMean}: ${verdict(mean <= TARGETS.geometricMean)}.`,
    `- SIMD peak of this run, operands in registers: ${fixed(peak64, 1)} GFLOP/s float64, ${fixed(peak32, 1)} float32.`,
  ];
  for (const [n, least] of Object.entries(TARGETS.percentOfPeak)) {
    const shares = ["f64", "f32"].map((type) => share(results, type, n));
    const text = shares.map((value, i) => `${fixed(value, 0)} % of peak in ${["float64", "float32"][i]}`).join(", ");
    lines.push(`- ${n}³ matmul: ${text}; target ${least} %: ${verdict(shares.every((value) => value >= least))}.`);
  }
  for (const [call, most] of Object.entries(TARGETS.microseconds)) {
    const [alone, watched] = [milliseconds(times[`loop_${call}`], "python", ""), milliseconds(times[`small_${call}_us`], "python", "_us")];
    lines.push(
      `- \`${CALLS[call]}\` on ten elements through Python: ${fixed(alone * 1000)} µs in a loop; target ${most}: ` +
        `${verdict(alone * 1000 <= most)} (${fixed(watched * 1000)} µs by \`bench46.py\`'s stopwatch, with its own two calls).`,
    );
  }
  const listed = (some) =>
    some.map(([row, rival, by]) => `\`${row}\` against ${names[rival] ?? rival} (${fixed(by)} ×)`).join(", ") || "nowhere";
  lines.push(`- Where ndgym loses: ${listed(losses.filter(([, , , isOther]) => !isOther))}.`);
  lines.push(`- Where it takes longer in float64 than TensorFlow.js in float32: ${listed(losses.filter(([, , , isOther]) => isOther))}.`);
  const slow = OPERATIONS.filter((row) => ratio(times[row], "python", "native") > 2);
  lines.push(`- More than twice native NumPy's time: ${slow.map((row) => `\`${row}\``).join(", ") || "none"}.`);
  return `## In short\n\n${lines.join("\n")}`;
}

function operations({ times, names }, pyodide) {
  const rows = OPERATIONS.map((row) => {
    const native = ratio(times[row], "python", "native");
    const time = (who) => shown(milliseconds(times[row], who, row));
    const rivals = RIVALS.filter((rival) => isSame(rival, row))
      .map((rival) => ratio(times[row], "python", rival))
      .filter((value) => value !== undefined);
    const wins = native < pyodide.ratios[row] && rivals.every((value) => value <= 1);
    return [
      `\`${row}\``,
      time("native"),
      time("python"),
      fixed(native),
      fixed(pyodide.ratios[row]),
      time("ndgym"),
      ...RIVALS.map((rival) => (time(rival) && !isSame(rival, row) ? `(${time(rival)})` : time(rival))),
      wins ? "fastest" : "**not fastest**",
    ];
  });
  const header = ["operation", "NumPy", "Python", "ratio", "Pyodide", "JS", ...RIVALS.map((rival) => names[rival]), "in the browser"];
  return `## The operations

As \`tests/benchmarks/bench46.py\` defines them. TensorFlow.js has float32 only: its times in other rows, in brackets, are
float32's, of half the bytes, and not compared.

${markdown(header, rows)}`;
}

/** Per cent of the peak measured beside it that a matmul of size n reaches. */
function share({ times }, type, n, who = "python") {
  return ratio(times[`matmul_${type}_${n}`], "peak", who) * 100;
}

function products(results) {
  const { times } = results;
  const rows = MATMUL_SIZES.flatMap((n) =>
    ["f64", "f32"].map((type) => {
      const row = `matmul_${type}_${n}`;
      const time = milliseconds(times[row], "python", row);
      return [
        `${n} ${type}`,
        shown(time),
        fixed((2 * n ** 3) / (time * 1e6), 1),
        `${fixed(share(results, type, n), 0)} %`,
        fixed((time * 1e9) / n ** 3),
        `${fixed(share(results, type, n, "ndgym"), 0)} %`,
        fixed(ratio(times[row], "python", "native")),
      ];
    }),
  );
  const header = ["n³", "Python", "GFLOP/s", "of peak", "ps per n³", "JS, of peak", "ratio"];
  return `## Matrix products\n\n${markdown(header, rows)}`;
}

function growth({ times }) {
  const rows = GROWING.map((family) => {
    const each = (who) => LENGTHS.map((n) => (milliseconds(times[`${family}_${n}`], who, "") * 1e6) / n);
    const spread = (times) => fixed(Math.max(...times) / Math.min(...times));
    const [ours, native] = [each("python"), each("native")];
    return [family, ...ours.map((time) => fixed(time)), spread(ours), spread(native)];
  });
  const lengths = LENGTHS.map((n) => `10${"⁴⁵⁶⁷"[Math.log10(n) - 4]}`);
  const header = ["operation", ...lengths, "largest / least", "NumPy's"];
  return `## Growth

Nanoseconds for each element, by length, through Python, and the spread of native NumPy's own times: what it has, too, is
the memory's, since 10⁷ numbers fit no cache.

${markdown(header, rows)}`;
}

function small({ times, names }) {
  const microseconds = (row, who) => {
    const time = milliseconds(times[row], who, row);
    return fixed(time === undefined ? undefined : time * 1000);
  };
  const rows = Object.entries(CALLS).map(([call, text]) => [
    `\`${text}\``,
    ...["native", "python"].map((who) => microseconds(`loop_${call}`, who)),
    fixed(TARGETS.microseconds[call], 1),
    ...["native", "python", "ndgym", ...RIVALS].map((who) => microseconds(`small_${call}_us`, who)),
  ]);
  const watched = ["native", "python", "ndgym", ...RIVALS].map((who) => `${names[who]}, watched`);
  return `## Small arrays

Microseconds for one call on ten elements (\`m @ m\`: 4 × 4): in a plain \`for\` loop, and as \`bench46.py\` watches it, which
calls a lambda and reads the clock each time.

${markdown(["call", "NumPy", "ndgym, Python", "target", ...watched], rows)}`;
}

function method({ rounds }, pyodide) {
  return `## How

One run, one machine, one Chromium without special headers. Contestants take turns at each row, in ${rounds} rounds; within a
round a time is the median of several stretches of at least 20 ms, as \`bench46.py\` has it. The peak is measured beside each product. Times are medians over the rounds,
ratios medians of the rounds' own ratios. Native NumPy runs \`bench46.py\` from top to bottom in each round, with one thread and
OpenBLAS's own choice of kernels. Random
operands are the same everywhere. Results are freed at once in the libraries that ask for it.

Pyodide's ratios: ${pyodide.origin}`;
}
