// What a tab takes of the machine's memory, as the operating system counts it. The browser's own program code, which all
// its processes share, does not count.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { measured, testAlone } from "../runner.mjs";
import { visitor, Workspace } from "../workspace.mjs";

const LIMIT = 300;
const folder = new URL("../../../content/problems/", import.meta.url);

/** Megabytes that the process which draws most holds for itself. */
async function largestRenderer(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const sizes = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => own(id));
  return Math.max(0, ...sizes);
}

function own(id) {
  try {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)[1]);
    return (kilobytes("RssAnon") + kilobytes("RssShmem")) / 1000;
  } catch {
    return 0; // It has ended in the meantime.
  }
}

testAlone(`solving all problems in one tab takes less than ${LIMIT} MB`, async ({ browser, site }) => {
  const session = await browser.newBrowserCDPSession();
  let peak = 0;
  let watching = true;
  const watch = (async () => {
    while (watching) {
      peak = Math.max(peak, await largestRenderer(session));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}problems/`);
  for (const problem of readdirSync(folder).sort()) {
    await page.getByTestId(`problem-${problem}`).click();
    const workspace = new Workspace(page);
    await workspace.editor().waitFor();
    await workspace.submit(readFileSync(new URL(`${problem}/reference.py`, folder), "utf8"), 60_000);
    await page.locator('header a[href*="problems"]').first().click();
  }
  watching = false;
  await watch;
  await session.detach();
  measured("peak memory of the tab while solving all problems", peak, "MB", LIMIT);
  await leave();
  assert.ok(peak < LIMIT, `${peak} MB`);
});
