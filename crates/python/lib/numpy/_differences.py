"""Differences of neighbours, and what is built of them: slopes and areas; and in which bin a value falls."""

import builtins as _builtins

import numpy as np

from ._axes import NO_VALUE, normalize_axes, normalize_axis


def _at(ndim, axis, index):
    """An index for one axis, everything along the others."""
    return (slice(None),) * axis + (index,) + (slice(None),) * (ndim - axis - 1)


def _attachment(values, a, axis):
    values = np.asanyarray(values)
    if values.ndim == 0:
        values = np.broadcast_to(values, a.shape[:axis] + (1,) + a.shape[axis + 1:])
    return values


def diff(a, n=1, axis=-1, prepend=NO_VALUE, append=NO_VALUE):
    if n == 0:
        return a
    if n < 0:
        raise ValueError(f"order must be non-negative but got {n!r}")
    a = np.asanyarray(a)
    if a.ndim == 0:
        raise ValueError("diff requires input that is at least one dimensional")
    axis = normalize_axis(axis, a.ndim)
    parts = [] if prepend is NO_VALUE else [_attachment(prepend, a, axis)]
    parts.append(a)
    if append is not NO_VALUE:
        parts.append(_attachment(append, a, axis))
    if len(parts) > 1:
        a = np.concatenate(parts, axis)
    later, earlier = _at(a.ndim, axis, slice(1, None)), _at(a.ndim, axis, slice(None, -1))
    operation = np.not_equal if a.dtype == np.bool_ else np.subtract
    for _ in range(n):
        a = operation(a[later], a[earlier])
    return a


def _end(values, dtype, name):
    values = np.asanyarray(values)
    if not np.can_cast(values.dtype, dtype, casting="same_kind"):
        raise TypeError(f"dtype of `{name}` must be compatible with input `ary` under the `same_kind` rule.")
    return values.ravel()


def ediff1d(ary, to_end=None, to_begin=None):
    ary = np.asanyarray(ary).ravel()
    if to_begin is None and to_end is None:
        return ary[1:] - ary[:-1]
    begin = [] if to_begin is None else _end(to_begin, ary.dtype, "to_begin")
    end = [] if to_end is None else _end(to_end, ary.dtype, "to_end")
    steps = _builtins.max(len(ary) - 1, 0)
    result = np.empty_like(ary, shape=len(begin) + steps + len(end))
    if len(begin):
        result[:len(begin)] = begin
    if len(end):
        result[len(begin) + steps:] = end
    np.subtract(ary[1:], ary[:-1], result[len(begin):len(begin) + steps])
    return result


def _spacings(f, axes, varargs):
    """For each axis the distance of neighbours: one number, or as many as there are steps."""
    if not varargs:
        return [1.0] * len(axes)
    if len(varargs) == 1 and np.ndim(varargs[0]) == 0:
        return [varargs[0]] * len(axes)
    if len(varargs) != len(axes):
        raise TypeError("invalid number of arguments")
    spacings = list(varargs)
    for i, positions in enumerate(varargs):
        positions = np.asanyarray(positions)
        if positions.ndim == 0:
            continue
        if positions.ndim != 1:
            raise ValueError("distances must be either scalars or 1d")
        if len(positions) != f.shape[axes[i]]:
            raise ValueError("when 1d, distances must match the length of the corresponding dimension")
        if positions.dtype.kind in "iu":
            positions = positions.astype(np.float64)
        steps = np.diff(positions)
        # Equal steps compute as one, more exactly.
        spacings[i] = steps[0] if (steps == steps[0]).all() else steps
    return spacings


