"""Writes complex_edges.json: complex functions of zeros of both signs, infinities, NaN, numbers near the limits of the type.

usage: python complex_edges.py    (NumPy 2.4)
Parts of numbers are written as the bits of their type, NaN as "nan".
"""

import json
import pathlib
import struct

import numpy as np

PARTS = [0.0, -0.0, 1.0, -1.0, 2.5, -0.3, np.inf, -np.inf, np.nan, 1e300, -710.5, 800.0, -5e-324]
FUNCTIONS = ["sqrt", "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "tan", "sinh", "cosh", "tanh",
             "arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh", "reciprocal", "sign", "negative", "conjugate"]
BASE_PARTS = [0.0, -0.0, 1.0, -0.3, np.inf, -np.inf, np.nan]
BASES = [complex(a, b) for a in BASE_PARTS for b in BASE_PARTS]
EXPONENTS = [complex(a, b) for a in (0.0, 0.5, 2.0, -1.5, 7.0, np.inf, np.nan)
             for b in (0.0, -0.0, 1.0, np.inf)]


def bits(x):
    return "nan" if x != x else struct.pack(">d", x).hex()


def written(numbers):
    return [[bits(z.real), bits(z.imag)] for z in np.asarray(numbers, np.complex128).ravel().tolist()]


def main():
    points = np.array([complex(a, b) for a in PARTS for b in PARTS])
    pairs = [(a, b) for b in EXPONENTS for a in BASES]
    left, right = (np.array(numbers) for numbers in zip(*pairs))
    with np.errstate(all="ignore"):
        unary = {name: written(getattr(np, name)(points)) for name in FUNCTIONS}
        binary = {name: written(getattr(np, name)(left, right)) for name in ("power", "divide")}
    golden = {"points": written(points), "unary": unary,
              "left": written(left), "right": written(right), "binary": binary}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
