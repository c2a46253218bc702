// Checks the npm package as `wasm-pack` made it: that its types say something, and that its example works in a browser.

import assert from "node:assert/strict";
import { launch, site } from "./environment.mjs";
import { runAll, test } from "./runner.mjs";

test("no type is `any`", async ({ site }) => {
  const text = await (await fetch(`${site}pkg/ndgym_js.d.ts`)).text();
  // What follows is wasm-bindgen's own: the raw exports, which no user calls.
  const [types] = text.split("export type InitInput");
  assert.match(types, /export function softmax\(logits: ArrayInput, steps\?: Step\[\] \| null\): NdArray;/);
  assert.match(types, /static exp\(x: ArrayInput\): NdArray;/);
  // `any` as a type, which the reduction of that name is not.
  const lax = types.split("\n").filter((line) => /[:<|,]\s*any\b/.test(line) && !/^\s*(\*|\/)/.test(line));
  assert.deepEqual(lax, []);
});

test("the example shows the steps of softmax, and what is wrong with other input", async ({ browser, site }) => {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(`${site}example/`);
  await page.locator("section").nth(2).waitFor();
  assert.equal(await page.locator("section").count(), 3);
  const result = await page.locator("section").nth(2).locator("pre").textContent();
  // NumPy 2.4: exp(x - max) / sum(...)
  assert.equal(result, "probabilities = array([[0.09003057, 0.24472847, 0.66524096],\n       [0.5       , 0.5       , 0.        ]])");
  await page.locator("#logits").fill("[[1, 2], [3]]");
  assert.match(await page.locator("[role=alert]").textContent(), /^ValueError: setting an array element with a sequence/);
  assert.deepEqual(errors, []);
});

process.exitCode = (await runAll({ launch, site: site() })) === 0 ? 0 : 1;
