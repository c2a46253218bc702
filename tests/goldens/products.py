"""Writes products.json: small products whose last digits are those of OpenBLAS's code for AVX2.

usage: python products.py    (NumPy 2.4, on a processor with AVX2)
"""

import json
import os
import pathlib

os.environ["OPENBLAS_CORETYPE"] = "Haswell"

import numpy as np

# Rows, depth, columns.
SIZES = [(2, 2, 2), (3, 4, 5), (4, 6, 3), (6, 7, 8), (8, 8, 8), (2, 30, 4), (10, 10, 10), (100, 3, 3), (1, 1, 1), (9, 9, 9),
         (5, 20, 9), (7, 12, 6), (3, 8, 13)]
SIZES += [(1, depth, 1) for depth in (2, 3, 7, 15, 16, 17, 31, 32, 50, 1000)]
SIZES += [(rows, depth, 1) for rows in (2, 3, 4, 5, 6, 7, 9) for depth in (1, 2, 3, 4, 5, 6, 7, 8, 11, 30)]

ORDERS = {"C": np.ascontiguousarray, "F": np.asfortranarray}


def bits(array):
    return [f"{part:x}" for part in np.ascontiguousarray(array).view(np.uint64).ravel().tolist()]


def numbers(start, *shape):
    """Such that tests can make them, too, with all bits."""
    return ((np.arange(np.prod(shape)) * 37 + start) % 101 - 50).reshape(shape) / 7


def cases():
    for index, (rows, depth, columns) in enumerate(SIZES):
        for left, right in [(rows, columns), (columns, rows)]:
            a, b = numbers(index, left, depth), numbers(index + 30, depth, right)
            for order, ordered in ORDERS.items():
                yield {"start": index, "sizes": [left, depth, right], "order": order, "bits": bits(ordered(a) @ ordered(b))}
    for index, depth in enumerate((3, 8, 18)):
        a, b = numbers(index, 2 * depth), numbers(index + 30, 2 * depth)
        a[::2], b[::2] = numbers(index, depth), numbers(index + 30, depth)
        yield {"start": index, "sizes": [1, depth, 1], "order": "apart", "bits": bits(a[::2] @ b[::2])}


if __name__ == "__main__":
    file = pathlib.Path(__file__).with_suffix(".json")
    file.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases()) + "\n]\n")
