// The playground: cells share names, survive, can be stopped; a link brings cells and runs none.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { inWorkspace, visitor } from "../workspace.mjs";

/** The playground as its user handles it. */
class Playground {
  constructor(page, site) {
    this.page = page;
    this.site = site;
  }

  async open(fragment = "") {
    await this.page.goto(`${this.site}playground/${fragment}`);
    await this.ready();
  }

  async ready() {
    await this.page.getByTestId("playground").waitFor();
  }

  cell(at) {
    return this.page.getByTestId("cell").nth(at);
  }

  async codes() {
    await this.ready();
    const cells = await this.page.getByTestId("cell").all();
    return Promise.all(
      cells.map(async (cell) => {
        await cell.locator(".cm-content").waitFor();
        const lines = await cell.locator(".cm-line").allInnerTexts();
        return lines.map((line) => line.replace(/\n$/, "")).join("\n");
      }),
    );
  }

  async write(at, source) {
    const editor = this.cell(at).locator(".cm-content");
    await editor.focus();
    await this.page.keyboard.press("ControlOrMeta+a");
    await editor.evaluate((element, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, source);
  }

  async add(source) {
    await this.page.getByTestId("add-cell").click();
    const at = (await this.page.getByTestId("cell").count()) - 1;
    await this.write(at, source);
    return at;
  }

  async idle() {
    await this.page.locator('[data-testid="playground"][data-state="idle"]').waitFor({ timeout: 30_000 });
  }

  /** Runs a cell; what it shows. */
  async run(at) {
    await this.idle();
    const before = await this.page.evaluate(() => window.runs.ended);
    await this.cell(at).getByTestId("run-cell").click();
    await this.page.waitForFunction((before) => window.runs.ended > before, before, { timeout: 30_000 });
    await this.idle();
    return this.output(at);
  }

  async output(at) {
    return (await this.cell(at).getByTestId("cell-output").textContent()) ?? "";
  }

  notice(name) {
    return this.page.locator(`[data-notice="${name}"]`);
  }
}

async function inPlayground({ browser, site }, body, options = {}) {
  const { page, leave } = await visitor(browser, options);
  const playground = new Playground(page, site);
  await playground.open();
  await body(playground);
  await leave();
}

const link = (...cells) => `#1.${Buffer.from(JSON.stringify({ cells })).toString("base64url")}`;

test("cells share names, and show their last value as a notebook does", (context) =>
  inPlayground(context, async (playground) => {
    await playground.write(0, "import numpy as np\na = np.arange(3)\nprint('made')");
    const second = await playground.add("a * 2.5");
    assert.match(await playground.run(0), /^made\n\d+ ms$/);
    assert.match(await playground.run(second), /^array\(\[0\. , 2\.5, 5\. \]\)\d+ ms$/);
    assert.equal(await playground.cell(second).getByTestId("cell-number").innerText(), "In [2]");
    await playground.page.getByTestId("restart").click();
    assert.match(await playground.run(second), /NameError: name 'a' is not defined/);
    assert.match(await playground.output(second), /In \[1\]/);
  }));

test("typing runs with Shift+Enter, and Run all runs the cells in their order", (context) =>
  inPlayground(context, async (playground) => {
    await playground.write(0, "");
    await playground.cell(0).locator(".cm-content").focus();
    await playground.page.keyboard.type("x = 20 + 1");
    await playground.page.keyboard.press("Shift+Enter");
    await playground.cell(0).getByText("In [1]").waitFor({ timeout: 30_000 });
    assert.deepEqual(await playground.codes(), ["x = 20 + 1"], "Shift+Enter adds no line");
    const second = await playground.add("x = x * 2");
    const third = await playground.add("x");
    await playground.page.getByTestId("run-all").click();
    await playground.cell(third).getByText("In [4]").waitFor({ timeout: 30_000 });
    await playground.idle();
    assert.match(await playground.output(third), /^42/);
    // A cell that fails ends the row.
    await playground.write(second, "1 / 0");
    await playground.page.getByTestId("run-all").click();
    await playground.cell(second).getByText("ZeroDivisionError").first().waitFor();
    await playground.idle();
    assert.match(await playground.output(third), /^42/);
    assert.equal(await playground.cell(third).getAttribute("data-phase"), "resting");
  }));

test("Stop ends an endless cell, says that the names are gone, and the next run works", (context) =>
  inPlayground(context, async (playground) => {
    await playground.write(0, "kept = 1");
    await playground.run(0);
    const endless = await playground.add("print('before')\nwhile True:\n    pass");
    await playground.cell(endless).getByTestId("run-cell").click();
    await playground.cell(endless).getByTestId("cell-output").getByText("before").waitFor();
    await playground.page.getByTestId("stop").click();
    await playground.notice("names-gone").waitFor();
    await playground.idle();
    assert.equal(await playground.cell(0).getByTestId("cell-number").innerText(), "In [ ]");
    await playground.write(endless, "kept");
    assert.match(await playground.run(endless), /NameError/);
    await playground.run(0);
    assert.match(await playground.run(endless), /^1/);
  }));

test("the time limit ends a cell, and its session goes on", (context) =>
  inPlayground(context, async (playground) => {
    await playground.write(0, "kept = 7\nwhile True:\n    pass");
    assert.match(await playground.run(0), /time limit/);
    const second = await playground.add("kept");
    assert.match(await playground.run(second), /^7/);
  }));

test("a reload keeps cells, their order and what was typed last", (context) =>
  inPlayground(context, async (playground) => {
    await playground.write(0, "first");
    await playground.add("second");
    await playground.add("third");
    await playground.cell(2).getByTestId("cell-up").click();
    await playground.cell(0).getByTestId("cell-add").click();
    await playground.write(1, "between");
    await playground.page.reload(); // at once: no pause for a timer to end
    assert.deepEqual(await playground.codes(), ["first", "between", "third", "second"]);
    await playground.cell(1).getByTestId("cell-delete").click();
    assert.deepEqual(await playground.codes(), ["first", "third", "second"]);
    await playground.page.getByTestId("undo").click();
    assert.deepEqual(await playground.codes(), ["first", "between", "third", "second"]);
    await playground.page.getByTestId("reset").click();
    assert.equal((await playground.codes()).length, 1);
    await playground.page.getByTestId("undo").click();
    assert.deepEqual(await playground.codes(), ["first", "between", "third", "second"]);
    await playground.page.reload();
    assert.deepEqual(await playground.codes(), ["first", "between", "third", "second"]);
  }));

test("a link's cells come beside one's own, and do not run", (context) =>
  inPlayground(context, async (playground) => {
    await playground.write(0, "mine = 1");
    await playground.page.goto(`${playground.site}labs/`);
    await playground.open(link("print('ran by itself')\n", "mine"));
    await playground.notice("arrived").waitFor();
    assert.deepEqual(await playground.codes(), ["mine = 1", "print('ran by itself')\n", "mine"]);
    await playground.idle();
    await playground.page.waitForTimeout(500);
    assert.equal(await playground.output(1), "");
    assert.equal(new URL(playground.page.url()).hash, "", "the cells are no longer in the address");
    await playground.page.reload();
    assert.equal((await playground.codes()).length, 3, "the link's cells are kept, once");
    await playground.open(link("print('ran by itself')\n", "mine"));
    await playground.notice("known").waitFor();
    assert.equal((await playground.codes()).length, 3);
    await playground.page.goto(`${playground.site}labs/`);
    await playground.open("#1.nonsense");
    await playground.notice("bad-link").waitFor();
    assert.equal((await playground.codes()).length, 3);
  }));

test("a lab and a failing test open in the playground", (context) =>
  inWorkspace(context, "a01-softmax", async (workspace) => {
    await workspace.submit("def softmax(logits):\n    return logits\n");
    await workspace.page.locator('[data-outcome="differed"][open] [data-testid="to-playground"]').first().click();
    const playground = new Playground(workspace.page, context.site);
    await playground.notice("arrived").waitFor();
    const codes = await playground.codes();
    const [answer, call] = codes.slice(-2);
    assert.match(answer, /def softmax/);
    assert.match(call, /print\(softmax\(/);
    await playground.run(codes.length - 2);
    assert.match(await playground.run(codes.length - 1), /\d+ ms$/);
    await workspace.page.goto(`${context.site}labs/softmax/`);
    await workspace.page.getByTestId("lab-playground").click();
    await playground.notice("arrived").waitFor();
    assert.equal((await playground.codes()).length, codes.length + 1);
  }));
