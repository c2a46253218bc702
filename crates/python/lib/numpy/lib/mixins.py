"""Operators for classes whose `__array_ufunc__` does the work."""

import numpy as np

__all__ = ["NDArrayOperatorsMixin"]

_BINARY = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "matmul": np.matmul, "truediv": np.divide,
    "floordiv": np.floor_divide, "mod": np.remainder, "divmod": np.divmod, "pow": np.power, "lshift": np.left_shift,
    "rshift": np.right_shift, "and": np.bitwise_and, "xor": np.bitwise_xor, "or": np.bitwise_or,
}
_COMPARISONS = {
    "lt": np.less, "le": np.less_equal, "eq": np.equal, "ne": np.not_equal, "gt": np.greater, "ge": np.greater_equal,
}
_UNARY = {"neg": np.negative, "pos": np.positive, "abs": np.absolute, "invert": np.invert}


def _declines(other):
    """Whether an object says that there are no ufuncs for it."""
    return getattr(other, "__array_ufunc__", other) is None


def _binary(ufunc):
    def method(self, other):
        return NotImplemented if _declines(other) else ufunc(self, other)

    return method


def _reflected(ufunc):
    def method(self, other):
        return NotImplemented if _declines(other) else ufunc(other, self)

    return method


class NDArrayOperatorsMixin:
    """Every operator is a call of the ufunc that it is for arrays."""

    __slots__ = ()


def _define(name, method):
    method.__name__ = f"__{name}__"
    method.__qualname__ = f"NDArrayOperatorsMixin.__{name}__"
    setattr(NDArrayOperatorsMixin, method.__name__, method)


for _name, _ufunc in (_BINARY | _COMPARISONS).items():
    _define(_name, _binary(_ufunc))
for _name, _ufunc in _BINARY.items():
    _define("r" + _name, _reflected(_ufunc))
    if _name != "divmod":
        _define("i" + _name, lambda self, other, ufunc=_ufunc: ufunc(self, other, out=(self,)))
for _name, _ufunc in _UNARY.items():
    _define(_name, lambda self, ufunc=_ufunc: ufunc(self))
NDArrayOperatorsMixin.__hash__ = None
