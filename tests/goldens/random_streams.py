"""Writes what NumPy's generators draw: for each stream a hash of 10,000 numbers, its first and last ones.

    python tests/goldens/random_streams.py

Logarithms and powers are those of the GNU C library 2.28 or later on a processor that fuses products and sums: make the
goldens on one. A hash leaves out the lowest `dropped` bits, rounded, of what hangs on that library's cosines and arc cosines.
"""

import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
COUNT = 10_000
SEEDS = [0, 20261121, 2**32 - 1]
# Methods, parameters, dropped bits.
CASES = [
    ("random", [], 0),
    ("uniform", [-3.0, 7.5], 0),
    ("standard_normal", [], 0),
    ("normal", [1.0, 3.0], 0),
    ("standard_exponential", [], 0),
    ("exponential", [2.5], 0),
    ("standard_gamma", [0.3], 0),
    ("standard_gamma", [1.0], 0),
    ("standard_gamma", [7.5], 0),
    ("beta", [0.5, 0.5], 0),
    ("beta", [2.0, 3.0], 0),
    ("beta", [0.001, 0.001], 0),
    ("chisquare", [1.0], 0),
    ("f", [3.0, 4.0], 0),
    ("noncentral_chisquare", [0.5, 2.0], 0),
    ("noncentral_chisquare", [3.0, 2.0], 0),
    ("noncentral_f", [3.0, 4.0, 2.0], 0),
    ("standard_cauchy", [], 0),
    ("standard_t", [4.0], 0),
    ("vonmises", [0.5, 2.0], 16),
    ("vonmises", [1.0, 1e-6], 16),
    ("pareto", [2.0], 0),
    ("weibull", [1.5], 0),
    ("power", [3.0], 0),
    ("laplace", [1.0, 2.0], 0),
    ("gumbel", [1.0, 2.0], 0),
    ("logistic", [1.0, 2.0], 0),
    ("lognormal", [0.5, 0.7], 0),
    ("rayleigh", [2.0], 0),
    ("wald", [1.0, 2.0], 0),
    ("triangular", [1.0, 2.0, 5.0], 0),
    ("binomial", [10, 0.3], 0),
    ("binomial", [10, 0.9], 0),
    ("binomial", [1000, 0.4], 0),
    ("binomial", [1_000_000_000, 0.2], 0),
    ("poisson", [3.0], 0),
    ("poisson", [10.0], 0),
    ("poisson", [1e10], 0),
    ("zipf", [2.0], 0),
    ("zipf", [1.1], 0),
    ("geometric", [0.5], 0),
    ("geometric", [0.05], 0),
    ("logseries", [0.99], 0),
    ("negative_binomial", [5.0, 0.3], 0),
    ("hypergeometric", [10, 20, 5], 0),
    ("hypergeometric", [10, 20, 25], 0),
    ("hypergeometric", [1000, 5000, 700], 0),
    ("hypergeometric", [7000, 500, 4000], 0),
]
MODERN = [("random", "float32", 0), ("standard_normal", "float32", 0), ("standard_exponential", "float32", 0)]
BOUNDS = [
    ("bool", 0, 2), ("int8", -5, 5), ("uint8", 0, 200), ("uint8", 0, 256), ("int16", -300, 1000), ("uint16", 3, 4),
    ("int32", -10, 10**9), ("uint32", 0, 2**32 - 2), ("uint32", 0, 2**32), ("int64", 0, 10), ("int64", -(2**62), 2**62),
    ("int64", 0, 2**32), ("uint64", 0, 2**64 - 1),
]


def fnv(values, dropped):
    """A 64-bit FNV-1a hash of the numbers' bits, word by word."""
    if values.dtype.kind == "f":
        values = values.astype(np.float64).view(np.uint64)
    else:
        values = values.astype(np.int64).view(np.uint64)
    result = 0xCBF29CE484222325
    for word in values.tolist():
        word = (word + ((1 << dropped) >> 1)) % 2**64 >> dropped
        result = (result ^ word) * 0x100000001B3 % 2**64
    return f"{result:016x}"


def stream(interface, seed, method, parameters, dropped, values):
    return {
        "interface": interface,
        "seed": seed,
        "method": method,
        "parameters": parameters,
        "dropped": dropped,
        "hash": fnv(values, dropped),
        "first": [repr(value) for value in values[:3].tolist()],
        "last": repr(values[-1].item()),
    }


def streams():
    for seed in SEEDS:
        for interface, new in (("Generator", np.random.default_rng), ("RandomState", np.random.RandomState)):
            for method, parameters, dropped in CASES:
                values = getattr(new(seed), method)(*parameters, size=COUNT)
                yield stream(interface, seed, method, parameters, dropped, values)
            for dtype, low, high in BOUNDS:
                source = new(seed)
                draw = source.integers if interface == "Generator" else source.randint
                values = draw(low, high, size=COUNT, dtype=dtype)
                yield stream(interface, seed, f"integers {dtype}", [str(low), str(high)], 0, values)
            yield stream(interface, seed, "permutation", [], 0, new(seed).permutation(COUNT))
        for method, dtype, dropped in MODERN:
            values = getattr(np.random.default_rng(seed), method)(size=COUNT, dtype=dtype)
            yield stream("Generator", seed, f"{method} {dtype}", [], dropped, values)
        for population in (10_000, 40_000_000):
            values = np.random.default_rng(seed).choice(population, COUNT, replace=False)
            yield stream("Generator", seed, "choice", [population], 0, values)


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(line) for line in streams())
    (HERE / "random_streams.json").write_text(f"[\n{lines}\n]\n")
