"""Sums, extrema, means and the like of what is not NaN."""

import warnings as _warnings

import numpy as np

from ._axes import NO_VALUE, given


def _replaced(a, value):
    """A copy with the value instead of NaN, and where NaN was: None if the array can hold none."""
    a = np.asanyarray(a)
    if a.dtype.kind not in "fc":
        return a, None
    missing = np.isnan(a)
    a = np.array(a, subok=True, copy=True)
    np.copyto(a, value, where=missing)
    return a, missing


def _put(a, value, where):
    """The value where the mask says so, in an array or a single number."""
    if isinstance(a, np.ndarray):
        np.copyto(a, value, where=where, casting="unsafe")
        return a
    return a.dtype.type(value)


def _divided(total, count, out):
    with np.errstate(invalid="ignore", divide="ignore"):
        if isinstance(total, np.ndarray):
            return np.divide(total, count, out=total if out is None else out, casting="unsafe")
        if out is not None:
            return np.divide(total, count, out=out, casting="unsafe")
        return total.dtype.type(total / count)


def _extremum(a, axis, out, arguments, ufunc, function, worst):
    if type(a) is np.ndarray:
        result = ufunc.reduce(a, axis=axis, out=out, **arguments)
        if np.isnan(result).any():
            _warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=3)
        return result
    a, missing = _replaced(a, worst)
    result = function(a, axis=axis, out=out, **arguments)
    if missing is None:
        return result
    arguments.pop("initial", None)
    all_missing = np.all(missing, axis=axis, **arguments)
    if np.any(all_missing):
        result = _put(result, np.nan, all_missing)
        _warnings.warn("All-NaN axis encountered", RuntimeWarning, stacklevel=3)
    return result


def nanmin(a, axis=None, out=None, keepdims=NO_VALUE, initial=NO_VALUE, where=NO_VALUE):
    arguments = given(keepdims=keepdims, initial=initial, where=where)
    return _extremum(a, axis, out, arguments, np.fmin, np.min, np.inf)


def nanmax(a, axis=None, out=None, keepdims=NO_VALUE, initial=NO_VALUE, where=NO_VALUE):
    arguments = given(keepdims=keepdims, initial=initial, where=where)
    return _extremum(a, axis, out, arguments, np.fmax, np.max, -np.inf)


def _position(a, axis, out, keepdims, function, worst):
    a, missing = _replaced(a, worst)
    if missing is not None and missing.size and np.any(np.all(missing, axis=axis)):
        raise ValueError("All-NaN slice encountered")
    return function(a, axis=axis, out=out, **given(keepdims=keepdims))


def nanargmin(a, axis=None, out=None, *, keepdims=NO_VALUE):
    return _position(a, axis, out, keepdims, np.argmin, np.inf)


def nanargmax(a, axis=None, out=None, *, keepdims=NO_VALUE):
    return _position(a, axis, out, keepdims, np.argmax, -np.inf)


def nansum(a, axis=None, dtype=None, out=None, keepdims=NO_VALUE, initial=NO_VALUE, where=NO_VALUE):
    a, _ = _replaced(a, 0)
    return np.sum(a, axis=axis, dtype=dtype, out=out, **given(keepdims=keepdims, initial=initial, where=where))


def nanprod(a, axis=None, dtype=None, out=None, keepdims=NO_VALUE, initial=NO_VALUE, where=NO_VALUE):
    a, _ = _replaced(a, 1)
    return np.prod(a, axis=axis, dtype=dtype, out=out, **given(keepdims=keepdims, initial=initial, where=where))


def nancumsum(a, axis=None, dtype=None, out=None):
    a, _ = _replaced(a, 0)
    return np.cumsum(a, axis=axis, dtype=dtype, out=out)


def nancumprod(a, axis=None, dtype=None, out=None):
    a, _ = _replaced(a, 1)
    return np.cumprod(a, axis=axis, dtype=dtype, out=out)


