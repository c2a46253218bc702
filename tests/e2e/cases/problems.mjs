// Every problem: its reference passes, its naive answer fails and says why, its starter runs as it stands.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "../runner.mjs";
import { inWorkspace } from "../workspace.mjs";

const folder = new URL("../../../content/problems/", import.meta.url);
const answer = (problem, name) => readFileSync(new URL(`${problem}/${name}.py`, folder), "utf8");

const problems = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

assert.ok(problems.length >= 10, "the ten core problems are there");

for (const problem of problems) {
  test(`${problem}: the starter runs, the naive answer fails and says why, the reference passes`, (context) =>
    inWorkspace(context, problem, async (workspace) => {
      await workspace.press("run");
      assert.doesNotMatch(await workspace.output(), /Traceback|Error/, "the starter runs as it stands");

      const naive = await workspace.submit(answer(problem, "naive"), 60_000);
      const failed = naive.filter(({ outcome }) => outcome !== "passed");
      assert.notEqual(failed.length, 0, "the naive answer fails a test");
      for (const { text } of failed) assert.ok(text.trim().length > 40, `a failed test says why: ${text}`);
      assert.equal(await workspace.isRight(), false);

      const reference = await workspace.submit(answer(problem, "reference"), 60_000);
      assert.ok(reference.length >= 8, `visible and held-back tests ran: ${reference.length}`);
      assert.deepEqual(reference.filter(({ outcome }) => outcome !== "passed"), []);
      assert.equal(await workspace.isRight(), true);
    }),
  );
}

test("a problem's page starts with its statement, formulas and shapes included", ({ browser, site }) =>
  inWorkspace({ browser, site }, problems[0], async ({ page }) => {
    assert.ok((await page.locator("h1, h2").first().textContent()).trim().length > 0);
    assert.ok((await page.locator("math").count()) > 0, "formulas are MathML");
  }));

test("the three hints come one at a time", (context) =>
  inWorkspace(context, problems[0], async (workspace) => {
    for (const number of [1, 2, 3]) {
      const hint = workspace.byId(`hint-${number}`);
      const before = (await hint.textContent()).length;
      await hint.locator("button, summary").first().click();
      await workspace.page.waitForTimeout(100);
      assert.ok((await hint.innerText()).length > before / 2 && (await hint.innerText()).length > 60, `hint ${number}`);
    }
  }));

test("a failing test's call is loaded into the scratch area", (context) =>
  inWorkspace(context, problems[0], async (workspace) => {
    await workspace.submit(answer(problems[0], "naive"), 60_000);
    const row = workspace.page.locator('[data-testid^="test-"][data-outcome]:not([data-outcome="passed"])').first();
    await row.getByRole("button", { name: "Try it" }).click();
    const scratch = workspace.byId("scratch");
    await scratch.waitFor();
    assert.match(await scratch.textContent(), /softmax\(/);
  }));
