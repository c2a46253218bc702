"""Lists that hold integers beyond 64 bits, folded: NumPy makes arrays of objects of them, and so does Python's arithmetic."""

import builtins as _builtins
import functools as _functools
import operator as _operator

import numpy as np


def _elements(a):
    if not isinstance(a, (list, tuple)):
        return [a]
    return [element for item in a for element in _elements(item)]


def sum(a):
    return _functools.reduce(_operator.add, _elements(a))


def prod(a):
    return _functools.reduce(_operator.mul, _elements(a))


def max(a):
    return _functools.reduce(_builtins.max, _elements(a))


def min(a):
    return _functools.reduce(_builtins.min, _elements(a))


def mean(a):
    return np.float64(sum(a) / len(_elements(a)))


amax, amin = max, min
