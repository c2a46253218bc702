"""Functions that make masked arrays and compute with them."""

import builtins as _builtins

import numpy as np

from ._array import OUTSIDE, MaskedArray, MaskedConstant, getdata, getmask, getmaskarray, mask_or, masked, nomask


class MAError(Exception):
    """Something is wrong with a mask."""

    __module__ = "numpy.ma.core"


class MaskError(MAError):
    """A mask does not fit, or a masked element was asked for its value."""

    __module__ = "numpy.ma.core"


def is_mask(m):
    return getattr(m, "dtype", None) == bool


def is_masked(x):
    return _builtins.bool(np.any(getmask(x)))


def isMaskedArray(x):
    return isinstance(x, MaskedArray)


isMA = isarray = isMaskedArray


def make_mask(m, copy=False, shrink=True, dtype=bool):
    mask = np.array(getdata(m), dtype=bool)
    return nomask if shrink and not mask.any() else mask


def filled(a, fill_value=None):
    return a.filled(fill_value) if isinstance(a, MaskedArray) else np.asarray(a)


def compressed(x):
    return asanyarray(x).compressed()


def asarray(a, dtype=None):
    return a if isinstance(a, MaskedArray) and dtype is None else MaskedArray(a, dtype=dtype)


asanyarray = asarray


# Masks by condition.


def masked_where(condition, a, copy=True):
    condition = np.asarray(getdata(condition), dtype=bool)
    a = MaskedArray(a, copy=copy)
    if condition.shape and condition.shape != a.shape:
        raise IndexError(f"Inconsistent shape between the condition and the input (got {condition.shape} and {a.shape})")
    mask = np.array(np.broadcast_to(condition, a.shape))
    a._mask = mask_or(a._mask, mask)
    return a


def _by(comparison):
    def function(x, value, copy=True):
        return masked_where(comparison(getdata(x), value), x, copy)

    return function


masked_greater, masked_greater_equal = _by(np.greater), _by(np.greater_equal)
masked_less, masked_less_equal = _by(np.less), _by(np.less_equal)
masked_not_equal = _by(np.not_equal)


def masked_equal(x, value, copy=True):
    made = masked_where(getdata(x) == value, x, copy)
    made.fill_value = value
    return made


def masked_values(x, value, rtol=1e-5, atol=1e-8, copy=True, shrink=True):
    data = np.asarray(getdata(x))
    same = np.isclose(data, value, rtol, atol) if data.dtype.kind == "f" else data == value
    made = MaskedArray(x, mask_or(make_mask(same, shrink=shrink), getmask(x)), copy=copy, fill_value=value)
    return made


def masked_inside(x, v1, v2, copy=True):
    low, high = _builtins.sorted((v1, v2))
    data = getdata(x)
    return masked_where((data >= low) & (data <= high), x, copy)


def masked_outside(x, v1, v2, copy=True):
    low, high = _builtins.sorted((v1, v2))
    data = getdata(x)
    return masked_where((data < low) | (data > high), x, copy)


def masked_invalid(a, copy=True):
    data = np.array(getdata(a), copy=True if copy else None)
    made = MaskedArray(data)
    made._mask = ~np.isfinite(data)
    if getmask(a) is not nomask:
        made._mask = made._mask | getmask(a)
    return made


def fix_invalid(a, mask=nomask, copy=True, fill_value=None):
    made = masked_invalid(MaskedArray(a, mask, copy=copy))
    made._data[made._mask] = made.fill_value if fill_value is None else fill_value
    return made


# Arrays.


def zeros(shape, dtype=float):
    return MaskedArray(np.zeros(shape, dtype))


def ones(shape, dtype=float):
    return MaskedArray(np.ones(shape, dtype))


def empty(shape, dtype=float):
    return MaskedArray(np.empty(shape, dtype))


def arange(*args, **kwargs):
    return MaskedArray(np.arange(*args, **kwargs))


def masked_all(shape, dtype=float):
    return MaskedArray(np.zeros(shape, dtype), mask=True)


def masked_all_like(arr):
    return masked_all(np.shape(arr), getdata(arr).dtype)


def zeros_like(a):
    return MaskedArray(np.zeros_like(getdata(a)), getmask(a))


def ones_like(a):
    return MaskedArray(np.ones_like(getdata(a)), getmask(a))


