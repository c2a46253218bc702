// How the pages fit the window, and both themes.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { inWorkspace, visitor } from "../workspace.mjs";

const PAGES = ["", "problems/", "problems/a01-softmax/", "problems/a10-conv2d-forward/", "data/"];
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test("at 390 px no page scrolls sideways", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser, PHONE);
  for (const path of PAGES) {
    await page.goto(site + path);
    await page.locator("h1").first().waitFor();
    const [content, window] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    assert.ok(content <= window, `/${path} is ${content} px wide in a window of ${window} px`);
  }
  await leave();
});

test("at 390 px the panes are tabs, and a problem can be solved", (context) =>
  inWorkspace(
    context,
    "a01-softmax",
    async (workspace) => {
      await workspace.byId("tab-editor").click();
      await workspace.editor().waitFor({ state: "visible" });
      const run = await workspace.byId("run").boundingBox();
      assert.ok(run.y + run.height <= 844, "Run is on the screen");
      assert.ok(run.height >= 40, "Run is large enough for a thumb");
      await workspace.write("print(6 * 7)");
      await workspace.press("run");
      await workspace.byId("tab-results").click();
      await workspace.byId("output").getByText("42").waitFor({ state: "visible" });
      await workspace.byId("tab-statement").click();
      await workspace.page.locator("math").first().waitFor({ state: "visible" });
    },
    PHONE,
  ));

/** Luminance of the page's ground, 0 for black and 1 for white. */
function ground(page) {
  return page.evaluate(() => {
    const colour = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .find((colour) => !/, 0\)$|transparent/.test(colour));
    const context = document.createElement("canvas").getContext("2d");
    context.fillStyle = colour ?? "white";
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
  });
}

test("the theme follows the system, can be changed, and the choice is kept", async ({ browser, site }) => {
  const { page, leave } = await visitor(browser, { colorScheme: "dark" });
  await page.goto(site);
  await page.getByTestId("theme").waitFor();
  assert.ok((await ground(page)) < 0.3, "dark");
  for (let press = 0; press < 3 && (await ground(page)) < 0.7; press += 1) {
    await page.getByTestId("theme").click();
    await page.waitForTimeout(400);
  }
  assert.ok((await ground(page)) > 0.7, "light");
  await page.waitForTimeout(500);
  await page.reload();
  await page.getByTestId("theme").waitFor();
  assert.ok((await ground(page)) > 0.7, "still light");
  await leave();
});

for (const colorScheme of ["light", "dark"]) {
  test(`text can be read in the ${colorScheme} theme (contrast 4.5 and more)`, async ({ browser, site }) => {
    const { page, leave } = await visitor(browser, { colorScheme });
    for (const path of PAGES) {
      await page.goto(site + path);
      await page.locator("h1").first().waitFor();
      await page.waitForTimeout(400);
      assert.deepEqual(await page.evaluate(faintText), [], `/${path}`);
    }
    await leave();
  });
}

/** In the page: texts with less contrast to their ground than WCAG AA asks for. */
function faintText() {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = ([r, g, b, a], [br, bg, bb]) => [r, g, b].map((c, i) => (c * a + [br, bg, bb][i] * (255 - a)) / 255);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    if (!element) return [255, 255, 255];
    const colour = rgba(getComputedStyle(element).backgroundColor);
    return colour[3] === 255 ? colour.slice(0, 3) : over(colour, groundOf(element.parentElement));
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const style = getComputedStyle(element);
    const exempt = element.closest("script, style, :disabled, [aria-disabled=true], [aria-hidden=true], .cm-cursorLayer");
    if (!walker.currentNode.data.trim() || exempt || !element.checkVisibility({ visibilityProperty: true })) continue;
    const ground = groundOf(element);
    const svg = element.closest("svg") && style.fill !== "none";
    const text = over(rgba(svg ? style.fill : style.color), ground);
    const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (!svg && ratio < (large ? 3 : 4.5)) faint.push(`${walker.currentNode.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
