// Runs all cases, or with an argument those whose name holds it.

import { readdir } from "node:fs/promises";
import { launch, site } from "./environment.mjs";
import { runAll } from "./runner.mjs";

const folder = new URL("cases/", import.meta.url);
for (const file of (await readdir(folder)).sort()) {
  await import(new URL(file, folder));
}

const browser = await launch();
let failed = 1;
try {
  failed = await runAll({ browser, site: site() }, process.argv[2]);
} finally {
  await browser.close();
}
process.exitCode = failed === 0 ? 0 : 1;