def _slope(f, axis, spacing, edge_order):
    """Second-order differences inside, one-sided ones at both ends, along an axis."""

    def part(start, stop=None):
        index = start if stop is None else slice(start, stop or None)
        return f[_at(f.ndim, axis, index)]

    def at(index):
        return _at(f.ndim, axis, index)

    result = np.empty_like(f, dtype=f.dtype if f.dtype.kind in "fc" else np.float64)
    uniform = np.ndim(spacing) == 0
    if uniform:
        result[at(slice(1, -1))] = (part(2, 0) - part(0, -2)) / (2.0 * spacing)
    else:
        before, after = spacing[:-1], spacing[1:]
        column = (1,) * axis + (-1,) + (1,) * (f.ndim - axis - 1)
        a = (-after / (before * (before + after))).reshape(column)
        b = ((after - before) / (before * after)).reshape(column)
        c = (before / (after * (before + after))).reshape(column)
        result[at(slice(1, -1))] = a * part(0, -2) + b * part(1, -1) + c * part(2, 0)
    if edge_order == 1:
        first, last = (spacing, spacing) if uniform else (spacing[0], spacing[-1])
        result[at(0)] = (part(1) - part(0)) / first
        result[at(-1)] = (part(-1) - part(-2)) / last
        return result
    if uniform:
        a, b, c = -1.5 / spacing, 2.0 / spacing, -0.5 / spacing
    else:
        near, far = spacing[0], spacing[1]
        a = -(2.0 * near + far) / (near * (near + far))
        b = (near + far) / (near * far)
        c = -near / (far * (near + far))
    result[at(0)] = a * part(0) + b * part(1) + c * part(2)
    if uniform:
        a, b, c = 0.5 / spacing, -2.0 / spacing, 1.5 / spacing
    else:
        far, near = spacing[-2], spacing[-1]
        a = near / (far * (far + near))
        b = -(near + far) / (far * near)
        c = (2.0 * near + far) / (near * (far + near))
    result[at(-1)] = a * part(-3) + b * part(-2) + c * part(-1)
    return result


def gradient(f, *varargs, axis=None, edge_order=1):
    f = np.asanyarray(f)
    axes = tuple(range(f.ndim)) if axis is None else normalize_axes(axis, f.ndim)
    spacings = _spacings(f, axes, varargs)
    if edge_order > 2:
        raise ValueError("'edge_order' greater than 2 not supported")
    if f.dtype.kind in "iu":
        f = f.astype(np.float64)
    slopes = []
    for axis, spacing in zip(axes, spacings):
        if f.shape[axis] < edge_order + 1:
            raise ValueError(
                "Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are "
                "required."
            )
        slopes.append(_slope(f, axis, spacing, edge_order))
    return slopes[0] if len(axes) == 1 else tuple(slopes)


def trapezoid(y, x=None, dx=1.0, axis=-1):
    y = np.asanyarray(y)
    if x is None:
        steps = dx
    else:
        x = np.asanyarray(x)
        if x.ndim == 1:
            steps = np.diff(x)
            shape = [1] * y.ndim
            shape[axis] = steps.shape[0]
            steps = steps.reshape(shape)
        else:
            steps = np.diff(x, axis=axis)
    later, earlier = [slice(None)] * y.ndim, [slice(None)] * y.ndim
    later[axis], earlier[axis] = slice(1, None), slice(None, -1)
    return (steps * (y[tuple(later)] + y[tuple(earlier)]) / 2.0).sum(axis)


def digitize(x, bins, right=False):
    x, bins = np.asarray(x), np.asarray(bins)
    if x.dtype.kind == "c":
        raise TypeError("x may not be complex")
    for array in (x, bins):
        if array.dtype.kind in "cU":
            raise TypeError(
                f"Cannot cast array data from dtype('{array.dtype}') to dtype('float64') according to the rule 'safe'"
            )
    if bins.ndim != 1:
        depth = "small depth" if bins.ndim == 0 else "deep"
        raise ValueError(f"object {'of ' if bins.ndim == 0 else ''}too {depth} for desired array")
    side = "left" if right else "right"
    if not np.any(bins[:-1] > bins[1:]):
        return np.searchsorted(bins, x, side=side)
    if np.any(bins[:-1] < bins[1:]):
        raise ValueError("bins must be monotonically increasing or decreasing")
    return len(bins) - np.searchsorted(bins[::-1], x, side=side)
