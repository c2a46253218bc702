// The labs: what a lab shows is what its program prints; links, resets and nonsense in links.

import assert from "node:assert/strict";
import * as ndgym from "../ndgym.mjs";
import { test } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

/** Addresses of all labs. */
async function labs(page, site) {
  await page.goto(`${site}labs/`);
  await page.locator(".lab-list a[href^=\"labs/\"]").first().waitFor();
  return page.locator(".lab-list a[href^=\"labs/\"]").evaluateAll((links) => links.map((link) => link.href));
}

/** The lab's program and what the lab says it prints, once both have come to rest. */
async function program(page) {
  const read = () =>
    page.evaluate(() =>
      ["lab-code", "lab-printed"].map((id) => document.querySelector(`[data-testid="${id}"]`).textContent),
    );
  let now = await read();
  for (let calm = 0; calm < 2; ) {
    await page.waitForTimeout(60);
    const next = await read();
    calm = next.join() === now.join() ? calm + 1 : 0;
    now = next;
  }
  return { code: now[0], printed: now[1] };
}

async function agrees(page, where) {
  const { code, printed } = await program(page);
  assert.ok(printed.trim(), `${where}: the program prints something`);
  assert.equal(printed.trimEnd(), (await ndgym.run(code)).trimEnd(), `${where}:\n${code}`);
}

test("every lab says at every preset what its program prints", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  for (const address of await labs(page, site)) {
    await page.goto(address);
    const presets = page.getByTestId("lab-preset");
    await presets.first().waitFor();
    await agrees(page, `${address} as it opens`);
    for (let at = 0; at < (await presets.count()); at++) {
      await presets.nth(at).click();
      await agrees(page, `${address}, ${await presets.nth(at).innerText()}`);
    }
  }
  await leave();
});

test("a lab's link brings back its state, and reset its beginning", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  for (const address of await labs(page, site)) {
    await page.goto(address);
    await page.getByTestId("lab-preset").last().click();
    const there = await program(page);
    await page.waitForFunction(() => location.hash.length > 1, undefined, { timeout: 2000 });
    const link = page.url();
    await page.goto(`${site}labs/`);
    await page.goto(link);
    await page.getByTestId("lab-code").waitFor();
    assert.deepEqual(await program(page), there, link);
    await page.getByTestId("lab-reset").click();
    assert.notDeepEqual(await program(page), there, `${address}: reset changes something`);
  }
  await leave();
});

test("a link that was tampered with opens the lab as it is, and says so", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  for (const address of await labs(page, site)) {
    await page.goto(address);
    await page.getByTestId("lab-code").waitFor();
    const fresh = await program(page);
    for (const nonsense of ["1.e30", "1.%%%", "999.e30", "main", `1.${btoa('{"scale":-5}')}`, `1.${"A".repeat(99999)}`]) {
      await page.goto(`${site}labs/`);
      await page.goto(`${address}#${nonsense}`);
      await page.getByTestId("lab-fault").waitFor();
      assert.deepEqual(await program(page), fresh, `${address}#${nonsense.slice(0, 40)}`);
    }
  }
  await leave();
});

/** Sets the slider with that name as a hand does. */
async function slide(page, name, to) {
  await page.getByRole("slider", { name, exact: true }).evaluate((slider, to) => {
    slider.value = to;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, to);
}

test("attention: a length for each sequence, and a mask drawn by hand among 100 tokens", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/attention/`);
  await page.getByRole("button", { name: "Padding", exact: true }).first().click();
  await slide(page, "Sequences", 3);
  await slide(page, "Valid length of sequence 1", 7);
  await slide(page, "Sequence in the picture", 1);
  await agrees(page, "three sequences");
  await slide(page, "Sequences", 1);
  await slide(page, "Tokens", 100);
  await page.getByRole("button", { name: "Drawn", exact: true }).click();
  const mask = page.getByTestId("drawn-mask").locator(".heat-map");
  await mask.scrollIntoViewIfNeeded();
  const box = await mask.boundingBox();
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 20, box.y + box.height - 40);
  await page.mouse.up();
  await agrees(page, "drawn by a stroke");
  const hidden = () => page.getByTestId("lab-code").textContent().then((code) => code.match(/^mask\[/gm)?.length ?? 0);
  assert.ok((await hidden()) > 50, "a fast stroke leaves no gaps");
  await page.getByRole("button", { name: "Show everything" }).click();
  await agrees(page, "nothing drawn");
  assert.equal(await hidden(), 0);
  await leave();
});

test("convolution: channels are drawn, weighed and summed", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/convolution/`);
  await slide(page, "Channels", 3);
  assert.equal(await page.locator('[aria-label^="Padded image, channel"]').count(), 3);
  await page.locator('[aria-label^="Padded image, channel 2"]').click({ position: { x: 8, y: 8 } });
  await page.getByLabel("Kernel, number 20").fill("5");
  await agrees(page, "three channels");
  await slide(page, "Padding", 2);
  await slide(page, "Stride", 2);
  await agrees(page, "three channels, padded");
  await leave();
});

