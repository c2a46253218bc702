// What the page and its engines take of the machine's memory, as the operating system counts it.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { measured, test } from "../runner.mjs";
import { visitor, Workspace } from "../workspace.mjs";

const LIMIT = 300;
const folder = new URL("../../../content/problems/", import.meta.url);

/** Largest resident size so far, in megabytes, of each process that draws pages. */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo
    .filter(({ type }) => type === "renderer")
    .map(({ id }) => Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]) / 1000);
}

test(`solving all problems in one tab takes less than ${LIMIT} MB`, async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  for (const problem of readdirSync(folder).sort()) {
    await page.goto(`${site}problems/${problem}/`);
    const workspace = new Workspace(page);
    await workspace.editor().waitFor();
    await workspace.submit(readFileSync(new URL(`${problem}/reference.py`, folder), "utf8"), 60_000);
  }
  const peak = Math.max(...(await renderers(browser)));
  measured("peak memory of the tab, browser's own share included", peak, "MB", LIMIT);
  await leave();
  assert.ok(peak < LIMIT);
});
