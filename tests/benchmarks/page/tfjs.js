// TensorFlow.js with its WebAssembly backend. It has float32 only: its rows named f64, too, are measured in float32.

import { below, normal } from "./operands.js";
import { measurer } from "./stopwatch.js";

const FOLDER = "./tfjs/";

const script = (name) =>
  new Promise((loaded, failed) => {
    const element = document.createElement("script");
    Object.assign(element, { src: FOLDER + name, onload: loaded, onerror: () => failed(new Error(name)) });
    document.head.append(element);
  });

let tf;
const row = (prepare, repeats = 7) => (n) => {
  tf.engine().startScope();
  const work = prepare(n);
  return { work: () => tf.tidy(() => void work()), repeats, done: () => tf.engine().endScope() };
};

const tensor = (...shape) => tf.tensor(Float32Array.from(normal(...shape)), shape);
const vector = (n = 1e6) => tensor(n);
const square = (n = 1000) => tensor(n, n);
const on = (prepare, f) => (n) => {
  const x = prepare(n);
  return () => f(x);
};
const product = (n) => {
  const [a, b] = [square(n), square(n)];
  return () => tf.matMul(a, b);
};
const sum = () => {
  const [x, y] = [vector(), vector()];
  return () => tf.add(x, y);
};
const softmax = (z, axis) => {
  const e = tf.exp(tf.sub(z, tf.max(z, axis, true)));
  return tf.div(e, tf.sum(e, axis, true));
};
const whole = (end, count) => tf.tensor1d(below(end, count), "int32");

const ROWS = {
  matmul_f64_512: row(() => product(512), 3),
  matmul_f32_512: row(() => product(512), 3),
  matmul_f64_64: row(() => product(64)),
  add_f64_1e6: row(sum),
  add_f32_1e6: row(sum),
  exp_f64_1e6: row(on(vector, (x) => tf.exp(x))),
  exp_f32_1e6: row(on(vector, (x) => tf.exp(x))),
  tanh_f64_1e6: row(on(vector, (x) => tf.tanh(x))),
  log_f64_1e6: row(on(vector, (x) => tf.log(tf.add(tf.abs(x), 1)))),
  sqrt_f64_1e6: row(on(vector, (x) => tf.sqrt(tf.abs(x)))),
  bcast_row_1000: row(() => {
    const [m, r] = [square(), vector(1000)];
    return () => tf.add(m, r);
  }),
  bcast_col_1000: row(() => {
    const [m, r] = [square(), vector(1000)];
    return () => tf.add(m, tf.expandDims(r, 1));
  }),
  sum_ax0_1000: row(on(square, (m) => tf.sum(m, 0))),
  sum_ax1_1000: row(on(square, (m) => tf.sum(m, 1))),
  sum_all_1e6: row(on(vector, (x) => tf.sum(x))),
  mean_var_ax0: row(on(square, (m) => tf.moments(m, 0).variance)),
  max_ax1: row(on(square, (m) => tf.max(m, 1))),
  argmax_ax1: row(on(square, (m) => tf.argMax(m, 1))),
  cumsum_1e6: row(on(vector, (x) => tf.cumsum(x))),
  transpose_copy: row(on(square, (m) => tf.transpose(m))),
  softmax_1000x1000: row(on(square, (m) => softmax(m, 1))),
  take_rows: row(() => {
    const [m, rows] = [square(), whole(1000, 1000)];
    return () => tf.gather(m, rows);
  }),
  where_1e6: row(() => {
    const [x, zeros] = [vector(), tf.zeros([1e6])];
    return () => tf.where(tf.greater(x, 0), x, zeros);
  }),
  pairwise_500x300x64: row(() => {
    const [p, q] = [tensor(500, 64), tensor(300, 64)];
    return () => {
      const squares = (x, axis) => tf.expandDims(tf.sum(tf.square(x), 1), axis);
      const products = tf.matMul(tf.mul(p, 2), q, false, true);
      return tf.sqrt(tf.maximum(tf.sub(tf.add(squares(p, 1), squares(q, 0)), products), 0));
    };
  }),
  pairwise_naive_bcast: row(() => {
    const [p, q] = [tensor(500, 64), tensor(300, 64)];
    return () => tf.sqrt(tf.sum(tf.square(tf.sub(tf.expandDims(p, 1), tf.expandDims(q, 0))), 2));
  }, 3),
  attention_2x8x128x64: row(() => {
    const q = tensor(2, 8, 128, 64);
    return () => tf.matMul(softmax(tf.div(tf.matMul(q, q, false, true), 8), -1), q);
  }, 3),
  small_add_us: row(on(() => tf.range(0, 10), (a) => tf.add(a, a))),
  small_sum_us: row(on(() => tf.range(0, 10), (a) => tf.sum(a))),
  small_matmul_us: row(on(() => tf.eye(4), (m) => tf.matMul(m, m))),
  small_slice_us: row(on(() => tf.range(0, 10), (a) => tf.slice(a, 2, 3))),
  matmul_f32: row((n) => product(n), 3),
};

export async function start() {
  for (const name of ["tf-core.min.js", "tf-backend-cpu.min.js", "tf-backend-wasm.min.js"]) await script(name);
  tf = globalThis.tf;
  tf.wasm.setWasmPaths(FOLDER);
  await tf.setBackend("wasm");
  await tf.ready();
  return { measure: measurer(ROWS) };
}
