"""Writes cases at the borders of numpy.testing.assert_allclose, with what real NumPy says of each.

    python tests/goldens/tolerance.py
"""

import json
import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOLERANCES = [(0.0, 0.0), (1e-7, 0.0), (1e-7, 1e-9), (1e-5, 1e-8), (0.0, 0.1), (0.25, 0.0), (1e-3, 1e-3)]
SPECIAL = [0.0, -0.0, 1.0, -1.0, 3.0, 0.1, 1e-300, 5e-324, 1e300, np.inf, -np.inf, np.nan]


def text(array):
    """Cells that read back exactly; complex ones as pairs."""
    if array.dtype.kind == "c":
        return [[repr(cell.real), repr(cell.imag)] for cell in array.tolist()]
    return [repr(cell) for cell in array.tolist()]


def case(got, expected, rtol, atol):
    with np.errstate(all="ignore"):
        close = np.isclose(got, expected, rtol=rtol, atol=atol, equal_nan=True)
        try:
            np.testing.assert_allclose(got, expected, rtol=rtol, atol=atol)
            passes = True
        except AssertionError:
            passes = False
    assert passes == bool(close.all())
    return {
        "got": {"dtype": str(got.dtype), "cells": text(got)},
        "expected": {"dtype": str(expected.dtype), "cells": text(expected)},
        "rtol": rtol,
        "atol": atol,
        "close": close.tolist(),
    }


def borders(expected, rtol, atol):
    """Values at the border of the tolerance and a few steps around it."""
    kind = expected.dtype.type
    for sign in (1, -1):
        border = expected + sign * (kind(atol) + kind(rtol) * np.abs(expected))
        yield border
        for away in (np.inf, -np.inf):
            stepped = border
            for _ in range(3):
                stepped = np.nextafter(stepped, kind(away))
                yield stepped


def main():
    assert np.__version__.startswith("2.4."), np.__version__
    rng = np.random.default_rng(2024)
    cases = []
    for rtol, atol in TOLERANCES:
        grid = np.array(SPECIAL)
        cases.append(case(np.repeat(grid, grid.size), np.tile(grid, grid.size), rtol, atol))
        for dtype in (np.float64, np.float32):
            parts = [rng.standard_normal(6), rng.uniform(1e3, 1e6, 3), [0.0, 0.25, -1.0, 2.0, 1024.0, 0.1, 1e-3]]
            expected = np.concatenate(parts).astype(dtype)
            for got in borders(expected, rtol, atol):
                cases.append(case(got, expected, rtol, atol))
                if dtype is np.float32:
                    cases.append(case(got.astype(np.float64), expected, rtol, atol))
                    cases.append(case(got, expected.astype(np.float64), rtol, atol))
        whole = rng.integers(-50, 50, 20)
        cases.append(case(whole, whole + rng.integers(-1, 2, 20), rtol, atol))
        cases.append(case(whole.astype(np.int8), (whole + 0.05).astype(np.float32), rtol, atol))
        cases.append(case(whole + 0.05, whole, rtol, atol))
        cases.append(case(np.array([True, False, True]), np.array([True, True, False]), rtol, atol))
        z = rng.standard_normal(10) + 1j * rng.standard_normal(10)
        cases.append(case(z * (1 + 0.9 * rtol) + 0.9j * atol, z, rtol, atol))
        cases.append(case(z * (1 + 2e-4), z, rtol, atol))
    target = ROOT / "tests/goldens/tolerance.json"
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
    target.write_text('{"numpy":"%s","cases":[\n%s\n]}\n' % (np.__version__, lines))
    print(f"{target.relative_to(ROOT)}: {len(cases)} cases")


if __name__ == "__main__":
    main()