def _check_inexact(dtype, out):
    if dtype is not None and np.dtype(dtype).kind not in "fc":
        raise TypeError("If a is inexact, then dtype must be inexact")
    if out is not None and out.dtype.kind not in "fc":
        raise TypeError("If a is inexact, then out must be inexact")


def nanmean(a, axis=None, dtype=None, out=None, keepdims=NO_VALUE, *, where=NO_VALUE):
    arguments = given(keepdims=keepdims, where=where)
    a, missing = _replaced(a, 0)
    if missing is None:
        return np.mean(a, axis=axis, dtype=dtype, out=out, **arguments)
    _check_inexact(dtype, out)
    count = np.sum(~missing, axis=axis, dtype=np.intp, **arguments)
    total = np.sum(a, axis=axis, dtype=dtype, out=out, **arguments)
    mean = _divided(total, count, out)
    if np.any(count == 0):
        _warnings.warn("Mean of empty slice", RuntimeWarning, stacklevel=2)
    return mean


def _variance(a, axis, dtype, out, ddof, keepdims, where, mean, correction):
    """As `nanvar`; warnings are those of the caller's caller."""
    a, missing = _replaced(a, 0)
    if correction is not NO_VALUE:
        if ddof != 0:
            raise ValueError("ddof and correction can't be provided simultaneously.")
        ddof = correction
    if missing is None:
        arguments = given(keepdims=keepdims, where=where, mean=mean)
        return np.var(a, axis=axis, dtype=dtype, out=out, ddof=ddof, **arguments)
    _check_inexact(dtype, out)
    chosen = given(where=where)
    count = np.sum(~missing, axis=axis, dtype=np.intp, keepdims=True, **chosen)
    if mean is NO_VALUE:
        mean = _divided(np.sum(a, axis=axis, dtype=dtype, keepdims=True, **chosen), count, None)
    np.subtract(a, mean, out=a, casting="unsafe", **chosen)
    np.copyto(a, 0, where=missing)
    squares = np.multiply(a, a.conj(), out=a).real if a.dtype.kind == "c" else np.multiply(a, a, out=a)
    total = np.sum(squares, axis=axis, dtype=dtype, out=out, **chosen, **given(keepdims=keepdims))
    freedom = count.reshape(np.shape(total)) - ddof
    variance = _divided(total, freedom, out)
    degenerate = freedom <= 0
    if np.any(degenerate):
        _warnings.warn("Degrees of freedom <= 0 for slice.", RuntimeWarning, stacklevel=3)
        variance = _put(variance, np.nan, degenerate)
    return variance


def nanvar(
    a,
    axis=None,
    dtype=None,
    out=None,
    ddof=0,
    keepdims=NO_VALUE,
    *,
    where=NO_VALUE,
    mean=NO_VALUE,
    correction=NO_VALUE,
):
    return _variance(a, axis, dtype, out, ddof, keepdims, where, mean, correction)


def nanstd(
    a,
    axis=None,
    dtype=None,
    out=None,
    ddof=0,
    keepdims=NO_VALUE,
    *,
    where=NO_VALUE,
    mean=NO_VALUE,
    correction=NO_VALUE,
):
    variance = _variance(a, axis, dtype, out, ddof, keepdims, where, mean, correction)
    if isinstance(variance, np.ndarray):
        return np.sqrt(variance, out=variance)
    return variance.dtype.type(np.sqrt(variance))


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    x = np.array(x, subok=True, copy=copy)
    if x.dtype.kind in "fc":
        limits = np.finfo(x.dtype)
        highest = limits.max if posinf is None else posinf
        lowest = limits.min if neginf is None else neginf
        for part in (x.real, x.imag) if x.dtype.kind == "c" else (x,):
            missing, too_high, too_low = np.isnan(part), np.isposinf(part), np.isneginf(part)
            np.copyto(part, nan, where=missing)
            np.copyto(part, highest, where=too_high)
            np.copyto(part, lowest, where=too_low)
    return x[()] if x.ndim == 0 else x
