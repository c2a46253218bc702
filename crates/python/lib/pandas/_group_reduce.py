"""Reductions of a column group by group."""

import numpy as np

from pandas import _values as v
from pandas._reduce import quantile
from pandas._window import _Deviation, _Sum, _Variance

# Methods that groups have, all of one column's values and the groups' rows.
POSITIONAL = (
    "sum", "mean", "median", "min", "max", "count", "std", "var", "sem", "prod", "first", "last", "nunique", "any", "all",
    "idxmin", "idxmax", "skew", "kurt",
)

_OF_NUMBERS = {"mean", "median", "std", "var", "sem", "prod", "quantile", "skew", "kurt"}


def reduced(name, values, groups, ddof=1, q=0.5, min_count=0, interpolation="linear"):
    """One value for each group, without missing values."""
    items = values.tolist()
    missing = v.isna(values).tolist()
    present = [[row for row in rows if not missing[row]] for rows in groups]
    if name in ("count", "nunique"):
        return np.array(
            [len(rows) if name == "count" else len({items[row] for row in rows}) for rows in present], dtype=np.int64
        )
    if name in ("any", "all"):
        test = any if name == "any" else all
        return np.array([test(bool(items[row]) for row in rows) for rows in present], dtype=bool)
    if name in ("min", "max", "first", "last", "idxmin", "idxmax"):
        rows = [_chosen(name, rows, items) for rows in present]
        return rows if name.startswith("idx") else v.take(values, rows)
    if isinstance(values, v.Objects) and (name in _OF_NUMBERS or values.dtype == v.DATETIME):
        if values.dtype == v.OBJECT and _all_numbers(items, missing):
            values = np.array([v.nan if gone else float(item) for item, gone in zip(items, missing)])
            return reduced(name, values, groups, ddof, q, min_count, interpolation)
        if values.dtype == v.OBJECT:
            raise TypeError(f"agg function failed [how->{name},dtype->object]")
        raise TypeError(f"dtype '{values.dtype}' does not support operation '{name}'")
    columns = [[items[row] for row in rows] for rows in present]
    if name == "sum":
        return _sums(values, columns, min_count)
    if name == "quantile":
        results = [float(quantile(np.array(numbers, dtype=np.float64), q, interpolation)) for numbers in columns]
    else:
        results = [_STATISTICS[name](numbers, ddof) for numbers in columns]
    whole = name == "prod" and values.dtype.kind in "iub"
    dtype = np.int64 if whole else values.dtype if values.dtype.kind == "f" else np.float64
    return np.array(results, dtype=dtype)


def _all_numbers(items, missing):
    return all(gone or isinstance(item, (int, float, np.number)) for item, gone in zip(items, missing))


def _chosen(name, rows, items):
    """The row whose value a group gives; -1 if it has none."""
    if not rows:
        return -1
    if name == "first":
        return rows[0]
    if name == "last":
        return rows[-1]
    return (min if name.endswith("min") else max)(rows, key=items.__getitem__)


def _sums(values, columns, min_count):
    if isinstance(values, v.Objects):
        results = []
        for numbers in columns:
            total = numbers[0] if numbers else (0 if values.dtype != v.STR else "")
            for number in numbers[1:]:
                total = total + number
            results.append(total)
        return v.infer(results)
    if values.dtype.kind == "f":
        results = [_exact_sum(numbers) if len(numbers) >= min_count else v.nan for numbers in columns]
        return np.array(results, dtype=values.dtype)
    return np.array([sum(numbers) for numbers in columns], dtype=np.uint64 if values.dtype.kind == "u" else np.int64)


def _exact_sum(numbers):
    total = _Sum()
    for number in numbers:
        total.add(number)
    return total._sum


def _mean(numbers, *_):
    return _exact_sum(map(float, numbers)) / len(numbers) if numbers else v.nan


def _spread(kind):
    def statistic(numbers, ddof):
        spread = kind(ddof)
        for number in numbers:
            spread.add(float(number))
        return spread.result(len(numbers))

    return statistic


def _sem(numbers, ddof):
    return _spread(_Deviation)(numbers, ddof) / len(numbers) ** 0.5 if numbers else v.nan


def _product(numbers, *_):
    product = 1
    for number in numbers:
        product *= number
    return product


def _by_reduce(name):
    def statistic(numbers, *_):
        from pandas._reduce import reduce

        return float(reduce(name, np.array(numbers, dtype=np.float64)))

    return statistic


_STATISTICS = {
    "mean": _mean,
    "median": lambda numbers, *_: float(np.median(np.array(numbers))) if numbers else v.nan,
    "var": _spread(_Variance),
    "std": _spread(_Deviation),
    "sem": _sem,
    "prod": _product,
    "skew": _by_reduce("skew"),
    "kurt": _by_reduce("kurt"),
}
