// The engine on the command line, the same as the page's without a page: what it says, the page must say.

import { spawn } from "node:child_process";

/** What `ndgym run` prints for a program; throws if it fails. */
export function run(program) {
  const binary = process.env.NDGYM_BINARY;
  if (!binary) throw new Error("NDGYM_BINARY is not set; start this through `./x test e2e`");
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ["run", "--time-limit", "60", "-"]);
    const texts = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) child[stream].on("data", (data) => (texts[stream] += data));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(texts.stdout);
      else reject(new Error(`the program ended with ${code}:\n${texts.stderr}\n${program}`));
    });
    child.stdin.end(program);
  });
}
