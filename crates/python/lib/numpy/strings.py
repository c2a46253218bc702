"""`numpy.strings`: what Python's texts can do, for every element of arrays of texts."""

import builtins as _builtins

import numpy as np
from numpy import add, equal, greater, greater_equal, less, less_equal, not_equal

__all__ = [
    "add", "capitalize", "center", "count", "endswith", "equal", "expandtabs", "find", "greater", "greater_equal",
    "index", "isalnum", "isalpha", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper",
    "less", "less_equal", "ljust", "lower", "lstrip", "mod", "multiply", "not_equal", "partition", "replace", "rfind",
    "rindex", "rjust", "rpartition", "rstrip", "slice", "startswith", "str_len", "strip", "swapcase", "title",
    "translate", "upper", "zfill",
]

_ABSENT = object()


def _texts(a):
    array = np.asarray(a)
    if array.dtype.kind != "U":
        raise TypeError("string operation on non-string array")
    return array


def _each(function, *args):
    """What a function gives for the elements of arrays, broadcast: their shape, and the results in C order."""
    arrays = np.broadcast_arrays(*args)
    columns = [array.ravel().tolist() for array in arrays]
    return arrays[0].shape, [function(*values) for values in zip(*columns)]


def _answers(dtype, function, *args):
    """Numbers or truth values; one of them for texts without axes."""
    shape, results = _each(function, *args)
    return np.array(results, dtype).reshape(shape)[()]


def _written(dtype, function, *args):
    """Texts, as an array whatever its axes. `str` for a dtype makes it as wide as the longest is."""
    shape, results = _each(function, *args)
    return np.array(results, dtype).reshape(shape)


def _bound(end):
    return np.iinfo(np.int64).max if end is None else end


def _mapping(name):
    method = getattr(str, name)

    def function(a):
        array = _texts(a)
        return _written(array.dtype, method, array)

    function.__name__ = function.__qualname__ = name
    return function


def _question(name):
    method = getattr(str, name)

    def function(x):
        return _answers(bool, method, _texts(x))

    function.__name__ = function.__qualname__ = name
    return function


capitalize, lower, swapcase, title, upper = map(_mapping, ("capitalize", "lower", "swapcase", "title", "upper"))
isalnum, isalpha, isdecimal, isdigit, islower, isnumeric, isspace, istitle, isupper = map(
    _question,
    ("isalnum", "isalpha", "isdecimal", "isdigit", "islower", "isnumeric", "isspace", "istitle", "isupper"),
)


def str_len(x):
    return _answers(int, len, _texts(x))


def _stripped(method, a, chars):
    array = _texts(a)
    if chars is None:
        return _written(array.dtype, method, array)[()]
    return _written(array.dtype, method, array, _texts(chars))[()]


def strip(a, chars=None):
    return _stripped(str.strip, a, chars)


def lstrip(a, chars=None):
    return _stripped(str.lstrip, a, chars)


def rstrip(a, chars=None):
    return _stripped(str.rstrip, a, chars)


def startswith(a, prefix, start=0, end=None):
    return _answers(bool, str.startswith, _texts(a), _texts(prefix), start, _bound(end))


def endswith(a, suffix, start=0, end=None):
    return _answers(bool, str.endswith, _texts(a), _texts(suffix), start, _bound(end))


def find(a, sub, start=0, end=None):
    return _answers(int, str.find, _texts(a), _texts(sub), start, _bound(end))


def rfind(a, sub, start=0, end=None):
    return _answers(int, str.rfind, _texts(a), _texts(sub), start, _bound(end))


def index(a, sub, start=0, end=None):
    return _answers(int, str.index, _texts(a), _texts(sub), start, _bound(end))


def rindex(a, sub, start=0, end=None):
    return _answers(int, str.rindex, _texts(a), _texts(sub), start, _bound(end))


def count(a, sub, start=0, end=None):
    return _answers(int, str.count, _texts(a), _texts(sub), start, _bound(end))


def replace(a, old, new, count=-1):
    return _written(str, str.replace, _texts(a), _texts(old), _texts(new), count)


def multiply(a, i):
    array, times = _texts(a), np.asarray(i)
    if times.dtype.kind not in "iu":
        raise TypeError(f"unsupported type {times.dtype} for operand 'i'")
    return _written(str, lambda text, times: text * times, array, times)


def mod(a, values):
    return _written(str, lambda text, value: text % value, _texts(a), values)


def _justified(method, a, width, fillchar):
    fill = _texts(fillchar)
    if np.any(str_len(fill) != 1):
        raise TypeError("The fill character must be exactly one character long")
    return _written(str, method, _texts(a), width, fill)


def center(a, width, fillchar=" "):
    return _justified(str.center, a, width, fillchar)


def ljust(a, width, fillchar=" "):
    return _justified(str.ljust, a, width, fillchar)


def rjust(a, width, fillchar=" "):
    return _justified(str.rjust, a, width, fillchar)


def zfill(a, width):
    return _written(str, str.zfill, _texts(a), width)


def expandtabs(a, tabsize=8):
    return _written(str, str.expandtabs, _texts(a), tabsize)


def _parted(method, a, sep):
    shape, parts = _each(method, _texts(a), _texts(sep))
    columns = zip(*parts) if parts else ((), (), ())
    return tuple(np.array(column, dtype=str).reshape(shape) for column in columns)


def partition(a, sep):
    return _parted(str.partition, a, sep)


def rpartition(a, sep):
    return _parted(str.rpartition, a, sep)


def translate(a, table, deletechars=None):
    array = _texts(a)
    return _written(array.dtype, lambda text: text.translate(table), array)


def slice(a, start=None, stop=_ABSENT, step=None, /):
    if stop is _ABSENT:
        start, stop = None, start
    array = _texts(a)
    # None cannot stand in an array: bounds that are not given are left out of what is broadcast.
    given = [bound for bound in (start, stop, step) if bound is not None]

    def cut(text, *bounds):
        bounds = iter(bounds)
        return text[_builtins.slice(*(None if bound is None else next(bounds) for bound in (start, stop, step)))]

    return _written(array.dtype, cut, array, *given)[()]


np._offer(globals())
