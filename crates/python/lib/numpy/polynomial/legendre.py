"""Legendre series."""

import types as _types

import numpy as np

from ._class import PolynomialSeries as _PolynomialSeries
from ._series import as_int as _as_int, conversions as _conversions, functions as _functions, publish as _publish


def _times_x(c):
    product = np.empty(len(c) + 1, dtype=c.dtype)
    product[0] = c[0] * 0
    product[1] = c[0]
    for i in range(1, len(c)):
        product[i + 1] = (c[i] * (i + 1)) / (2 * i + 1)
        product[i - 1] += (c[i] * i) / (2 * i + 1)
    return product


def _evaluate(x, c):
    if len(c) == 1:
        return c[0] + 0 * x
    low, high = c[-2], c[-1]
    for n in range(len(c) - 1, 1, -1):
        low, high = c[n - 2] - high * ((n - 1) / n), low + high * x * ((2 * n - 1) / n)
    return low + high * x


def _step(n, low, high, top, calculus):
    return (
        calculus.sub(top, (high * (n - 1)) / n),
        calculus.add(low, (calculus.times_x(high) * (2 * n - 1)) / n),
    )


def _first(high, calculus):
    return calculus.times_x(high)


def _columns(x, v):
    v[1] = x
    for i in range(2, len(v)):
        v[i] = (v[i - 1] * x * (2 * i - 1) - v[i - 2] * (i - 1)) / i


def _derive(c, derived):
    n = len(c) - 1
    for j in range(n, 2, -1):
        derived[j - 1] = (2 * j - 1) * c[j]
        c[j - 2] += c[j]
    if n > 1:
        derived[1] = 3 * c[2]
    derived[0] = c[1]


def _integrate(c, integral):
    integral[0] = c[0] * 0
    integral[1] = c[0]
    if len(c) > 1:
        integral[2] = c[1] / 3
    for j in range(2, len(c)):
        part = c[j] / (2 * j + 1)
        integral[j + 1] = part
        integral[j - 1] -= part


def _companion(c):
    n = len(c) - 1
    if n == 1:
        return np.array([[-c[0] / c[1]]])
    matrix = np.zeros((n, n), dtype=c.dtype)
    scale = 1.0 / np.sqrt(2 * np.arange(n) + 1)
    top = np.arange(1, n) * scale[:n - 1] * scale[1:n]
    matrix.reshape(-1)[1::n + 1] = top
    matrix.reshape(-1)[n::n + 1] = top
    matrix[:, -1] -= (c[:-1] / c[-1]) * (scale / scale[-1]) * (n / (2 * n - 1))
    return matrix


def _line(off, scl):
    return np.array([off, scl]) if scl != 0 else np.array([off])


_own = _functions(_types.SimpleNamespace(
    times_x=_times_x, evaluate=_evaluate, step=_step, first=_first, columns=_columns, derive_once=_derive,
    integrate_once=_integrate, companion_of=_companion, rotates=True, line=_line, domain=[-1.0, 1.0], x=[0, 1],
))
_publish(globals(), "leg", _own)
leg2poly, poly2leg = _conversions(_types.SimpleNamespace(step=_step, first=_first), _own["mulx"])


def leggauss(deg):
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
    w = (w + w[::-1]) / 2
    x = (x - x[::-1]) / 2
    w *= 2.0 / w.sum()
    return x, w


def legweight(x):
    return x * 0.0 + 1.0


class Legendre(_PolynomialSeries, prefix="leg", functions=globals()):
    """A Legendre series."""

    basis_name = "P"
