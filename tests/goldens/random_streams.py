"""Writes what NumPy's generators draw: for each stream a hash of 10,000 numbers, its first and last ones.

    python tests/goldens/random_streams.py

Elementary functions are those of the GNU C library 2.28 or later on a processor that fuses products and sums: make the
goldens on one.
"""

import json
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
COUNT = 10_000
SEEDS = [0, 20261121, 2**32 - 1]
# Methods and their parameters.
CASES = [
    ("random", []),
    ("uniform", [-3.0, 7.5]),
    ("standard_normal", []),
    ("normal", [1.0, 3.0]),
    ("standard_exponential", []),
    ("exponential", [2.5]),
    ("standard_gamma", [0.3]),
    ("standard_gamma", [1.0]),
    ("standard_gamma", [7.5]),
    ("beta", [0.5, 0.5]),
    ("beta", [2.0, 3.0]),
    ("beta", [0.001, 0.001]),
    ("chisquare", [1.0]),
    ("f", [3.0, 4.0]),
    ("noncentral_chisquare", [0.5, 2.0]),
    ("noncentral_chisquare", [3.0, 2.0]),
    ("noncentral_f", [3.0, 4.0, 2.0]),
    ("standard_cauchy", []),
    ("standard_t", [4.0]),
    ("vonmises", [0.5, 2.0]),
    ("vonmises", [1.0, 1e-6]),
    ("vonmises", [-2.0, 0.02]),
    ("vonmises", [3.0, 400.0]),
    ("pareto", [2.0]),
    ("weibull", [1.5]),
    ("power", [3.0]),
    ("laplace", [1.0, 2.0]),
    ("gumbel", [1.0, 2.0]),
    ("logistic", [1.0, 2.0]),
    ("lognormal", [0.5, 0.7]),
    ("rayleigh", [2.0]),
    ("wald", [1.0, 2.0]),
    ("triangular", [1.0, 2.0, 5.0]),
    ("binomial", [10, 0.3]),
    ("binomial", [10, 0.9]),
    ("binomial", [1000, 0.4]),
    ("binomial", [1_000_000_000, 0.2]),
    ("poisson", [3.0]),
    ("poisson", [10.0]),
    ("poisson", [1e10]),
    ("zipf", [2.0]),
    ("zipf", [1.1]),
    ("geometric", [0.5]),
    ("geometric", [0.05]),
    ("logseries", [0.99]),
    ("negative_binomial", [5.0, 0.3]),
    ("hypergeometric", [10, 20, 5]),
    ("hypergeometric", [10, 20, 25]),
    ("hypergeometric", [1000, 5000, 700]),
    ("hypergeometric", [7000, 500, 4000]),
]
MODERN = [("random", "float32"), ("standard_normal", "float32"), ("standard_exponential", "float32")]
BOUNDS = [
    ("bool", 0, 2), ("int8", -5, 5), ("uint8", 0, 200), ("uint8", 0, 256), ("int16", -300, 1000), ("uint16", 3, 4),
    ("int32", -10, 10**9), ("uint32", 0, 2**32 - 2), ("uint32", 0, 2**32), ("int64", 0, 10), ("int64", -(2**62), 2**62),
    ("int64", 0, 2**32), ("uint64", 0, 2**64 - 1),
]


def fnv(values):
    """A 64-bit FNV-1a hash of the numbers' bits, word by word."""
    if values.dtype.kind == "f":
        values = values.astype(np.float64).view(np.uint64)
    else:
        values = values.astype(np.int64).view(np.uint64)
    result = 0xCBF29CE484222325
    for word in values.tolist():
        result = (result ^ word) * 0x100000001B3 % 2**64
    return f"{result:016x}"


def stream(interface, seed, method, parameters, values):
    return {
        "interface": interface,
        "seed": seed,
        "method": method,
        "parameters": parameters,
        "hash": fnv(values),
        "first": [repr(value) for value in values[:3].tolist()],
        "last": repr(values[-1].item()),
    }


def streams():
    for seed in SEEDS:
        for interface, new in (("Generator", np.random.default_rng), ("RandomState", np.random.RandomState)):
            for method, parameters in CASES:
                values = getattr(new(seed), method)(*parameters, size=COUNT)
                yield stream(interface, seed, method, parameters, values)
            for dtype, low, high in BOUNDS:
                source = new(seed)
                draw = source.integers if interface == "Generator" else source.randint
                values = draw(low, high, size=COUNT, dtype=dtype)
                yield stream(interface, seed, f"integers {dtype}", [str(low), str(high)], values)
            yield stream(interface, seed, "permutation", [], new(seed).permutation(COUNT))
        for method, dtype in MODERN:
            values = getattr(np.random.default_rng(seed), method)(size=COUNT, dtype=dtype)
            yield stream("Generator", seed, f"{method} {dtype}", [], values)
        for population in (10_000, 40_000_000):
            values = np.random.default_rng(seed).choice(population, COUNT, replace=False)
            yield stream("Generator", seed, "choice", [population], values)


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(line) for line in streams())
    (HERE / "random_streams.json").write_text(f"[\n{lines}\n]\n")
