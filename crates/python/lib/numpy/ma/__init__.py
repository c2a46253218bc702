"""Arrays some of whose elements are masked: they are kept, but count for nothing.

Structured types and the functions that hardly anyone uses are left out.
"""

import builtins as _builtins

import numpy as np

from ._array import MaskedArray, MaskedConstant, default_fill_value, masked, masked_print_option, nomask
from . import _functions
from ._functions import *

__all__ = ["MaskedArray", "default_fill_value", "masked", "masked_print_option", "nomask", *_functions.__all__]

masked_array = MaskedArray
MaskType = bool_ = np.bool


def array(data, dtype=None, copy=False, order=None, mask=nomask, fill_value=None, keep_mask=True, hard_mask=False,
          shrink=True, subok=True, ndmin=0):
    return MaskedArray(data, mask, dtype, copy, fill_value, keep_mask, ndmin, hard_mask, shrink, order)
