"""Measures ndgym's elementary functions against correctly rounded values, and at edge cases against NumPy.

usage: python measure.py ENGINE [COUNT]    (in an environment with NumPy and gmpy2)
Prints a table of errors in units in the last place (ulp), and keeps it in docs/accuracy.md if no COUNT is given; fails where a
function's bound is broken.
"""

import datetime
import pathlib
import subprocess
import sys
import tempfile

import gmpy2
import numpy as np

from points import DOUBLE, EDGES, FUNCTIONS, limits, points

HERE = pathlib.Path(__file__).parent
# Bounds in ulp: 1, and 2 for these.
ROOMY = {"power", "sin", "cos", "tanh", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "arcsinh", "arccosh", "arctanh",
         "arctan2", "hypot", "exp2", "cbrt"}
MPFR = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh",
        "arctan2": "atan2", "hypot": "hypot"}
CONTEXTS = {
    np.float64: gmpy2.context(precision=53, emin=-1073, emax=1024, subnormalize=True),
    np.float32: gmpy2.context(precision=24, emin=-148, emax=128, subnormalize=True),
}
PROGRAM = """
import numpy as np
arguments = points({name!r}, {dtype!r}, {count})
function = np.{name}
with np.errstate(all="ignore"):
    whole = function(*arguments)
    # Every second element, and elements one by one, must give the same bits.
    apart = function(*[np.repeat(one, 2)[::2] for one in arguments])
    assert whole.tobytes() == apart.tobytes(), "strided elements give other results"
    for at in range(0, len(whole), max(1, len(whole) // 500)):
        one = function(*[argument[at] for argument in arguments])
        assert one.tobytes() == whole[at:at + 1].tobytes(), "a scalar gives another result"
print("result:", whole.tobytes().hex())
"""


def here(engine, name, dtype, count):
    """What the engine computes."""
    program = (HERE / "points.py").read_text() + PROGRAM.format(name=name, dtype=np.dtype(dtype).name, count=count)
    with tempfile.NamedTemporaryFile("w", suffix=".py") as file:
        file.write(program)
        file.flush()
        run = subprocess.run([engine, "run", "--time-limit", "600", file.name], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{name}: {run.stderr}")
    text = run.stdout.split("result: ")[1].strip()
    return np.frombuffer(bytes.fromhex(text), dtype)


def rounded(name, dtype, arguments):
    """Correctly rounded values."""
    gmpy2.set_context(CONTEXTS[dtype])
    numbers = [[gmpy2.mpfr(x) for x in one.tolist()] for one in arguments]
    if name == "power":
        values = [x**y for x, y in zip(*numbers)]
    elif name in DOUBLE:
        values = map(getattr(gmpy2, MPFR[name]), *numbers)
    else:
        values = map(getattr(gmpy2, MPFR.get(name, name)), *numbers)
    return np.array([float(value) for value in values], np.float64).astype(dtype)


def ordered(values):
    """Numbers as integers such that neighbours differ by 1."""
    kind = np.int64 if values.dtype == np.float64 else np.int32
    bits = values.view(kind).astype(np.int64)
    return np.where(bits < 0, np.iinfo(kind).min - bits, bits)


def errors(got, true):
    same = (got == true) | np.isnan(got) & np.isnan(true)
    known = np.isfinite(got) & np.isfinite(true)
    distance = np.abs(ordered(got) - ordered(true)).astype(np.float64)
    # An infinity where the greatest number belongs, or the other way round, is one step away.
    greatest = np.finfo(got.dtype).max
    for some, other in ((got, true), (true, got)):
        distance = np.where(np.isinf(some) & (np.abs(other) == greatest) & (np.sign(some) == np.sign(other)), 1, distance)
        known |= np.isinf(some) & (np.abs(other) == greatest)
    return np.where(same, 0, np.where(known, distance, np.inf))


def edges_differ(name, dtype, arguments, got):
    """Edge cases whose result is zero, infinite or NaN and not as NumPy has it, signs of zero included."""
    count = len(EDGES) + len(limits(dtype))
    count = count**2 if name in DOUBLE else count
    with np.errstate(all="ignore"):
        numpy = getattr(np, name)(*[one[:count] for one in arguments])
    got = got[:count]
    special = (numpy == 0) | ~np.isfinite(numpy)
    same = (got == numpy) & (np.signbit(got) == np.signbit(numpy)) | np.isnan(got) & np.isnan(numpy)
    return [
        f"{name}({', '.join(repr(float(one[at])) for one in arguments)}) = {got[at]!r}, NumPy has {numpy[at]!r}"
        for at in np.flatnonzero(special & ~same)
    ]


HEAD = """# Accuracy

Written by `./x accuracy` on {date}, with NumPy {numpy} for edge cases and MPFR for values. Each function is computed by the
engine (native, whose bits WebAssembly's are) at {count} points or more: random ones in all ranges where it changes its way of
computing, and all pairs or singles of edge cases (zeros, infinities, NaN, subnormal, smallest and largest numbers). The error
is the distance to the correctly rounded value in units in the last place (ulp): 0 is correct rounding. Bounds are what the
command holds; at edge cases zeros, infinities and NaN are NumPy's, signs of zeros included. A function gives the same bits for
one number, many, and strided ones.

| function | type | points | largest error | mean error | bound |
| --- | --- | ---: | ---: | ---: | ---: |
"""


def write(rows, count):
    """The table as docs/accuracy.md."""
    head = HEAD.format(date=datetime.date.today().isoformat(), numpy=np.__version__, count=f"{count:,}")
    lines = [
        f"| {name} | {dtype} | {points:,} | {largest:.0f} | {mean:.6f} | {bound} |\n" for name, dtype, points, largest, mean, bound in rows
    ]
    (HERE.parent.parent / "docs/accuracy.md").write_text(head + "".join(lines))


def main(engine, count=None):
    points_each = int(count or 1_000_000)
    print(f"{'function':10} {'type':8} {'points':>9} {'largest error':>14} {'mean error':>11} {'bound':>6}   in ulp, beside correct rounding")
    broken, rows = [], []
    for dtype in (np.float64, np.float32):
        for name in FUNCTIONS:
            arguments = points(name, dtype, points_each)
            got = here(engine, name, dtype, points_each)
            true = rounded(name, dtype, arguments)
            error = errors(got, true)
            bound = 2 if name in ROOMY else 1
            worst = int(np.argmax(error))
            row = (name, np.dtype(dtype).name, len(error), error[worst], error[np.isfinite(error)].mean(), bound)
            rows.append(row)
            print("{:10} {:8} {:9} {:14.0f} {:11.6f} {:6}".format(*row), flush=True)
            if error[worst] > bound:
                where = ", ".join(float(one[worst]).hex() for one in arguments)
                broken.append(f"{name}({where}) = {float(got[worst]).hex()}, correctly rounded {float(true[worst]).hex()} ({np.dtype(dtype).name}; {int((error > bound).sum())} points)")
            broken += edges_differ(name, dtype, arguments, got)
    if count is None:
        write(rows, points_each)
    print("\n".join(broken))
    sys.exit(1 if broken else 0)


main(*sys.argv[1:])
