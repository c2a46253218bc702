// Real NumPy on one thread, in processes that answer row by row.

import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { IN_ORDER, OPERATIONS, PROGRAMS } from "./programs.mjs";

/** What the environment may say of OpenBLAS that would not be its own choice for this processor. */
const MEDDLING = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];
const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

const VERSIONS = "import numpy, sys; print(f'numpy {numpy.__version__}, Python {sys.version.split()[0]}')";

export function startNative(python, scratch) {
  mkdirSync(scratch, { recursive: true });
  const file = (name, text) => {
    const path = join(scratch, `${name}.py`);
    writeFileSync(path, text);
    return path;
  };
  const inOrder = file("in_order", IN_ORDER);
  const scaling = file("scaling", PROGRAMS.scaling);
  const env = { ...process.env, ...ONE_THREAD };
  for (const name of MEDDLING) delete env[name];

  const start = (...parameters) => {
    const child = spawn(python, ["-W", "ignore", ...parameters], { env, stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
      async ask(name) {
        child.stdin.write(`${name}\n`);
        const { value, done } = await lines.next();
        if (done) throw new Error(`native NumPy ended at ${name}`);
        return Number(value);
      },
      stop: () => child.kill(),
    };
  };
  const script = fileURLToPath(new URL("native.py", import.meta.url));
  const other = start(script, scaling);
  // bench46.py from its beginning, as far as the rows asked for have come.
  let pass;
  let passed = -1;
  return {
    name: "native",
    version: execFileSync(python, ["-c", VERSIONS], { encoding: "utf8" }).trim(),
    measure({ name, program }) {
      if (program === "scaling") return other.ask(name);
      const at = OPERATIONS.indexOf(name);
      if (!pass || at <= passed) {
        pass?.stop();
        pass = start(inOrder, ...OPERATIONS);
      }
      passed = at;
      return pass.ask(name);
    },
    stop() {
      pass?.stop();
      other.stop();
    },
  };
}
