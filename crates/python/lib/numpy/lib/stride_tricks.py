"""Views with other shapes and strides."""

import numpy as np
from numpy import _as_strided

__all__ = ["as_strided", "sliding_window_view"]


def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
    x = np.array(x, copy=None, subok=subok)
    shape = x.shape if shape is None else shape
    if strides is None:
        # An array in C order tells of no strides, so that the new shape gets its own.
        strides = np.empty(shape, x.dtype).strides if x.flags.c_contiguous else x.strides
    return _as_strided(x, shape, strides, bool(writeable))


def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
    x = np.array(x, copy=None, subok=subok)
    window_shape = tuple(window_shape) if hasattr(window_shape, "__iter__") else (window_shape,)
    if np.any(np.array(window_shape) < 0):
        raise ValueError("`window_shape` cannot contain negative values")
    if axis is None:
        axes = tuple(range(x.ndim))
        if len(window_shape) != len(axes):
            raise ValueError(
                "Since axis is `None`, must provide window_shape for all dimensions of `x`; "
                f"got {len(window_shape)} window_shape elements and `x.ndim` is {x.ndim}."
            )
    else:
        axes = tuple(_normalized(one, x.ndim) for one in (axis if hasattr(axis, "__iter__") else (axis,)))
        if len(window_shape) != len(axes):
            raise ValueError(
                "Must provide matching length window_shape and axis; "
                f"got {len(window_shape)} window_shape elements and {len(axes)} axes elements."
            )
    sizes = list(x.shape)
    for one, window in zip(axes, window_shape):
        if sizes[one] < window:
            raise ValueError("window shape cannot be larger than input array shape")
        sizes[one] -= window - 1
    strides = x.strides + tuple(x.strides[one] for one in axes)
    return _as_strided(x, tuple(sizes) + window_shape, strides, bool(writeable))


def _normalized(axis, ndim):
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    return axis % ndim


np._offer(globals())
