"""`numpy.typing`: names for annotations."""

from typing import Any, Union

import numpy as np

__all__ = ["ArrayLike", "DTypeLike", "NBitBase", "NDArray"]

ArrayLike = Union[np.ndarray, np.generic, bool, int, float, complex, list, tuple]
DTypeLike = Union[np.dtype, type, str, None]


class NBitBase:
    pass


class NDArray:
    """`NDArray[np.float64]`: an array of any shape with that element type."""

    def __class_getitem__(cls, scalar):
        return np.ndarray[tuple[Any, ...], np.dtype[scalar]]
