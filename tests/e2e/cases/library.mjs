// Python's second archive: a file of the site, which the worker fetches when it is ready or when an import wants it.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { visitor, Workspace } from "../workspace.mjs";

const ARCHIVE = /\/library-[0-9a-f]{16}\.txt$/;
const PROGRAM = "import pandas as pd\nprint(pd.Series([1, 2]).sum() + 39)\n";

/** A workspace whose requests for the archive `answer` answers, if it is given; and the addresses that were asked for. */
async function inWorkspaceWith({ browser, site }, answer, body) {
  const { page, leave } = await visitor(browser);
  const asked = [];
  page.on("request", (request) => {
    if (ARCHIVE.test(request.url())) asked.push(request.url());
  });
  if (answer) await page.context().route(ARCHIVE, answer);
  await page.goto(`${site}problems/a01-softmax/`);
  const workspace = new Workspace(page);
  await workspace.editor().waitFor();
  await body(workspace, asked);
  await leave();
}

test("pandas comes from the second archive, which is there before it is wanted", (context) =>
  inWorkspaceWith(context, null, async (workspace, asked) => {
    await workspace.idle();
    await workspace.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("worker_bg.wasm")),
    );
    await workspace.page.waitForTimeout(1500);
    const before = asked.length;
    assert.ok(before > 0, "the worker asks for the archive by itself");
    assert.match(await workspace.outputOf(PROGRAM), /42/);
    assert.equal(asked.length, before, "it is not asked for once more");
    assert.match(await workspace.outputOf("import unittest, csv, pickle\nprint('more of it')\n"), /more of it/);
    for (const address of asked) assert.ok(address.startsWith(context.site), address);
  }));

test("an import that comes before the archive waits for it", (context) => {
  let held = 0;
  const answer = async (route) => {
    held += 1;
    await new Promise((done) => setTimeout(done, 2000));
    // The worker gives up the request that it made ahead of need.
    await route.continue().catch(() => {});
  };
  return inWorkspaceWith(context, answer, async (workspace) => {
    assert.match(await workspace.outputOf(PROGRAM), /42/);
    assert.ok(held >= 2, `${held} requests`);
  });
});

test("an archive that cannot be had is an ImportError that says so, and the next import tries again", (context) =>
  inWorkspaceWith(context, (route) => route.abort(), async (workspace) => {
    const failed = await workspace.outputOf(PROGRAM);
    assert.match(failed, /ImportError: cannot import 'pandas'/);
    assert.match(failed, /could not be loaded \(the host cannot be reached\)\. Run it again/);
    assert.match(await workspace.outputOf("import numpy as np\nprint(np.arange(9).sum())\n"), /36/);
    await workspace.page.context().unroute(ARCHIVE);
    await workspace.page.context().route(ARCHIVE, (route) => route.fulfill({ status: 404, body: "" }));
    assert.match(await workspace.outputOf(PROGRAM), /the host answered 404/);
    await workspace.page.context().unroute(ARCHIVE);
    assert.match(await workspace.outputOf(PROGRAM), /42/);
  }));

// What is native is another program here, with addresses of 32 bits.
test("hashes, arrays, pickles and threads are in the page what they are elsewhere", (context) =>
  inWorkspaceWith(context, null, async (workspace) => {
    const output = await workspace.outputOf(`
import array, csv, hashlib, io, pickle, threading, unittest, uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import numpy as np

print([getattr(hashlib, name)(b"hello" * 50).hexdigest()[:8] for name in ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s")])
print(array.array("l", [1, 2]).tobytes().hex(), pickle.loads(pickle.dumps(np.arange(3))), uuid.uuid4().version)
with ThreadPoolExecutor() as pool:
    print(list(pool.map(lambda x: x * x, range(4))))
Path("/tmp/a.csv").write_text("a,b\\n1,2\\n")
print(list(csv.DictReader(open("/tmp/a.csv"))))
`);
    // As CPython prints them.
    const expected = [
      "['00fc0c57', '0949645b', 'b8097093', '3a4ff448', 'ccca4c0b', '6ada5480', '4a8e4f13']",
      "01000000000000000200000000000000 [0 1 2] 4",
      "[0, 1, 4, 9]",
      "[{'a': '1', 'b': '2'}]",
    ];
    for (const line of expected) assert.ok(output.includes(line), output);
  }));

test("programs do not reach the network through the worker", (context) =>
  inWorkspaceWith(context, null, async (workspace) => {
    for (const module of ["js", "pyodide", "socket", "urllib.request", "http.client"]) {
      assert.match(await workspace.outputOf(`import ${module}\n`), /ModuleNotFoundError/, module);
    }
    const worker = workspace.page.workers()[0];
    const left = await worker.evaluate(() =>
      ["fetch", "XMLHttpRequest", "WebSocket", "importScripts", "Worker"].filter((name) => globalThis[name] !== undefined),
    );
    assert.deepEqual(left, []);
  }));
