"""Comparisons of whole arrays, and questions about what kind of numbers there are."""

import builtins as _builtins
import warnings as _warnings

import numpy as np


def isclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    # Python's numbers stay weak in promotion.
    x, y, atol, rtol = (
        value if isinstance(value, (int, float, complex)) else np.asanyarray(value)
        for value in (a, b, atol, rtol)
    )
    # The second one as floating-point numbers: the absolute value of the smallest integer is not one.
    if isinstance(y, np.ndarray):
        y = np.asanyarray(y, dtype=np.result_type(y, 1.0))
    elif isinstance(y, int):
        y = float(y)
    if not (np.all(np.isfinite(atol)) and np.all(np.isfinite(rtol))):
        _complain_about_tolerances(atol, rtol)
    with np.errstate(invalid="ignore"):
        near = np.less_equal(np.abs(x - y), atol + rtol * np.abs(y)) & np.isfinite(y) | (x == y)
        if equal_nan:
            near |= np.isnan(x) & np.isnan(y)
    return near[()]


def _complain_about_tolerances(atol, rtol):
    message = f"One of rtol or atol is not valid, atol: {atol}, rtol: {rtol}"
    action = np.geterr()["invalid"]
    if action == "warn":
        _warnings.warn(message, RuntimeWarning, stacklevel=3)
    elif action == "raise":
        raise FloatingPointError(message)
    elif action == "print":
        print(message)


def allclose(a, b, rtol=1.0e-5, atol=1.0e-8, equal_nan=False):
    return _builtins.bool(np.all(isclose(a, b, rtol=rtol, atol=atol, equal_nan=equal_nan)))


def array_equal(a1, a2, equal_nan=False):
    try:
        a1, a2 = np.asarray(a1), np.asarray(a2)
    except Exception:
        return False
    if a1.shape != a2.shape:
        return False
    if a1 is a2 and equal_nan:
        return True
    if equal_nan and a1.dtype.kind in "fc" and a2.dtype.kind in "fc":
        missing = np.isnan(a1)
        if not np.all(missing == np.isnan(a2)):
            return False
        a1, a2 = a1[~missing], a2[~missing]
    return _builtins.bool(np.all(a1 == a2))


def array_equiv(a1, a2):
    try:
        a1, a2 = np.asarray(a1), np.asarray(a2)
        np.broadcast_shapes(a1.shape, a2.shape)
    except Exception:
        return False
    return _builtins.bool(np.all(a1 == a2))


def iscomplex(x):
    x = np.asanyarray(x)
    if x.dtype.kind == "c":
        return x.imag != 0
    return np.zeros(x.shape, bool)[()]


def isreal(x):
    return imag(x) == 0


def _infinite_with_sign(x, out, negative):
    infinite = np.isinf(x)
    try:
        signs = np.signbit(x)
    except TypeError as error:
        dtype = np.asanyarray(x).dtype
        raise TypeError(
            f"This operation is not supported for {dtype} values because it would be ambiguous."
        ) from error
    return np.logical_and(infinite, signs if negative else ~signs, out)


def isposinf(x, out=None):
    return _infinite_with_sign(x, out, negative=False)


def isneginf(x, out=None):
    return _infinite_with_sign(x, out, negative=True)


def real(val):
    try:
        return val.real
    except AttributeError:
        return np.asanyarray(val).real


def imag(val):
    try:
        return val.imag
    except AttributeError:
        return np.asanyarray(val).imag


def real_if_close(a, tol=100):
    a = np.asanyarray(a)
    if a.dtype.kind != "c":
        return a
    if tol > 1:
        tol = tol * np.finfo(a.dtype).eps
    return a.real if np.all(np.abs(a.imag) < tol) else a


def angle(z, deg=False):
    z = np.asanyarray(z)
    x, y = (z.real, z.imag) if z.dtype.kind == "c" else (z, 0)
    result = np.arctan2(y, x)
    if deg:
        result *= 180 / np.pi
    return result
