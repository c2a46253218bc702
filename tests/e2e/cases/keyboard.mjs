// Everything can be done without a mouse.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { inWorkspace, visitor, Workspace } from "../workspace.mjs";

const MOST_STEPS = 60;

/** Presses Tab until an element that fits `selector` has the focus. */
async function tabTo(page, selector, key = "Tab") {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate((selector) => document.activeElement?.closest(selector) !== null, selector)) return;
  }
  assert.fail(`${MOST_STEPS} presses of ${key} never reach ${selector}`);
}

/** Whether the focused element, or a frame around it, looks different from how it looks without the focus. */
function focusShows(page) {
  return page.evaluate(async () => {
    const element = document.activeElement;
    const around = [];
    for (let box = element; box && around.length < 5; box = box.parentElement) around.push(box);
    const looks = () =>
      around.map((box) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor } = getComputedStyle(box);
        return outlineStyle === "none" ? [boxShadow, borderColor].join() : [outlineStyle, outlineWidth, outlineColor].join();
      });
    const settled = () => new Promise((resolve) => setTimeout(resolve, 300));
    await settled(); // the editor marks its focus a moment later
    const focused = looks();
    element.blur();
    await settled();
    const blurred = looks();
    element.focus();
    await settled();
    return focused.some((look, index) => look !== blurred[index]);
  });
}

test("from the home page to a graded answer by keyboard alone", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(site);
  await tabTo(page, '[data-testid="home-first-problem"]');
  assert.ok(await focusShows(page), "the focus on the link can be seen");
  await page.keyboard.press("Enter");
  const workspace = new Workspace(page);
  await workspace.editor().waitFor();
  await workspace.idle();
  await tabTo(page, '[data-testid="editor"] .cm-content');
  assert.ok(await focusShows(page), "the focus in the editor can be seen");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  await page.keyboard.type("print(6 * 7)");
  await page.keyboard.press("Control+Enter");
  await workspace.byId("output").getByText("42").waitFor();
  await workspace.idle(); // what was printed shows before the run has ended
  const before = await page.evaluate(() => window.runs.ended);
  await page.keyboard.press("Control+Shift+Enter");
  await page.waitForFunction((before) => window.runs.ended > before, before);
  await workspace.byId("verdict").waitFor();
  assert.equal(await workspace.isRight(), false);
  await leave();
});

test("Tab indents in the editor; Escape, then Tab leaves it", (context) =>
  inWorkspace(context, "a01-softmax", async (workspace) => {
    const { page } = workspace;
    await workspace.write("x = 1");
    await page.keyboard.press("Home");
    await page.keyboard.press("Tab");
    assert.equal(await workspace.text(), "    x = 1");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => document.activeElement?.closest('[data-testid="editor"]') !== null);
    assert.equal(inside, false, "the focus has left the editor");
    assert.equal(await workspace.text(), "    x = 1", "leaving changes nothing");
  }));

test("undo takes back a change", (context) =>
  inWorkspace(context, "a01-softmax", async (workspace) => {
    await workspace.write("kept = 1");
    await workspace.page.waitForTimeout(700);
    await workspace.write("lost = 2");
    await workspace.page.keyboard.press("ControlOrMeta+z");
    assert.equal(await workspace.text(), "kept = 1");
  }));
