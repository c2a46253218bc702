// Real NumPy on one thread, as a process that answers row by row.

import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { PROGRAMS } from "./programs.mjs";

/** What the environment may say of OpenBLAS that would not be its own choice for this processor. */
const MEDDLING = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

export async function startNative(python, scratch) {
  mkdirSync(scratch, { recursive: true });
  for (const [name, text] of Object.entries(PROGRAMS)) writeFileSync(join(scratch, `${name}.py`), text);
  const env = { ...process.env, ...ONE_THREAD };
  for (const name of MEDDLING) delete env[name];
  const script = fileURLToPath(new URL("native.py", import.meta.url));
  const child = spawn(python, ["-W", "ignore", script], { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error("native NumPy ended");
    return value;
  };
  return {
    name: "native",
    version: await next(),
    async measure({ name, program }) {
      child.stdin.write(`${join(scratch, `${program}.py`)}\t${name}\n`);
      return Number(await next());
    },
    stop: () => child.kill(),
  };
}
