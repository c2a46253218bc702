# How time grows: rows named FAMILY_N, with operands made when a row is measured. Stands behind the head of bench46.py.
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


def measure(name):
    family, n = name.rsplit("_", 1)
    return t(FAMILIES[family](int(n)), 3)


