"""Chebyshev series."""

import types as _types

import numpy as np

from ._class import PolynomialSeries as _PolynomialSeries
from ._series import as_int as _as_int, as_series as _as_series, conversions as _conversions, functions as _functions
from ._series import mapdomain as _mapdomain, publish as _publish, trimseq as _trimseq


def _times_x(c):
    product = np.empty(len(c) + 1, dtype=c.dtype)
    product[0] = c[0] * 0
    product[1] = c[0]
    if len(c) > 1:
        halves = c[1:] / 2
        product[2:] = halves
        product[:-2] += halves
    return product


def _evaluate(x, c):
    if len(c) == 1:
        return c[0] + 0 * x
    double, low, high = 2 * x, c[-2], c[-1]
    for i in range(3, len(c) + 1):
        low, high = c[-i] - high, low + high * double
    return low + high * x


def _step(n, low, high, top, calculus):
    return calculus.sub(top, high), calculus.add(low, calculus.times_x(high) * 2)


def _first(high, calculus):
    return calculus.times_x(high)


def _columns(x, v):
    double = 2 * x
    v[1] = x
    for i in range(2, len(v)):
        v[i] = v[i - 1] * double - v[i - 2]


def _derive(c, derived):
    n = len(c) - 1
    for j in range(n, 2, -1):
        derived[j - 1] = (2 * j) * c[j]
        c[j - 2] += (j * c[j]) / (j - 2)
    if n > 1:
        derived[1] = 4 * c[2]
    derived[0] = c[1]


def _integrate(c, integral):
    integral[0] = c[0] * 0
    integral[1] = c[0]
    if len(c) > 1:
        integral[2] = c[1] / 4
    for j in range(2, len(c)):
        integral[j + 1] = c[j] / (2 * (j + 1))
        integral[j - 1] -= c[j] / (2 * (j - 1))


def _companion(c):
    n = len(c) - 1
    if n == 1:
        return np.array([[-c[0] / c[1]]])
    matrix = np.zeros((n, n), dtype=c.dtype)
    scale = np.array([1.0] + [np.sqrt(0.5)] * (n - 1))
    top = matrix.reshape(-1)[1::n + 1]
    top[0] = np.sqrt(0.5)
    top[1:] = 1 / 2
    matrix.reshape(-1)[n::n + 1] = top
    matrix[:, -1] -= (c[:-1] / c[-1]) * (scale / scale[-1]) * 0.5
    return matrix


def _line(off, scl):
    return np.array([off, scl]) if scl != 0 else np.array([off])


def _laurent(c):
    """The series as one of z and 1/z, whose half sum x is."""
    series = np.zeros(2 * c.size - 1, dtype=c.dtype)
    series[c.size - 1:] = c / 2
    return series + series[::-1]


def _mul(c1, c2):
    c1, c2 = _as_series([c1, c2])
    product = np.convolve(_laurent(c1), _laurent(c2))
    product = product[(product.size + 1) // 2 - 1:].copy()
    product[1:] *= 2
    return _trimseq(product)


_own = _functions(_types.SimpleNamespace(
    times_x=_times_x, evaluate=_evaluate, step=_step, first=_first, columns=_columns, derive_once=_derive,
    integrate_once=_integrate, companion_of=_companion, rotates=True, line=_line, mul=_mul, domain=[-1.0, 1.0], x=[0, 1],
))
_publish(globals(), "cheb", _own)
cheb2poly, poly2cheb = _conversions(_types.SimpleNamespace(step=_step, first=_first), _own["mulx"])


def chebpts1(npts):
    count = int(npts)
    if count != npts:
        raise ValueError("npts must be integer")
    if count < 1:
        raise ValueError("npts must be >= 1")
    return np.sin(0.5 * np.pi / count * np.arange(-count + 1, count + 1, 2))


def chebpts2(npts):
    count = int(npts)
    if count != npts:
        raise ValueError("npts must be integer")
    if count < 2:
        raise ValueError("npts must be >= 2")
    return np.cos(np.linspace(-np.pi, 0, count))


def chebgauss(deg):
    count = _as_int(deg, "deg")
    if count <= 0:
        raise ValueError("deg must be a positive integer")
    x = np.cos(np.pi * np.arange(1, 2 * count, 2) / (2.0 * count))
    return x, np.ones(count) * (np.pi / count)


def chebweight(x):
    return 1.0 / (np.sqrt(1.0 + x) * np.sqrt(1.0 - x))


def chebinterpolate(func, deg, args=()):
    deg = np.asarray(deg)
    if deg.ndim > 0 or deg.dtype.kind not in "iu" or deg.size == 0:
        raise TypeError("deg must be an int")
    if deg < 0:
        raise ValueError("expected deg >= 0")
    order = deg + 1
    x = chebpts1(order)
    values = func(x, *args)
    c = np.dot(_own["vander"](x, deg).T, values)
    c[0] /= order
    c[1:] /= 0.5 * order
    return c


class Chebyshev(_PolynomialSeries, prefix="cheb", functions=globals()):
    """A Chebyshev series."""

    basis_name = "T"

    @classmethod
    def interpolate(cls, func, deg, domain=None, args=()):
        domain = cls.domain if domain is None else domain
        coef = chebinterpolate(lambda x: func(_mapdomain(x, cls.window, domain), *args), deg)
        return cls(coef, domain=domain)
