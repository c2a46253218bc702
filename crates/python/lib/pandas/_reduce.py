"""Reductions of a column, without its missing values."""

import math as _math

import numpy as np

from pandas import _values as v
from pandas._dates import NaT, Timedelta, Timestamp


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
    if name == "median":
        present = values[~missing]
        return np.median(present) if count else np.float64(v.nan)
    if name == "quantile":
        return quantile(values[~missing], q, interpolation)
    if count == 0:
        return np.float64(v.nan)
    values = values if values.dtype.kind in "fc" else values.astype(np.float64)
    mean = np.sum(np.where(missing, 0.0, values)) / count
    if name == "mean":
        return mean
    if name in ("skew", "kurt"):
        return np.float64(shape(name, values[~missing].tolist()))
    if count <= ddof:
        return np.float64(v.nan)
    variance = np.sum(np.where(missing, 0.0, (mean - values) ** 2)) / (count - ddof)
    if name == "var":
        return variance
    return np.sqrt(variance) if name == "std" else np.sqrt(variance) / np.sqrt(count)


def shape(name, numbers):
    """Skewness or excess kurtosis, corrected for bias."""
    count = len(numbers)
    mean = _math.fsum(numbers) / count if count else 0.0
    squares = [(number - mean) * (number - mean) for number in numbers]
    second = _math.fsum(squares)
    if count < (3 if name == "skew" else 4) or second == 0:
        return v.nan
    if name == "skew":
        third = _math.fsum(square * (number - mean) for square, number in zip(squares, numbers))
        return third / (second * second**0.5) * (count * (count - 1) ** 0.5 / (count - 2))
    fourth = _math.fsum(square * square for square in squares)
    return (count - 1) / ((count - 2) * (count - 3)) * (count * (count + 1) * (fourth / (second * second)) - 3 * (count - 1))


def quantile(present, q, interpolation="linear"):
    """A quantile of numbers of which none is missing."""
    if not 0 <= q <= 1:
        raise ValueError("percentiles should all be in the interval [0, 1]")
    if not v.is_array(present):
        return _of_times(present.items, lambda numbers: np.quantile(numbers, q, method=interpolation), present.dtype)
    if len(present) == 0:
        return np.float64(v.nan)
    whole = interpolation in ("lower", "higher", "nearest")
    return np.quantile(present if whole else present.astype(np.float64), q, method=interpolation)


_MICROSECOND = v.timedelta_type(microseconds=1)


def _of_times(items, function, dtype, spread=False):
    """What a function of numbers gives for points in time or stretches of it."""
    if dtype not in (v.DATETIME, v.TIMEDELTA):
        raise TypeError(f"Cannot compute this of values with dtype {dtype}")
    if not items:
        return NaT
    base = v.datetime_type(1970, 1, 1) if dtype == v.DATETIME else v.timedelta_type(0)
    numbers = np.array([(item - base) // _MICROSECOND for item in items], dtype=np.float64)
    span = Timedelta(v.timedelta_type(microseconds=int(function(numbers))))
    return span if spread or dtype == v.TIMEDELTA else Timestamp(base + span)


def _of_objects(name, values, missing, skipna):
    kind = values.dtype.name
    present = [item for item, gone in zip(values.items, missing.tolist()) if not gone]
    if len(present) < len(values) and not skipna:
        return v.nan
    if name in ("min", "max"):
        if not present:
            return v.missing_for(values)
        if v.is_category(values):
            if not values.dtype.ordered:
                raise TypeError(
                    f"Categorical is not ordered for operation {name}\nyou can use .as_ordered() to change the Categorical to an "
                    "ordered one\n"
                )
            return (min if name == "min" else max)(present, key=values.dtype.ranks().__getitem__)
        return min(present) if name == "min" else max(present)
    if name == "sum":
        if kind == "datetime64[us]":
            raise TypeError("'DatetimeArray' with dtype datetime64[us] does not support operation 'sum'")
        if v.is_category(values):
            raise TypeError("'Categorical' with dtype category does not support operation 'sum'")
        if kind == "str":
            return "".join(present)
        total = 0
        for i, item in enumerate(present):
            item = v.native(item)
            total = item if i == 0 else total + item
        return total
    if values.dtype.kind in "Mm" and name in ("mean", "median", "std"):
        if name == "std":
            return _of_times(present, lambda numbers: np.std(numbers, ddof=1), values.dtype, True) if len(present) > 1 else NaT
        return _of_times(present, np.mean if name == "mean" else np.median, values.dtype)
    if kind == "str":
        raise TypeError(f"Cannot perform reduction '{name}' with string dtype")
    if kind == "object" and all(isinstance(item, (int, float, np.number)) for item in present):
        numbers = np.array([float(item) for item in present])
        return reduce(name, numbers)
    title = "Categorical" if v.is_category(values) else {"M": "DatetimeArray", "m": "TimedeltaArray"}.get(values.dtype.kind, kind)
    raise TypeError(f"'{title}' with dtype {kind} does not support operation '{name}'")


REDUCTIONS = (
    "count", "sum", "mean", "median", "min", "max", "std", "var", "sem", "prod", "nunique", "any", "all", "skew", "kurt",
)
