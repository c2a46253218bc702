// A problem's workspace as its user handles it.

import assert from "node:assert/strict";

const ENGINE_PATIENCE = 30_000;

/** A fresh visitor: nothing cached, nothing stored. `options` as Playwright's `newContext` takes them. */
export async function visitor(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.addInitScript(watchRuns);
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.stack ?? String(error)));
  return {
    page,
    errors,
    async leave() {
      await context.close();
      assert.deepEqual(errors, [], "the page threw");
    },
  };
}

/** In the page: counts runs that ended, and notes when (in the page's own time) the last one began and ended. */
function watchRuns() {
  window.runs = { ended: 0, began: 0, lasted: 0 };
  new MutationObserver((records) => {
    for (const { target, oldValue } of records) {
      if (oldValue !== "running" && target.dataset.state === "running") window.runs.began = performance.now();
      if (oldValue === "running" && target.dataset.state !== "running") {
        window.runs.lasted = performance.now() - window.runs.began;
        window.runs.ended += 1;
      }
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"], attributeOldValue: true });
}

/** Opens a problem for a fresh visitor, hands its workspace to `body`, and sees to it that the page threw nothing. */
export async function inWorkspace({ browser, site }, problem, body, options = {}) {
  const { page, leave } = await visitor(browser, options);
  try {
    await page.goto(`${site}problems/${problem}/`);
    const workspace = new Workspace(page);
    await workspace.editor().waitFor({ state: "attached" }); // on a phone it is behind a tab
    await body(workspace);
  } catch (error) {
    await page.context().close();
    throw error;
  }
  await leave();
}

export class Workspace {
  constructor(page) {
    this.page = page;
  }

  byId(id) {
    return this.page.getByTestId(id);
  }

  editor() {
    return this.byId("editor").locator(".cm-content");
  }

  /** Replaces the editor's text by pasting, as a user does; typing would meet the editor's own indentation. */
  async write(source) {
    await this.editor().focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await this.editor().evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, source);
  }

  /** The editor's text; only of texts short enough to be drawn whole. */
  async text() {
    return (await this.editor().locator(".cm-line").allInnerTexts()).map((line) => line.replace(/\n$/, "")).join("\n");
  }

  /** Waits until nothing runs. */
  async idle(timeout = ENGINE_PATIENCE) {
    await this.page.locator('[data-state="idle"]').waitFor({ timeout });
  }

  async running(timeout = ENGINE_PATIENCE) {
    await this.page.locator('[data-state="running"]').waitFor({ timeout });
  }

  /** Presses a button and waits for the end of the run it starts. */
  async press(id, timeout = ENGINE_PATIENCE) {
    await this.idle();
    const before = await this.page.evaluate(() => window.runs.ended);
    await this.byId(id).click();
    await this.page.waitForFunction((before) => window.runs.ended > before, before, { timeout });
    // The page draws the end's state and the last results in one turn, but not in a known order.
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** Runs `source`; what the output pane shows at the end. */
  async outputOf(source, timeout) {
    await this.write(source);
    await this.press("run", timeout);
    return this.output();
  }

  async output() {
    return (await this.byId("output").textContent()) ?? "";
  }

  /** Submits `source`; outcome and text of every test. */
  async submit(source, timeout) {
    await this.write(source);
    await this.press("submit", timeout);
    const rows = await this.page.locator('[data-testid^="test-"][data-outcome]').all();
    return Promise.all(
      rows.map(async (row) => ({ outcome: await row.getAttribute("data-outcome"), text: await row.textContent() })),
    );
  }

  /** Whether the last submission was found right. */
  async isRight() {
    return (await this.byId("verdict").getAttribute("data-verdict")) === "right";
  }
}
