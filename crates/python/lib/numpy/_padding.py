"""`np.pad`: arrays with a border."""

import builtins as _builtins

import numpy as np

# What each mode takes besides the width.
_OPTIONS = {
    "empty": [],
    "edge": [],
    "wrap": [],
    "constant": ["constant_values"],
    "linear_ramp": ["end_values"],
    "maximum": ["stat_length"],
    "mean": ["stat_length"],
    "median": ["stat_length"],
    "minimum": ["stat_length"],
    "reflect": ["reflect_type"],
    "symmetric": ["reflect_type"],
}
_STATISTICS = {"maximum": np.max, "minimum": np.min, "mean": np.mean, "median": lambda *a, **k: np.median(*a, **k)}


def _pairs(value, ndim, as_index=False):
    """(before, after) for each axis, from a number, a pair, or pairs."""
    if value is None:
        return ((None, None),) * ndim
    value = np.array(value)
    if as_index:
        value = np.round(value).astype(np.intp, copy=False)
        if value.size and value.min() < 0:
            raise ValueError("index can't contain negative values")
    return [tuple(pair) for pair in np.broadcast_to(value, (ndim, 2)).tolist()]


def pad(array, pad_width, mode="constant", **kwargs):
    array = np.asarray(array)
    if isinstance(pad_width, dict):
        widths = [(0, 0)] * array.ndim
        for axis, width in pad_width.items():
            widths[axis] = (width, width) if isinstance(width, int) else tuple(width)
        pad_width = widths
    pad_width = np.asarray(pad_width)
    if pad_width.dtype.kind != "i":
        raise TypeError("`pad_width` must be of integral type.")
    widths = _pairs(pad_width, array.ndim, as_index=True)
    if callable(mode):
        return _by_function(array, widths, mode, kwargs)
    try:
        unknown = set(kwargs) - set(_OPTIONS[mode])
    except KeyError:
        raise ValueError(f"mode '{mode}' is not supported") from None
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    shape = tuple(before + n + after for n, (before, after) in zip(array.shape, widths))
    order = "F" if array.flags.fnc else "C"
    padded = np.empty(shape, dtype=array.dtype, order=order)
    padded[tuple(slice(before, before + n) for n, (before, _) in zip(array.shape, widths))] = array
    if mode == "empty":
        return padded
    axes = range(padded.ndim)
    if mode == "constant":
        values = _values(kwargs.get("constant_values", 0), padded.ndim)
        for axis, width, pair in zip(axes, widths, values):
            _set(padded, axis, width, pair)
        return padded
    if array.size == 0:
        for axis, width in zip(axes, widths):
            if array.shape[axis] == 0 and _builtins.any(width):
                raise ValueError(
                    f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
                )
        return padded
    # An axis at a time; along the later ones the borders already made count as content.
    for axis, width in zip(axes, widths):
        lane = np.moveaxis(padded, axis, 0)
        before, after = width
        inner = tuple(
            slice(w[0], w[0] + n) if other > axis else slice(None)
            for other, (w, n) in enumerate(zip(widths, array.shape))
            if other != axis
        )
        lane = lane[(slice(None),) + inner]
        content = slice(before, before + array.shape[axis])
        if mode == "edge":
            lane[:before] = lane[before : before + 1]
            lane[content.stop :] = lane[content.stop - 1 : content.stop]
        elif mode == "linear_ramp":
            ends = _values(kwargs.get("end_values", 0), padded.ndim)[axis]
            _ramp(lane, content, ends)
        elif mode in _STATISTICS:
            lengths = _pairs(kwargs.get("stat_length", None), padded.ndim)[axis]
            _statistic(lane, content, lengths, mode)
        elif mode == "wrap":
            _wrap(lane, content)
        else:
            _mirror(lane, content, mode == "symmetric", kwargs.get("reflect_type", "even") == "odd")
    return padded


def _by_function(array, widths, function, kwargs):
    """The learner's function changes each vector along each axis in place."""
    padded = pad(array, widths)
    for axis in range(padded.ndim):
        view = np.moveaxis(padded, axis, -1)
        for index in np.ndindex(*view.shape[:-1]):
            function(view[index], widths[axis], axis, kwargs)
    return padded


def _values(value, ndim):
    value = np.broadcast_to(np.array(value), (ndim, 2))
    return [(pair[0], pair[1]) for pair in value]


def _set(padded, axis, width, pair):
    lane = np.moveaxis(padded, axis, 0)
    lane[: width[0]] = pair[0]
    lane[len(lane) - width[1] :] = pair[1]


def _ramp(lane, content, ends):
    before, after = content.start, len(lane) - content.stop
    for count, end, edge in ((before, ends[0], content.start), (after, ends[1], content.stop - 1)):
        if count == 0:
            continue
        ramp = np.linspace(end, lane[edge], num=count, endpoint=False, dtype=lane.dtype, axis=0)
        if edge == content.start:
            lane[:before] = ramp
        else:
            lane[content.stop :] = ramp[::-1]
            if before == 0 and content.start == content.stop - 1:
                continue


def _statistic(lane, content, lengths, mode):
    size = content.stop - content.start
    left, right = (size if length is None or length > size else int(length) for length in lengths)
    if (left == 0 or right == 0) and mode in ("maximum", "minimum"):
        raise ValueError("stat_length of 0 yields no value for padding")
    take = _STATISTICS[mode]

    def rounded(values):
        return np.round(values) if lane.dtype.kind in "iu" else values

    first = rounded(take(lane[content.start : content.start + left], axis=0, keepdims=True))
    last = rounded(take(lane[content.stop - right : content.stop], axis=0, keepdims=True))
    lane[: content.start] = first
    lane[content.stop :] = last


def _wrap(lane, content):
    size = content.stop - content.start
    whole = lane[content].copy()
    positions = (np.arange(len(lane)) - content.start) % size
    lane[...] = whole[positions]


def _mirror(lane, content, with_edge, odd):
    """Reflections about the edges, again and again where the border is wider than the content."""
    start, stop = content.start, content.stop
    size = stop - start
    if size == 1 and not with_edge:
        # There is nothing beyond the edge to reflect.
        lane[...] = lane[start : start + 1].copy()
        return
    if not odd:
        whole = lane[content].copy()
        period = 2 * size if with_edge else 2 * (size - 1)
        positions = (np.arange(len(lane)) - start) % period
        positions = np.minimum(positions, period - positions - (1 if with_edge else 0))
        lane[...] = whole[positions]
        return
    while start > 0 or stop < len(lane):
        size = stop - start
        reach = size if with_edge else size - 1
        skip = 0 if with_edge else 1
        left = _builtins.min(reach, start)
        right = _builtins.min(reach, len(lane) - stop)
        edges = lane[start : start + 1].copy(), lane[stop - 1 : stop].copy()
        low = 2 * edges[0] - lane[start + skip : start + skip + left][::-1]
        high = 2 * edges[1] - lane[stop - skip - right : stop - skip][::-1]
        lane[start - left : start] = low
        lane[stop : stop + right] = high
        start, stop = start - left, stop + right
