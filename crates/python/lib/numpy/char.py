"""`numpy.char`: the older names of `numpy.strings`, whose comparisons overlook spaces at the end."""

import numpy as np
from numpy import strings as _strings
from numpy.strings import (
    add, capitalize, center, count, endswith, expandtabs, find, index, isalnum, isalpha, isdecimal, isdigit, islower,
    isnumeric, isspace, istitle, isupper, ljust, lower, lstrip, mod, replace, rfind, rindex, rjust, rstrip, startswith,
    str_len, strip, swapcase, title, translate, upper, zfill,
)

__all__ = [
    "add", "capitalize", "center", "compare_chararrays", "count", "endswith", "equal", "expandtabs", "find", "greater",
    "greater_equal", "index", "isalnum", "isalpha", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle",
    "isupper", "join", "less", "less_equal", "ljust", "lower", "lstrip", "mod", "multiply", "not_equal", "partition",
    "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith",
    "str_len", "strip", "swapcase", "title", "translate", "upper", "zfill",
]

_COMPARISONS = {
    "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}


def compare_chararrays(a1, a2, cmp, rstrip):
    if cmp not in _COMPARISONS:
        raise ValueError("comparison must be '==', '!=', '<', '>', '<=', '>='")
    arrays = [np.asarray(a) for a in (a1, a2)]
    if any(array.dtype.kind != "U" for array in arrays):
        raise TypeError("comparison of non-string arrays")
    if rstrip:
        arrays = [_strings.rstrip(array) for array in arrays]
    return _COMPARISONS[cmp](*arrays)


def equal(x1, x2):
    return compare_chararrays(x1, x2, "==", True)


def not_equal(x1, x2):
    return compare_chararrays(x1, x2, "!=", True)


def less(x1, x2):
    return compare_chararrays(x1, x2, "<", True)


def less_equal(x1, x2):
    return compare_chararrays(x1, x2, "<=", True)


def greater(x1, x2):
    return compare_chararrays(x1, x2, ">", True)


def greater_equal(x1, x2):
    return compare_chararrays(x1, x2, ">=", True)


def multiply(a, i):
    try:
        return _strings.multiply(a, i)
    except TypeError:
        raise ValueError("Can only multiply by integers") from None


def partition(a, sep):
    return np.stack(_strings.partition(a, sep), axis=-1)


def rpartition(a, sep):
    return np.stack(_strings.rpartition(a, sep), axis=-1)


def join(sep, seq):
    return _strings._written(str, str.join, _strings._texts(sep), _strings._texts(seq))


def _without_lists(name):
    def refuse(a, *args):
        _strings._texts(a)
        given = ", ".join(repr(one) for one in args if one is not None)
        raise TypeError(
            f"char.{name} gives an array of lists, which is not available here; "
            f"use [text.{name}({given}) for text in a]"
        )

    if name == "splitlines":
        def function(a, keepends=None):
            refuse(a, keepends)
    else:
        def function(a, sep=None, maxsplit=None):
            refuse(a, sep, maxsplit)

    function.__name__ = function.__qualname__ = name
    return function


rsplit, split, splitlines = map(_without_lists, ("rsplit", "split", "splitlines"))


np._offer(globals())
