// numpy-ts, a library with WebAssembly kernels of its own.

import * as np from "./numpy-ts/numpy-ts.browser.js";
import { below, normal } from "./operands.js";
import { measurer } from "./stopwatch.js";

/** Frees what `work` makes: everything it passes through `keep`, and its result. */
function freeing(work) {
  const made = [];
  const keep = (array) => {
    made.push(array);
    return array;
  };
  return () => {
    const result = work(keep);
    const parts = result?.dispose ? [result] : Array.isArray(result) ? result : Object.values(result ?? {});
    for (const part of parts) part?.dispose?.();
    for (const array of made.splice(0)) array?.dispose?.();
  };
}

/** Operands of the row being measured. */
const operands = [];

const row = (prepare, repeats = 7) => (n) => {
  const work = freeing(prepare(n));
  return { work, repeats, done: () => operands.splice(0).forEach((array) => array.dispose()) };
};

const array = (shape, dtype = "float64") => {
  const values = normal(...shape);
  const flat = np.frombuffer(dtype === "float32" ? Float32Array.from(values) : values, dtype);
  operands.push(flat, flat.reshape(...shape).copy());
  return operands.at(-1);
};
const vector = (n = 1e6, dtype) => array([n], dtype);
const square = (n = 1000, dtype) => array([n, n], dtype);
const unary = (f, dtype) => (n) => {
  const x = vector(n, dtype);
  return (keep) => f(x, keep);
};
const on = (prepare, f) => () => {
  const x = prepare();
  return (keep) => f(x, keep);
};
const product = (n, dtype) => {
  const [a, b] = [square(n, dtype), square(n, dtype)];
  return () => np.matmul(a, b);
};
const sum = (dtype) => () => {
  const [x, y] = [vector(1e6, dtype), vector(1e6, dtype)];
  return () => np.add(x, y);
};
const symmetric = () => {
  const c = square(200);
  return np.matmul(c, np.transpose(c)).copy();
};

function softmax(z, axis, keep) {
  const e = keep(np.exp(keep(np.subtract(z, keep(np.amax(z, axis, true))))));
  return np.divide(e, keep(np.sum(e, axis, true)));
}

