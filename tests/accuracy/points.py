"""The points at which elementary functions are measured: the same numbers under NumPy and under ndgym.

Only seeded integers, bit patterns and single roundings go into them, which both have alike.
"""

import numpy as np

EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.0, 1.5, -1.5, np.inf, -np.inf, np.nan, 1e-300, -1e-300, 1e300, -1e300,
         1e-5, -1e-5, 100.0, -100.0, 20.0, -20.0, 7.0, -7.0, 2.0**52, 2.0**53 - 1, -(2.0**53 - 1), 2.0**63, -1.75]


def limits(dtype):
    info = np.finfo(dtype)
    return [info.max, -info.max, info.tiny, -info.tiny, info.smallest_subnormal, -info.smallest_subnormal, info.eps, -info.eps]


# Of each function: where it is densely measured, the points around which neighbours are taken, least and greatest exponent.
SINGLE = {
    "exp": ((-745.0, 709.7), [709.78, -708.39, -745.13, 88.72, -87.33, -103.9], (-60, 10)),
    "exp2": ((-1074.0, 1024.0), [1024.0, -1022.0, -1075.0, 128.0, -126.0, -149.5, 3.0], (-60, 11)),
    "expm1": ((-40.0, 709.7), [709.78, 88.72, -37.0, 0.7], (-200, 10)),
    "log": ((0.0, 4.0), [1.0, 2.0, 0.5], (-1074, 1023)),
    "log2": ((0.0, 4.0), [1.0, 2.0, 0.5, 8.0], (-1074, 1023)),
    "log10": ((0.0, 4.0), [1.0, 10.0, 1000.0, 1e22], (-1074, 1023)),
    "log1p": ((-1.0, 4.0), [-1.0, 1.0, 0.5], (-1074, 1023)),
    "sqrt": ((0.0, 4.0), [1.0, 4.0], (-1074, 1023)),
    "cbrt": ((-8.0, 8.0), [1.0, 8.0, -27.0], (-1074, 1023)),
    "sin": ((-20.0, 20.0), ["pi/2"], (-1074, 1023)),
    "cos": ((-20.0, 20.0), ["pi/2"], (-1074, 1023)),
    "tan": ((-20.0, 20.0), ["pi/2"], (-1074, 1023)),
    "arcsin": ((-1.0, 1.0), [1.0, -1.0, 0.5], (-1074, 0)),
    "arccos": ((-1.0, 1.0), [1.0, -1.0, 0.5], (-1074, 0)),
    "arctan": ((-4.0, 4.0), [1.0, 2.4375], (-1074, 1023)),
    "sinh": ((-710.4, 710.4), [710.47, 89.41, 22.0], (-1074, 10)),
    "cosh": ((-710.4, 710.4), [710.47, 89.41, 22.0], (-1074, 10)),
    "tanh": ((-20.0, 20.0), [19.06, 0.55, 9.01], (-1074, 1023)),
    "arcsinh": ((-10.0, 10.0), [0.5, 2.0], (-1074, 1023)),
    "arccosh": ((1.0, 10.0), [1.0, 2.0], (0, 1023)),
    "arctanh": ((-1.0, 1.0), [1.0, -1.0, 0.5], (-1074, 0)),
}
DOUBLE = {
    "power": ((0.0, 10.0), (-30.0, 30.0)),
    "arctan2": ((-4.0, 4.0), (-4.0, 4.0)),
    "hypot": ((-4.0, 4.0), (-4.0, 4.0)),
}
FUNCTIONS = [*SINGLE, *DOUBLE]


def seeded(name, dtype):
    return np.random.default_rng([FUNCTIONS.index(name), np.dtype(dtype).itemsize])


def exponents(rng, count, least, greatest, dtype):
    """Random numbers of random exponents, subnormal ones included."""
    bits, mantissa, bias = (64, 52, 1023) if dtype == np.float64 else (32, 23, 127)
    lowest, highest = max(least + bias, 0), min(greatest + bias, 2 * bias)
    kind = np.uint64 if bits == 64 else np.uint32
    pattern = rng.integers(0, 2**mantissa, count, dtype=kind)
    pattern |= rng.integers(lowest, highest + 1, count, dtype=kind) << kind(mantissa)
    pattern |= rng.integers(0, 2, count, dtype=kind) << kind(bits - 1)
    return pattern.view(dtype)


def neighbours(rng, count, around, dtype):
    """The numbers next to given ones, up to a thousand steps away."""
    if around == ["pi/2"]:
        turns = np.concatenate([rng.integers(1, 64, count // 2), rng.integers(1, 2**31, count - count // 2)])
        centre = (turns * (np.pi / 2)).astype(dtype)
    else:
        centre = np.array(around, dtype)[rng.integers(0, len(around), count)]
    kind = np.int64 if dtype == np.float64 else np.int32
    steps = rng.integers(-1000, 1001, count).astype(kind)
    return (centre.view(kind) + steps).view(dtype)


def spread(rng, count, low, high, dtype):
    return (low + (high - low) * rng.random(count)).astype(dtype)


def points(name, dtype, count):
    """The arguments of a function: a list of one or two arrays of about `count` numbers, edge cases first."""
    rng, dtype = seeded(name, dtype), np.dtype(dtype).type
    edges = np.array(EDGES + [float(x) for x in limits(dtype)], np.float64).astype(dtype)
    if name in SINGLE:
        (low, high), around, (least, greatest) = SINGLE[name]
        third = count // 3
        parts = [edges, spread(rng, third, low, high, dtype), neighbours(rng, third, around, dtype),
                 exponents(rng, count - 2 * third, least, greatest, dtype)]
        return [np.concatenate(parts)]
    (low, high), (low2, high2) = DOUBLE[name]
    half = count // 2
    left = [np.repeat(edges, len(edges)), spread(rng, half, low, high, dtype), exponents(rng, count - half, -60, 60, dtype)]
    right = [np.tile(edges, len(edges)), spread(rng, half, low2, high2, dtype), exponents(rng, count - half, -60, 60, dtype)]
    return [np.concatenate(left), np.concatenate(right)]
