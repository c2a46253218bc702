"""Special functions: sigmoids, soft maxima, error and gamma functions."""

import math as _math

import numpy as np


def _float(x):
    x = np.asarray(x)
    return x if x.dtype.kind in "fc" else x.astype(np.float64)


def expit(x):
    """The logistic sigmoid, without overflow at either end."""
    x = _float(x)
    decay = np.exp(-np.abs(x))
    return (np.where(x >= 0, 1, decay) / (1 + decay)).astype(x.dtype)[()]


def logit(x):
    """The inverse of the logistic sigmoid."""
    x = _float(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (np.log(x) - np.log1p(-x))[()]


def log_expit(x):
    """The logarithm of the logistic sigmoid."""
    x = _float(x)
    return (np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x))))[()]


def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False):
    """The logarithm of a sum of exponentials, with weights `b`."""
    a = _float(a)
    if b is not None:
        a, b = np.broadcast_arrays(a, np.asarray(b))
        a = np.where(b == 0, -np.inf, a)
    top = np.max(a, axis=axis, keepdims=True) if a.size else np.full((1,) * a.ndim, -np.inf)
    shift = np.where(np.isfinite(top), top, 0)
    # The largest terms apart from the others, whose sum may be tiny beside them.
    largest = a == top
    weights = 1.0 if b is None else b
    many = np.sum(np.where(largest, weights, 0.0), axis=axis, keepdims=True)
    others = np.sum(np.where(largest, 0.0, weights * np.exp(a - shift)), axis=axis, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(others == 0, others, others / many)
        sign = np.sign(share + 1) * np.sign(many)
        if return_sign:
            share, many = np.where(share < -1, -share - 2, share), np.abs(many)
        result = np.log1p(share) + np.log(many) + top
    if b is not None and not return_sign:
        result = np.where(sign < 0, np.nan, result)
    if not keepdims:
        result, sign = (np.squeeze(one, axis=axis) for one in (result, sign))
    return (result[()], sign[()]) if return_sign else result[()]


def softmax(x, axis=None):
    """Exponentials scaled to sum to one."""
    x = _float(x)
    terms = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return terms / np.sum(terms, axis=axis, keepdims=True)


def log_softmax(x, axis=None):
    """The logarithm of the softmax."""
    x = _float(x)
    top = np.max(x, axis=axis, keepdims=True)
    shifted = x - np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def xlogy(x, y):
    """x log(y), and 0 where x is 0."""
    x, y = np.broadcast_arrays(_float(x), _float(y))
    empty = (x == 0) & ~np.isnan(y)
    return np.where(empty, 0.0, x * np.log(np.where(empty, 1.0, y)))[()]


def entr(x):
    """-x log(x), and 0 where x is 0."""
    x = _float(x)
    inside = x > 0
    value = -x * np.log(np.where(inside, x, 1.0))
    return np.where(inside | np.isnan(x), value, np.where(x == 0, 0.0, -np.inf))[()]


def rel_entr(x, y):
    """x log(x / y), elementwise."""
    x, y = np.broadcast_arrays(_float(x), _float(y))
    inside = (x > 0) & (y > 0)
    value = x * np.log(np.where(inside, x, 1.0) / np.where(inside, y, 1.0))
    return np.where(inside, value, np.where((x == 0) & (y >= 0), 0.0, np.inf))[()]


def kl_div(x, y):
    """x log(x / y) - x + y, elementwise."""
    return rel_entr(x, y) - _float(x) + _float(y)


def _elementwise(function, poles=np.nan):
    def applied(x):
        x = _float(x)

        def one(value):
            try:
                return function(value)
            except (ValueError, OverflowError):
                return np.inf if value > 0 else poles

        return np.array([one(value) for value in x.ravel().tolist()], dtype=x.dtype).reshape(x.shape)[()]

    applied.__name__ = applied.__qualname__ = function.__name__
    return applied


erf = _elementwise(_math.erf)
erfc = _elementwise(_math.erfc)
gamma = _elementwise(_math.gamma)
gammaln = _elementwise(_math.lgamma, np.inf)


def factorial(n, exact=False):
    """n!"""
    if exact:
        if np.ndim(n):
            return np.array([_math.factorial(one) for one in np.asarray(n).ravel().tolist()]).reshape(np.shape(n))
        return _math.factorial(n)
    return gamma(np.asarray(n) + 1.0)


def comb(N, k, *, exact=False, repetition=False):
    """The number of ways to choose k things out of N."""
    if repetition:
        N = N + k - 1 if np.any(np.asarray(k)) else N
    if exact:
        return _math.comb(N, k) if 0 <= k <= N else 0
    N, k = np.broadcast_arrays(np.asarray(N), np.asarray(k))
    ways = [float(_math.comb(int(n), int(r))) if 0 <= r <= n else 0.0 for n, r in zip(N.ravel().tolist(), k.ravel().tolist())]
    return np.array(ways).reshape(N.shape)[()]
