"""Evenly spaced numbers on logarithmic scales, and arrays made from functions of positions."""

import numpy as np


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    if not isinstance(base, (float, int)) and np.ndim(base):
        ndim = np.broadcast(start, stop, base).ndim
        start, stop, base = (np.array(bound, copy=None, ndmin=ndim) for bound in (start, stop, base))
        base = np.expand_dims(base, axis)
    powers = np.power(base, np.linspace(start, stop, num=num, endpoint=endpoint, axis=axis))
    return powers if dtype is None else powers.astype(dtype, copy=False)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    start, stop = np.asanyarray(start), np.asanyarray(stop)
    if np.any(start == 0) or np.any(stop == 0):
        raise ValueError("Geometric sequence cannot include zero")
    working = np.result_type(start, stop, float(num), np.zeros((), dtype))
    start, stop = start.astype(working), stop.astype(working)
    # Turned onto the positive axis, where logarithms are real.
    direction = np.sign(start)
    start, stop = start / direction, stop / direction
    result = logspace(np.log10(start), np.log10(stop), num=num, endpoint=endpoint, base=10.0, dtype=working)
    # Powers and logarithms round; the ends are known.
    if num > 0:
        result[0] = start
        if num > 1 and endpoint:
            result[-1] = stop
    result *= direction
    if axis != 0:
        result = np.moveaxis(result, 0, axis)
    return result.astype(working if dtype is None else dtype, copy=False)


def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*np.indices(shape, dtype=dtype), **kwargs)


def vander(x, N=None, increasing=False):
    x = np.asanyarray(x)
    if x.ndim != 1:
        raise ValueError("x must be a one-dimensional array or sequence.")
    columns = len(x) if N is None else N
    powers = np.empty((len(x), columns), dtype=np.promote_types(x.dtype, int))
    ascending = powers if increasing else powers[:, ::-1]
    if columns > 0:
        ascending[:, 0] = 1
    if columns > 1:
        ascending[:, 1:] = x[:, None]
        np.multiply.accumulate(ascending[:, 1:], out=ascending[:, 1:], axis=1)
    return powers


def fromiter(iter, dtype, count=-1, *, like=None):
    if np.dtype(dtype).itemsize == 0:
        raise ValueError("Must specify length when using variable-size data-type.")
    items = []
    for item in iter:
        if len(items) == count:
            break
        items.append(item)
    if len(items) < count:
        raise ValueError(f"iterator too short: Expected {count} but iterator had only {len(items)} items.")
    return np.array(items, dtype=dtype)
