"""Arguments that several modules share: axes, and arguments that were not given."""

import operator as _operator

import numpy as np


class _NoValueType:
    """The default of arguments whose absence is not None."""

    def __repr__(self):
        return "<no value>"


NO_VALUE = _NoValue = _NoValueType()


def like(template, array):
    """The array as one of the class of `template`, if that is derived from `ndarray`."""
    derived = isinstance(template, np.ndarray) and type(template) is not np.ndarray
    return template.__array_wrap__(array) if derived else array


def given(**arguments):
    """The keyword arguments that were given."""
    return {name: value for name, value in arguments.items() if value is not NO_VALUE}


def normalize_axis(axis, ndim):
    """An axis as an index, with the words that NumPy has where it reads an `int` of C."""
    if isinstance(axis, float):
        raise TypeError("integer argument expected, got float")
    return normalize_axes(_operator.index(axis), ndim)[0]


def normalize_axes(axis, ndim, argname=None):
    """One axis or a tuple of axes as a tuple of indices."""
    axes = (axis,) if hasattr(axis, "__index__") and not isinstance(axis, np.ndarray) else tuple(axis)
    normalized = []
    for axis in axes:
        axis = _operator.index(axis)
        if not -ndim <= axis < ndim:
            raise np.exceptions.AxisError(axis, ndim, argname)
        normalized.append(axis % ndim)
    if len(set(normalized)) != len(normalized):
        raise ValueError(f"repeated axis in `{argname}` argument" if argname else "repeated axis")
    return tuple(normalized)


def merge_axes(a, axis):
    """The array with the given axes (all if None) made one, the last; and the shape that keepdims gives the result."""
    if axis is None:
        return a.reshape(-1), (1,) * a.ndim
    axes = normalize_axes(axis, a.ndim)
    kept = [i for i in range(a.ndim) if i not in axes]
    merged = a.transpose(kept + sorted(axes)) if axes != (a.ndim - 1,) else a
    if len(axes) != 1:
        merged = merged.reshape(tuple(a.shape[i] for i in kept) + (-1,))
    return merged, tuple(1 if i in axes else a.shape[i] for i in range(a.ndim))
