// Runs all cases, or those whose name holds the text in NDGYM_E2E.

import { readdir } from "node:fs/promises";
import { launch, site } from "./environment.mjs";
import { runAll } from "./runner.mjs";

const folder = new URL("cases/", import.meta.url);
for (const file of (await readdir(folder)).sort()) {
  await import(new URL(file, folder));
}

const failed = await runAll({ launch, site: site() }, process.env.NDGYM_E2E);
process.exitCode = failed === 0 ? 0 : 1;
