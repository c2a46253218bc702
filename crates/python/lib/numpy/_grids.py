"""Objects that are indexed to make arrays: grids (mgrid, ogrid), concatenation (r_, c_), index tuples (s_)."""

import builtins

import numpy as np

__all__ = ["c_", "index_exp", "mgrid", "ogrid", "r_", "s_"]


class _Grid:
    """Coordinates of a grid: along each axis a slice, whose imaginary step is a number of points, both ends included."""

    def __init__(self, sparse):
        self.sparse = sparse

    def __getitem__(self, key):
        if not isinstance(key, tuple):
            step = key.step
            return _points(key.start, key.stop, step)
        axes = [(one.start or 0, one.stop, 1 if one.step is None else one.step) for one in key]
        numbers = [0]
        sizes = []
        for start, stop, step in axes:
            counted = isinstance(step, (complex, np.complexfloating))
            sizes.append(int(abs(step)) if counted else int(np.ceil((stop - start) / step)))
            numbers += [start, stop, abs(step) if counted else step]
        dtype = np.result_type(*numbers)
        if self.sparse:
            grids = [np.arange(size, dtype=dtype) for size in sizes]
        else:
            grids = np.indices(sizes, dtype)
        for axis, (start, stop, step) in enumerate(axes):
            grids[axis] = grids[axis] * _width(start, stop, step) + start
        if not self.sparse:
            return grids
        last = len(axes) - 1
        return tuple(
            grid.reshape((1,) * axis + (-1,) + (1,) * (last - axis)) for axis, grid in enumerate(grids)
        )

    def __len__(self):
        return 0


def _width(start, stop, step):
    """The distance between points; an imaginary step counts them."""
    if not isinstance(step, (complex, np.complexfloating)):
        return step
    count = int(abs(step))
    return (stop - start) / float(count - 1) if count != 1 else count


def _points(start, stop, step):
    start = start or 0
    if isinstance(step, (complex, np.complexfloating)):
        width = abs(step) if int(abs(step)) == 1 else _width(start, stop, step)
        dtype = np.result_type(start, stop, float(width))
        return np.arange(0, int(abs(step)), 1, dtype=dtype) * width + start
    return np.arange(start, stop, step)


class _Concatenation:
    """Joins what it is indexed with: slices become ranges, a leading text chooses axis, rank and placement."""

    def __init__(self, axis=0, ndmin=1, trans1d=-1):
        self.axis, self.ndmin, self.trans1d = axis, ndmin, trans1d

    def __getitem__(self, key):
        items = list(key) if isinstance(key, tuple) else [key]
        axis, ndmin, placement = self.axis, self.ndmin, self.trans1d
        makes_matrix = items.pop(0) if items and isinstance(items[0], str) and items[0] in ("r", "c") else None
        if items and isinstance(items[0], str) and not makes_matrix:
            axis, ndmin, placement = self._directive(items.pop(0))
        if builtins.any(isinstance(item, str) for item in items):
            raise ValueError("special directives must be the first entry.")
        parts = [self._part(item, ndmin, placement) for item in items]
        scalars = [isinstance(item, (int, float, complex, np.generic)) for item in items]
        if builtins.any(scalars):
            types = [item if scalar else part.dtype for item, part, scalar in zip(items, parts, scalars)]
            dtype = np.result_type(*types)
            parts = [np.array(part, dtype=dtype, copy=None) for part in parts]
        joined = np.concatenate(tuple(parts), axis=axis)
        if not makes_matrix:
            return joined
        matrix = np.matrix(joined)
        return matrix.T if joined.ndim == 1 and makes_matrix == "c" else matrix

    def _directive(self, text):
        """Axis, least rank and place of the original axes, as `"axis,rank,place"` says."""
        numbers = text.split(",")
        try:
            numbers = [int(number) for number in numbers]
        except (ValueError, TypeError):
            raise ValueError("unknown special directive" + (f" {text!r}" if len(numbers) > 1 else "")) from None
        return numbers[0], *(numbers[1:] + [self.ndmin, self.trans1d][len(numbers) - 1:])

    def _part(self, item, ndmin, placement):
        if isinstance(item, slice):
            start, stop = item.start or 0, item.stop
            step = 1 if item.step is None else item.step
            if isinstance(step, (complex, np.complexfloating)):
                part = np.linspace(start, stop, num=int(abs(step)))
            else:
                part = np.arange(start, stop, step)
            if ndmin > 1:
                part = np.array(part, copy=None, ndmin=ndmin)
                if placement != -1:
                    part = part.swapaxes(-1, placement)
            return part
        ndim = np.ndim(item)
        part = np.array(item, copy=None, ndmin=ndmin)
        if placement != -1 and ndim < ndmin:
            added = ndmin - ndim
            first = placement if placement >= 0 else placement + added + 1
            axes = list(range(ndmin))
            part = part.transpose(axes[:first] + axes[added:] + axes[first:added])
        return part

    def __len__(self):
        return 0


class _Index:
    """Gives back what it is indexed with."""

    def __init__(self, maketuple):
        self.maketuple = maketuple

    def __getitem__(self, item):
        if self.maketuple and not isinstance(item, tuple):
            return (item,)
        return item


mgrid, ogrid = _Grid(sparse=False), _Grid(sparse=True)
r_, c_ = _Concatenation(), _Concatenation(axis=-1, ndmin=2, trans1d=0)
index_exp, s_ = _Index(maketuple=True), _Index(maketuple=False)
