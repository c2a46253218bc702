// How long things take. The figures are printed beside their limits and fail nothing: a busy machine is not the page's doing.

import { readFileSync } from "node:fs";
import { measured, testAlone } from "../runner.mjs";
import { inWorkspace, visitor, Workspace } from "../workspace.mjs";

const COLD_LIMIT = 1500;
const SCREEN_LIMIT = 1000;
const WARM_LIMIT = 60;
const REFERENCE = readFileSync(new URL("../../../content/problems/a01-softmax/reference.py", import.meta.url), "utf8");
const FIRST = "import numpy as np\nprint('total', np.arange(12.0).reshape(3, 4).sum())\n";

/** Milliseconds from asking for the page to the first NumPy result on it, for a visitor with nothing cached. */
async function coldStart(browser, site) {
  const { page, leave } = await visitor(browser);
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const output = document.querySelector('[data-testid="output"]');
      if (!window.firstResult && output?.textContent.includes("total 66.0")) window.firstResult = performance.now();
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await page.goto(`${site}problems/a01-softmax/`, { waitUntil: "commit" });
  const workspace = new Workspace(page);
  await workspace.editor().waitFor();
  await workspace.write(FIRST);
  await page.keyboard.press("Control+Enter");
  await page.waitForFunction(() => window.firstResult, undefined, { polling: 20 });
  const milliseconds = await page.evaluate(() => window.firstResult);
  await leave();
  return milliseconds;
}

testAlone("from a cold browser to the first NumPy result", async ({ browser, site }) => {
  const times = [];
  for (let attempt = 0; attempt < 5; attempt += 1) times.push(await coldStart(browser, site));
  measured("cold start to the first NumPy result (best of 5)", Math.min(...times), "ms", COLD_LIMIT);
  measured("  the same, slowest", Math.max(...times), "ms");
});

/** Milliseconds from asking for a page until it shows its heading and all pictures of its first screen are painted. */
async function firstScreen(browser, address) {
  const { page, leave } = await visitor(browser);
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (window.firstScreen || !document.querySelector("h1") || !document.querySelector("main svg")) return;
      window.firstScreen = -1;
      // After the next frame it is painted.
      requestAnimationFrame(() => setTimeout(() => (window.firstScreen = performance.now())));
    }).observe(document, { subtree: true, childList: true });
  });
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => window.firstScreen > 0, undefined, { polling: 20 });
  const milliseconds = await page.evaluate(() => window.firstScreen);
  await leave();
  return milliseconds;
}

for (const [name, path] of [
  ["the home page", ""],
  ["a lab", "labs/broadcasting/"],
]) {
  testAlone(`${name}: from a cold browser to the first screen`, async ({ browser, site }) => {
    const times = [];
    for (let attempt = 0; attempt < 5; attempt += 1) times.push(await firstScreen(browser, site + path));
    measured(`first screen of ${name} (best of 5)`, Math.min(...times), "ms", SCREEN_LIMIT);
    measured("  the same, slowest", Math.max(...times), "ms");
  });
}

testAlone("a warm run of A1, again and again", (context) =>
  inWorkspace(context, "a01-softmax", async (workspace) => {
    const times = { run: [], submit: [] };
    await workspace.write(REFERENCE);
    for (const button of ["run", "submit"]) {
      for (let attempt = 0; attempt < 12; attempt += 1) {
        await workspace.press(button);
        times[button].push(await workspace.page.evaluate(() => window.runs.lasted));
        await workspace.page.waitForTimeout(100); // a learner's pause, in which the engine makes ready
      }
    }
    const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
    measured("warm run of A1 in the page (median of 12)", median(times.run), "ms", WARM_LIMIT);
    measured("warm submission of A1, all tests (median of 12)", median(times.submit), "ms");
  }));
