// How long the labs keep the page from answering. The figures are printed beside their limits and fail nothing: a busy machine
// is not the page's doing.

import assert from "node:assert/strict";
import { measured, testAlone } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

/** Longer tasks are felt under the hand. */
const TASK_LIMIT = 50;
const UPDATE_LIMIT = 100;

/** In the page: helpers that the measuring needs there. */
function helpers() {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
  }).observe({ type: "longtask" });

  /** Resolves in the next task: what was asked for before has been done, and the effects of that. */
  const nextTask = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

  /** Milliseconds of the longest task that a deed brings, drawing included. */
  const once = async (deed) => {
    await frame();
    window.longest = 0;
    const start = performance.now();
    deed();
    await nextTask();
    const task = performance.now() - start;
    await frame();
    return Math.max(task, window.longest);
  };

  /** The same of a deed that can be undone: the least of three, if the first seems long. */
  window.task = async (deed, undo, limit) => {
    let least = await once(deed);
    for (let again = 0; again < 2 && least > limit; again++) {
      undo();
      await frame();
      least = Math.min(least, await once(deed));
    }
    return least;
  };

  /** Moves a slider as a hand does. */
  window.move = (slider, to) => {
    slider.value = to;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

/** In the page: moves everything that a lab's controls hold; the longest task, and what brought it. */
async function moveEverything(limit) {
  const controls = document.querySelector(".lab-controls");
  const worst = { ms: 0, what: "nothing" };
  const note = (ms, what) => {
    if (ms > worst.ms) Object.assign(worst, { ms, what });
  };
  const name = (element) => (element.closest("label, .field")?.innerText ?? element.innerText).split("\n")[0];
  const named = (kind) => [...controls.querySelectorAll(kind)].map((element) => name(element) + element.innerText);
  const at = (kind, index) => controls.querySelectorAll(kind)[index];
  // A move may bring other controls: each is looked up when its turn comes.
  for (let index = 0; index < named("input[type=range]").length; index++) {
    const slider = () => at("input[type=range]", index);
    const [low, high, now] = [slider().min, slider().max, slider().value].map(Number);
    const stops = [now + 1, now + 2, now - 1, high, low, now].filter((to) => to >= low && to <= high);
    let before = now;
    for (const to of stops) {
      if (!slider()) break;
      const back = before;
      const deed = () => slider() && window.move(slider(), to);
      note(await window.task(deed, () => slider() && window.move(slider(), back), limit), `${name(slider())} to ${to}`);
      before = to;
    }
  }
  for (const kind of ["input[type=checkbox]", ".chip", "[data-testid=step]"]) {
    for (let index = 0; index < controls.querySelectorAll(kind).length; index++) {
      const element = at(kind, index);
      if (!element || element.disabled) continue;
      const press = () => at(kind, index)?.click();
      note(await window.task(press, kind.startsWith("input") ? press : () => {}, limit), `${name(element)} ${element.innerText}`);
      if (kind.startsWith("input")) press();
    }
  }
  return worst;
}

async function labs(page, site) {
  await page.goto(`${site}labs/`);
  await page.locator('.lab-list a[href^="labs/"]').first().waitFor();
  return page.locator('.lab-list a[href^="labs/"]').evaluateAll((links) => links.map((link) => link.href));
}

testAlone("no lab keeps the page busy while its controls are moved", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  let moved = 0;
  for (const address of await labs(page, site)) {
    await page.goto(address);
    const presets = page.getByTestId("lab-preset");
    await presets.first().waitFor();
    await page.evaluate(helpers);
    let worst = { ms: 0, what: "nothing to move", preset: "-" };
    for (let preset = 0; preset < (await presets.count()); preset++) {
      await presets.nth(preset).click();
      const found = await page.evaluate(moveEverything, TASK_LIMIT);
      if (found.ms > worst.ms) worst = { ...found, preset: await presets.nth(preset).innerText() };
    }
    const id = new URL(address).pathname.split("/").filter(Boolean).at(-1);
    measured(`lab ${id}: longest task (${worst.preset}, ${worst.what})`, worst.ms, "ms", TASK_LIMIT);
    if (worst.ms > 0) moved += 1;
  }
  await leave();
  assert.ok(moved > 10, "the controls of the labs were found and moved");
});

testAlone("attention of 128 tokens and 8 heads follows a change at once", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/attention/`);
  await page.getByTestId("lab-preset").last().click();
  await page.locator(".heat-map canvas").first().waitFor();
  const scaled = page.getByRole("checkbox").first();
  const times = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    // From the press to the picture after it, as the browser itself counts.
    await page.evaluate(() => {
      window.painted = new Promise((resolve) => {
        document.addEventListener(
          "change",
          ({ timeStamp }) => requestAnimationFrame(() => requestAnimationFrame((now) => resolve(now - timeStamp))),
          { once: true, capture: true },
        );
      });
    });
    await scaled.click();
    times.push(await page.evaluate(() => window.painted));
    await page.waitForTimeout(100);
  }
  await leave();
  const median = times.toSorted((a, b) => a - b)[times.length >> 1];
  measured("attention, 128 tokens, 8 heads: change to picture (median of 7)", median, "ms", UPDATE_LIMIT);
});
