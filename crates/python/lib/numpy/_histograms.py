"""Histograms of one and of several dimensions, and how many bins they should have."""

import builtins as _builtins
import operator as _operator
import warnings as _warnings

import numpy as np

# Values are counted in blocks, so that sums of weights round as NumPy's do.
_BLOCK = 65536


def _outer_edges(a, range):
    if range is not None:
        first, last = range
        if first > last:
            raise ValueError("max must be larger than min in range parameter.")
        if not (np.isfinite(first) and np.isfinite(last)):
            raise ValueError(f"supplied range of [{first}, {last}] is not finite")
    elif a.size == 0:
        first, last = 0, 1
    else:
        first, last = a.min(), a.max()
        if not (np.isfinite(first) and np.isfinite(last)):
            raise ValueError(f"autodetected range of [{first}, {last}] is not finite")
    if first == last:
        first, last = first - 0.5, last + 0.5
    return first, last


def _distance(first, last):
    """How far it is from first to last, also where integers would overflow."""
    if np.result_type(first, last).kind in "iu":
        return int(last) - int(first)
    return last - first


def _spread(a):
    return _distance(a.min(), a.max())


def _sqrt_width(a, range):
    return _spread(a) / np.sqrt(a.size)


def _sturges_width(a, range):
    return _spread(a) / (np.log2(a.size) + 1.0)


def _rice_width(a, range):
    return _spread(a) / (2.0 * a.size ** (1.0 / 3))


def _scott_width(a, range):
    return (24.0 * np.pi ** 0.5 / a.size) ** (1.0 / 3.0) * np.std(a)


def _doane_width(a, range):
    if a.size <= 2:
        return 0.0
    deviation = np.std(a)
    if not deviation > 0.0:
        return 0.0
    skewness = np.mean(np.power((a - np.mean(a)) / deviation, 3))
    scale = np.sqrt(6.0 * (a.size - 2) / ((a.size + 1.0) * (a.size + 3)))
    return _spread(a) / (1.0 + np.log2(a.size) + np.log2(1.0 + np.absolute(skewness) / scale))


def _fd_width(a, range):
    upper, lower = np.percentile(a, [75, 25])
    return 2.0 * np.subtract(upper, lower) * a.size ** (-1.0 / 3.0)


def _stone_width(a, range):
    n, spread = a.size, _spread(a)
    if n <= 1 or spread == 0:
        return 0
    most = _builtins.max(100, int(np.sqrt(n)))

    def loss(bins):
        width = spread / bins
        shares = histogram(a, bins=bins, range=range)[0] / n
        return (2 - (n + 1) * shares.dot(shares)) / width

    best = _builtins.min(_builtins.range(1, most + 1), key=loss)
    if best == most:
        _warnings.warn("The number of bins estimated may be suboptimal.", RuntimeWarning, stacklevel=3)
    return spread / best


def _auto_width(a, range):
    # Freedman and Diaconis's width, but no more than twice as many bins as the root of the number of values.
    robust = _builtins.max(_fd_width(a, range), _sqrt_width(a, range) / 2)
    return _builtins.min(robust, _sturges_width(a, range))


_ESTIMATORS = {
    "stone": _stone_width,
    "auto": _auto_width,
    "doane": _doane_width,
    "fd": _fd_width,
    "rice": _rice_width,
    "scott": _scott_width,
    "sqrt": _sqrt_width,
    "sturges": _sturges_width,
}


def _estimated_bins(a, name, range, weights):
    if name not in _ESTIMATORS:
        raise ValueError(f"{name!r} is not a valid estimator for `bins`")
    if weights is not None:
        raise TypeError("Automated estimation of the number of bins is not supported for weighted data")
    first, last = _outer_edges(a, range)
    if range is not None:
        a = a[(a >= first) & (a <= last)]
    if a.size == 0:
        return first, last, 1
    width = _ESTIMATORS[name](a, (first, last))
    if not width:
        return first, last, 1
    if a.dtype.kind in "iu" and width < 1:
        width = 1
    return first, last, int(np.ceil(_distance(first, last) / width))


def _edges(a, bins, range, weights):
    """The edges of the bins, and, if they are equally wide, the first, the last and the number of bins."""
    if isinstance(bins, str):
        first, last, count = _estimated_bins(a, bins, range, weights)
    elif np.ndim(bins) == 0:
        try:
            count = _operator.index(bins)
        except TypeError as error:
            raise TypeError("`bins` must be an integer, a string, or an array") from error
        if count < 1:
            raise ValueError("`bins` must be positive, when an integer")
        first, last = _outer_edges(a, range)
    elif np.ndim(bins) == 1:
        edges = np.asarray(bins)
        if np.any(edges[:-1] > edges[1:]):
            raise ValueError("`bins` must increase monotonically, when an array")
        return edges, None
    else:
        raise ValueError("`bins` must be 1d, when an array")
    dtype = np.result_type(first, last, a)
    if dtype.kind in "iu":
        dtype = np.result_type(dtype, float)
    edges = np.linspace(first, last, count + 1, endpoint=True, dtype=dtype)
    if np.any(edges[:-1] >= edges[1:]):
        raise ValueError(f"Too many bins for data range. Cannot create {count} finite-sized bins.")
    return edges, (first, last, count)