def _joined(function, arrays, *args, **kwargs):
    datas = function([getdata(a) for a in arrays], *args, **kwargs)
    if _builtins.all(getmask(a) is nomask for a in arrays):
        return MaskedArray._of(datas)
    return MaskedArray._of(datas, function([getmaskarray(a) for a in arrays], *args, **kwargs))


def concatenate(arrays, axis=0):
    return _joined(np.concatenate, arrays, axis)


def stack(arrays, axis=0):
    return _joined(np.stack, arrays, axis)


def vstack(tup):
    return _joined(np.vstack, tup)


row_stack = vstack


def hstack(tup):
    return _joined(np.hstack, tup)


def column_stack(tup):
    return _joined(np.column_stack, tup)


def append(a, b, axis=None):
    return concatenate([asarray(a).ravel(), asarray(b).ravel()] if axis is None else [a, b], axis or 0)


def where(condition, x=None, y=None):
    if x is None:
        return asarray(condition).nonzero()
    test = filled(condition, False)
    data = np.where(test, _plain(x, y), _plain(y, x))
    mask = np.where(test, x is masked or getmaskarray(x), y is masked or getmaskarray(y))
    mask = np.where(getmaskarray(condition), True, mask) if getmask(condition) is not nomask else mask
    return MaskedArray._of(data, mask)


def _plain(value, other):
    """The data of a choice; the constant has that of the other's type."""
    return np.zeros((), dtype=getdata(other).dtype) if value is masked else getdata(value)


def choose(indices, choices):
    return MaskedArray._of(np.choose(filled(indices, 0), [getdata(one) for one in choices]), getmaskarray(indices))


# Statistics.


def _method(name):
    def function(a, *args, **kwargs):
        return getattr(asarray(a), name)(*args, **kwargs)

    function.__name__ = name
    return function


_METHODS = (
    "all any argmax argmin argsort clip count cumprod cumsum diagonal max mean min nonzero prod ptp ravel repeat reshape "
    "round std sum swapaxes take transpose var anom copy squeeze"
).split()
for _name in _METHODS:
    globals()[_name] = _method(_name)
amax, amin, product, around, anomalies = max, min, prod, round, anom


def count_masked(arr, axis=None):
    return getmaskarray(arr).sum(axis)


def average(a, axis=None, weights=None, returned=False, keepdims=False):
    a = asarray(a)
    if weights is None:
        mean, total = a.mean(axis, keepdims=keepdims), a.count(axis) * 1.0
    else:
        weights = np.asarray(weights)
        if weights.shape != a.shape:
            if axis is None:
                raise TypeError("Axis must be specified when shapes of a and weights differ.")
            weights = np.broadcast_to(np.expand_dims(weights, [i for i in range(a.ndim) if i != axis % a.ndim]), a.shape)
        counted = MaskedArray(weights, a._mask)
        total = counted.sum(axis, keepdims=keepdims)
        mean = (a * weights).sum(axis, keepdims=keepdims) / total
    return (mean, total) if returned else mean


def median(a, axis=None, keepdims=False):
    a = asarray(a)
    if a._mask is nomask:
        return a._finished(np.median(a._data, axis=axis, keepdims=keepdims), nomask)
    with np.errstate(all="ignore"):
        data = np.nanmedian(a.astype(float).filled(np.nan), axis=axis, keepdims=keepdims)
    return a._finished(data, a._weighed(axis, keepdims))


def sort(a, axis=-1):
    a = np.array(a, subok=True)
    a.sort(axis)
    return a


def unique(ar1, return_index=False, return_inverse=False):
    a = asarray(ar1)
    found = np.unique(a.compressed() if a._mask is not nomask else a._data, return_index, return_inverse)
    values, *rest = found if isinstance(found, tuple) else (found,)
    values = MaskedArray._of(values)
    if is_masked(a):
        values = concatenate([values, MaskedArray([0], True).astype(values.dtype)])
    return (values, *rest) if rest else values


def dot(a, b):
    a, b = asarray(a), asarray(b)
    data = np.dot(a.filled(0), b.filled(0))
    known = np.dot((~getmaskarray(a)).astype(int), (~getmaskarray(b)).astype(int))
    return MaskedArray._of(data, known == 0)


