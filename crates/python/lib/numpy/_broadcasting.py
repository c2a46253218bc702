"""`np.broadcast`: the elements of several arrays side by side, stretched to one shape."""

import numpy as np


class broadcast:
    """An iterator over tuples of elements."""

    def __init__(self, *args, **kwargs):
        if kwargs:
            raise ValueError("keyword arguments not accepted.")
        arrays = []
        for one in args:
            arrays += one._arrays if isinstance(one, broadcast) else [np.asarray(one)]
        self._arrays = arrays
        self.shape = _common_shape(arrays)
        self.nd = self.ndim = len(self.shape)
        self.numiter = len(arrays)
        self.size = 1
        for length in self.shape:
            self.size *= length
        self.reset()

    def reset(self):
        self.index = 0
        self.iters = tuple(np.broadcast_to(array, self.shape).flat for array in self._arrays)

    def __iter__(self):
        return self

    def __next__(self):
        if self.index >= self.size:
            raise StopIteration
        items = tuple(iterator[self.index] for iterator in self.iters)
        self.index += 1
        return items


broadcast.__module__ = "numpy"


def _common_shape(arrays):
    shape = []
    ndim = max((array.ndim for array in arrays), default=0)
    for axis in range(-ndim, 0):
        length, holder = 1, None
        for at, array in enumerate(arrays):
            own = array.shape[axis] if array.ndim >= -axis else 1
            if own == 1 or own == length:
                continue
            if holder is not None:
                raise ValueError(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg "
                    f"{holder} with shape {_written(arrays[holder].shape)} and arg {at} with shape {_written(array.shape)}."
                )
            length, holder = own, at
        shape.append(length)
    return tuple(shape)


def _written(shape):
    return "(" + ",".join(str(length) for length in shape) + ("," if len(shape) == 1 else "") + ")"
