# How time grows: rows named FAMILY_N, with operands made when a row is measured; and what small arrays cost in a loop, without
# the two calls that the stopwatch makes beside each. Stands behind the head of bench46.py.
rng = np.random.default_rng(0)


def _matmul(n, dtype):
    a, b = (rng.standard_normal((n, n)).astype(dtype) for _ in range(2))
    return lambda: a @ b


def _along(n, work, dtype="float64"):
    x = rng.standard_normal(n).astype(dtype)
    return lambda: work(x)


FAMILIES = {
    "matmul_f64": lambda n: _matmul(n, "float64"),
    "matmul_f32": lambda n: _matmul(n, "float32"),
    "add": lambda n: _along(n, lambda x: x + x),
    "exp": lambda n: _along(n, np.exp),
    "sum": lambda n: _along(n, np.sum),
    "sort": lambda n: _along(n, np.sort),
    "mask": lambda n: _along(n, lambda x: x[x > 0]),
    "var": lambda n: _along(n.__floordiv__(100) * 100, lambda x: x.reshape(100, -1).var(axis=0)),
}


def _add(a, n):
    for _ in range(n):
        a + a


def _slice(a, n):
    for _ in range(n):
        a[2:5]


def _sum(a, n):
    for _ in range(n):
        a.sum()


def _matmul_4(a, n):
    m = np.eye(4)
    for _ in range(n):
        m @ m


LOOPS = {"loop_add": _add, "loop_slice": _slice, "loop_sum": _sum, "loop_matmul": _matmul_4}
TURNS = 20_000


def measure(name):
    if name in LOOPS:
        a = np.arange(10.0)
        return t(lambda: LOOPS[name](a, TURNS), 3) / TURNS
    family, n = name.rsplit("_", 1)
    return t(FAMILIES[family](int(n)), 3)


