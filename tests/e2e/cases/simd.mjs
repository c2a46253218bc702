// A browser without WebAssembly's vectors is told so.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

test("a browser without wasm SIMD is told which ones have it, and nothing starts", async ({ browser, site }) => {
  for (const path of ["", "problems/", "labs/training/"]) {
    const { page, leave } = await visitor(browser);
    await page.addInitScript(() => {
      WebAssembly.validate = () => false;
    });
    await page.goto(`${site}${path}`, { waitUntil: "commit" });
    const text = await page.getByTestId("no-simd").innerText();
    for (const version of ["91", "89", "16.4"]) assert.ok(text.includes(version), text);
    await page.waitForTimeout(300);
    assert.equal(await page.locator("header").count(), 0, "the application did not start");
    await leave();
  }
});

test("the vectors that are asked for are there in this browser", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(site);
  await page.locator("header").waitFor();
  assert.equal(await page.getByTestId("no-simd").count(), 0);
  await leave();
});
