"""Medians, percentiles and quantiles, also of what is left without NaN."""

import builtins as _builtins
import warnings as _warnings

import numpy as np

from ._averages import weights_for
from ._axes import like, merge_axes, normalize_axes


def _deliver(result, out):
    if out is None:
        return result
    if result.shape != out.shape:
        raise ValueError(
            f"output parameter for reduction operation has shape {out.shape}, but the result has {result.shape}"
        )
    np.copyto(out, result, casting="unsafe")
    return out


def _reorder(a, axis):
    """Partly sorts the array itself, as a caller allows who says `overwrite_input`."""
    if isinstance(a, np.ndarray) and a.size and a.flags.writeable:
        if axis is None:
            flat = a.ravel()
            flat.partition(flat.size // 2)
        elif isinstance(axis, int):
            a.partition(a.shape[axis] // 2, axis=axis)


def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    if overwrite_input:
        _reorder(a, axis)
    a = np.asanyarray(a)
    lines, kept = merge_axes(a, axis)
    size = lines.shape[-1]
    half = size // 2
    may_be_nan = lines.dtype.kind in "fc"
    if size:
        places = [half] if size % 2 else [half - 1, half]
        lines = np.partition(lines, places + [-1] if may_be_nan else places, axis=-1)
    middle = lines[..., half:half + 1] if size % 2 else lines[..., _builtins.max(half - 1, 0):half + 1]
    if out is None:
        result = np.mean(middle, axis=-1)
    elif keepdims:
        result = np.mean(middle, axis=-1)
    else:
        result = np.mean(middle, axis=-1, out=out)
    if may_be_nan and size:
        last = lines[..., -1]
        missing = np.isnan(last)
        if missing.any():
            if isinstance(result, np.ndarray):
                np.copyto(result, last, where=missing)
            else:
                result = last[()]
    if keepdims:
        return _kept(result, kept, out)
    return result


def _kept(result, shape, out):
    """With reduced axes of size 1: an array even where there is no axis."""
    result = np.asarray(np.reshape(result, shape))
    return result if out is None else _deliver(result, out)


def _virtual_index(alpha, beta):
    return lambda n, q: n * q + (alpha + q * (1 - alpha - beta)) - 1


def _at_boundary(index, goes_down):
    """The index below where `goes_down` says so, else the one above."""
    below = np.floor(index)
    chosen = np.where(goes_down(index - below, index), below, below + 1)
    return np.maximum(chosen, 0).astype(np.intp)


def _same(gamma, index):
    return gamma


# Where between sorted elements a quantile lies, and how far on its way from one to the next it counts; None if it is
# one of the elements (Hyndman and Fan,
# "Sample quantiles in statistical packages", 1996, and the four simple ones).
_METHODS = {
    "inverted_cdf": (lambda n, q: _at_boundary(n * q - 1, lambda gamma, index: gamma == 0), None),
    "averaged_inverted_cdf": (
        lambda n, q: n * q - 1,
        lambda gamma, index: np.where(gamma == 0, 0.5, 1.0),
    ),
    "closest_observation": (
        lambda n, q: _at_boundary(
            n * q - 1 - 0.5, lambda gamma, index: (gamma == 0) & (np.floor(index) % 2 == 1)
        ),
        None,
    ),
    "interpolated_inverted_cdf": (_virtual_index(0, 1), _same),
    "hazen": (_virtual_index(0.5, 0.5), _same),
    "weibull": (_virtual_index(0, 0), _same),
    "linear": (lambda n, q: (n - 1) * q, _same),
    "median_unbiased": (_virtual_index(1 / 3.0, 1 / 3.0), _same),
    "normal_unbiased": (_virtual_index(3 / 8.0, 3 / 8.0), _same),
    "lower": (lambda n, q: np.floor((n - 1) * q).astype(np.intp), None),
    "higher": (lambda n, q: np.ceil((n - 1) * q).astype(np.intp), None),
    "midpoint": (
        lambda n, q: 0.5 * (np.floor((n - 1) * q) + np.ceil((n - 1) * q)),
        lambda gamma, index: np.where(index % 1 == 0, 0.0, 0.5),
    ),
    "nearest": (lambda n, q: np.around((n - 1) * q).astype(np.intp), None),
}


def _method(name):
    try:
        return _METHODS[name]
    except KeyError:
        raise ValueError(f"{name!r} is not a valid method. Use one of: {_METHODS.keys()}") from None


def _neighbours(index, n):
    """The elements between which an index lies."""
    below = np.floor(index)
    above = below + 1
    beyond, before = index >= n - 1, index < 0
    last = n - 1
    below = np.where(before, 0, np.where(beyond, last, below))
    above = np.where(before, 0, np.where(beyond, last, above))
    return below.astype(np.intp), above.astype(np.intp)


def _between(a, b, t):
    """From a to b on the line, exact at both ends."""
    distance = np.subtract(b, a)
    result = np.asanyarray(np.add(a, distance * t))
    np.subtract(b, distance * (1 - t), out=result, where=np.asanyarray(t >= 0.5), casting="unsafe")
    return result[()]


def _quantiles_along_first(lines, q, method, is_plain):
    """Quantiles along the first axis, those of NaN being NaN. A plain number as q leaves floats their type."""
    position, fix = _method(method)
    n = lines.shape[0]
    index = np.asanyarray(position(n, q))
    may_be_nan = lines.dtype.kind == "f"
    if index.dtype.kind in "iu" and (fix is None or method == "linear"):
        if n:
            lines = np.partition(lines, np.append(index.ravel(), n - 1).tolist(), axis=0)
        last = lines[-1, ...] if may_be_nan else None
        result = np.take(lines, index, axis=0)
    else:
        below, above = _neighbours(index, n)
        if n:
            places = np.unique(np.concatenate(([0, n - 1], below.ravel(), above.ravel())))
            lines = np.partition(lines, places.tolist(), axis=0)
        last = lines[-1, ...] if may_be_nan else None
        gamma = np.asanyarray(fix(np.asanyarray(index - below), index), dtype=index.dtype)
        gamma = float(gamma) if is_plain else gamma.reshape(index.shape + (1,) * (lines.ndim - 1))
        result = _between(lines[below], lines[above], gamma)
    if may_be_nan:
        missing = np.isnan(last)
        if missing.any():
            if np.ndim(result) == 0:
                return last[()]
            np.copyto(result, last, where=missing)
    return result


def _weighted_along_first(lines, weights, q):
    """Weighted quantiles: the first element at which the share of weights reaches q."""
    order = np.argsort(lines, axis=0)
    lines = np.take_along_axis(lines, order, axis=0)
    shares = np.take_along_axis(weights, order, axis=0).cumsum(axis=0, dtype=np.float64)
    shares /= shares[-1, ...]
    if np.isnan(shares[-1, ...]).any():
        raise ValueError("Weights included NaN, inf or were all zero.")
    if q.dtype.kind == "f":
        shares = shares.astype(q.dtype)
    # What has no weight is not even the smallest.
    shares[shares == 0] = -1
    n = lines.shape[0]
    flat_lines, flat_shares = lines.reshape(n, -1), shares.reshape(n, -1)
    result = np.empty((q.size, flat_lines.shape[1]), dtype=lines.dtype)
    for column in range(flat_lines.shape[1]):
        index = np.minimum(np.searchsorted(flat_shares[:, column], q.ravel(), side="left"), n - 1)
        result[:, column] = flat_lines[index, column]
        if lines.dtype.kind == "f" and np.isnan(flat_lines[-1, column]):
            result[:, column] = np.nan
    return result.reshape(q.shape + lines.shape[1:])


def _check_quantiles(q, message):
    if q.ndim == 1 and q.size < 10:
        valid = all(0.0 <= one <= 1.0 for one in q)
    else:
        valid = q.min() >= 0 and q.max() <= 1
    if not valid:
        raise ValueError(message)


def _percents(q):
    return np.asanyarray(np.true_divide(q, 100))


def _real(a):
    a = np.asanyarray(a)
    if a.dtype.kind == "c":
        raise TypeError("a must be an array of real numbers")
    return a


def _quantile(a, q, axis, out, method, keepdims, weights, message, is_plain, along_first):
    _check_quantiles(q, message)
    if weights is not None:
        if method != "inverted_cdf":
            raise ValueError(f"Only method 'inverted_cdf' supports weights. Got: {method}.")
        if axis is not None:
            axis = normalize_axes(axis, a.ndim, "axis")
        weights = weights_for(weights, a, axis)
        if np.any(weights < 0):
            raise ValueError("Weights must be non-negative.")
    if q.ndim > 2:
        raise ValueError("q must be a scalar or 1d")
    lines, kept = merge_axes(a, axis)
    lines = np.moveaxis(lines, -1, 0)
    if weights is None:
        result = along_first(lines, q, method, is_plain)
        if along_first is _without_nan_along_first and q.ndim == 2 and isinstance(axis, tuple) and len(axis) != 1:
            return _with_axes_as_numpy_leaves_them(result, kept, axis, keepdims, out)
    else:
        weights = np.moveaxis(merge_axes(np.broadcast_to(weights, a.shape), axis)[0], -1, 0)
        if along_first is _without_nan_along_first:
            weights = np.where(np.isnan(lines), 0, weights)
            lines = np.where(np.isnan(lines), np.inf, lines)
        result = _weighted_along_first(lines, weights, q)
    if keepdims:
        return _kept(result, q.shape + kept, out)
    return _deliver(result, out)


def _with_axes_as_numpy_leaves_them(result, kept, axis, keepdims, out):
    """NumPy's `nanquantile` merges several axes into the last, then takes the first axis, too, for one of a two-dimensional
    q: the second axis of q comes first, the first of q after the first that is kept."""
    if result.ndim > 2:
        result = np.moveaxis(np.moveaxis(result, [0, 1], [-2, -1]), [-1, 0], [0, 1])
    if keepdims:
        axes = normalize_axes(axis, len(kept))
        result = result[(...,) + tuple(np.newaxis if i in axes else slice(None) for i in range(len(kept)))]
    return _deliver(result, out)


_PERCENTILES = "Percentiles must be in the range [0, 100]"
_QUANTILES = "Quantiles must be in the range [0, 1]"


def percentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    if overwrite_input:
        _reorder(a, axis)
    a = _real(a)
    is_plain, q = type(q) in (int, float), _percents(q)
    return _quantile(a, q, axis, out, method, keepdims, weights, _PERCENTILES, is_plain, _quantiles_along_first)


def quantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    if overwrite_input:
        _reorder(a, axis)
    a = _real(a)
    is_plain, q = type(q) in (int, float), np.asanyarray(q)
    return _quantile(a, q, axis, out, method, keepdims, weights, _QUANTILES, is_plain, _quantiles_along_first)


def _without_nan_along_first(lines, q, method, is_plain):
    """Quantiles along the first axis of what is not NaN; the number of elements differs from line to line."""
    if lines.dtype.kind != "f":
        return _quantiles_along_first(lines, q, method, is_plain)
    position, fix = _method(method)
    missing = np.isnan(lines)
    counts = (~missing).sum(axis=0)
    lines = np.sort(lines, axis=0)
    n = np.maximum(counts, 1)
    shape = lines.shape[1:]
    fractions = np.asanyarray(q).reshape(q.shape + (1,) * len(shape))
    # The number of elements has q's type, as a plain number would.
    index = np.asanyarray(position(n.astype(q.dtype) if q.dtype.kind == "f" else n, fractions))
    index = np.broadcast_to(index, q.shape + shape)

    def elements(where):
        flat = where.reshape((-1,) + shape)
        return np.take_along_axis(lines, flat, axis=0).reshape(q.shape + shape)

    if index.dtype.kind in "iu" and (fix is None or method == "linear"):
        result = elements(index)
    else:
        below, above = _neighbours(index, n)
        gamma = np.asanyarray(fix(np.asanyarray(index - below), index), dtype=index.dtype)
        if is_plain:
            gamma = gamma.astype(lines.dtype)
        result = np.asanyarray(_between(elements(below), elements(above), gamma))
    if not counts.all():
        _warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=4)
        result = np.array(result)
        result[..., counts == 0] = np.nan
    return result[()]


def nanpercentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    a = _real(a)
    is_plain, q = type(q) in (int, float), _percents(q)
    if a.size == 0:
        _check_quantiles(q, _PERCENTILES)
        return np.nanmean(a, axis, out=out, keepdims=keepdims)
    return _quantile(a, q, axis, out, method, keepdims, weights, _PERCENTILES, is_plain, _without_nan_along_first)


def nanquantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    a = _real(a)
    is_plain, q = type(q) in (int, float), np.asanyarray(q)
    if a.size == 0:
        _check_quantiles(q, _QUANTILES)
        return np.nanmean(a, axis, out=out, keepdims=keepdims)
    return _quantile(a, q, axis, out, method, keepdims, weights, _QUANTILES, is_plain, _without_nan_along_first)


def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    a = np.asanyarray(a)
    if a.size == 0:
        return np.nanmean(a, axis, out=out, keepdims=keepdims)
    lines, kept = merge_axes(a, axis)
    present = ~np.isnan(lines)
    counts = present.sum(axis=-1)
    if lines.ndim == 1 and counts:
        result = np.median(lines[present])
    else:
        lines = np.sort(lines, axis=-1)
        low = np.take_along_axis(lines, (np.maximum(counts - 1, 0) // 2)[..., np.newaxis], axis=-1)[..., 0]
        high = np.take_along_axis(lines, (counts // 2)[..., np.newaxis] % lines.shape[-1], axis=-1)[..., 0]
        # Of an odd number both are the middle.
        result = np.mean(np.stack((low, high)), axis=0)
    if not counts.all():
        # Of complex numbers too NaN is the real one.
        result = np.where(counts == 0, np.nan, result).astype(result.dtype)[()]
        _warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=2)
    if isinstance(result, np.ndarray):
        result = like(a, result)
    if keepdims:
        return _kept(result, kept, out)
    return _deliver(result, out)