const ROWS = {
  matmul_f64_512: row(() => product(512), 3),
  matmul_f32_512: row(() => product(512, "float32"), 3),
  matmul_f64_64: row(() => product(64)),
  add_f64_1e6: row(sum("float64")),
  add_f32_1e6: row(sum("float32")),
  exp_f64_1e6: row(unary(np.exp)),
  exp_f32_1e6: row(unary(np.exp, "float32")),
  tanh_f64_1e6: row(unary(np.tanh)),
  log_f64_1e6: row(unary((x, keep) => np.log(keep(np.add(keep(np.absolute(x)), 1))))),
  sqrt_f64_1e6: row(unary((x, keep) => np.sqrt(keep(np.absolute(x))))),
  bcast_row_1000: row(() => {
    const [m, r] = [square(), vector(1000)];
    return () => np.add(m, r);
  }),
  bcast_col_1000: row(() => {
    const [m, r] = [square(), vector(1000)];
    return (keep) => np.add(m, keep(np.expand_dims(r, 1)));
  }),
  sum_ax0_1000: row(on(square, (m) => np.sum(m, 0))),
  sum_ax1_1000: row(on(square, (m) => np.sum(m, 1))),
  sum_all_1e6: row(unary((x) => np.sum(x))),
  mean_var_ax0: row(on(square, (m) => np.variance(m, 0))),
  max_ax1: row(on(square, (m) => np.amax(m, 1))),
  argmax_ax1: row(on(square, (m) => np.argmax(m, 1))),
  cumsum_1e6: row(unary((x) => np.cumsum(x))),
  transpose_copy: row(on(square, (m, keep) => np.ascontiguousarray(keep(np.transpose(m))))),
  softmax_1000x1000: row(on(square, (m, keep) => softmax(m, 1, keep))),
  sort_1e6: row(unary((x) => np.sort(x)), 3),
  argsort_1e5: row(on(() => vector(1e5), (x) => np.argsort(x)), 3),
  argpartition_1e6: row(unary((x) => np.argpartition(x, 999_900)), 3),
  mask_1e6: row(unary((x, keep) => np.extract(keep(np.greater(x, 0)), x))),
  take_rows: row(() => {
    const [m, rows] = [square(), np.array(below(1000, 1000), "int32")];
    return () => np.take(m, rows, 0);
  }),
  where_1e6: row(() => {
    const [x, zero] = [vector(), np.array([0])];
    return (keep) => np.where(keep(np.greater(x, 0)), x, zero);
  }),
  bincount_1e6: row(() => {
    const whole = np.array(below(50, 1e6), "int32");
    return () => np.bincount(whole);
  }),
  pairwise_500x300x64: row(() => {
    const [p, q] = [array([500, 64]), array([300, 64])];
    return (keep) => {
      const squares = (x, axis) => keep(np.expand_dims(keep(np.sum(keep(np.power(x, 2)), 1)), axis));
      const sums = keep(np.add(squares(p, 1), squares(q, 0)));
      const products = keep(np.matmul(keep(np.multiply(p, 2)), keep(np.transpose(q))));
      return np.sqrt(keep(np.maximum(keep(np.subtract(sums, products)), 0)));
    };
  }),
  pairwise_naive_bcast: row(() => {
    const [p, q] = [array([500, 64]), array([300, 64])];
    return (keep) => {
      const differences = keep(np.subtract(keep(np.expand_dims(p, 1)), keep(np.expand_dims(q, 0))));
      return np.sqrt(keep(np.sum(keep(np.power(differences, 2)), 2)));
    };
  }, 3),
  attention_2x8x128x64: row(() => {
    const q = array([2, 8, 128, 64]);
    return (keep) => {
      const scores = keep(np.divide(keep(np.matmul(q, keep(np.swapaxes(q, -1, -2)))), 8));
      return np.matmul(keep(softmax(scores, -1, keep)), q);
    };
  }, 3),
  einsum_bhid_bhjd: row(on(() => array([2, 8, 128, 64]), (q) => np.einsum("bhid,bhjd->bhij", q, q)), 1),
  einsum_ij_jk: row(on(() => square(64), (s) => np.einsum("ij,jk->ik", s, s))),
  eigh_200: row(on(symmetric, (c) => np.linalg.eigh(c)), 3),
  svd_200x100: row(on(() => array([200, 100]), (c) => np.linalg.svd(c, false)), 3),
  solve_300: row(() => {
    const [a, b] = [square(300), vector(300)];
    return () => np.linalg.solve(a, b);
  }, 3),
  inv_200: row(on(symmetric, (c) => np.linalg.inv(c)), 3),
  qr_200: row(on(symmetric, (c) => np.linalg.qr(c)), 3),
  std_normal_1e6: row(() => () => np.random.standard_normal(1e6), 3),
  random_1e6: row(() => () => np.random.random(1e6), 3),
  integers_1e6: row(() => () => np.random.randint(0, 100, 1e6), 3),
  small_add_us: row(on(() => np.arange(10), (a) => a.add(a))),
  small_sum_us: row(on(() => np.arange(10), (a) => a.sum())),
  small_matmul_us: row(on(() => np.eye(4), (m) => m.matmul(m))),
  small_slice_us: row(on(() => np.arange(10), (a) => a.slice("2:5"))),
  matmul_f64: row((n) => product(n), 3),
  matmul_f32: row((n) => product(n, "float32"), 3),
};

export async function start() {
  // As much as the largest row needs, where 256 MB are its default.
  np.configureWasm({ maxMemory: 1 << 30 });
  return { measure: measurer(ROWS) };
}
