// What was typed survives.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { inWorkspace, visitor, Workspace } from "../workspace.mjs";

const PROBLEM = "a01-softmax";

async function reloaded(workspace) {
  await workspace.page.reload();
  await workspace.editor().waitFor();
}

test("a reload in the middle of typing loses nothing", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    await workspace.write("");
    const typed = "answer = 41 + 1";
    await workspace.editor().focus();
    for (const [count, key] of [...typed].entries()) {
      await workspace.page.keyboard.type(key);
      if (count === typed.length - 1) await reloaded(workspace); // at once: no pause for a timer to end
    }
    await workspace.page.waitForFunction(
      (typed) => document.querySelector('[data-testid="editor"] .cm-content').innerText.includes(typed),
      typed,
    );
  }));

test("drafts of two problems are kept apart", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    await workspace.write("first = 1");
    await workspace.page.goto(`${context.site}problems/a02-batch-norm/`);
    await workspace.editor().waitFor();
    assert.doesNotMatch(await workspace.text(), /first = 1/);
    await workspace.page.goto(`${context.site}problems/${PROBLEM}/`);
    await workspace.editor().waitFor();
    await workspace.page.getByText("first = 1").waitFor();
  }));

test("a draft with an endless loop does not run by itself", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    await workspace.write("while True:\n    pass");
    await workspace.idle();
    await workspace.byId("run").click();
    await workspace.running();
    await reloaded(workspace);
    await workspace.idle();
    assert.match(await workspace.text(), /while True/);
  }));

test("a page without storage works and says so", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", {
      get() {
        throw new DOMException("storage is switched off", "SecurityError");
      },
    });
  });
  await page.goto(`${site}problems/${PROBLEM}/`);
  const workspace = new Workspace(page);
  await workspace.editor().waitFor();
  assert.match(await workspace.outputOf("print(6 * 7)"), /42/);
  assert.match(await page.locator("body").innerText(), /not (be )?(kept|saved|stored)|cannot (be )?(keep|save|store)/i);
  await leave();
});
