"""Correlation and covariance of columns."""

import numpy as np

from pandas import _values as v
from pandas._shared import ranked


def correlation(method, pearson):
    """The function that correlates two columns; `pearson` is the one to use for that name."""
    if callable(method):
        return method
    if method not in ("pearson", "spearman", "kendall"):
        raise ValueError(
            f"method must be either 'pearson', 'spearman', 'kendall', or a callable, '{method}' was supplied"
        )
    if method == "spearman":
        return lambda x, y: pearson(ranked(x), ranked(y))
    return _kendall if method == "kendall" else pearson


def covariance(ddof):
    """The function that gives two columns' covariance."""

    def of(x, y):
        if len(x) <= ddof:
            return np.float64(v.nan)
        return np.sum((x - np.mean(x)) * (y - np.mean(y))) / (len(x) - ddof)

    return of


def of_series(left, right, function, min_periods):
    """`function` of the values of two series, by label."""
    if not left.index.equals(right.index):
        right = right.reindex(left.index)
    return _where_both(left._values.astype(np.float64), right._values.astype(np.float64), function, min_periods)


def of_columns(columns, function, min_periods, diagonal=None):
    """`function` of each two columns, column by column."""
    columns = [v.cast(values, np.float64) for values in columns]
    data = [np.array([_where_both(x, y, function, min_periods) for x in columns]) for y in columns]
    if diagonal is not None:
        for i, values in enumerate(data):
            values[i] = diagonal
    return data


def _where_both(x, y, function, min_periods):
    """`function` of the values where neither is missing, if those are enough."""
    both = ~(np.isnan(x) | np.isnan(y))
    if np.sum(both) < max(min_periods or 1, 1):
        return v.nan
    return function(x[both], y[both])


def pearson(x, y):
    x, y = x - np.mean(x), y - np.mean(y)
    spread = np.sqrt(np.sum(x * x) * np.sum(y * y))
    if spread == 0:
        return np.float64(v.nan)
    return np.clip(np.sum(x * y) / spread, -1.0, 1.0)


def numpy_pearson(x, y):
    """As `Series.corr` computes it: by `np.corrcoef`."""
    return np.float64(v.nan) if len(x) < 2 else np.corrcoef(x, y)[0, 1]


def _kendall(x, y):
    """Kendall's tau-b: pairs in the same order less those in opposite order, corrected for ties."""
    x, y = (np.sign(side[:, None] - side) for side in (x, y))
    spreads = [np.sqrt(np.sum(side * side) / 2) for side in (x, y)]
    if 0 in spreads:
        return np.float64(v.nan)
    return np.clip(np.sum(x * y) / 2 / spreads[0] / spreads[1], -1.0, 1.0)