test("labs with an algorithm show its steps when asked, with their NumPy lines", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  const withSteps = ["calibration", "clusters", "neighbours", "optimisers", "top-k", "leakage", "training"];
  for (const id of withSteps) {
    await page.goto(`${site}labs/${id}/`);
    await page.getByTestId("lab-steps").locator("summary").click();
    const stepper = page.getByTestId("lab-steps").getByTestId("stepper");
    await stepper.locator("h3").waitFor();
    const titles = new Set();
    for (let step = 0; step < 3; step++) {
      titles.add(await stepper.locator("h3").innerText());
      assert.ok((await stepper.locator("math").count()) > 0, `${id}: a formula`);
      assert.ok((await stepper.locator(".heat-map").count()) > 1, `${id}: arrays`);
      if (await page.getByTestId("stepper-next").isEnabled()) await page.getByTestId("stepper-next").click();
    }
    assert.ok(titles.size > 1, `${id}: ${[...titles]}`);
  }
  await leave();
});

/** Titles of all the steps that a lab shows, opened and walked through. */
async function titles(page) {
  await page.getByTestId("lab-steps").locator("summary").click();
  const title = page.getByTestId("lab-steps").locator("h3");
  await title.waitFor();
  const found = [await title.innerText()];
  while (await page.getByTestId("stepper-next").isEnabled()) {
    await page.getByTestId("stepper-next").click();
    found.push(await title.innerText());
  }
  return found;
}

test("rows by a list of numbers are an embedding, the days of two users point-in-time features", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/indexing/`);
  await page.getByTestId("lab-preset").first().waitFor();
  assert.equal(await page.getByTestId("lab-steps").count(), 0, "slices are no embedding");
  for (const preset of ["Embedding: gather", "Its gradient: scatter-add"]) {
    await page.getByRole("button", { name: preset, exact: true }).click();
    await agrees(page, preset);
  }
  assert.deepEqual(await titles(page), ["Compare with every class", "Gather rows", "Scatter, adding"]);
  await page.goto(`${site}labs/leakage/`);
  await page.getByTestId("lab-preset").first().waitFor();
  assert.ok((await titles(page)).includes("What was known the day before"));
  await leave();
});

test("a challenge is met by moving the controls, and says what there is to learn", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}labs/leakage/`);
  const challenge = page.getByTestId("lab-challenge");
  await challenge.waitFor();
  await slide(page, "Window", 2);
  await page.waitForTimeout(500);
  assert.equal(await challenge.getAttribute("data-met"), "false");
  await slide(page, "Window", 1);
  await challenge.locator(".insight").waitFor();
  assert.equal(await challenge.getAttribute("data-met"), "true");
  await leave();
});

test("in no plot do two things look the same but for their colour", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  for (const address of await labs(page, site)) {
    await page.goto(address);
    const presets = page.getByTestId("lab-preset");
    await presets.first().waitFor();
    for (let at = 0; at < (await presets.count()); at++) {
      await presets.nth(at).click();
      await program(page);
      const twins = await page.evaluate(() => {
        const look = (path) => {
          const { strokeDasharray, display } = getComputedStyle(path);
          return [path.getAttribute("class"), path.getAttribute("d"), strokeDasharray, display].join();
        };
        return [...document.querySelectorAll(".plot figcaption")].flatMap((legend) => {
          const looks = [...legend.querySelectorAll(".entry")].map((entry) => [...entry.querySelectorAll("path")].map(look).join(";"));
          return looks.filter((own, at) => looks.indexOf(own) !== at);
        });
      });
      assert.deepEqual(twins, [], `${address}, ${await presets.nth(at).innerText()}`);
    }
  }
  await leave();
});
