// The labs on broadcasting and memory by keyboard: sources light up, a clash is repaired, offsets lead to the right bytes.

import assert from "node:assert/strict";
import * as ndgym from "../ndgym.mjs";
import { test } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

const text = (page, id) => page.getByTestId(id).textContent();

test("a cell of the result lights the cells it is made of", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/broadcasting/`);
  const grids = page.locator(".operand-pictures .array-grid");
  await grids.nth(2).focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  const valueOf = async (grid) => Number(await grid.locator(".cell.source .value").first().textContent());
  const sum = Number(await grids.nth(2).locator(".cell.marked .value").textContent());
  assert.equal((await valueOf(grids.nth(0))) + (await valueOf(grids.nth(1))), sum);
  await leave();
});

test("a clash is repaired with a button, and nonsense is explained beside its field", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/broadcasting/`);
  await page.getByTestId("operand-a").fill("(3, 4)");
  await page.getByTestId("operand-b").fill("(3,)");
  await page.getByTestId("clash").waitFor();
  assert.match(await text(page, "clash"), /operands could not be broadcast together with shapes \(3,4\) \(3,\)/);
  await page.getByTestId("clash").locator("button").first().click();
  await page.getByTestId("result-shape").waitFor();
  assert.equal(await text(page, "result-shape"), "(3, 4)");
  assert.equal(await text(page, "lab-printed"), await ndgym.run(await text(page, "lab-code")));
  for (const nonsense of ["(3, -1)", "np.arange(", "(99999, 99999, 99999)", "np.ones((2, 3))[5]"]) {
    await page.getByTestId("operand-b").fill(nonsense);
    await page.locator(".operand-field .fault:not(:empty)").waitFor();
    assert.equal(await text(page, "result-shape"), "(3, 4)", "the picture waits");
  }
  await leave();
});

test("the memory lab's offsets lead to the bytes where NumPy has the value", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/memory/`);
  // a is np.arange(12): value v lies at byte 8 v. b and c are views of it.
  for (const array of [0, 1, 2]) {
    const grid = page.locator(".chain-picture .card .array-grid").nth(array);
    await grid.focus();
    for (const key of ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft"]) {
      await page.keyboard.press(key);
      const value = Number(await grid.locator(".cell.marked .value").textContent());
      const line = await text(page, "offset");
      assert.equal(Number(line.match(/= (\d+)$/)[1]), 8 * value, line);
      const [start, ...terms] = line.match(/byte (.*) =/)[1].split(" + ");
      const sum = terms.map((term) => term.split(" × ").reduce((a, b) => a * b)).reduce((a, b) => a + b, Number(start));
      assert.equal(sum, 8 * value, line);
    }
  }
  await leave();
});

test("writing through a view shows in all arrays that share it, and a copy keeps its own", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/memory/`);
  const cards = page.locator(".chain-picture .card .array-grid");
  await cards.nth(1).locator(".cell").first().click();
  await page.waitForFunction(() => document.querySelectorAll(".card .cell.written").length === 3);
  assert.deepEqual(
    await Promise.all([0, 1, 2, 3].map((array) => cards.nth(array).locator(".value").first().textContent())),
    ["99", "99", "99", "0"],
  );
  assert.equal(await text(page, "lab-printed"), await ndgym.run(await text(page, "lab-code")));
  await page.getByTestId("step-0").fill("a[7]");
  await page.getByTestId("step-0").blur();
  await page.getByText("index 7 is out of bounds for axis 0 with size 3").first().waitFor();
  assert.equal(await text(page, "lab-printed"), await ndgym.run(await text(page, "lab-code")));
  await leave();
});
