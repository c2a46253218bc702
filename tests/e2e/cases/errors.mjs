// Errors as Python and NumPy word them.

import assert from "node:assert/strict";
import { test } from "../runner.mjs";
import { inWorkspace } from "../workspace.mjs";

const PROBLEM = "a01-softmax";

for (const [what, source, ...patterns] of [
  [
    "a shape error names both shapes",
    "import numpy as np\nnp.ones((3, 4)) + np.ones(3)\n",
    /ValueError: operands could not be broadcast together with shapes \(3,4\) \(3,\)/,
    /line 2/,
  ],
  [
    "a matmul of the wrong shapes says which sizes clash",
    "import numpy as np\nnp.ones((2, 3)) @ np.ones((2, 3))\n",
    /ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0.*size 2 is different from 3/s,
  ],
  [
    "an index out of bounds names index, axis and size",
    "import numpy as np\nnp.zeros((2, 3))[0, 5]\n",
    /IndexError: index 5 is out of bounds for axis 1 with size 3/,
  ],
  ["a syntax error names the line", "x = 1\nif x\n    pass\n", /SyntaxError/, /line 2/],
  ["a missing name is named", "print(undefined_name)\n", /NameError: name 'undefined_name' is not defined/],
  ["a missing module is named", "import tensorflow\n", /ModuleNotFoundError/, /tensorflow/],
  ["input() says that there is none", "input()\n", /Error/],
]) {
  test(what, (context) =>
    inWorkspace(context, PROBLEM, async (workspace) => {
      const output = await workspace.outputOf(source);
      for (const pattern of patterns) assert.match(output, pattern);
    }),
  );
}

test("an answer that does not define the function is told so", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const rows = await workspace.submit("import numpy as np\n");
    assert.equal(await workspace.isRight(), false);
    const told = rows.map(({ text }) => text).join("\n") + (await workspace.output());
    assert.match(told, /softmax/);
  }));

test("an answer of the wrong shape is shown both shapes", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const rows = await workspace.submit("import numpy as np\n\ndef softmax(logits):\n    return np.zeros((7, 9))\n");
    assert.ok(rows.some(({ text }) => text.includes("(7, 9)") && text.includes("(2, 3)")), JSON.stringify(rows));
  }));

test("an answer with NaN is told where", (context) =>
  inWorkspace(context, PROBLEM, async (workspace) => {
    const source = "import numpy as np\n\ndef softmax(logits):\n    return np.full(np.shape(logits), np.nan)\n";
    const rows = await workspace.submit(source);
    assert.ok(rows.every(({ outcome }) => outcome !== "passed"));
    assert.match(rows[0].text, /nan/i);
  }));
