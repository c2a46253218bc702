"""Digests of what NumPy's generators give: every method's stream, and long sequences of mixed calls.

    python tests/goldens/random_calls.py > tests/goldens/random_calls.txt

The same text runs in ndgym's engine (crates/python/tests/random_calls.rs), so the arguments' own way is tested, too. Every bit
counts. Elementary functions are those of the GNU C library 2.28 or later on a processor that fuses multiplication and addition,
factors those of OpenBLAS's code for AVX2.
"""

import os

os.environ["OPENBLAS_CORETYPE"] = "Haswell"

import numpy as np  # noqa: E402

COUNT = 10_000
SEEDS = [0, 42, 20261121]
P = [0.1, 0.2, 0.05, 0.15, 0.5]
COVARIANCE = [[2.0, 0.3, 0.1], [0.3, 1.0, 0.2], [0.1, 0.2, 0.5]]
PAIR = [[1.0, 0.5], [0.5, 1.0]]
SEVEN = [[1.0 / (1 + abs(i - j)) + (i == j) for i in range(7)] for j in range(7)]

# Methods of both interfaces, with their parameters.
COMMON = [
    ("uniform", (-3.0, 7.5)), ("uniform", ()), ("standard_normal", ()), ("normal", (1.0, 3.0)), ("normal", ()),
    ("standard_exponential", ()), ("exponential", (2.5,)), ("standard_gamma", (0.3,)), ("standard_gamma", (7.5,)),
    ("gamma", (2.0, 3.0)), ("gamma", (0.5, 1.0)), ("beta", (0.5, 0.5)), ("beta", (2.0, 3.0)), ("chisquare", (3.0,)),
    ("f", (3.0, 4.0)), ("noncentral_chisquare", (3.0, 2.0)), ("noncentral_f", (3.0, 4.0, 2.0)), ("standard_cauchy", ()),
    ("standard_t", (4.0,)), ("weibull", (1.5,)), ("pareto", (2.0,)), ("power", (3.0,)), ("rayleigh", (2.0,)),
    ("laplace", (1.0, 2.0)), ("gumbel", (1.0, 2.0)), ("logistic", (1.0, 2.0)), ("lognormal", (0.5, 0.7)),
    ("wald", (1.0, 2.0)), ("triangular", (1.0, 2.0, 5.0)), ("binomial", (10, 0.3)),
    ("binomial", (1000, 0.4)), ("poisson", (3.0,)), ("poisson", (30.0,)), ("zipf", (2.0,)), ("geometric", (0.5,)),
    ("geometric", (0.05,)), ("logseries", (0.9,)), ("negative_binomial", (5.0, 0.3)), ("hypergeometric", (10, 20, 5)),
    ("hypergeometric", (1000, 5000, 700)), ("choice", (7,)), ("choice", ([1.5, 2.5, 3.5],)),
]
# Rows of several numbers: fewer of them.
ROWS = [("multinomial", (20, P)), ("dirichlet", ([0.3, 1.0, 2.5],))]
MODERN_ROWS = [
    ("multivariate_hypergeometric", ([10, 20, 30, 4], 25)), ("dirichlet", ([0.03, 0.02, 0.05],)),
]
DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]


def digest(values):
    """A sum over the elements' bits, each weighted by an odd number of its position, modulo 2⁶⁴."""
    values = np.ascontiguousarray(values).ravel()
    kind = values.dtype.kind
    if kind == "f":
        bits = values.astype(np.float64).view(np.uint64)
    else:
        bits = values.astype(np.int64).view(np.uint64)
    weights = 2 * np.arange(bits.size, dtype=np.uint64) + 1
    return f"{int((bits * weights * weights).sum()):016x}"


def shuffled(method, values, **options):
    method(values, **options)
    return values


