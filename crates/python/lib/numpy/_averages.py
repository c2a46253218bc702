"""Weighted averages, covariances and correlations."""

import warnings as _warnings

import numpy as np

from ._axes import NO_VALUE, given, normalize_axes


def weights_for(weights, a, axis):
    """Weights in the shape in which they go with the array."""
    weights = np.asanyarray(weights)
    if a.shape == weights.shape:
        return weights
    if axis is None:
        raise TypeError("Axis must be specified when shapes of a and weights differ.")
    if weights.shape != tuple(a.shape[one] for one in axis):
        raise ValueError("Shape of weights must be consistent with shape of a along specified axis.")
    weights = weights.transpose(np.argsort(axis).tolist())
    return weights.reshape(tuple(size if i in axis else 1 for i, size in enumerate(a.shape)))


def average(a, axis=None, weights=None, returned=False, *, keepdims=NO_VALUE):
    a = np.asanyarray(a)
    if axis is not None:
        axis = normalize_axes(axis, a.ndim, "axis")
    keep = given(keepdims=keepdims)
    if weights is None:
        mean = a.mean(axis, **keep)
        as_array = np.asanyarray(mean)
        total = as_array.dtype.type(a.size / as_array.size)
    else:
        weights = weights_for(weights, a, axis)
        dtypes = (a.dtype, weights.dtype)
        dtype = np.result_type(*dtypes, "f8") if a.dtype.kind in "biu" else np.result_type(*dtypes)
        total = weights.sum(axis=axis, dtype=dtype, **keep)
        if np.any(total == 0.0):
            raise ZeroDivisionError("Weights sum to zero, can't be normalized")
        mean = np.multiply(a, weights, dtype=dtype).sum(axis, **keep) / total
    if not returned:
        return mean
    if np.shape(total) != np.shape(mean):
        total = np.broadcast_to(total, np.shape(mean)).copy()
    return mean, total


def _frequencies(fweights, observations):
    fweights = np.asarray(fweights, dtype=float)
    if not np.all(fweights == np.around(fweights)):
        raise TypeError("fweights must be integer")
    _check_weights(fweights, observations, "fweights")
    return fweights


def _check_weights(weights, observations, name):
    if weights.ndim > 1:
        raise RuntimeError(f"cannot handle multidimensional {name}")
    if weights.shape[0] != observations:
        raise RuntimeError(f"incompatible numbers of samples and {name}")
    if np.any(weights < 0):
        raise ValueError(f"{name} cannot be negative")


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    if ddof is not None and ddof != int(ddof):
        raise ValueError("ddof must be integer")
    m = np.asarray(m)
    if m.ndim > 2:
        raise ValueError("m has more than 2 dimensions")
    if y is not None:
        y = np.asarray(y)
        if y.ndim > 2:
            raise ValueError("y has more than 2 dimensions")
    if dtype is None:
        dtype = np.result_type(m, np.float64) if y is None else np.result_type(m, y, np.float64)
    x = np.array(m, ndmin=2, dtype=dtype)
    if not rowvar and m.ndim != 1:
        x = x.T
    if x.shape[0] == 0:
        return np.array([]).reshape(0, 0)
    if y is not None:
        y = np.array(y, copy=None, ndmin=2, dtype=dtype)
        if not rowvar and y.shape[0] != 1:
            y = y.T
        x = np.concatenate((x, y), axis=0)
    if ddof is None:
        ddof = 0 if bias else 1

    weights = None
    if fweights is not None:
        weights = _frequencies(fweights, x.shape[1])
    if aweights is not None:
        aweights = np.asarray(aweights, dtype=float)
        _check_weights(aweights, x.shape[1], "aweights")
        weights = aweights if weights is None else weights * aweights
    mean, total = average(x, axis=1, weights=weights, returned=True)
    total = total[0]
    if weights is None:
        divisor = x.shape[1] - ddof
    elif ddof == 0:
        divisor = total
    elif aweights is None:
        divisor = total - ddof
    else:
        divisor = total - ddof * sum(weights * aweights) / total
    if divisor <= 0:
        _warnings.warn("Degrees of freedom <= 0 for slice", RuntimeWarning, stacklevel=2)
        divisor = 0.0
    x -= mean[:, None]
    weighted = x.T if weights is None else (x * weights).T
    result = np.dot(x, weighted.conj())
    result *= np.true_divide(1, divisor)
    return result.squeeze()


def corrcoef(x, y=None, rowvar=True, *, dtype=None):
    result = cov(x, y, rowvar, dtype=dtype)
    try:
        variances = np.diag(result)
    except ValueError:
        # One variable: its correlation with itself.
        return result / result
    deviations = np.sqrt(variances.real)
    result /= deviations[:, None]
    result /= deviations[None, :]
    # Rounding may have left the unit square.
    np.clip(result.real, -1, 1, out=result.real)
    if np.iscomplexobj(result):
        np.clip(result.imag, -1, 1, out=result.imag)
    return result
