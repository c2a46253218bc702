// The quiz: its answers are NumPy's, its links bring the same questions back, and what was answered is kept.

import assert from "node:assert/strict";
import * as ndgym from "../ndgym.mjs";
import { test } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

const link = (site, kind, difficulty, seed) => {
  const state = JSON.stringify({ kind, difficulty, seed, number: 0 });
  return `${site}quiz/#1.${Buffer.from(state).toString("base64url")}`;
};

async function open(page, address) {
  await page.goto("about:blank");
  await page.goto(address);
  await page.getByTestId("quiz-code").waitFor();
}

const code = (page) => page.getByTestId("quiz-code").textContent();

/** What the engine says of a question's code: the result's shape, or on which axes sizes clash. */
async function broadcastTruth(program) {
  const printed = await ndgym.run(`import numpy as np
try:
${program.replace(/^/gm, "    ")}
    print(result.shape)
except ValueError:
    shapes = [x.shape for x in (a, b, *([c] if "c" in globals() else []))]
    for axis in range(1, max(map(len, shapes)) + 1):
        sizes = [shape[-axis] for shape in shapes if len(shape) >= axis and shape[-axis] != 1]
        if len(set(sizes)) > 1:
            print("clash", axis)
`);
  const lines = printed.trim().split("\n");
  assert.equal(lines.length, 1, `one answer to\n${program}\nnot ${printed}`);
  return lines[0];
}

async function answerBroadcast(page) {
  const truth = await broadcastTruth(await code(page));
  const clash = truth.match(/^clash (\d+)$/);
  await page.getByTestId(`answer-0-${clash ? clash[1] : 0}`).check();
  if (!clash) await page.getByTestId("answer-1").fill(truth);
}

async function answerLayout(page, difficulty) {
  const program = await code(page);
  const last = program.trim().split("\n").at(-1)[0];
  const printed = await ndgym.run(`import numpy as np
${program}
print(${last}.shape)
print(${last}.strides)
print(0 if np.shares_memory(${last}, a) else 1)
`);
  const [shape, strides, copy] = printed.trim().split("\n");
  await page.getByTestId("answer-0").fill(shape);
  if (difficulty > 0) await page.getByTestId("answer-1").fill(strides);
  await page.getByTestId(`answer-${difficulty > 0 ? 2 : 1}-${copy}`).check();
}

const ANSWER = { broadcast: answerBroadcast, layout: answerLayout };

for (const kind of Object.keys(ANSWER)) {
  test(`the quiz on ${kind} finds right what NumPy says, and shows why`, async ({ browser, site }) => {
    const { page, leave } = await visitor(browser);
    for (const difficulty of [0, 1, 2]) {
      await open(page, link(site, kind, difficulty, 11 + difficulty));
      for (let question = 0; question < 4; question++) {
        const asked = await code(page);
        await ANSWER[kind](page, difficulty);
        await page.getByTestId("quiz-submit").click();
        await page.getByTestId("explanation").waitFor();
        assert.equal(await page.getByTestId("question").getAttribute("data-verdict"), "right", asked);
        await page.getByTestId("quiz-submit").click();
        await page.getByTestId("explanation").waitFor({ state: "detached" });
        assert.notEqual(await code(page), asked, "another question follows");
      }
    }
    await leave();
  });
}

test("a wrong answer is found wrong, is corrected, and is kept", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  const address = link(site, "layout", 1, 5);
  await open(page, address);
  const asked = await code(page);
  await answerLayout(page, 1);
  await page.getByTestId("answer-0").fill("(7, 7, 7)");
  await page.getByTestId("quiz-submit").click();
  await page.getByTestId("explanation").waitFor();
  assert.equal(await page.getByTestId("question").getAttribute("data-verdict"), "wrong");
  await page.getByTestId("right-0").waitFor();
  assert.match(await page.getByTestId("standing-S7").innerText(), /0 of 1/);
  await open(page, address);
  assert.equal(await code(page), asked, "the same link, the same question");
  await page.getByTestId("standing-S7").waitFor();
  assert.match(await page.getByTestId("standing-S7").innerText(), /0 of 1/);
  await page.goto(`${site}data/`);
  await page.getByText(/1 answers of the quiz/).waitFor();
  await leave();
});

test("an answer that cannot be read is asked for again, and a damaged link brings other questions", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await open(page, link(site, "layout", 0, 1));
  await page.getByTestId("answer-0").fill("three by four");
  await page.getByTestId("answer-1-0").check();
  await page.getByTestId("quiz-submit").click();
  assert.equal(await page.getByTestId("question").getAttribute("data-verdict"), null);
  for (const nonsense of ["1.e30", "9.e30", `1.${btoa('{"kind":"rm","difficulty":9,"seed":1,"number":0}')}`]) {
    await open(page, `${site}quiz/#${nonsense}`);
    await page.getByTestId("quiz-fault").waitFor();
  }
  await leave();
});

test("an answer is rated by its learner, with keys alone, and the rating is kept", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  const address = link(site, "layout", 1, 5);
  const stored = () =>
    page.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open("ndgym");
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const reading = opening.result.transaction("quiz").objectStore("quiz").getAll();
            reading.onsuccess = () => {
              opening.result.close();
              resolve(reading.result.map(({ right, rating }) => ({ right, rating })));
            };
          };
        }),
    );
  await open(page, address);
  await answerLayout(page, 1);
  await page.getByTestId("quiz-submit").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("rating").waitFor();
  assert.deepEqual(await stored(), [{ right: true, rating: null }]);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.innerText), "Worked it out");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  assert.equal(await page.getByTestId("rating").locator('[aria-pressed="true"]').innerText(), "Guessed");
  await page.getByText("1 of 1, 1 guessed").first().waitFor();
  await page.waitForTimeout(200);
  assert.deepEqual(await stored(), [{ right: true, rating: "Guessed" }], "one answer, rated anew");
  await page.getByTestId("quiz-submit").click();
  await answerLayout(page, 1);
  await page.getByTestId("quiz-submit").click();
  await page.getByTestId("rating").waitFor();
  await open(page, address);
  await page.getByText("2 of 2, 1 guessed").first().waitFor();
  await leave();
});
