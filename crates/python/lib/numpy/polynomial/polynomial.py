"""Power series."""

import types as _types

import numpy as np

from ._class import PolynomialSeries as _PolynomialSeries
from ._series import _coefficients, _points, as_series as _as_series, functions as _functions, publish as _publish, trimseq as _trimseq


def _times_x(c):
    return np.concatenate([c[:1] * 0, c])


def _evaluate(x, c):
    total = c[-1] + x * 0
    for i in range(2, len(c) + 1):
        total = c[-i] + total * x
    return total


def _columns(x, v):
    v[1] = x
    for i in range(2, len(v)):
        v[i] = v[i - 1] * x


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
    matrix.reshape(-1)[n::n + 1] = 1
    matrix[:, -1] -= c[:-1] / c[-1]
    return matrix


def _line(off, scl):
    return np.array([off, scl]) if scl != 0 else np.array([off])


def _mul(c1, c2):
    c1, c2 = _as_series([c1, c2])
    return _trimseq(np.convolve(c1, c2))


def _div(c1, c2):
    c1, c2 = _as_series([c1, c2])
    if c2[-1] == 0:
        raise ZeroDivisionError
    n1, n2 = len(c1), len(c2)
    if n1 < n2:
        return c1[:1] * 0, c1
    if n2 == 1:
        return c1 / c2[-1], c1[:1] * 0
    lead, rest = c2[-1], c2[:-1] / c2[-1]
    for j in range(n1 - 1, n2 - 2, -1):
        c1[j - n2 + 1:j] -= rest * c1[j]
    return c1[n2 - 1:] / lead, _trimseq(c1[:n2 - 1])


def _pow(c, pow, maxpower=None):
    from ._series import power

    return power(np.convolve, c, pow, maxpower)


_publish(globals(), "poly", _functions(_types.SimpleNamespace(
    times_x=_times_x, evaluate=_evaluate, step=None, first=None, columns=_columns, derive_once=_derive,
    integrate_once=_integrate, companion_of=_companion, rotates=False, line=_line, mul=_mul, div=_div, pow=_pow,
    domain=[-1.0, 1.0], x=[0, 1],
)))


def polyvalfromroots(x, r, tensor=True):
    x, r = _points(x, _coefficients(r), tensor)
    if isinstance(x, np.ndarray) and not tensor and x.ndim >= r.ndim:
        raise ValueError("x.ndim must be < r.ndim when tensor == False")
    return np.prod(x - r, axis=0)


class Polynomial(_PolynomialSeries, prefix="poly", functions=globals()):
    """A power series."""

    @classmethod
    def _term(cls, degree, symbol, unicode):
        if unicode:
            return f"·{symbol}" + ("" if degree == "1" else degree.translate(cls._superscripts))
        return f" {symbol}" if degree == "1" else f" {symbol}**{degree}"