def diff(a, n=1, axis=-1):
    a = asarray(a)
    for _ in range(n):
        later, sooner = ([slice(None)] * a.ndim for _ in range(2))
        later[axis], sooner[axis] = slice(1, None), slice(None, -1)
        a = a[tuple(later)] - a[tuple(sooner)]
    return a


def ediff1d(arr):
    return diff(asarray(arr).ravel())


def cov(x, y=None, rowvar=True, bias=False, ddof=None):
    x, known, rowvar = _centred(x, y, rowvar)
    ddof = (0 if bias else 1) if ddof is None else ddof
    counts = np.dot(known, known.T) if rowvar else np.dot(known.T, known)
    products = dot(x, x.T.copy()) if rowvar else dot(x.T, x)
    with np.errstate(all="ignore"):
        result = MaskedArray(getdata(products) / (counts - ddof), mask=counts - ddof <= 0)
    return result.squeeze()


def corrcoef(x, y=None, rowvar=True):
    covariance = asarray(cov(x, y, rowvar))
    spread = np.sqrt(np.diagonal(covariance._data))
    return MaskedArray(covariance._data / np.multiply.outer(spread, spread), getmaskarray(covariance))


def _centred(x, y, rowvar):
    x = MaskedArray(x, ndmin=2, dtype=float)
    if x.shape[0] == 1:
        rowvar = True
    if y is not None:
        y = MaskedArray(y, ndmin=2, dtype=float)
        mask = getmaskarray(x) | getmaskarray(y)
        x = concatenate([MaskedArray(x, mask), MaskedArray(y, mask)], 0 if rowvar else 1)
    known = (~getmaskarray(x)).astype(float)
    mean = x.mean(axis=1 if rowvar else 0, keepdims=True)
    return x - mean, known, rowvar


def allclose(a, b, masked_equal=True, rtol=1e-5, atol=1e-8):
    hidden = getmaskarray(a) | getmaskarray(b)
    close = np.isclose(getdata(a), getdata(b), rtol, atol)
    return np.all(np.where(hidden, masked_equal, close))


def allequal(a, b, fill_value=True):
    hidden = getmaskarray(a) | getmaskarray(b)
    return np.all(np.where(hidden, fill_value, getdata(a) == getdata(b)))


def compress_rows(a):
    a = asarray(a)
    return a._data[~getmaskarray(a).any(axis=1)]


def compress_cols(a):
    a = asarray(a)
    return a._data[:, ~getmaskarray(a).any(axis=0)]


def mask_rows(a):
    a = asarray(a).copy()
    a._mask = getmaskarray(a) | getmaskarray(a).any(axis=1, keepdims=True)
    return a


def mask_cols(a):
    a = asarray(a).copy()
    a._mask = getmaskarray(a) | getmaskarray(a).any(axis=0, keepdims=True)
    return a


def clump_unmasked(a):
    return _clumps(~getmaskarray(a))


def clump_masked(a):
    return _clumps(getmaskarray(a))


def _clumps(mask):
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    return [slice(start, stop, None) for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist())]


def notmasked_edges(a, axis=None):
    rows = np.flatnonzero(~getmaskarray(a))
    return rows[[0, -1]] if len(rows) else None


def set_fill_value(a, fill_value):
    a.fill_value = fill_value


def _ufunc(name):
    ufunc = getattr(np, name)

    def function(*args):
        first = next((one for one in args if isinstance(one, MaskedArray)), None) or MaskedArray(np.asarray(getdata(args[0])))
        with np.errstate(divide="ignore", invalid="ignore"):
            return first.__array_ufunc__(ufunc, "__call__", *args)

    function.__name__ = name
    return function


_UFUNCS = (
    "add subtract multiply divide true_divide floor_divide remainder mod power negative absolute exp log log2 log10 log1p sqrt "
    "sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh floor ceil maximum minimum equal not_equal less less_equal "
    "greater greater_equal logical_and logical_or logical_xor logical_not bitwise_and bitwise_or bitwise_xor hypot fabs "
    "conjugate"
).split()
for _name in _UFUNCS:
    globals()[_name] = _ufunc(_name)
abs = absolute

__all__ = [name for name in dir() if not name.startswith("_") and name not in ("np", "OUTSIDE", "MaskedArray", "MaskedConstant", "masked", "nomask")]
