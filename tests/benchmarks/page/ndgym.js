// ndgym through crates/js.

import init, { NdArray, np } from "./ndgym/ndgym_js.js";
import { useGenerator } from "./operands.js";
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
    if (result instanceof NdArray) result.free();
    else for (const part of Object.values(result)) part.free();
    for (const array of made.splice(0)) array.free();
  };
}

/** A row: operands are made when it is measured, and freed after. */
const row = (prepare, repeats = 7) => (n) => {
  const rng = np.defaultRng(0);
  const work = prepare(rng, n);
  return { work: freeing(work), repeats, done: () => rng.free() };
};

const vector = (rng, n = 1e6) => rng.standardNormal(n);
const square = (rng, n = 1000) => rng.standardNormal([n, n]);
const single = (array) => array.astype("float32");

function softmax(z, axis, keep) {
  const shifted = keep(np.subtract(z, keep(z.max(axis, true))));
  const e = keep(np.exp(shifted));
  return np.divide(e, keep(e.sum(axis, true)));
}

const product = (n) => (rng) => {
  const [a, b] = [square(rng, n), square(rng, n)];
  return () => np.matmul(a, b);
};
const product32 = (n) => (rng) => {
  const [a, b] = [single(square(rng, n)), single(square(rng, n))];
  return () => np.matmul(a, b);
};
const unary = (f, prepare = (x) => x) => (rng, n) => {
  const x = prepare(vector(rng, n));
  return (keep) => f(x, keep);
};
const symmetric = (rng) => {
  const c = square(rng, 200);
  return np.matmul(c, c.T);
};

