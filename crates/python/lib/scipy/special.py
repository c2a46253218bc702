"""Special functions: ufuncs of the engine, and sums of exponentials."""

import math

import numpy as np
from _special import (
    entr,
    erf,
    erfc,
    erfinv,
    expit,
    gamma,
    gammaln,
    kl_div,
    log_expit,
    logit,
    psi,
    rel_entr,
    xlog1py,
    xlogy,
)

digamma = psi


def _largest(a, axis):
    """The largest elements along the axes, which stay; 0 where they are not finite, to be subtracted safely."""
    largest = np.max(a, axis=axis, keepdims=True)
    return np.where(np.isfinite(largest), largest, 0)


def softmax(x, axis=None):
    x = np.asarray(x)
    if not np.issubdtype(x.dtype, np.inexact):
        x = x.astype(np.float64)
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def log_softmax(x, axis=None):
    x = np.asarray(x)
    if not np.issubdtype(x.dtype, np.inexact):
        x = x.astype(np.float64)
    shifted = x - _largest(x, axis)
    with np.errstate(divide="ignore"):
        return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def logsumexp(a, axis=None, b=None, keepdims=False, return_sign=False):
    a = np.asarray(a)
    if not np.issubdtype(a.dtype, np.inexact):
        a = a.astype(np.float64)
    if b is not None:
        a, b = np.broadcast_arrays(a, b)
        a = np.where(b == 0, -np.inf, a)
    if a.size == 0:
        total = np.sum(a, axis=axis, keepdims=keepdims)
        result, sign = total - np.inf, np.sign(total)
        return (result, sign) if return_sign else result
    largest = _largest(a, axis)
    # The largest terms are counted, not added up: the rest may then be as small as it likes.
    at_largest = a == largest
    weights = np.ones_like(a) if b is None else b
    count = np.sum(np.where(at_largest, weights, 0), axis=axis, keepdims=True, dtype=a.dtype)
    powers = np.where(at_largest, 0, np.exp(np.where(at_largest, -np.inf, a - largest)) * weights)
    rest = np.sum(powers, axis=axis, keepdims=True)
    sign = np.sign(count + rest)
    with np.errstate(all="ignore"):
        result = np.where(
            np.abs(rest) < np.abs(count),
            np.log1p(rest / count) + np.log(np.abs(count)),
            np.log(np.abs(count + rest)),
        )
    result = result + largest
    if not return_sign:
        result = np.where(sign < 0, np.nan, result)
    if not keepdims:
        result, sign = np.squeeze(result, axis=axis), np.squeeze(sign, axis=axis)
    result, sign = result[()], sign[()]
    return (result, sign) if return_sign else result


def factorial(n, exact=False):
    """n!"""
    if not exact:
        return gamma(np.asarray(n) + 1.0)
    if np.ndim(n):
        return np.array([math.factorial(one) for one in np.asarray(n).ravel().tolist()]).reshape(np.shape(n))
    return math.factorial(n)


def comb(N, k, *, exact=False, repetition=False):
    """The number of ways to choose k things out of N."""
    if repetition:
        N = N + k - 1 if np.any(np.asarray(k)) else N
    if exact:
        return math.comb(N, k) if 0 <= k <= N else 0
    N, k = np.broadcast_arrays(np.asarray(N), np.asarray(k))
    pairs = zip(N.ravel().tolist(), k.ravel().tolist())
    ways = [float(math.comb(int(n), int(r))) if 0 <= r <= n else 0.0 for n, r in pairs]
    return np.array(ways).reshape(N.shape)[()]
