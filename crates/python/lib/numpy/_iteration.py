"""Iterators over indices and elements: ndindex, ndenumerate, nditer, nested_iters."""

import operator as _operator

import numpy as np


class ndindex:
    """All indices of a shape in C order."""

    __module__ = "numpy"

    def __init__(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        self.shape = tuple(_operator.index(size) for size in shape)
        if any(size < 0 for size in self.shape):
            raise ValueError("negative dimensions are not allowed")
        self._indices = _indices(self.shape)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._indices)


def _indices(shape):
    if 0 in shape:
        return
    index = [0] * len(shape)
    while True:
        yield tuple(index)
        axis = len(shape) - 1
        while axis >= 0 and index[axis] == shape[axis] - 1:
            index[axis] = 0
            axis -= 1
        if axis < 0:
            return
        index[axis] += 1


class ndenumerate:
    """Pairs of index and element in C order."""

    __module__ = "numpy"

    def __init__(self, arr):
        self.iter = np.asarray(arr).flat

    def __next__(self):
        return self.iter.coords, next(self.iter)

    def __iter__(self):
        return self


_FLAGS = {
    "buffered", "c_index", "common_dtype", "copy_if_overlap", "delay_bufalloc", "external_loop", "f_index", "grow_inner",
    "multi_index", "ranged", "reduce_ok", "refs_ok", "zerosize_ok",
}

_OPERAND_FLAGS = {
    "aligned", "allocate", "arraymask", "contig", "copy", "nbo", "no_broadcast", "no_subtype", "overlap_assume_elementwise",
    "readonly", "readwrite", "updateifcopy", "virtual", "writeonly", "writemasked",
}


