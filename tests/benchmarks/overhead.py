"""What the limits of a run cost: Python loops and calls with and without a time limit, as ratios in one run.

usage: python overhead.py ENGINE    (a release build of ndgym)
Without a limit nothing asks for the time. Runs take turns, and the best of each counts, so that a busy machine shows less.
"""

import subprocess
import sys
import tempfile

ROUNDS = 9
PROGRAMS = {
    "while, counting": "def f():\n    i = 0\n    while i < 300_000:\n        i += 1\nf()\n",
    "while, counting, outside a function": "i = 0\nwhile i < 200_000:\n    i += 1\n",
    "while with continue and break": (
        "def f():\n    i = 0\n    while True:\n        i += 1\n        if i % 3:\n            continue\n"
        "        if i > 200_000:\n            break\nf()\n"
    ),
    "while over a list": (
        "def f():\n    a, i, s = [1.0, 2.0, 3.0], 0, 0.0\n    while i < 200_000:\n        s += a[i % 3] * 0.5\n        i += 1\nf()\n"
    ),
    "for over a range": "def f():\n    s = 0\n    for i in range(400_000):\n        s += i\nf()\n",
    "nested for": "def f():\n    s = 0\n    for i in range(600):\n        for j in range(600):\n            s += i * j\nf()\n",
    "comprehension": "x = [i * i for i in range(200_000)]\n",
    "calls of a small function": "def g(x):\n    return abs(x) + 1\ndef f():\n    for i in range(100_000):\n        g(i)\nf()\n",
    "calls of a function that calls": (
        "def h(x):\n    return x + 1\ndef g(x):\n    y = h(x)\n    return y * 2\ndef f():\n    for i in range(60_000):\n        g(i)\nf()\n"
    ),
    "recursion": "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(22)\n",
    "NumPy on small arrays": "import numpy as np\na = np.arange(10.0)\nfor i in range(20_000):\n    b = a + a\n",
    "bubble sort": (
        "def sort(a):\n    n = len(a)\n    for i in range(n):\n        j = 0\n        while j < n - 1 - i:\n"
        "            if a[j] > a[j + 1]:\n                a[j], a[j + 1] = a[j + 1], a[j]\n            j += 1\n"
        "sort([(i * 7919) % 601 for i in range(500)])\n"
    ),
}
TIMED = """import time as _time
_start = _time.perf_counter()
{source}
_elapsed = _time.perf_counter() - _start
print("elapsed", _elapsed)
"""


def seconds(engine, path, limited):
    limit = ["--time-limit", "600"] if limited else []
    output = subprocess.run([engine, "run", *limit, path], capture_output=True, text=True, check=True).stdout
    return float(output.split("elapsed ")[1])


def main(engine):
    print(f"{'program':40} {'without':>10} {'with limit':>10} {'cost':>8}")
    for name, source in PROGRAMS.items():
        with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
            file.write(TIMED.format(source=source))
            file.flush()
            times = {False: [], True: []}
            for _ in range(ROUNDS):
                for limited in times:
                    times[limited].append(seconds(engine, file.name, limited))
        without, limited = min(times[False]), min(times[True])
        print(f"{name:40} {without * 1000:7.1f} ms {limited * 1000:7.1f} ms {100 * (limited / without - 1):6.1f} %")


main(sys.argv[1])
