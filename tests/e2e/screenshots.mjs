// Photographs every page of the built site in both themes, wide and narrow, into `target/screenshots`, and refreshes the
// two pictures of the README.

import { copyFile, mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launch, site } from "./environment.mjs";
import { visitor, Workspace } from "./workspace.mjs";

const root = new URL("../../", import.meta.url);
const target = fileURLToPath(new URL("target/screenshots/", root));
const naive = await readFile(new URL("content/problems/a01-softmax/naive.py", root), "utf8");

/** A lab's name and path. */
function lab(id) {
  return [`lab-${id}`, `labs/${id}/`];
}

const PAGES = [
  ["home", ""],
  ["problems", "problems/"],
  ["workspace", "problems/a01-softmax/"],
  ["labs", "labs/"],
  ...["broadcasting", "memory", "axes", "einsum", "indexing", "softmax", "attention", "normalization", "convolution"].map(lab),
  ...["training", "initialisation", "optimisers", "clusters", "neighbours", "top-k", "calibration", "leakage"].map(lab),
  ["quiz", "quiz/"],
  ["playground", "playground/"],
  ["race", "race/"],
  ["data", "data/"],
  ["not-found", "nowhere"],
];
const SIZES = [
  ["wide", { viewport: { width: 1440, height: 900 } }],
  ["phone", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true }],
];

/** A workspace with something to see in it: a submission that fails a test. */
async function submitted(page, narrow) {
  const workspace = new Workspace(page);
  if (narrow) await workspace.byId("tab-editor").click();
  await workspace.submit(naive);
  if (narrow) await workspace.byId("tab-results").click();
}

await mkdir(target, { recursive: true });
const browser = await launch();
for (const colorScheme of ["light", "dark"]) {
  for (const [size, options] of SIZES) {
    for (const [name, path] of PAGES) {
      const { page, leave } = await visitor(browser, { ...options, colorScheme, reducedMotion: "reduce" });
      await page.goto(site() + path);
      await page.locator("h1").first().waitFor();
      await page.evaluate(() => document.fonts.ready);
      // A lab is looked at from its picture down to its challenge.
      const fullPage = name.startsWith("lab-");
      if (fullPage) await page.getByTestId("lab-printed").waitFor();
      const take = (suffix = "") =>
        page.screenshot({ path: `${target}${name}${suffix}-${size}-${colorScheme}.png`, fullPage });
      await take();
      if (name === "workspace") {
        await submitted(page, size === "phone");
        await take("-submitted");
      }
      await leave();
    }
  }
}
await browser.close();

await mkdir(new URL("docs/images/", root), { recursive: true });
for (const [from, to] of [
  ["home-wide-light", "home"],
  ["workspace-submitted-wide-light", "workspace"],
]) {
  await copyFile(`${target}${from}.png`, new URL(`docs/images/${to}.png`, root));
}
console.log(`screenshots are in ${target}, the README's in docs/images`);