class nditer:
    __module__ = "numpy"

    """Iteration over one array or several broadcast together, in the order of their memory unless told otherwise.

    Elements come as 0-d views; with `external_loop` they come as 1-d views of the longest stretches that all operands can
    be walked along with one step. What is written to operands of another type goes back into them on `close`.
    """

    def __init__(self, op, flags=(), op_flags=None, op_dtypes=None, order="K", casting="safe", op_axes=None,
                 itershape=None, buffersize=0):
        for flag in flags:
            if flag not in _FLAGS:
                raise ValueError(f'Unexpected iterator global flag "{flag}"')
        self._flags = set(flags)
        self._buffer = buffersize or 8192
        given = list(op) if isinstance(op, (list, tuple)) else [op]
        self.nop = len(given)
        if not given:
            raise ValueError("Must provide at least one operand")
        modes = self._modes(given, op_flags)
        dtypes = list(op_dtypes) if isinstance(op_dtypes, (list, tuple)) else [op_dtypes] * self.nop
        originals = given
        given = [None if one is None else np.asarray(one) for one in given]
        if "common_dtype" in self._flags:
            common = np.result_type(*[one for one in given if one is not None])
            dtypes = [common] * self.nop
        axes = self._operand_axes(given, op_axes, 0 if itershape is None else len(itershape))
        self.shape = self._common_shape(given, axes, op_axes, itershape)
        self.ndim = len(self.shape)
        if 0 in self.shape and "zerosize_ok" not in self._flags:
            raise ValueError("Iteration of zero-sized operands is not enabled")
        self._write_back = []
        operands = [
            self._operand(position, given, dtypes[position], modes[position], axes[position], casting)
            for position in range(self.nop)
        ]
        # Arrays of derived classes are shown as such, but walked as plain ones.
        self._operands = tuple(
            original if one is plain and isinstance(original, np.ndarray) else one
            for one, plain, original in zip(operands, given, originals)
        )
        self._closed = False
        self.dtypes = tuple(one.dtype for one in operands)
        self._views = [self._stretched(one, mapping, mode) for one, mapping, mode in zip(operands, axes, modes)]
        self.itersize = 1
        for size in self.shape:
            self.itersize *= size
        self.has_multi_index = "multi_index" in self._flags
        self.has_index = "c_index" in self._flags or "f_index" in self._flags
        self.has_delayed_bufalloc = False
        self._order(order)
        self._range = (0, self.itersize)
        self.reset()

    # Operands

    def _modes(self, given, op_flags):
        if op_flags is None:
            return [{"writeonly", "allocate"} if one is None else {"readonly"} for one in given]
        if op_flags and isinstance(op_flags[0], str):
            op_flags = [op_flags] * self.nop
        for flag in (flag for modes in op_flags for flag in modes or ()):
            if flag not in _OPERAND_FLAGS:
                raise ValueError(f'Unexpected per-op iterator flag "{flag}"')
        return [set(modes) if modes else {"readonly"} for modes in op_flags]

    def _operand_axes(self, given, op_axes, least):
        """For each operand the axis that each axis of the iterator walks, None where it stands still."""
        rank = max([one.ndim for one in given if one is not None], default=0)
        rank = max(rank, least)
        if op_axes is not None:
            rank = next(len(mapping) for mapping in op_axes if mapping is not None)
        result = []
        for position, one in enumerate(given):
            mapping = op_axes[position] if op_axes is not None else None
            if mapping is not None:
                result.append([None if axis is None or axis == -1 or axis is np.newaxis else axis for axis in mapping])
            elif one is None:
                result.append(list(range(rank)))
            else:
                result.append([None] * (rank - one.ndim) + list(range(one.ndim)))
        return result

    def _common_shape(self, given, axes, op_axes, itershape):
        shapes = [
            tuple(1 if axis is None else one.shape[axis] for axis in mapping)
            for one, mapping in zip(given, axes)
            if one is not None
        ]
        if itershape is not None:
            shapes.append(tuple(1 if size < 0 else size for size in itershape))
        try:
            return np.broadcast_shapes(*shapes)
        except ValueError:
            listed = [one.shape for one in given if one is not None]
            if op_axes is not None:
                remapped = [shape for shape in shapes]
                texts = [f"{_written(own)}->{_written(new)}" for own, new in zip(listed, remapped)]
                message = "operands could not be broadcast together with remapped shapes [original->remapped]: "
                raise ValueError(message + " ".join(texts) + " ") from None
            texts = " ".join(_written(one) for one in listed)
            raise ValueError(f"operands could not be broadcast together with shapes {texts} ") from None

    def _operand(self, position, given, wanted, modes, mapping, casting):
        array = given[position]
        if array is None:
            dtype = wanted or np.result_type(*[one for one in given if one is not None])
            used = [axis for axis in mapping if axis is not None]
            sizes = dict((axis, size) for axis, size in zip(mapping, self.shape) if axis is not None)
            return np.empty(tuple(sizes[axis] for axis in sorted(used)), dtype=dtype)
        writes = bool(modes & {"readwrite", "writeonly"})
        if wanted is not None and array.dtype != wanted:
            if "writeonly" not in modes and not np.can_cast(array.dtype, wanted, casting):
                raise TypeError(
                    f"Iterator operand {position} dtype could not be cast from {array.dtype!r} to "
                    f"{np.dtype(wanted)!r} according to the rule '{casting}'"
                )
            if writes and not np.can_cast(wanted, array.dtype, casting):
                raise TypeError(
                    f"Iterator requested dtype could not be cast from {np.dtype(wanted)!r} to {array.dtype!r}, the "
                    f"operand {position} dtype, according to the rule '{casting}'"
                )
            if not modes & {"copy", "updateifcopy"} and "buffered" not in self._flags:
                raise TypeError("Iterator operand required copying or buffering, but neither copying nor buffering was enabled")
            copy = array.astype(wanted)
            if writes:
                self._write_back.append((array, copy))
            return copy
        return array

    def _stretched(self, array, mapping, modes):
        """The operand as a view of the iterator's shape."""
        writes = bool(modes & {"readwrite", "writeonly"})
        used = [axis for axis in mapping if axis is not None]
        view = array[...] if len(used) == array.ndim else array.transpose(used + _others(used, array.ndim))
        view = view[tuple(np.newaxis if axis is None else slice(None) for axis in mapping)]
        if view.shape != self.shape:
            if writes and "reduce_ok" not in self._flags:
                raise ValueError(
                    f"non-broadcastable output operand with shape {_written(array.shape)} doesn't match the broadcast "
                    f"shape {_written(self.shape)}"
                )
            strides = tuple(0 if size == 1 else step for size, step in zip(view.shape, view.strides))
            view = np.lib.stride_tricks.as_strided(view, self.shape, strides, writeable=writes)
        if not writes:
            view = view[...]
            view.flags.writeable = False
        return view

    # Order

    def _order(self, order):
        """Which axes are walked, slowest first, and which of them backwards."""
        axes = list(range(self.ndim))
        self._backward = [False] * self.ndim
        if order == "F":
            axes.reverse()
        elif order == "A" and all(view.flags.f_contiguous for view in self._views):
            axes.reverse()
        elif order == "K":
            for axis in axes:
                steps = [view.strides[axis] for view in self._views]
                self._backward[axis] = min(steps) < 0 and max(steps) <= 0
            # As NumPy's insertion sort: an axis goes before another if some operand says so and none objects.
            for at in range(1, len(axes)):
                place = at
                for before in range(at - 1, -1, -1):
                    verdict = self._is_slower(axes[place], axes[before])
                    if verdict is False:
                        break
                    if verdict:
                        axes.insert(before, axes.pop(place))
                        place = before
        self._axes = axes
        flip = tuple(slice(None, None, -1) if back else slice(None) for back in self._backward)
        self._walked = [view[flip].transpose(axes) for view in self._views]
        self._inner = self._inner_axes() if "external_loop" in self._flags else 0

    def _is_slower(self, axis, other):
        verdict = None
        for view in self._views:
            own, rival = abs(view.strides[axis]), abs(view.strides[other])
            if own and rival:
                if own <= rival:
                    return False
                verdict = True
        return verdict

    def _inner_axes(self):
        """How many of the fastest axes can be walked as one by all operands."""
        count = min(1, self.ndim)
        if "buffered" in self._flags:
            return self.ndim
        while count < self.ndim:
            axis = self.ndim - count - 1
            joined = all(
                view.shape[axis] == 1
                or view.strides[axis] == view.strides[axis + 1] * view.shape[axis + 1]
                for view in self._walked
            )
            if not joined:
                break
            count += 1
        return count

    # Walking

    def reset(self):
        outer = tuple(self.shape[axis] for axis in self._axes)
        self._outer = list(_indices(outer[:self.ndim - self._inner])) if self.itersize else []
        self._at = self._chunk = self._range[0]
        self._started = False
        self._chunks = None
        self.finished = self._range[0] == self._range[1]

    @property
    def iterrange(self):
        return self._range

    @iterrange.setter
    def iterrange(self, value):
        start, end = map(_operator.index, value)
        if not 0 <= start <= end <= self.itersize:
            raise ValueError(f"Out-of-bounds range [{start}, {end}) passed to ResetToIterIndexRange")
        if "ranged" not in self._flags:
            raise ValueError(
                "Cannot call ResetToIterIndexRange on an iterator without requesting ranged iteration support in the "
                "constructor"
            )
        self._range = (start, end)
        self.reset()

    @property
    def iterindex(self):
        return self._at if not self._inner else self._at * (self.itersize // max(1, len(self._outer))) + self._chunk

    @iterindex.setter
    def iterindex(self, value):
        self._at = _operator.index(value)
        self.finished = self._at >= len(self._outer)

    def _position(self):
        position = [0] * self.ndim
        for axis, value in zip(self._axes, self._outer[self._at]):
            position[axis] = self.shape[axis] - 1 - value if self._backward[axis] else value
        return tuple(position)

    @property
    def multi_index(self):
        if not self.has_multi_index:
            raise ValueError("Iterator is not tracking a multi-index")
        return self._position()

    @multi_index.setter
    def multi_index(self, value):
        if not self.has_multi_index:
            raise ValueError("Iterator is not tracking a multi-index")
        walked = tuple(
            self.shape[axis] - 1 - value[axis] if self._backward[axis] else value[axis] for axis in self._axes
        )
        if walked not in self._outer:
            raise IndexError("Iterator GotoMultiIndex called with an out-of-bounds multi-index.")
        self._at = self._outer.index(walked)

    @property
    def index(self):
        if not self.has_index:
            raise ValueError("Iterator does not have an index")
        axes = range(self.ndim) if "c_index" in self._flags else range(self.ndim - 1, -1, -1)
        flat, position = 0, self._position()
        for axis in axes:
            flat = flat * self.shape[axis] + position[axis]
        return flat

    def _current(self):
        """The operands' parts at the current place."""
        if not self._inner:
            return tuple(view[self._outer[self._at] + (...,)] for view in self._walked)
        if "buffered" in self._flags:
            return self._buffered()
        return tuple(view[self._outer[self._at]].reshape(-1) for view in self._walked)

    def _buffered(self):
        """Copies of the next elements, which `_store` writes back."""
        if self._chunks is None:
            low, high = self._chunk, min(self._chunk + self._buffer, self._range[1])
            self._chunks = tuple(view.reshape(-1)[low:high].copy() for view in self._walked)
        return self._chunks

    def _store(self):
        if self._chunks is None:
            return
        for view, chunk in zip(self._walked, self._chunks):
            if view.flags.writeable:
                view.flat[self._chunk:self._chunk + len(chunk)] = chunk
        self._chunks = None

    @property
    def value(self):
        if self.finished or self._closed:
            raise ValueError("Iterator is past the end")
        parts = self._current()
        return parts[0] if len(parts) == 1 else parts

    itviews = property(lambda self: tuple(self._walked))

    def __getitem__(self, position):
        return self._current()[position]

    def __setitem__(self, position, value):
        if isinstance(position, slice):
            for part, one in zip(self._current()[position], value):
                part[...] = one
        else:
            self._current()[position][...] = value

    def __len__(self):
        return self.nop

    def iternext(self):
        self._store()
        if self._inner and "buffered" in self._flags:
            self._chunk += self._buffer
            self.finished = self._chunk >= self._range[1]
            return not self.finished
        self._at += 1
        self.finished = self._at >= (len(self._outer) if self._inner else self._range[1])
        return not self.finished

    def __iter__(self):
        return self

    def __next__(self):
        if self.finished or self._started and not self.iternext():
            raise StopIteration
        self._started = True
        return self.value

    # Changes

    def copy(self):
        import copy

        return copy.copy(self)

    def remove_multi_index(self):
        self._flags.discard("multi_index")
        self.has_multi_index = False

    def remove_axis(self, i, /):
        """Leaves out an axis; what is walked is what lies at its beginning."""
        if not self.has_multi_index:
            raise RuntimeError("Iterator RemoveAxis may only be called if a multi-index is being tracked")
        if not 0 <= i < self.ndim:
            raise ValueError("axis out of bounds in iterator RemoveAxis")
        place = (slice(None),) * i + (0,)
        self._views = [view[place + (...,)] for view in self._views]
        self.shape = self.shape[:i] + self.shape[i + 1:]
        self.ndim -= 1
        self.itersize = 1
        for size in self.shape:
            self.itersize *= size
        self._order("K")
        self._range = (0, self.itersize)
        self.reset()

    def enable_external_loop(self):
        if self.has_multi_index or self.has_index:
            raise ValueError("Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked")
        self._flags.add("external_loop")
        self._inner = self._inner_axes()
        self.reset()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self._store()
        for array, copy in self._write_back:
            array[...] = copy.astype(array.dtype)
        self._write_back = []
        self._closed = True

    @property
    def operands(self):
        if self._closed:
            raise ValueError("Iterator is invalid")
        return self._operands


def nested_iters(op, axes, flags=(), op_flags=None, op_dtypes=None, order="K", casting="safe", buffersize=0):
    """Iterators for nested loops, each over its own axes; what an outer one is moved to, the inner ones walk."""
    inner_axes = [axis for group in axes[1:] for axis in group]
    array = np.asarray(op[0] if isinstance(op, (list, tuple)) and len(op) == 1 else op)
    outer = _Nested(array, list(axes[0]), flags, op_flags, order)
    if len(axes) == 1:
        return (outer,)
    rest = nested_iters(outer.rest(inner_axes), _renumbered(axes[1:], inner_axes), flags, op_flags, op_dtypes, order)
    outer.inner, outer.inner_axes = rest, inner_axes
    return (outer, *rest)


def _renumbered(groups, kept):
    places = {axis: place for place, axis in enumerate(kept)}
    return [[places[axis] for axis in group] for group in groups]


class _Nested(nditer):
    """An iterator over some axes of an array; moving it moves the iterators inside."""

    def __init__(self, array, axes, flags, op_flags, order):
        self.whole, self.own_axes, self.inner, self.inner_axes = array, axes, (), ()
        self._arguments = (flags, op_flags, order)
        self.look_at(array)

    def look_at(self, array):
        self.whole = array
        flags, op_flags, order = self._arguments
        first = tuple(slice(None) if axis in self.own_axes else 0 for axis in range(array.ndim))
        kept = sorted(self.own_axes)
        nditer.__init__(self, [array[first]], flags, op_flags, order=order,
                        op_axes=[[kept.index(axis) for axis in self.own_axes]])
        self._move()

    def rest(self, inner_axes):
        """What the inner iterators walk at the current place."""
        position = self._position() if not self.finished else (0,) * self.ndim
        places = dict(zip(self.own_axes, position))
        part = self.whole[tuple(places.get(axis, slice(None)) for axis in range(self.whole.ndim))]
        left = [axis for axis in range(self.whole.ndim) if axis not in places]
        return part.transpose([left.index(axis) for axis in inner_axes])

    def _move(self):
        if self.inner and not self.finished:
            self.inner[0].look_at(self.rest(self.inner_axes))

    def iternext(self):
        more = nditer.iternext(self)
        self._move()
        return more


def _others(used, rank):
    return [axis for axis in range(rank) if axis not in used]


def _written(shape):
    return "(" + ",".join(str(size) for size in shape) + ("," if len(shape) == 1 else "") + ")"