def _flat(a, weights):
    a = np.asarray(a)
    if a.dtype == np.bool_:
        _warnings.warn(
            f"Converting input from {a.dtype} to {np.uint8} for compatibility.", RuntimeWarning, stacklevel=3
        )
        a = a.astype(np.uint8)
    if weights is not None:
        weights = np.asarray(weights)
        if weights.shape != a.shape:
            raise ValueError("weights should have the same shape as a.")
        weights = weights.ravel()
    return a.ravel(), weights


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    a, weights = _flat(a, weights)
    return _edges(a, bins, range, weights)[0]


def _counted(places, weights, count, dtype):
    if weights is not None and weights.dtype.kind == "c":
        parts = (np.bincount(places, weights=part, minlength=count) for part in (weights.real, weights.imag))
        real, imaginary = parts
        return (real + 1j * imaginary).astype(dtype)
    return np.bincount(places, weights=weights, minlength=count).astype(dtype)


def _count_uniform(a, weights, edges, first, last, count, dtype):
    """Values in bins of equal width: their places are computed, then put right where that was off by one."""
    counts = np.zeros(count, dtype)
    span = _distance(first, last)
    for start in _builtins.range(0, len(a), _BLOCK):
        values = a[start:start + _BLOCK]
        chosen = None if weights is None else weights[start:start + _BLOCK]
        inside = (values >= first) & (values <= last)
        if not np.all(inside):
            values = values[inside]
            chosen = None if chosen is None else chosen[inside]
        values = values.astype(edges.dtype)
        places = ((values - first) / span * count).astype(np.intp)
        places[places == count] -= 1
        places[values < edges[places]] -= 1
        places[(values >= edges[places + 1]) & (places != count - 1)] += 1
        counts += _counted(places, chosen, count, dtype)
    return counts


def _count_between(a, weights, edges, dtype):
    """Values between any edges, by looking the edges up among the sorted values."""
    below = np.zeros(edges.shape, dtype)
    for start in _builtins.range(0, len(a), _BLOCK):
        values = a[start:start + _BLOCK]
        totals = None
        if weights is not None:
            order = np.argsort(values)
            values = values[order]
            sums = weights[start:start + _BLOCK][order].cumsum()
            totals = np.concatenate((np.zeros(1, dtype=dtype), sums))
        else:
            values = np.sort(values)
        places = np.concatenate((values.searchsorted(edges[:-1], "left"), values.searchsorted(edges[-1:], "right")))
        below += places if totals is None else totals[places]
    return np.diff(below)


def histogram(a, bins=10, range=None, density=None, weights=None):
    a, weights = _flat(a, weights)
    edges, uniform = _edges(a, bins, range, weights)
    dtype = np.dtype(np.intp) if weights is None else weights.dtype
    if uniform is None:
        counts = _count_between(a, weights, edges, dtype)
    else:
        counts = _count_uniform(a, weights, edges, *uniform, dtype)
    if density:
        widths = np.array(np.diff(edges), float)
        return counts / widths / counts.sum(), edges
    return counts, edges


def _edges_along(sample, axis, bins, range):
    if np.ndim(bins) == 0:
        if bins < 1:
            raise ValueError(f"`bins[{axis}]` must be positive, when an integer")
        first, last = _outer_edges(sample[:, axis], range)
        try:
            count = _operator.index(bins)
        except TypeError as error:
            raise TypeError(f"`bins[{axis}]` must be an integer, when a scalar") from error
        return np.linspace(first, last, count + 1)
    if np.ndim(bins) != 1:
        raise ValueError(f"`bins[{axis}]` must be a scalar or 1d array")
    edges = np.asarray(bins)
    if np.any(edges[:-1] > edges[1:]):
        raise ValueError(f"`bins[{axis}]` must be monotonically increasing, when an array")
    return edges


def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    try:
        _, dimensions = sample.shape
    except (AttributeError, ValueError):
        sample = np.atleast_2d(sample).T
        _, dimensions = sample.shape
    if weights is not None:
        weights = np.asarray(weights)
    try:
        given = len(bins)
    except TypeError:
        bins = dimensions * [bins]
    else:
        if given != dimensions:
            raise ValueError("The dimension of bins must be equal to the dimension of the sample x.")
    if range is None:
        range = (None,) * dimensions
    elif len(range) != dimensions:
        raise ValueError("range argument must have one entry per dimension")

    edges = [_edges_along(sample, i, bins[i], range[i]) for i in _builtins.range(dimensions)]
    # One more bin on either side takes what lies outside.
    shape = tuple(len(one) + 1 for one in edges)
    places = tuple(
        np.searchsorted(one, sample[:, i], side="right") - (sample[:, i] == one[-1]) for i, one in enumerate(edges)
    )
    places = np.ravel_multi_index(places, shape)
    size = 1
    for one in shape:
        size *= one
    counts = np.bincount(places, weights, minlength=size).reshape(shape).astype(float, casting="safe")
    counts = counts[dimensions * (slice(1, -1),)]
    if density:
        total = counts.sum()
        for i, one in enumerate(edges):
            widths = np.diff(one)
            counts = counts / widths.reshape([len(widths) if axis == i else 1 for axis in _builtins.range(dimensions)])
        counts /= total
    return counts, edges


def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    try:
        given = len(bins)
    except TypeError:
        given = 1
    if given not in (1, 2):
        edges = np.asarray(bins)
        bins = [edges, edges]
    counts, edges = histogramdd([x, y], bins, range, density, weights)
    return counts, edges[0], edges[1]
