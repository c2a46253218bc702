// What a learner's program may do to itself: never to the page.

import assert from "node:assert/strict";
import { testAlone } from "../runner.mjs";
import { inWorkspace } from "../workspace.mjs";

const PROBLEM = "a01-softmax";

async function stillWorks(workspace) {
  assert.match(await workspace.outputOf("import numpy as np\nprint('sum', np.arange(5).sum())\n"), /sum 10/);
}

testAlone("Stop ends an endless loop within a second, and the next run works", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    await workspace.write("print('before')\nwhile True:\n    pass\n");
    await workspace.idle();
    await workspace.byId("run").click();
    await workspace.byId("output").getByText("before").waitFor();
    const start = performance.now();
    await workspace.byId("stop").click();
    await workspace.idle();
    assert.ok(performance.now() - start < 1000, "stopped within a second");
    assert.match(await workspace.output(), /before/, "what was printed is kept");
    await stillWorks(workspace);
  }));

testAlone("the time limit ends an endless loop, names the line, keeps the output, and the next run works", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const output = await workspace.outputOf("x = 0\nprint('before')\nwhile True:\n    x = x + 1\n", 20_000);
    assert.match(output, /before/);
    assert.match(output, /line [34]\b/);
    await stillWorks(workspace);
  }));

testAlone("an endless loop that catches everything is ended too", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const source = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n";
    await workspace.outputOf(source, 20_000);
    await stillWorks(workspace);
  }));

testAlone("an endless loop in an answer ends the test, not the page", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const rows = await workspace.submit("def softmax(logits):\n    while True:\n        pass\n", 60_000);
    assert.ok(rows.some(({ outcome }) => outcome === "time-limit"), JSON.stringify(rows));
    await stillWorks(workspace);
  }));

for (const [what, source] of [
  ["a list of 10**12 cells", "[0] * 10**12\n"],
  ["a text of 10**12 characters", "'a' * 10**12\n"],
  ["an array of 10**12 cells", "import numpy as np\nnp.zeros((10**6, 10**6))\n"],
  ["a list that grows without end", "cells = []\nwhile True:\n    cells.append([0] * 100_000)\n"],
]) {
  testAlone(`${what} gives MemoryError`, (context) =>
    inWorkspace(context, PROBLEM, async (workspace) => {
      assert.match(await workspace.outputOf(source, 20_000), /MemoryError/);
      await stillWorks(workspace);
    }));
}

testAlone("sizes that only 64 bits can name give MemoryError, and sizes below nothing are nothing", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const source = `
for request in ["10**12 * [0]", "(0,) * 10**12", "bytearray(10**12)", "bytes(10**12)", "list(range(10**11))", "2 ** 10**12"]:
    try:
        eval(request)
    except MemoryError:
        pass
    else:
        print("no MemoryError:", request)
print("sizes:", [] * 10**12, [1] * -10**12, len("ab" * -10**12))
`;
    const output = await workspace.outputOf(source, 60_000);
    assert.match(output, /sizes: \[\] \[\] 0/);
    assert.doesNotMatch(output, /no MemoryError/);
    await stillWorks(workspace);
  }));

testAlone("a program knows the browser's time and draws numbers", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const source = `
import datetime, random, time
start = time.perf_counter(); time.sleep(0.02)
print("time:", 0.019 < time.perf_counter() - start < 5, time.localtime().tm_year, datetime.datetime.now().year)
print("text:", len(time.ctime()), time.strftime("%Y", time.gmtime(0)), 0 <= random.random() < 1)
`;
    const output = await workspace.outputOf(source, 20_000);
    const year = new Date().getFullYear();
    assert.match(output, new RegExp(`time: True ${year} ${year}\\s+text: 24 1970 True`));
  }));

for (const [what, source] of [
  ["a function that calls itself", "def f(n):\n    return f(n + 1)\nf(0)\n"],
  ["a sort key that sorts", "def key(x):\n    return sorted([1, 2], key=key)[0]\nkey(1)\n"],
  ["the repr of a list in itself, nested deep", "x = []\nfor _ in range(100_000):\n    x = [x]\nrepr(x)\n"],
]) {
  testAlone(`${what} gives RecursionError`, (context) =>
    inWorkspace(context, PROBLEM, async (workspace) => {
      assert.match(await workspace.outputOf(source, 20_000), /RecursionError/);
      await stillWorks(workspace);
    }));
}

testAlone("endless output is cut and does not drown the page", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const output = await workspace.outputOf("for i in range(200_000):\n    print('line', i)\n", 20_000);
    assert.ok(output.length < 1_000_000, `${output.length} characters shown`);
    await stillWorks(workspace);
  }));

testAlone("output shows while the program runs", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    await workspace.write("import time\nprint('first')\ntime.sleep(2)\nprint('second')\n");
    await workspace.idle();
    await workspace.byId("run").click();
    await workspace.byId("output").getByText("first").waitFor({ timeout: 1500 });
    assert.doesNotMatch(await workspace.output(), /second/);
    await workspace.byId("output").getByText("second").waitFor();
  }));

testAlone("a program has no way to the page, the network or storage", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    for (const module of ["js", "socket", "urllib.request", "http.client", "ctypes", "subprocess"]) {
      assert.match(await workspace.outputOf(`import ${module}\n`), /ModuleNotFoundError|ImportError/, module);
    }
    assert.match(await workspace.outputOf("open('/etc/passwd')\n"), /Error|UnsupportedOperation/);
  }));