def bounds(dtype):
    """An awkward range of each integer type."""
    info = np.iinfo(np.uint8 if dtype == "bool" else dtype)
    return (0, 2) if dtype == "bool" else (info.min // 3, info.max // 2)


def calls_of_both(source):
    """Name and a function of a number of values, for what Generator and RandomState share."""
    calls = [(f"{name}{args}", lambda n, name=name, args=args: getattr(source, name)(*args, size=n)) for name, args in COMMON]
    calls += [
        (f"{name}{args}", lambda n, name=name, args=args: getattr(source, name)(*args, size=n // 4 + 1)) for name, args in ROWS
    ]
    return calls + [
        ("vonmises", lambda n: source.vonmises(0.5, 2.0, n)),
        ("multivariate_normal", lambda n: source.multivariate_normal([1.0, 2.0, 3.0], COVARIANCE, n // 3 + 1)),
        ("multivariate_normal of seven", lambda n: source.multivariate_normal(np.arange(7.0), SEVEN, n // 7 + 1)),
        ("multivariate_normal once", lambda n: source.multivariate_normal([1.0, 2.0, 3.0], COVARIANCE)),
        ("multivariate_normal of two", lambda n: source.multivariate_normal([1.0, -2.0], PAIR, n // 2 + 2)),
        ("multivariate_normal independent", lambda n: source.multivariate_normal([0, 1, 2], np.diag([2.0, 0.3, 7.0]), n // 3 + 2)),
        ("choice p", lambda n: source.choice(5, size=n, p=P)),
        ("choice without replacement", lambda n: source.choice(n + 3, size=n, replace=False)),
        ("choice p without replacement", lambda n: source.choice(n + 3, n // 2, False, np.arange(1, n + 4) / ((n + 3) * (n + 4) / 2))),
        ("shuffle", lambda n: shuffled(source.shuffle, np.arange(n))),
        ("shuffle list", lambda n: np.array(shuffled(source.shuffle, list(range(n))))),
        ("shuffle rows", lambda n: shuffled(source.shuffle, np.arange(4 * n).reshape(n, 4))),
        ("permutation", lambda n: source.permutation(n)),
        ("permutation rows", lambda n: source.permutation(np.arange(3 * n).reshape(n, 3))),
        ("bytes", lambda n: np.frombuffer(source.bytes(n), dtype=np.uint8)),
        ("normal broadcast", lambda n: source.normal(np.arange(n), 2.0)),
        ("binomial broadcast", lambda n: source.binomial(np.arange(n) % 50, 0.3)),
        ("gamma broadcast", lambda n: source.gamma(np.arange(1, n + 1) / 10.0)),
    ]


def calls_of_generator(source):
    calls = [
        (f"{name}{args}", lambda n, name=name, args=args: getattr(source, name)(*args, size=n // 4 + 1))
        for name, args in MODERN_ROWS
    ]
    for dtype in DTYPES:
        low, high = bounds(dtype)
        calls.append((f"integers {dtype}", lambda n, d=dtype, a=low, b=high: source.integers(a, b, size=n, dtype=d)))
    for name in ("random", "standard_normal", "standard_exponential"):
        for dtype in (np.float32, np.float64):
            calls.append((f"{name} {np.dtype(dtype)}", lambda n, m=name, d=dtype: getattr(source, m)(n, dtype=d)))
    return calls + [
        ("standard_gamma float32", lambda n: source.standard_gamma(1.7, n, dtype=np.float32)),
        ("standard_gamma small float32", lambda n: source.standard_gamma(0.4, n, dtype=np.float32)),
        ("standard_exponential inv", lambda n: source.standard_exponential(n, method="inv")),
        ("random out", lambda n: source.random(out=np.empty(n))),
        ("integers endpoint", lambda n: source.integers(1, 6, size=n, endpoint=True)),
        ("integers broadcast", lambda n: source.integers(np.arange(n), 2 * np.arange(n) + 5)),
        ("choice of rows", lambda n: source.choice(np.arange(2 * n + 8).reshape(-1, 2), n // 2, replace=False, axis=0)),
        ("choice unshuffled", lambda n: source.choice(3 * n + 1, n, replace=False, shuffle=False)),
        ("choice of many", lambda n: source.choice(10**6 + n, n % 1000 + 1, replace=False)),
        ("permuted", lambda n: source.permuted(np.arange(2 * n).reshape(2, n), axis=1)),
        ("permuted all", lambda n: source.permuted(np.arange(2 * n).reshape(2, n))),
        ("permutation of columns", lambda n: source.permutation(np.arange(2 * n).reshape(2, n), axis=1)),
        ("multivariate_normal cholesky", lambda n: source.multivariate_normal(
            [0, 1, 2], COVARIANCE, n // 3 + 2, method="cholesky"
        )),
        ("multivariate_normal eigh", lambda n: source.multivariate_normal([0, 1, 2], COVARIANCE, n // 3 + 2, method="eigh")),
        ("multivariate_hypergeometric count", lambda n: source.multivariate_hypergeometric([5, 9, 7], 8, n // 3 + 1, method="count")),
    ]


def calls_of_random_state(source):
    calls = []
    for dtype in DTYPES:
        low, high = bounds(dtype)
        calls.append((f"randint {dtype}", lambda n, d=dtype, a=low, b=high: source.randint(a, b, size=n, dtype=d)))
    return calls + [
        ("rand", lambda n: source.rand(n)),
        ("randn", lambda n: source.randn(n)),
        ("random", lambda n: source.random(n)),
        ("random_sample", lambda n: source.random_sample(n)),
        ("randint", lambda n: source.randint(10, size=n)),
        ("randint broadcast", lambda n: source.randint(np.arange(n), 2 * np.arange(n) + 5)),
        ("tomaxint", lambda n: source.tomaxint(n)),
    ]


def interfaces():
    """Name, constructor and calls of each."""

    def generator(bits):
        return lambda seed: np.random.Generator(bits(seed))

    modern = lambda source: calls_of_both(source) + calls_of_generator(source)
    yield "default_rng", np.random.default_rng, modern
    yield "RandomState", np.random.RandomState, lambda source: calls_of_both(source) + calls_of_random_state(source)
    for bits in (np.random.MT19937, np.random.PCG64DXSM, np.random.Philox, np.random.SFC64):
        yield bits.__name__, generator(bits), modern


def mixed(calls, seed):
    """Digest of some thousand calls of any method, one after the other, a few numbers each."""
    state = seed + 1
    digests = []
    drawn = 0
    while drawn < COUNT:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        _, call = calls[(state >> 33) % len(calls)]
        values = np.asarray(call((state >> 20) % 7 + 1))
        drawn += values.size
        digests.append(int(digest(values), 16) >> 1)
    return digest(np.array(digests))


def main():
    for name, new, calls_of in interfaces():
        is_common = name in ("default_rng", "RandomState")
        for seed in SEEDS if is_common else SEEDS[:1]:
            for at, (label, _) in enumerate(calls_of(new(seed))):
                call = calls_of(new(seed))[at][1]
                print(f"{name} {seed} {label}: {digest(call(COUNT if is_common else COUNT // 10))}")
        for seed in range(5 if is_common else 1):
            print(f"{name} {seed} mixed: {mixed(calls_of(new(seed)), seed)}")


main()
