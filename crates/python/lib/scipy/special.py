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
cbrt, expm1, log1p, sinc = np.cbrt, np.expm1, np.log1p, np.sinc


def _each(function):
    """A ufunc of sorts: `function` of numbers, for arrays that broadcast."""

    def wrapped(*arguments):
        if any(np.asarray(argument).dtype.kind not in "biuf" for argument in arguments):
            raise TypeError(
                f"ufunc '{function.__name__}' not supported for the input types, and the inputs could not be safely coerced to "
                "any supported types according to the casting rule ''safe''"
            )
        arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=np.float64) for argument in arguments))
        numbers = [function(*each) for each in zip(*(array.ravel().tolist() for array in arrays))]
        return np.array(numbers, dtype=np.float64).reshape(arrays[0].shape)[()]

    wrapped.__name__ = wrapped.__qualname__ = function.__name__
    wrapped.__doc__ = function.__doc__
    return wrapped


@_each
def beta(a, b):
    """gamma(a) gamma(b) / gamma(a + b)"""
    if a > 0 and b > 0 and a + b < 170:
        return float(gamma(a)) / float(gamma(a + b)) * float(gamma(b))
    with np.errstate(all="ignore"):
        sign = np.sign(gamma(a)) * np.sign(gamma(b)) * np.sign(gamma(a + b))
        return float(sign * np.exp(gammaln(a) + gammaln(b) - gammaln(a + b)))


@_each
def betaln(a, b):
    """The logarithm of the size of `beta`"""
    return float(gammaln(a) + gammaln(b) - gammaln(a + b))


@_each
def binom(n, k):
    """The number of ways to choose k things out of n, for numbers that need not be whole"""
    if n == int(n) and k == int(k) and 0 <= n < 2**53:
        return float(math.comb(int(n), int(k))) if 0 <= k <= n else 0.0
    if k == int(k) and 0 <= k < 20:
        return math.prod(n - k + i for i in range(1, int(k) + 1)) / math.factorial(int(k))
    return 1 / ((n + 1) * float(beta(1 + n - k, 1 + k)))


@_each
def ndtr(x):
    """The probability that a standard normal number is at most x"""
    z = x * math.sqrt(0.5)
    if abs(z) < 1:
        return 0.5 + 0.5 * float(erf(z))
    tail = 0.5 * float(erfc(abs(z)))
    return 1 - tail if z > 0 else tail


@_each
def ndtri(p):
    """The number below which a standard normal one lies with probability p"""
    if not 0 < p < 1:
        return {0.0: -math.inf, 1.0: math.inf}.get(p, math.nan)
    from statistics import NormalDist

    return NormalDist().inv_cdf(p)


@_each
def log_ndtr(x):
    """The logarithm of `ndtr`"""
    if x > -20:
        return math.log(float(ndtr(x))) if x < 6 else math.log1p(-float(ndtr(-x)))
    # The tail's asymptotic series.
    term, total, factor = 1.0, 1.0, -1 / (x * x)
    for k in range(1, 40, 2):
        term *= k * factor
        if total + term == total:
            break
        total += term
    return -0.5 * x * x - math.log(-x) - 0.5 * math.log(2 * math.pi) + math.log(total)


@_each
def exprel(x):
    """(exp(x) - 1) / x"""
    return 1.0 if abs(x) < 2**-53 else math.expm1(x) / x if x < 717 else math.inf


@_each
def softplus(x):
    """log(1 + exp(x))"""
    return float(np.logaddexp(0, x))


@_each
def huber(delta, r):
    """Squares near 0, straight lines beyond delta"""
    if delta < 0:
        return math.inf
    return 0.5 * r * r if abs(r) <= delta else delta * (abs(r) - 0.5 * delta)


@_each
def pseudo_huber(delta, r):
    """A smooth `huber`"""
    if delta < 0:
        return math.inf
    if delta == 0 or r == 0:
        return 0.0
    ratio = r / delta
    # sqrt(1 + ratio²) - 1 without loss of digits.
    return delta * delta * math.expm1(0.5 * math.log1p(ratio * ratio))


@_each
def boxcox(x, lmbda):
    """(x**lmbda - 1) / lmbda, or the logarithm"""
    if x < 0:
        return math.nan
    if x == 0:
        return -math.inf if lmbda <= 0 else -1 / lmbda
    return math.log(x) if abs(lmbda) < 1e-19 else math.expm1(lmbda * math.log(x)) / lmbda


@_each
def inv_boxcox(x, lmbda):
    """What `boxcox` made x of"""
    return math.exp(x) if lmbda == 0 else math.exp(math.log1p(lmbda * x) / lmbda)


def perm(N, k, exact=False):
    """The number of ways to choose k things out of N one after the other."""
    if exact:
        return math.perm(N, k) if 0 <= k <= N else 0
    ways = _each(lambda n, r: float(math.perm(int(n), int(r))) if 0 <= r <= n else 0.0)
    return ways(N, k)


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
