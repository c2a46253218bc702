"""Functions that give complex results where real ones do not exist: `numpy.emath`."""

import numpy as np

__all__ = ["arccos", "arcsin", "arctanh", "log", "log10", "log2", "logn", "power", "sqrt"]


def _as_complex(x):
    narrow = x.dtype in (np.float32, np.int8, np.int16, np.uint8, np.uint16, np.complex64)
    return x.astype(np.complex64 if narrow else np.complex128)


def _complex_if_negative(x):
    x = np.asarray(x)
    return _as_complex(x) if np.any(np.isreal(x) & (x < 0)) else x


def _complex_beyond_one(x):
    x = np.asarray(x)
    return _as_complex(x) if np.any(np.isreal(x) & (np.abs(x) > 1)) else x


def sqrt(x):
    return np.sqrt(_complex_if_negative(x))


def log(x):
    return np.log(_complex_if_negative(x))


def log10(x):
    return np.log10(_complex_if_negative(x))


def log2(x):
    return np.log2(_complex_if_negative(x))


def logn(n, x):
    return log(x) / log(n)


def power(x, p):
    p = np.asarray(p)
    if np.any(np.isreal(p) & (p < 0)):
        p = p * 1.0
    return np.power(_complex_if_negative(x), p)


def arccos(x):
    return np.arccos(_complex_beyond_one(x))


def arcsin(x):
    return np.arcsin(_complex_beyond_one(x))


def arctanh(x):
    return np.arctanh(_complex_beyond_one(x))


np._offer(globals())
