"""`np.block`: an array put together from nested lists of blocks."""

import numpy as np


def block(arrays):
    empty = []
    depth = _depth(arrays, (), empty)
    if empty:
        raise ValueError(f"List at {_place(empty[0])} cannot be empty")
    ndim = max(_ranks(arrays))
    result = _join(arrays, depth, max(ndim, depth), 0)
    return result if depth else result.copy()


def _place(path):
    return "arrays" + "".join(f"[{i}]" for i in path)


def _depth(blocks, path, empty):
    """How deep the lists are nested, which must be the same everywhere; the places of empty lists go into `empty`."""
    if isinstance(blocks, tuple):
        raise TypeError(
            f"{_place(path)} is a tuple. Only lists can be used to arrange blocks, and np.block does not allow implicit "
            "conversion from tuple to ndarray."
        )
    if not isinstance(blocks, list):
        return len(path)
    if not blocks:
        empty.append(path)
        return len(path) + 1
    first = _depth(blocks[0], (*path, 0), empty)
    for i, one in enumerate(blocks[1:], 1):
        depth = _depth(one, (*path, i), empty)
        if depth != first:
            at = (*path, i)
            while isinstance(one, list) and one:
                at, one = (*at, 0), one[0]
            raise ValueError(
                f"List depths are mismatched. First element was at depth {first}, but there is an element at depth "
                f"{depth} ({_place(at)})"
            )
    return first


def _ranks(blocks):
    if not isinstance(blocks, list):
        return [np.ndim(blocks)]
    return [rank for one in blocks for rank in _ranks(one)]


def _join(blocks, depth, ndim, level):
    """Blocks of the innermost lists along the last axis, lists around them along the axes before it."""
    if level == depth:
        return np.array(blocks, ndmin=ndim)
    return np.concatenate([_join(one, depth, ndim, level + 1) for one in blocks], axis=level - depth)
