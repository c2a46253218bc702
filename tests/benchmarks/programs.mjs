// The rows, and the Python programs that measure them.

import { readFileSync } from "node:fs";

const here = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

/** Where bench46.py's definition of its stopwatch ends and its rows begin, and where they end. */
const ROWS_BEGIN = "rng=np.random.default_rng(0)\n";
const ROWS_END = "json.dumps(";

const [stopwatch, rest] = here("bench46.py").split(ROWS_BEGIN);
const [rows] = rest.split(ROWS_END);

/** bench46.py's rows as a program that measures each where it stands. */
export const IN_ORDER = stopwatch + here("in_order.py") + ROWS_BEGIN + rows;

/** Python texts that define `measure(row)`, by name. */
export const PROGRAMS = {
  bench46: stopwatch + here("record.py") + ROWS_BEGIN + rows,
  scaling: stopwatch + here("scaling.py"),
};

/** Sizes of square matrices, and lengths of vectors, over which growth is looked at. */
export const MATMUL_SIZES = [64, 256, 512, 1024, 2048];
export const LENGTHS = [1e4, 1e5, 1e6, 1e7];
export const GROWING = ["add", "exp", "sum", "var", "mask", "sort"];

/** What small arrays cost in a loop. */
export const LOOPS = ["loop_add", "loop_slice", "loop_sum", "loop_matmul"];

/** The 46 operations, in the order of their definition. */
export const OPERATIONS = [...rows.matchAll(/R\['(\w+)'\]/g)].map(([, name]) => name);

const scaling = (families, sizes) => families.flatMap((family) => sizes.map((n) => `${family}_${n}`));

/** All rows: `{ name, program }`. */
export const ROWS = [
  ...OPERATIONS.map((name) => ({ name, program: "bench46" })),
  ...LOOPS.map((name) => ({ name, program: "scaling" })),
  ...[...scaling(["matmul_f64", "matmul_f32"], MATMUL_SIZES), ...scaling(GROWING, LENGTHS)]
    .filter((name) => !OPERATIONS.includes(name))
    .map((name) => ({ name, program: "scaling" })),
];

/** The rows whose names hold one of the words; all if there are none. */
export function chosen(words) {
  return ROWS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
}

/** Rows of that many microseconds, not milliseconds. */
export const isMicroseconds = (name) => name.endsWith("_us");
