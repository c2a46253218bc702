// What was measured, as a table on the terminal.

import { isMicroseconds } from "./programs.mjs";

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** How many times `other`'s time `one` takes: the median over rounds, in each of which they took turns. */
export function ratio(times, one, other) {
  if (!times?.[one] || !times[other]) return undefined;
  return median(times[one].map((time, round) => time / times[other][round]));
}

export function geometricMean(values) {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** A contestant's median time of a row, in milliseconds. */
export function milliseconds(times, who, name) {
  return times?.[who] && median(times[who]) / (isMicroseconds(name) ? 1000 : 1);
}

/** A time as people write it: three digits and its unit. */
export function shown(milliseconds) {
  if (milliseconds === undefined) return "";
  const [value, unit] = milliseconds < 1 ? [milliseconds * 1000, "µs"] : [milliseconds, "ms"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** A number with two digits after the point, or nothing. */
export const fixed = (value, digits = 2) => (value === undefined ? "" : value.toFixed(digits));

const COLUMNS = ["native", "python", "ndgym", "numpy_ts", "tfjs"];

/** Every row: each contestant's time, and the ratio of ndgym's time by way of Python to native NumPy's. */
export function table({ rows, times, names }) {
  const present = COLUMNS.filter((who) => names[who]);
  const cells = (row) => [
    row,
    ...present.map((who) => shown(milliseconds(times[row], who, row))),
    fixed(ratio(times[row], "python", "native")),
  ];
  const ratios = rows.map((row) => ratio(times[row], "python", "native")).filter((value) => value !== undefined);
  const lines = [["row", ...present.map((who) => names[who]), "ratio"], ...rows.map(cells)];
  const mean = `geometric mean of ndgym's time (Python) over native NumPy's: ${fixed(geometricMean(ratios))}`;
  const line = ([name, ...rest]) => name.padEnd(22) + rest.map((cell) => cell.padStart(16)).join("");
  return [...lines.map(line), mean].join("\n");
}
