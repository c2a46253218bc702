// The race: times that appear as they are measured, a race that can be stopped, and ways there.

import assert from "node:assert/strict";
import * as ndgym from "../ndgym.mjs";
import { testAlone } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

const rows = (page) => page.locator('[data-testid="race-table"] tbody tr').count();

testAlone("a race is measured, its times appear one by one, and Stop ends it", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/`);
  await page.getByTestId("labs-race").click();
  await page.getByTestId("race").waitFor();
  assert.equal(await page.getByTestId("race").getAttribute("data-standing"), "ready", "nothing starts by itself");
  await page.getByTestId("race-start").click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="race-table"] tbody tr').length >= 1, undefined, {
    timeout: 60_000,
  });
  assert.equal(await page.getByTestId("race").getAttribute("data-standing"), "running");
  await page.getByTestId("race-stop").click();
  await page.locator('[data-standing="stopped"]').waitFor({ timeout: 2000 });
  const measured = await rows(page);
  await page.waitForTimeout(500);
  assert.equal(await rows(page), measured, "nothing is measured after Stop");

  await page.getByTestId("race-start").click();
  await page.locator('[data-standing="done"]').waitFor({ timeout: 120_000 });
  assert.ok((await rows(page)) >= 5, "all sizes");
  const last = await page.locator('[data-testid="race-table"] tbody tr').last().innerText();
  assert.match(last, /(ns|µs|ms| s)/);
  await leave();
});

testAlone("every race's program runs and its contestants agree", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}race/`);
  const chips = page.getByTestId("race-pair");
  await chips.first().waitFor();
  for (let at = 0; at < (await chips.count()); at++) {
    await chips.nth(at).click();
    const program = await page.locator('[data-testid="race-program"]').textContent();
    const printed = await ndgym.run(program);
    for (const name of ["loop", "vectorised", "einsum"]) {
      assert.match(printed, new RegExp(`^${name} \\d+ \\d\\.\\d{4}e[-+]\\d+$`, "m"));
    }
  }
  await leave();
});
