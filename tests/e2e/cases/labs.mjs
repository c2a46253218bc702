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
