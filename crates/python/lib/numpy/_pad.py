"""`np.pad`: arrays made larger at their edges."""

import numpy as np

# The keyword arguments that each mode takes.
_KEYWORDS = {
    "empty": (), "edge": (), "wrap": (),
    "constant": ("constant_values",),
    "linear_ramp": ("end_values",),
    "maximum": ("stat_length",), "mean": ("stat_length",), "median": ("stat_length",), "minimum": ("stat_length",),
    "reflect": ("reflect_type",), "symmetric": ("reflect_type",),
}

_STATISTICS = {"maximum": np.max, "minimum": np.min, "mean": np.mean, "median": None}


def pad(array, pad_width, mode="constant", **kwargs):
    array = np.asarray(array)
    if isinstance(pad_width, dict):
        widths = [(0, 0)] * array.ndim
        for axis, width in pad_width.items():
            widths[axis] = (width, width) if isinstance(width, (int, np.integer)) else tuple(width)
        pad_width = widths
    widths = None if callable(pad_width) else np.asarray(pad_width)
    if widths is None or widths.dtype.kind != "i":
        raise TypeError("`pad_width` must be of integral type.")
    widths = _pairs(widths, array.ndim)
    if any(width < 0 for pair in widths for width in pair):
        raise ValueError("index can't contain negative values")
    if callable(mode):
        return _by_function(array, widths, mode, kwargs)
    if mode not in _KEYWORDS:
        raise ValueError(f"mode '{mode}' is not supported")
    unsupported = set(kwargs) - set(_KEYWORDS[mode])
    if unsupported:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unsupported}")
    options = _options(mode, kwargs, array.ndim)
    padded = array
    for axis, (before, after) in enumerate(widths):
        if array.shape[axis] == 0 and mode not in ("constant", "empty") and (before or after):
            raise ValueError(f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'")
        if before or after:
            padded = _padded(padded, axis, before, after, mode, options[axis])
    fortran = array.flags.fnc
    if padded is array:
        return array.copy("F" if fortran else "C")
    return np.array(padded, order="F") if fortran else np.ascontiguousarray(padded).reshape(padded.shape)


def _pairs(values, ndim):
    """A value before and one after for each axis."""
    if ndim == 0:
        return []
    return [tuple(pair) for pair in np.broadcast_to(values, (ndim, 2)).tolist()]


def _options(mode, kwargs, ndim):
    """What a mode needs to know, axis by axis."""
    if mode == "constant":
        return _pairs_of_any(kwargs.get("constant_values", 0), ndim)
    if mode == "linear_ramp":
        return _pairs_of_any(kwargs.get("end_values", 0), ndim)
    if mode in _STATISTICS:
        length = kwargs.get("stat_length")
        if length is None:
            return [(None, None)] * ndim
        lengths = _pairs(np.asarray(length), ndim)
        if any(one < 0 for pair in lengths for one in pair):
            raise ValueError("index can't contain negative values")
        return lengths
    return [kwargs.get("reflect_type", "even")] * ndim


def _pairs_of_any(values, ndim):
    pairs = np.broadcast_to(np.asarray(values), (ndim, 2)) if ndim else np.zeros((0, 2))
    return [(pair[0], pair[1]) for pair in pairs]


def _slab(array, axis, width):
    """A fresh array of so many slices along the axis."""
    shape = list(array.shape)
    shape[axis] = width
    return np.empty(shape, dtype=array.dtype)


def _padded(array, axis, before, after, mode, option):
    if mode in ("edge", "wrap", "reflect", "symmetric"):
        return _repeated(array, axis, before, after, mode, option)
    sides = []
    for side, width in ((0, before), (1, after)):
        slab = _slab(array, axis, width)
        if mode == "constant":
            slab[...] = option[side]
        elif mode == "linear_ramp":
            slab[...] = _ramp(array, axis, side, width, option[side])
        elif mode != "empty":
            slab[...] = _statistic(array, axis, side, mode, option[side])
        sides.append(slab)
    return np.concatenate([sides[0], array, sides[1]], axis=axis)


def _edge(array, axis, side, length=1):
    """The first or last slices along the axis."""
    size = array.shape[axis]
    part = slice(0, length) if side == 0 else slice(max(size - length, 0), size)
    return array[(slice(None),) * axis + (part,)]


def _ramp(array, axis, side, width, end):
    edge = np.squeeze(_edge(array, axis, side), axis=axis)
    ramp = np.linspace(end, edge, width, endpoint=False, dtype=array.dtype, axis=axis)
    return ramp if side == 0 else np.flip(ramp, axis=axis)


def _statistic(array, axis, side, mode, length):
    size = array.shape[axis]
    length = size if length is None or length > size else length
    if length == 0 and mode in ("maximum", "minimum"):
        raise ValueError("stat_length of 0 yields no value for padding")
    function = _STATISTICS[mode] or np.median
    result = function(_edge(array, axis, side, length), axis=axis, keepdims=True)
    return np.round(result) if array.dtype.kind in "iu" and result.dtype.kind == "f" else result


def _repeated(array, axis, before, after, mode, kind):
    """The elements there are, over and over: at each new place the one that the mode continues with."""
    size = array.shape[axis]
    places = np.arange(-before, size + after)
    if mode == "edge":
        return np.take(array, np.minimum(np.maximum(places, 0), size - 1), axis=axis)
    if mode == "wrap":
        return np.take(array, places % size, axis=axis)
    # Mirrored: the period is walked forwards, then backwards. `reflect` does not repeat the edges.
    period = size if mode == "symmetric" else size - 1
    if period == 0:
        return np.take(array, np.zeros_like(places), axis=axis)
    rounds, rest = places // period, places % period
    backwards = size - 1 - rest
    odd = rounds % 2 == 1
    mirrored = np.take(array, np.where(odd, backwards, rest), axis=axis)
    if kind != "odd":
        return mirrored
    # The mirror image is also turned upside down: it goes on rising where the array rises.
    across = (-1,) + (1,) * (array.ndim - axis - 1)
    first, last = _edge(array, axis, 0), _edge(array, axis, 1)
    rounds, odd = rounds.reshape(across), odd.reshape(across)
    climbs = np.where(odd, rounds - 1, rounds).astype(array.dtype)
    continued = np.where(odd, 2 * last - mirrored, mirrored) + climbs * (last - first)
    return continued.astype(array.dtype)


def _by_function(array, widths, function, kwargs):
    padded = array
    for axis, (before, after) in enumerate(widths):
        padded = _padded(padded, axis, before, after, "constant", (0, 0))
    padded = np.array(padded)
    for axis, width in enumerate(widths):
        lines = np.moveaxis(padded, axis, -1)
        for index in np.ndindex(lines.shape[:-1]):
            function(lines[index], width, axis, kwargs)
    return padded
