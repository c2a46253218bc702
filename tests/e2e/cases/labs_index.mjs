// The labs on axes, indices and einsum: hands on the controls, and the programs still print what the lab says.

import assert from "node:assert/strict";
import * as ndgym from "../ndgym.mjs";
import { test } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

async function open({ browser, site }, lab, body, options) {
  const { page, leave } = await visitor(browser, options);
  await page.goto(`${site}labs/${lab}/`);
  await page.getByTestId("lab-code").waitFor();
  await body(page);
  await leave();
}

const text = (page, id) => page.getByTestId(id).textContent();

async function agrees(page, what) {
  await page.waitForTimeout(50);
  const code = await text(page, "lab-code");
  assert.equal((await text(page, "lab-printed")).trimEnd(), (await ndgym.run(code)).trimEnd(), `${what}:\n${code}`);
}

test("axes: every choice of axes folds as the program says, and the mend mends", (context) =>
  open(context, "axes", async (page) => {
    await page.getByTestId("lab-preset").nth(4).click();
    for (const toggles of [[], ["reduce-0"], ["reduce-1"], ["reduce-2"], ["reduce-0"], ["keepdims"], ["reduce-1"]]) {
      for (const id of toggles) await page.getByTestId(id).click();
      await agrees(page, toggles.join());
    }
    await page.getByTestId("lab-preset").nth(3).click();
    assert.match(await text(page, "back"), /wrong/);
    await page.getByRole("button", { name: /Mend it/ }).click();
    assert.match(await text(page, "back"), /^Yes/);
    await agrees(page, "mended");
  }));

test("axes: keys walk the result, and the line says what folds into it", (context) =>
  open(context, "axes", async (page) => {
    await page.locator('[data-grid="s"] svg').focus();
    await page.keyboard.press("ArrowRight");
    // np.arange(12).reshape(3, 4) * 7 % 10, row 1
    assert.match(await text(page, "fold-line"), /s\[1\] = 8 \+ 5 \+ 2 \+ 9 = 24/);
    assert.equal(await page.locator(".arrow").count(), 4);
  }));

test("indexing: what is typed is what is run, and errors are the program's", (context) =>
  open(context, "indexing", async (page) => {
    const typed = [
      "2",
      "-1, ::-1",
      "..., None",
      "[2, 0, 2]",
      "[[0, 1], [1, 0]], 2",
      "a > 5",
      "a[:, 1] % 2 == 1",
      "np.ix_([2, 0], [True, False, False, True])",
      "np.arange(3)[:, None], [0, 3]",
      "None, 1, [0, 0]",
      "7",
      "0, 0, 0",
      "[0, 1], [0, 1, 2]",
      "[0, 9]",
      "1.5",
      "a % 2",
      "9:",
    ];
    for (const index of typed) {
      await page.getByTestId("index").fill(index);
      assert.equal((await text(page, "refused")).trim(), "", index);
      await agrees(page, index);
    }
    await page.getByTestId("index").fill("print(a)");
    await page.waitForFunction(() => document.querySelector('[data-testid="refused"]').textContent !== "");
    await page.getByTestId("index").fill("[5, 0]");
    await page.getByTestId("repair").click();
    await page.getByTestId("sharing").waitFor();
    await agrees(page, "mended");
  }));

test("indexing: += loses what add.at counts", (context) =>
  open(context, "indexing", async (page) => {
    await page.getByTestId("lab-preset").nth(8).click();
    await page.locator(".arrow").first().waitFor();
    assert.equal(await page.locator(".arrow.lost").count(), 2);
    assert.match(await text(page, "lab-printed"), /\[1 0 1 0 0\]/);
    await page.getByTestId("form-3").click();
    await page.waitForFunction(() => document.querySelectorAll(".arrow.lost").length === 0);
    assert.match(await text(page, "lab-printed"), /\[1 0 3 0 0\]/);
    for (const values of ["[1, 2, 3, 4]", "[[1], [2]]", "a[:4]", "[1, 2]"]) {
      await page.getByTestId("values").fill(values);
      await agrees(page, values);
    }
  }));

test("einsum: subscripts of every kind print what the program prints", (context) =>
  open(context, "einsum", async (page) => {
    const typed = ["ij,jk", "ij,jk->ki", "ij,jk->", "ij,kl->ijkl", "ij,jk->ijk", "ij,...k", "...j,jk->...k", "ij,ik", "ij,jk->iik", "i,jk", "ij", "i1,jk", "ji,jk"];
    for (const subscripts of typed) {
      await page.getByTestId("subscripts").fill(subscripts);
      await agrees(page, subscripts);
    }
    await page.getByTestId("subscripts").fill("ij,jk->iz");
    await page.getByTestId("repair").click();
    assert.equal(await page.getByTestId("subscripts").inputValue(), "ij,jk->i");
    await agrees(page, "mended");
    await page.getByTestId("lab-preset").nth(6).click();
    for (const subscripts of ["ij,jk,kl->il", "ij,jk,kl->", "ij,jk,kl->ijkl", "ij,jk,kl->li", "ij,jk,kl"]) {
      await page.getByTestId("subscripts").fill(subscripts);
      await agrees(page, subscripts);
    }
  }));
