// The site as a static host serves it: every link leads to a page, at any depth, directly and after a reload.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { visitor } from "../workspace.mjs";

test("every link on every page leads to a page that the host has", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  const seen = new Set();
  const waiting = [site];
  while (waiting.length > 0) {
    const address = waiting.pop();
    if (seen.has(address)) continue;
    seen.add(address);
    const response = await page.goto(address);
    assert.equal(response.status(), 200, address);
    await page.locator("h1").first().waitFor();
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href));
    for (const link of links) {
      const [path] = link.split("#");
      if (path.startsWith(site)) waiting.push(path);
      else assert.doesNotMatch(link, /^http:\/\/127\.0\.0\.1/, `${address} links out of the site: ${link}`);
    }
  }
  assert.ok(seen.size >= 12, `the home page, the list and ten problems: ${[...seen].join(" ")}`);
  await leave();
});

test("the home page leads to the first problem with one click", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(site);
  await page.getByTestId("home-first-problem").click();
  await page.getByTestId("editor").locator(".cm-content").waitFor();
  assert.ok(page.url().startsWith(`${site}problems/a01`), page.url());
  await page.reload();
  await page.getByTestId("editor").locator(".cm-content").waitFor();
  await page.goBack();
  await page.getByTestId("home-first-problem").waitFor();
  await leave();
});

test("the home page asks for nothing from other hosts, and not for the engine before it shows", async (context) => {
  const { page, leave } = await visitor(context.browser);
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(context.site);
  await page.locator("h1").first().waitFor();
  const painted = requests.length;
  await page.waitForTimeout(500);
  assert.deepEqual(requests.filter((address) => !address.startsWith(context.site) && !/^(blob|data):/.test(address)), []);
  assert.deepEqual(requests.slice(0, painted).filter((address) => address.includes("worker_bg.wasm")), []);
  await leave();
});

test("a page's own part comes with it alone, and is asked for again if it does not come", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  const parts = new Set();
  page.on("request", (request) => {
    const part = /split_(\w+)\.wasm$/.exec(request.url());
    if (part) parts.add(part[1]);
  });
  await page.goto(`${site}problems/a01-softmax/`);
  await page.getByTestId("editor").locator(".cm-content").waitFor();
  await page.goto(`${site}labs/`);
  await page.getByTestId("lab-softmax").waitFor();
  assert.deepEqual([...parts], []);

  const lost = "**/split_labs.wasm";
  await page.route(lost, (route) => route.abort());
  await page.getByTestId("lab-softmax").click();
  await page.getByRole("alert").waitFor();
  await page.unroute(lost);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByTestId("lab-code").waitFor();
  assert.deepEqual([...parts], ["labs"]);
  await leave();
});

for (const path of ["nowhere", "problems/no-such-problem", "problems/a01-softmax/deep/er"]) {
  test(`/${path} says that there is nothing, and leads on`, async ({ browser, site }) => {
    const { page, leave } = await visitor(browser);
    const response = await page.goto(site + path);
    assert.equal(response.status(), 404);
    await page.locator("h1").first().waitFor();
    assert.match(await page.locator("main").innerText(), /no (such )?(page|problem)|not (found|here)/i);
    await page.locator(`main a[href]`).first().click();
    await page.waitForFunction((before) => location.href !== before, site + path);
    assert.ok(page.url().startsWith(site), page.url());
    await leave();
  });
}

test("the list can be filtered, and opens problems", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser);
  await page.goto(`${site}problems/`);
  const shown = page.getByTestId("problem-list").locator('[data-testid^="problem-"]:visible');
  await shown.first().waitFor();
  const all = await shown.count();
  assert.ok(all >= 10, `${all} problems`);
  const [skill] = await page.locator("main select").all();
  const options = await skill.locator("option").evaluateAll((options) => options.map((option) => option.value));
  await skill.selectOption(options.at(-1));
  const some = await shown.count();
  assert.ok(some > 0 && some < all, `${some} of ${all} problems have the last of the skills`);
  await skill.selectOption(options[0]);
  assert.equal(await shown.count(), all);
  await shown.nth(2).click();
  await page.getByTestId("editor").locator(".cm-content").waitFor();
  await leave();
});
