"""Correlation and covariance of columns."""

import numpy as np

from pandas import _values as v
from pandas._shared import ranked


def correlation(method, pearson):
    """The function that correlates two columns; `pearson` is the one to use for that name."""
    functions = {"pearson": pearson, "spearman": lambda x, y: pearson(ranked(x), ranked(y)), "kendall": _kendall}
    if not callable(method) and method not in functions:
        raise ValueError(
            f"method must be either 'pearson', 'spearman', 'kendall', or a callable, '{method}' was supplied"
        )
    return functions.get(method, method)


def covariance(ddof):
    """The function that gives two columns' covariance."""
    return lambda x, y: (
        np.sum((x - np.mean(x)) * (y - np.mean(y))) / (len(x) - ddof) if len(x) > ddof else np.float64(v.nan)
    )


def where_both(function, x, y, min_periods):
    """`function` of two columns' numbers where neither is missing, if those are enough."""
    x, y = v.cast(x, np.float64), v.cast(y, np.float64)
    both = ~(np.isnan(x) | np.isnan(y))
    return function(x[both], y[both]) if np.sum(both) >= max(min_periods or 1, 1) else v.nan


def pearson(x, y):
    x, y = x - np.mean(x), y - np.mean(y)
    spread = np.sqrt(np.sum(x * x) * np.sum(y * y))
    return np.clip(np.sum(x * y) / spread, -1.0, 1.0) if spread else np.float64(v.nan)


def numpy_pearson(x, y):
    """As `Series.corr` computes it: by `np.corrcoef`."""
    return np.corrcoef(x, y)[0, 1] if len(x) > 1 else np.float64(v.nan)


def _kendall(x, y):
    """Kendall's tau-b: pairs in the same order less those in opposite order, corrected for ties."""
    x, y = (np.sign(side[:, None] - side) for side in (x, y))
    spreads = [np.sqrt(np.sum(side * side) / 2) for side in (x, y)]
    return np.clip(np.sum(x * y) / 2 / spreads[0] / spreads[1], -1.0, 1.0) if all(spreads) else np.float64(v.nan)