const ROWS = {
  matmul_f64_512: row(product(512), 3),
  matmul_f32_512: row(product32(512), 3),
  matmul_f64_64: row(product(64)),
  add_f64_1e6: row((rng) => {
    const [x, y] = [vector(rng), vector(rng)];
    return () => np.add(x, y);
  }),
  add_f32_1e6: row((rng) => {
    const [x, y] = [single(vector(rng)), single(vector(rng))];
    return () => np.add(x, y);
  }),
  exp_f64_1e6: row(unary(np.exp)),
  exp_f32_1e6: row(unary(np.exp, single)),
  tanh_f64_1e6: row(unary(np.tanh)),
  log_f64_1e6: row(unary((x, keep) => np.log(keep(np.add(keep(np.absolute(x)), 1))))),
  sqrt_f64_1e6: row(unary((x, keep) => np.sqrt(keep(np.absolute(x))))),
  bcast_row_1000: row((rng) => {
    const m = square(rng);
    const r = m.at(0).copy();
    return () => np.add(m, r);
  }),
  bcast_col_1000: row((rng) => {
    const m = square(rng);
    const r = m.at(0).copy();
    return (keep) => np.add(m, keep(r.at(":", null)));
  }),
  sum_ax0_1000: row((rng, _, m = square(rng)) => () => m.sum(0)),
  sum_ax1_1000: row((rng, _, m = square(rng)) => () => m.sum(1)),
  sum_all_1e6: row(unary((x) => x.sum())),
  mean_var_ax0: row((rng, _, m = square(rng)) => () => m.var(0)),
  max_ax1: row((rng, _, m = square(rng)) => () => m.max(1)),
  argmax_ax1: row((rng, _, m = square(rng)) => () => m.argmax(1)),
  cumsum_1e6: row(unary((x) => x.cumsum())),
  transpose_copy: row((rng, _, m = square(rng)) => (keep) => keep(m.T).asContiguous()),
  softmax_1000x1000: row((rng, _, m = square(rng)) => (keep) => softmax(m, 1, keep)),
  sort_1e6: row(unary((x) => x.sort()), 3),
  argsort_1e5: row((rng) => {
    const x = vector(rng, 1e5);
    return () => x.argsort();
  }, 3),
  argpartition_1e6: row(unary((x) => x.argpartition(-100)), 3),
  mask_1e6: row(unary((x, keep) => x.at(keep(np.greater(x, 0))))),
  take_rows: row((rng) => {
    const m = square(rng);
    const rows = rng.integers(0, 1000, 1000);
    return () => m.at(rows);
  }),
  where_1e6: row(unary((x, keep) => np.where(keep(np.greater(x, 0)), x, 0))),
  bincount_1e6: row((rng) => {
    const whole = np.multiply(np.absolute(vector(rng)), 10).astype("int64");
    return () => np.bincount(whole);
  }),
  pairwise_500x300x64: row((rng) => {
    const [p, q] = [rng.standardNormal([500, 64]), rng.standardNormal([300, 64])];
    return (keep) => {
      const squares = (x, ...index) => keep(keep(keep(np.square(x)).sum(1)).at(...index));
      const sums = keep(np.add(squares(p, ":", null), squares(q, null, ":")));
      const products = keep(np.matmul(keep(np.multiply(2, p)), keep(q.T)));
      return np.sqrt(keep(np.maximum(keep(np.subtract(sums, products)), 0)));
    };
  }),
  pairwise_naive_bcast: row((rng) => {
    const [p, q] = [rng.standardNormal([500, 64]), rng.standardNormal([300, 64])];
    return (keep) => {
      const differences = keep(np.subtract(keep(p.at(":", null, ":")), keep(q.at(null))));
      return np.sqrt(keep(keep(np.square(differences)).sum(2)));
    };
  }, 3),
  attention_2x8x128x64: row((rng) => {
    const q = rng.standardNormal([2, 8, 128, 64]);
    return (keep) => {
      const scores = keep(np.divide(keep(np.matmul(q, keep(q.swapaxes(-1, -2)))), 8));
      return np.matmul(keep(softmax(scores, -1, keep)), q);
    };
  }, 3),
  einsum_bhid_bhjd: row((rng) => {
    const q = rng.standardNormal([2, 8, 128, 64]);
    return () => np.einsum("bhid,bhjd->bhij", [q, q]);
  }, 1),
  einsum_ij_jk: row((rng) => {
    const s = square(rng, 64);
    return () => np.einsum("ij,jk->ik", [s, s]);
  }),
  eigh_200: row((rng) => {
    const c = symmetric(rng);
    return () => np.eigh(c);
  }, 3),
  svd_200x100: row((rng) => {
    const half = symmetric(rng).at(":", ":100");
    return () => np.svd(half, false);
  }, 3),
  solve_300: row((rng) => {
    const [a, b] = [square(rng, 300), vector(rng, 300)];
    return () => np.solve(a, b);
  }, 3),
  inv_200: row((rng) => {
    const c = symmetric(rng);
    return () => np.inv(c);
  }, 3),
  eig_100: row((rng) => {
    const a = square(rng, 100);
    return () => np.eig(a);
  }, 3),
  qr_200: row((rng) => {
    const c = symmetric(rng);
    return () => np.qr(c);
  }, 3),
  std_normal_1e6: row((rng) => () => rng.standardNormal(1e6), 3),
  random_1e6: row((rng) => () => rng.random(1e6), 3),
  integers_1e6: row((rng) => () => rng.integers(0, 100, 1e6), 3),
  small_add_us: row((_rng, _, a = np.arange(10)) => () => a.add(a)),
  small_sum_us: row((_rng, _, a = np.arange(10)) => () => a.sum()),
  small_matmul_us: row((_rng, _, m = np.eye(4)) => () => m.matmul(m)),
  small_slice_us: row((_rng, _, a = np.arange(10)) => () => a.at("2:5")),

  matmul_f64: row((rng, n) => product(n)(rng), 3),
  matmul_f32: row((rng, n) => product32(n)(rng), 3),
  add: row(unary((x) => np.add(x, x)), 3),
  exp: row(unary(np.exp), 3),
  sum: row(unary((x) => x.sum()), 3),
  sort: row(unary((x) => x.sort()), 3),
  mask: row(unary((x, keep) => x.at(keep(np.greater(x, 0)))), 3),
  var: row((rng, n) => {
    const x = vector(rng, n).reshape([100, -1]);
    return () => x.var(0);
  }, 3),
};

export async function start() {
  await init();
  useGenerator(np.defaultRng(0));
  return { measure: measurer(ROWS) };
}
