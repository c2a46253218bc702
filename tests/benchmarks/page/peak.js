// What the processor's vectors could do: the time of a matrix product if nothing but its multiplications and additions took
// any, measured with all operands in registers when the product is.

import init, { peakGflops } from "./ndgym/ndgym_js.js";

export async function start() {
  await init();
  return {
    async measure({ name }) {
      const [, bits, n] = /^matmul_f(32|64)_(\d+)$/.exec(name) ?? [];
      return n ? (2 * Number(n) ** 3) / (peakGflops(`float${bits}`) * 1e6) : null;
    },
  };
}
