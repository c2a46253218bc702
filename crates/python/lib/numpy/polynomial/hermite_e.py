"""Hermite series, probabilists' kind."""

import types as _types

import numpy as np

from ._class import PolynomialSeries as _PolynomialSeries
from ._series import as_int as _as_int, conversions as _conversions, functions as _functions, publish as _publish


def _times_x(c):
    product = np.empty(len(c) + 1, dtype=c.dtype)
    product[0] = c[0] * 0
    product[1] = c[0]
    for i in range(1, len(c)):
        product[i + 1] = c[i]
        product[i - 1] += c[i] * i
    return product


def _evaluate(x, c):
    if len(c) == 1:
        return c[0] + 0 * x
    low, high = c[-2], c[-1]
    for n in range(len(c) - 1, 1, -1):
        low, high = c[n - 2] - high * (n - 1), low + high * x
    return low + high * x


def _step(n, low, high, top, calculus):
    return calculus.sub(top, high * (n - 1)), calculus.add(low, calculus.times_x(high))


def _first(high, calculus):
    return calculus.times_x(high)


def _columns(x, v):
    v[1] = x
    for i in range(2, len(v)):
        v[i] = v[i - 1] * x - v[i - 2] * (i - 1)


def _derive(c, derived):
    for j in range(len(c) - 1, 0, -1):
        derived[j - 1] = j * c[j]


def _integrate(c, integral):
    integral[0] = c[0] * 0
    integral[1] = c[0]
    for j in range(1, len(c)):
        integral[j + 1] = c[j] / (j + 1)


def _companion(c):
    n = len(c) - 1
    if n == 1:
        return np.array([[-c[0] / c[1]]])
    matrix = np.zeros((n, n), dtype=c.dtype)
    scale = np.hstack((1.0, 1.0 / np.sqrt(np.arange(n - 1, 0, -1))))
    scale = np.multiply.accumulate(scale)[::-1]
    top = np.sqrt(np.arange(1, n))
    matrix.reshape(-1)[1::n + 1] = top
    matrix.reshape(-1)[n::n + 1] = top
    matrix[:, -1] -= scale * c[:-1] / c[-1]
    return matrix


def _line(off, scl):
    return np.array([off, scl]) if scl != 0 else np.array([off])


_own = _functions(_types.SimpleNamespace(
    times_x=_times_x, evaluate=_evaluate, step=_step, first=_first, columns=_columns, derive_once=_derive,
    integrate_once=_integrate, companion_of=_companion, rotates=True, line=_line, domain=[-1.0, 1.0], x=[0, 1],
))
_publish(globals(), "herme", _own)
herme2poly, poly2herme = _conversions(_types.SimpleNamespace(step=_step, first=_first), _own["mulx"])


def _normed(x, n):
    """The normed Hermite function of degree n, without its weight."""
    if n == 0:
        return np.full(x.shape, 1 / np.sqrt(np.sqrt(2 * np.pi)))
    low, high = 0.0, 1.0 / np.sqrt(np.sqrt(2 * np.pi))
    for k in range(n, 1, -1):
        low, high = -high * np.sqrt((k - 1.0) / k), low + high * x * np.sqrt(1.0 / k)
    return low + high * x


def hermegauss(deg):
    count = _as_int(deg, "deg")
    if count <= 0:
        raise ValueError("deg must be a positive integer")
    x = np.linalg.eigvalsh(_own["companion"](np.array([0] * count + [1])))
    # One step of Newton's method.
    x -= _normed(x, count) / (_normed(x, count - 1) * np.sqrt(count))
    lower = _normed(x, count - 1)
    lower /= np.abs(lower).max()
    w = 1 / (lower * lower)
    w = (w + w[::-1]) / 2
    x = (x - x[::-1]) / 2
    w *= np.sqrt(2 * np.pi) / w.sum()
    return x, w


def hermeweight(x):
    return np.exp(-0.5 * x**2)


class HermiteE(_PolynomialSeries, prefix="herme", functions=globals()):
    """A Hermite series, probabilists' kind."""

    basis_name = "He"
