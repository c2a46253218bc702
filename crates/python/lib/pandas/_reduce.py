"""Reductions of a column, without its missing values."""

import numpy as np

from pandas import _values as v
from pandas._dates import NaT


def reduce(name, values, skipna=True, ddof=1, min_count=0, q=0.5, interpolation="linear", dropna=True):
    """One number (or other value) for a column."""
    if name == "size":
        return len(values)
    missing = v.isna(values)
    any_missing = bool(np.any(missing))
    if name == "count":
        return np.int64(len(values) - int(np.sum(missing)))
    if name == "nunique":
        return len(v.factorize(values)[1]) + (any_missing and not dropna)
    if name in ("any", "all"):
        present = values[~missing] if skipna else values
        test = any if name == "any" else all
        return np.bool_(test(bool(item) for item in present.tolist()))
    if isinstance(values, v.Objects):
        return _of_objects(name, values, missing, skipna)
    if any_missing and not skipna:
        return np.float64(v.nan)
    if name in ("min", "max"):
        present = values[~missing] if any_missing else values
        if len(present) == 0:
            return np.float64(v.nan)
        return np.min(present) if name == "min" else np.max(present)
    if name == "sum":
        if len(values) - int(np.sum(missing)) < min_count:
            return np.float64(v.nan)
        return np.sum(np.where(missing, values.dtype.type(0), values) if any_missing else values)
    if name == "prod":
        return np.prod(np.where(missing, values.dtype.type(1), values) if any_missing else values)
    return _statistic(name, values, missing, ddof, q, interpolation)


def _statistic(name, values, missing, ddof, q, interpolation):
    count = len(values) - int(np.sum(missing))
    if name in ("median", "quantile"):
        present = values[~missing]
        if name == "quantile":
            return quantile(present, q, interpolation)
        return np.median(present) if count else np.float64(v.nan)
    if count == 0:
        return np.float64(v.nan)
    values = values if values.dtype.kind in "fc" else values.astype(np.float64)
    mean = np.sum(np.where(missing, 0.0, values)) / count
    if name == "mean":
        return mean
    if name in ("skew", "kurt"):
        return _shape(name, np.where(missing, 0.0, values - mean), count)
    if count <= ddof:
        return np.float64(v.nan)
    variance = np.sum(np.where(missing, 0.0, (mean - values) ** 2)) / (count - ddof)
    if name == "var":
        return variance
    return np.sqrt(variance) if name == "std" else np.sqrt(variance) / np.sqrt(count)


def _shape(name, deviations, count):
    """Skewness or excess kurtosis, corrected for bias."""
    squares = deviations**2
    second = np.sum(squares)
    if count < (3 if name == "skew" else 4):
        return np.float64(v.nan)
    if name == "skew":
        third = np.sum(squares * deviations)
        if second == 0:
            return np.float64(0)
        return (count * (count - 1) ** 0.5 / (count - 2)) * (third / second**1.5)
    fourth = np.sum(squares**2)
    if second == 0:
        return np.float64(0)
    correction = 3 * (count - 1) ** 2 / ((count - 2) * (count - 3))
    numerator = count * (count + 1) * (count - 1) * fourth
    return numerator / ((count - 2) * (count - 3) * second**2) - correction


def quantile(present, q, interpolation="linear"):
    """A quantile of numbers of which none is missing."""
    if not 0 <= q <= 1:
        raise ValueError("percentiles should all be in the interval [0, 1]")
    if len(present) == 0:
        return np.float64(v.nan)
    return np.quantile(present.astype(np.float64), q, method=interpolation)


def _of_objects(name, values, missing, skipna):
    kind = values.dtype.name
    present = [item for item, gone in zip(values.items, missing.tolist()) if not gone]
    if len(present) < len(values) and not skipna:
        return v.nan
    if name in ("min", "max"):
        if not present:
            return NaT if values.dtype == v.DATETIME else v.nan
        return min(present) if name == "min" else max(present)
    if name == "sum":
        if kind == "datetime64[us]":
            raise TypeError("datetime64 type does not support operation 'sum'")
        if kind == "str":
            return "".join(present)
        total = 0
        for i, item in enumerate(present):
            total = item if i == 0 else total + item
        return total
    if kind == "timedelta64[us]" and name == "mean" and present:
        total = present[0]
        for item in present[1:]:
            total = total + item
        return total / len(present)
    if kind == "str":
        raise TypeError(f"Cannot perform reduction '{name}' with string dtype")
    if kind == "object" and all(isinstance(item, (int, float, np.number)) for item in present):
        numbers = np.array([float(item) for item in present])
        return reduce(name, numbers)
    raise TypeError(f"'{kind}' with dtype {kind} does not support operation '{name}'")


REDUCTIONS = (
    "count", "sum", "mean", "median", "min", "max", "std", "var", "sem", "prod", "nunique", "any", "all", "skew", "kurt",
)
