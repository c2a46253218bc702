"""Numbers put into bins: `cut` and `qcut`."""

import numpy as np

from pandas import _values as v
from pandas._dtypes import CategoricalDtype
from pandas._index import Index
from pandas._intervals import Interval
from pandas._series import Series


def cut(x, bins, right=True, labels=None, retbins=False, precision=3, include_lowest=False, duplicates="raise", ordered=True):
    """The bin each value falls into: an interval, a label, or with labels=False its number; NaN outside all."""
    values = v.cast(v.as_values(x), np.float64)
    if isinstance(bins, (int, np.integer)):
        if bins < 1:
            raise ValueError("`bins` should be a positive integer.")
        if not len(values):
            raise ValueError("Cannot cut empty array")
        edges = _even(values, int(bins), right)
    else:
        edges = np.asarray(v.as_values(bins))
        if np.any(np.diff(edges) < 0):
            raise ValueError("bins must increase monotonically.")
    return _binned(x, values, edges, right, labels, retbins, precision, include_lowest, duplicates, ordered)


def qcut(x, q, labels=None, retbins=False, precision=3, duplicates="raise"):
    """The quantiles between which each value lies."""
    values = v.cast(v.as_values(x), np.float64)
    parts = np.linspace(0, 1, q + 1) if isinstance(q, (int, np.integer)) else np.asarray(q)
    edges = np.quantile(values[~np.isnan(values)], parts)
    return _binned(x, values, edges, True, labels, retbins, precision, True, duplicates, True)


def _even(values, count, right):
    """The edges of so many bins of one width; one is moved so that the extreme lies inside."""
    low, high = np.nanmin(values), np.nanmax(values)
    if low == high:
        slack = 0.001 * abs(low) if low != 0 else 0.001
        return np.linspace(low - slack, high + slack, count + 1)
    edges = np.linspace(low, high, count + 1)
    if right:
        edges[0] -= (high - low) * 0.001
    else:
        edges[-1] += (high - low) * 0.001
    return edges


def _binned(x, values, edges, right, labels, retbins, precision, include_lowest, duplicates, ordered):
    unique = np.unique(edges)
    if len(unique) < len(edges) and len(edges) != 2:
        if duplicates == "raise":
            raise ValueError(
                f"Bin edges must be unique: {Index(edges)!r}.\nYou can drop duplicate edges by setting the 'duplicates' kwarg"
            )
        edges = unique
    numbers = np.searchsorted(edges, values, side="left" if right else "right")
    if include_lowest:
        numbers = np.where(values == edges[0], 1, numbers)
    outside = np.isnan(values) | (numbers == 0) | (numbers == len(edges))
    if labels is False:
        result = np.where(outside, v.nan, numbers - 1) if np.any(outside) else numbers - 1
    else:
        if labels is None:
            labels = _intervals(edges, precision, right, include_lowest)
        elif not v.is_scalar(labels) and len(labels) != len(edges) - 1:
            raise ValueError("Bin labels must be one fewer than the number of bin edges")
        dtype = CategoricalDtype(labels, ordered)
        labels = dtype.categories.tolist()
        pairs = zip(numbers.tolist(), outside.tolist())
        result = v.Objects([v.nan if out else labels[number - 1] for number, out in pairs], dtype)
    result = Series._new(result, x.index, x.name) if isinstance(x, Series) else result
    return (result, edges) if retbins else result


def _intervals(edges, precision, right, include_lowest):
    """The bins with edges rounded as far as they stay different."""
    rounded = edges.tolist()
    for digits in range(precision, 20):
        rounded = [_rounded(edge, digits) for edge in edges.tolist()]
        if len(set(rounded)) == len(rounded):
            break
    if right and include_lowest:
        rounded[0] -= 10.0**-digits
    if any(isinstance(edge, float) for edge in rounded):
        rounded = list(map(float, rounded))
    closed = "right" if right else "left"
    return [Interval(low, high, closed) for low, high in zip(rounded, rounded[1:])]


def _rounded(number, precision):
    """A number to so many digits after the point, counted from the first that is not 0 if there is nothing before it."""
    if isinstance(number, int) or not np.isfinite(number) or number == 0:
        return number
    fraction, whole = np.modf(number)
    digits = precision if whole else -int(np.floor(np.log10(abs(fraction)))) - 1 + precision
    return float(np.round(number, digits))
