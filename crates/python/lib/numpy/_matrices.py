"""`np.matrix`: arrays that always have two axes, and whose product is that of matrices."""

import sys as _sys
import warnings as _warnings

import numpy as np


_ADVICE = (
    "the matrix subclass is not the recommended way to represent matrices or deal with linear algebra (see "
    "https://docs.scipy.org/doc/numpy/user/numpy-for-matlab-users.html). Please adjust your code to use regular ndarray."
)


def _numbers(text):
    """The rows of a text such as `1 2; 3 4`."""
    import ast

    rows = []
    for row in text.strip().strip("[]").split(";"):
        rows.append([ast.literal_eval(item) for item in row.replace(",", " ").split()])
        if len(rows[-1]) != len(rows[0]):
            raise ValueError("Rows not the same size.")
    return rows


class matrix(np.ndarray):
    __array_priority__ = 10.0
    _selects = False

    def __new__(subtype, data, dtype=None, copy=True):
        _warnings.warn(_ADVICE, PendingDeprecationWarning, stacklevel=2)
        if isinstance(data, str):
            data = _numbers(data)
        if isinstance(data, np.ndarray):
            dtype = data.dtype if dtype is None else np.dtype(dtype)
            if isinstance(data, matrix):
                return data if dtype == data.dtype and not copy else data.astype(dtype)
            made = data.view(subtype)
            return made.astype(dtype) if dtype != data.dtype else made.copy() if copy else made
        array = np.array(data, dtype=dtype, copy=copy or None)
        if array.ndim > 2:
            raise ValueError("matrix must be 2-dimensional")
        return array.reshape((1,) * (2 - array.ndim) + array.shape).view(subtype).copy("K")

    def __array_finalize__(self, obj):
        # What is being selected gets its two axes afterwards.
        if isinstance(obj, matrix) and obj._selects or self.ndim == 2:
            return
        shape = tuple(size for size in self.shape if size > 1) if self.ndim > 2 else self.shape
        if len(shape) > 2:
            raise ValueError("shape too large to be a matrix.")
        self.shape = (1,) * (2 - len(shape)) + shape

    def __getitem__(self, index):
        self._selects = True
        try:
            out = super().__getitem__(index)
        finally:
            self._selects = False
        if not isinstance(out, np.ndarray):
            return out
        if out.ndim == 0:
            return out[()]
        if out.ndim == 1:
            is_column = isinstance(index, tuple) and len(index) > 1 and np.isscalar(index[1])
            out.shape = (len(out), 1) if is_column else (1, len(out))
        return out

    def __mul__(self, other):
        if isinstance(other, (np.ndarray, list, tuple)):
            return np.dot(self, asmatrix(other))
        if np.isscalar(other) or not hasattr(other, "__rmul__"):
            return np.dot(self, other)
        return NotImplemented

    def __rmul__(self, other):
        return np.dot(other, self)

    def __imul__(self, other):
        self[:] = self * other
        return self

    def __pow__(self, other):
        return np.linalg.matrix_power(self, other)

    def __ipow__(self, other):
        self[:] = self**other
        return self

    def __rpow__(self, other):
        return NotImplemented

    def squeeze(self, axis=None):
        return super().squeeze(axis=axis)

    def tolist(self):
        return self.A.tolist()

    def flatten(self, order="C"):
        return super().flatten(order=order)

    def ravel(self, order="C"):
        return super().ravel(order=order)

    def argmax(self, axis=None, out=None):
        return self._aligned(np.argmax(self.A, axis, out), axis)

    def argmin(self, axis=None, out=None):
        return self._aligned(np.argmin(self.A, axis, out), axis)

    def ptp(self, axis=None, out=None):
        return self._aligned(np.ptp(self.A, axis, out), axis)

    def _aligned(self, folded, axis):
        """What was folded along an axis as a row or a column."""
        if axis is None:
            return folded
        folded = asmatrix(folded)
        return folded if axis % 2 == 0 else folded.T

    def getA(self):
        return self.__array__()

    def getA1(self):
        return self.__array__().ravel()

    def getT(self):
        return self.transpose()

    def getH(self):
        return self.transpose().conjugate() if self.dtype.kind == "c" else self.transpose()

    def getI(self):
        rows, columns = self.shape
        return asmatrix((np.linalg.inv if rows == columns else np.linalg.pinv)(self))

    A, A1, T, H, I = map(property, (getA, getA1, getT, getH, getI))


def _folding(name, *parameters):
    def method(self, axis=None, *args, **kwargs):
        if len(args) > len(parameters):
            raise TypeError(f"{name}() takes at most {len(parameters) + 2} arguments")
        kwargs |= zip(parameters, args)
        folded = getattr(np.ndarray, name)(self, axis, keepdims=True, **kwargs)
        return folded[0, 0] if axis is None else folded

    method.__name__ = name
    setattr(matrix, name, method)


for _name in ("sum", "prod", "mean"):
    _folding(_name, "dtype", "out")
for _name in ("std", "var"):
    _folding(_name, "dtype", "out", "ddof")
for _name in ("any", "all", "max", "min"):
    _folding(_name, "out")


def asmatrix(data, dtype=None):
    return matrix(data, dtype=dtype, copy=False)


def bmat(obj, ldict=None, gdict=None):
    if isinstance(obj, str):
        caller = _sys._getframe(1)
        names = {**caller.f_globals, **caller.f_locals} if gdict is None else {**gdict, **(ldict or {})}
        rows = [row.replace(",", " ").split() for row in obj.split(";")]
        obj = [[names[name] for name in row] for row in rows]
    if isinstance(obj, np.ndarray):
        return matrix(obj)
    rows = [np.concatenate(row, axis=-1) if isinstance(row, (list, tuple)) else row for row in obj]
    if not isinstance(obj[0], (list, tuple)):
        return matrix(np.concatenate(obj, axis=-1))
    return matrix(np.concatenate(rows, axis=0))
