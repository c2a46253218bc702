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
    "Fibonacci numbers by a loop": (
        "def f(n):\n    a, b = 0, 1\n    while n > 0:\n        a, b = b, a + b\n        n -= 1\n    return a\n"
        "for _ in range(3000):\n    f(60)\n"
    ),
    "greatest common divisors": (
        "def gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return a\nfor i in range(30_000):\n    gcd(i, 360)\n"
    ),
    "Collatz": (
        "def f(n):\n    k = 0\n    while n != 1:\n        n = n // 2 if n % 2 == 0 else 3 * n + 1\n        k += 1\n    return k\n"
        "for i in range(1, 3000):\n    f(i)\n"
    ),
    "linked list": (
        "class Node:\n    def __init__(self, value, next):\n        self.value, self.next = value, next\n"
        "head = None\nfor i in range(1000):\n    head = Node(i, head)\n"
        "def f(node):\n    s = 0\n    while node is not None:\n        s += node.value\n        node = node.next\n    return s\n"
        "for _ in range(200):\n    f(head)\n"
    ),
    "two pointers": (
        "def f(a, t):\n    i, j = 0, len(a) - 1\n    while i < j:\n        s = a[i] + a[j]\n        if s == t:\n            return i, j\n"
        "        if s < t:\n            i += 1\n        else:\n            j -= 1\n"
        "a = list(range(1000))\nfor _ in range(100):\n    f(a, 5000)\n"
    ),
    "generator with while": (
        "def g(n):\n    i = 0\n    while i < n:\n        yield i\n        i += 1\ns = 0\nfor x in g(200_000):\n    s += x\n"
    ),
    "short loops over a range": (
        "def f():\n    t = 0\n    for i in range(50_000):\n        for j in range(3):\n            t += j\nf()\n"
    ),
    "short loops over a list": (
        "def f(a):\n    t = 0\n    for i in range(50_000):\n        for j in a:\n            t += j\nf([1, 2, 3])\n"
    ),
    "permutations": (
        "def p(a, k):\n    if k == len(a):\n        return 1\n    t = 0\n    for i in range(k, len(a)):\n"
        "        a[k], a[i] = a[i], a[k]\n        t += p(a, k + 1)\n        a[k], a[i] = a[i], a[k]\n    return t\np(list(range(7)), 0)\n"
    ),
    "methods of a tree": (
        "class T:\n    def __init__(self, l, r, v):\n        self.l, self.r, self.v = l, r, v\n"
        "    def s(self):\n        return self.v + (self.l.s() if self.l else 0) + (self.r.s() if self.r else 0)\n"
        "def b(n):\n    return T(b(n - 1), b(n - 1), n) if n else None\nt = b(12)\nfor _ in range(5):\n    t.s()\n"
    ),
    "operators of a class": (
        "class V:\n    def __init__(self, x):\n        self.x = x\n    def __add__(self, o):\n        return V(self.x + o.x)\n"
        "v = V(1)\nfor i in range(60_000):\n    v = v + v if i % 30 else V(1)\n"
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
