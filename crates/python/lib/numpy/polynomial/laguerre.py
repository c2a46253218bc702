"""Laguerre series."""

import types as _types

import numpy as np

from ._class import PolynomialSeries as _PolynomialSeries
from ._series import as_int as _as_int, conversions as _conversions, functions as _functions, publish as _publish


def _times_x(c):
    product = np.empty(len(c) + 1, dtype=c.dtype)
    product[0] = c[0]
    product[1] = -c[0]
    for i in range(1, len(c)):
        product[i + 1] = -c[i] * (i + 1)
        product[i] += c[i] * (2 * i + 1)
        product[i - 1] -= c[i] * i
    return product


def _evaluate(x, c):
    if len(c) == 1:
        return c[0] + 0 * (1 - x)
    low, high = c[-2], c[-1]
    for n in range(len(c) - 1, 1, -1):
        low, high = c[n - 2] - (high * (n - 1)) / n, low + (high * ((2 * n - 1) - x)) / n
    return low + high * (1 - x)


def _step(n, low, high, top, calculus):
    return (
        calculus.sub(top, (high * (n - 1)) / n),
        calculus.add(low, calculus.sub((2 * n - 1) * high, calculus.times_x(high)) / n),
    )


def _first(high, calculus):
    return calculus.sub(high, calculus.times_x(high))


def _columns(x, v):
    v[1] = 1 - x
    for i in range(2, len(v)):
        v[i] = (v[i - 1] * (2 * i - 1 - x) - v[i - 2] * (i - 1)) / i


def _derive(c, derived):
    for j in range(len(c) - 1, 1, -1):
        derived[j - 1] = -c[j]
        c[j - 1] += c[j]
    derived[0] = -c[1]


def _integrate(c, integral):
    integral[0] = c[0]
    integral[1] = -c[0]
    for j in range(1, len(c)):
        integral[j] += c[j]
        integral[j + 1] = -c[j]


def _companion(c):
    n = len(c) - 1
    if n == 1:
        return np.array([[1 + c[0] / c[1]]])
    matrix = np.zeros((n, n), dtype=c.dtype)
    top = -np.arange(1, n)
    matrix.reshape(-1)[1::n + 1] = top
    matrix.reshape(-1)[0::n + 1] = 2.0 * np.arange(n) + 1.0
    matrix.reshape(-1)[n::n + 1] = top
    matrix[:, -1] += (c[:-1] / c[-1]) * n
    return matrix


def _line(off, scl):
    return np.array([off + scl, -scl]) if scl != 0 else np.array([off])


_own = _functions(_types.SimpleNamespace(
    times_x=_times_x, evaluate=_evaluate, step=_step, first=_first, columns=_columns, derive_once=_derive,
    integrate_once=_integrate, companion_of=_companion, rotates=True, line=_line, domain=[0.0, 1.0], x=[1, -1],
))
_publish(globals(), "lag", _own)
lag2poly, poly2lag = _conversions(_types.SimpleNamespace(step=_step, first=_first), _own["mulx"])


def laggauss(deg):
    count = _as_int(deg, "deg")
    if count <= 0:
        raise ValueError("deg must be a positive integer")
    c = np.array([0] * count + [1])
    x = np.linalg.eigvalsh(_own["companion"](c))
    # One step of Newton's method.
    slope = _own["val"](x, _own["der"](c))
    x -= _own["val"](x, c) / slope
    lower = _own["val"](x, c[1:])
    lower /= np.abs(lower).max()
    slope /= np.abs(slope).max()
    w = 1 / (lower * slope)
    w /= w.sum()
    return x, w


def lagweight(x):
    return np.exp(-x)


class Laguerre(_PolynomialSeries, prefix="lag", functions=globals()):
    """A Laguerre series."""

    basis_name = "L"
