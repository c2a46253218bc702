"""Writes printing.json: random arrays and what NumPy prints for them, in many options.

usage: python printing.py    (NumPy 2.4)
Elements are written as the bits of their type, so that the test reads back the very same numbers.
"""

import json
import pathlib
import random

import numpy as np

DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64",
          "complex64", "complex128"]
OPTIONS = [{}] * 6 + [
    {"precision": 3}, {"precision": 0}, {"precision": 12}, {"suppress": True}, {"precision": 2, "suppress": True},
    {"floatmode": "fixed"}, {"floatmode": "fixed", "precision": 2}, {"floatmode": "unique"},
    {"floatmode": "maxprec_equal"}, {"sign": "+"}, {"sign": " "}, {"linewidth": 40}, {"linewidth": 120},
    {"threshold": 5}, {"threshold": 5, "edgeitems": 1}, {"threshold": 10, "edgeitems": 2}, {"threshold": 0, "edgeitems": 0},
    {"nanstr": "NA", "infstr": "infinity"},
]


def element(rng, kind):
    style = rng.random()
    if style < 0.06:
        return rng.choice([np.nan, np.inf, -np.inf, -0.0, 0.0])
    if kind == "small":
        return rng.choice([0.5, 1.0, 2.25, -3.0, rng.gauss(0, 1), round(rng.gauss(0, 5), 2)])
    if kind == "wide":
        return rng.gauss(0, 1) * 10.0 ** rng.randrange(-12, 12)
    if kind == "huge":
        return rng.choice([1e8, 99999999.0, 1e16, 1e15, 123456789.0, 1e-4, 9.9e-5, 1e300, 5e-324, rng.gauss(0, 1e9)])
    return float(rng.randrange(-50, 2000))


def make(rng):
    dtype = np.dtype(rng.choice(DTYPES + ["float64"] * 8 + ["float32"] * 3 + ["int64"] * 2))
    rank = rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 4])
    shape = tuple(rng.choice([0, 1, 2, 3, 5]) if rng.random() < 0.3 else rng.choice([1, 2, 3, 4, 7, 12]) for _ in range(rank))
    if rank > 2:
        shape = tuple(min(n, 4) for n in shape)
    count = int(np.prod(shape, dtype=int))
    kind = rng.choice(["small", "small", "wide", "huge", "whole"])
    special = rng.random() < 0.6
    def real():
        x = element(rng, kind)
        return 1.0 if special and not np.isfinite(x) else x
    if dtype.kind in "fc":
        values = [complex(real(), real()) if dtype.kind == "c" else real() for _ in range(count)]
    elif dtype.kind == "b":
        values = [rng.random() < 0.5 for _ in range(count)]
    else:
        info = np.iinfo(dtype)
        values = [rng.choice([0, 1, info.max, info.min, rng.randrange(info.min, info.max)]) if rng.random() < 0.3
                  else max(info.min, rng.randrange(-20, 100)) for _ in range(count)]
    with np.errstate(all="ignore"):
        return np.array(values, dtype=dtype).reshape(shape)


def main():
    rng = random.Random(7)
    cases = []
    for _ in range(1300):
        array, options = make(rng), rng.choice(OPTIONS)
        with np.printoptions(**options):
            cases.append([array.dtype.name, list(array.shape), array.tobytes().hex(), options, repr(array),
                          np.array2string(array)])
    path = pathlib.Path(__file__).with_name("printing.json")
    path.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
    print(len(cases), path.stat().st_size)


main()
