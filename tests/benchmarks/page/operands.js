// The operands of bench46.py as typed arrays, for libraries that have no generator of NumPy's: drawn by ndgym's, which
// gives NumPy's numbers.

let rng;

export function useGenerator(generator) {
  rng = generator;
}

/** Standard normal numbers. */
export function normal(...shape) {
  const array = rng.standardNormal(shape);
  const values = array.toTypedArray();
  array.free();
  return values;
}

/** Whole numbers below `end`. */
export function below(end, count) {
  const array = rng.integers(0, end, count);
  const values = Int32Array.from(array.toTypedArray(), Number);
  array.free();
  return values;
}
