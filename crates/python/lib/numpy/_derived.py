"""What arrays of classes derived from `ndarray` do by ufuncs, for which such classes may answer (`__array_ufunc__`)."""

import numpy as np

from ._axes import like, NO_VALUE


def _fold(ufunc):
    def method(self, axis=None, dtype=None, out=None, keepdims=False, initial=NO_VALUE, where=True):
        more = {} if initial is NO_VALUE else {"initial": initial}
        return ufunc.reduce(self, out=out, axis=axis, dtype=dtype, keepdims=keepdims, **more, where=where)

    return method


def _extremum(ufunc):
    fold = _fold(ufunc)

    def method(self, axis=None, out=None, keepdims=False, initial=NO_VALUE, where=True):
        return fold(self, axis, None, out, keepdims, initial, where)

    return method


def _truth(ufunc):
    def method(self, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
        more = {} if where is True else {"where": where}
        return ufunc.reduce(self, out=out, axis=axis, dtype=dtype or np.dtype(bool), keepdims=keepdims, **more)

    return method


def _cumulate(ufunc):
    def method(self, axis=None, dtype=None, out=None):
        if axis is None:
            self = self if self.ndim == 1 else self.ravel()
            axis = self.ndim - 1
        more = {} if dtype is None else {"dtype": dtype}
        return ufunc.accumulate(self, axis=axis, **more, out=out)

    return method


sum, prod = _fold(np.add), _fold(np.multiply)
max, min = _extremum(np.maximum), _extremum(np.minimum)
any, all = _truth(np.logical_or), _truth(np.logical_and)
cumsum, cumprod = _cumulate(np.add), _cumulate(np.multiply)


def _count(array, axis, where):
    if where is True:
        axes = range(array.ndim) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        count = 1
        for one in axes:
            count *= array.shape[one]
        return np.intp(count)
    where = np.broadcast_to(np.asarray(where), array.shape)
    return np.add.reduce(where, axis=axis, dtype=np.intp)


def _divided(total, count, dtype):
    if isinstance(total, np.ndarray):
        return np.divide(total, count, out=total, casting="unsafe", subok=False)
    if hasattr(total, "dtype"):
        return (dtype or total.dtype).type(total / count)
    return total / count


def _inexact(array, dtype):
    return np.dtype("f8") if dtype is None and array.dtype.kind in "biu" else dtype


def mean(self, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    total = np.add.reduce(
        self, where=where, out=out, axis=axis, dtype=_inexact(self, dtype), keepdims=keepdims
    )
    return _divided(total, _count(self, axis, where), np.dtype(dtype) if dtype else None)


def var(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None):
    dtype = _inexact(self, dtype)
    if mean is None:
        mean = np.add.reduce(self, keepdims=True, where=where, axis=axis, dtype=dtype)
        count = _count(self, axis, where)
        mean = np.divide(mean, count, out=mean, casting="unsafe", subok=False)
    x = np.subtract(self, mean)
    if x.dtype.kind == "c":
        parts = x.view(x.real.dtype).reshape(x.shape + (2,))
        np.square(parts, out=parts)
        x = np.add(parts[..., 0], parts[..., 1], out=x.real)
    else:
        x = np.square(x, out=x)
    total = np.add.reduce(x, keepdims=keepdims, where=where, axis=axis, dtype=dtype, out=out)
    return _divided(total, np.maximum(_count(self, axis, where) - ddof, 0), None)


def std(self, *args, **kwargs):
    squared = var(self, *args, **kwargs)
    if isinstance(squared, np.ndarray):
        return np.sqrt(squared, out=squared)
    return squared.dtype.type(np.sqrt(squared)) if hasattr(squared, "dtype") else np.sqrt(squared)


def ptp(a, axis=None, out=None, keepdims=False):
    highest = np.maximum.reduce(a, axis=axis, dtype=None, out=out, keepdims=keepdims)
    return np.subtract(highest, np.minimum.reduce(a, axis=axis, dtype=None, keepdims=keepdims), out)


def clip(self, min=None, max=None, out=None, **kwargs):
    if min is None and max is None:
        return np.positive(self, out=out, **kwargs)
    if min is None:
        return np.minimum(self, max, out=out, **kwargs)
    if max is None:
        return np.maximum(self, min, out=out, **kwargs)
    return np._clip(self, min, max, out=out, **kwargs)


def round(self, decimals=0, out=None):
    if self.dtype.kind == "c":
        rounded = np.empty_like(self) if out is None else out
        rounded.real, rounded.imag = round(self.real, decimals), round(self.imag, decimals)
        return rounded
    if self.dtype.kind in "iu" and decimals >= 0:
        if out is None:
            return self.copy()
        out[...] = self
        return out
    if decimals == 0:
        return np.rint(self, out=out)
    if out is None:
        out = np.empty(self.shape, self.dtype if self.dtype.kind != "b" else "f2")
    there, back = (np.multiply, np.divide) if decimals > 0 else (np.divide, np.multiply)
    scale = 10.0 ** (decimals if decimals > 0 else -decimals)
    casting = {"casting": "unsafe"} if self.dtype.kind in "iu" else {}
    scaled = there(self, scale, out=out, **casting)
    scaled = np.rint(scaled, out=scaled, **casting)
    return back(scaled, scale, out=scaled, **casting)


def conjugate(self, out=None):
    return self if self.dtype.kind != "c" and out is None else np.conjugate(self, out=out)


conj = conjugate


def trace(self, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    more = {} if dtype is None else {"dtype": dtype}
    total = np.add.reduce(self.diagonal(offset, axis1, axis2), axis=-1, **more, out=out)
    return total[()] if isinstance(total, np.ndarray) and out is None else total


def sort(a, axis=-1, kind=None, order=None, *, stable=None):
    a = np.array(a, subok=True)
    if axis is None:
        a, axis = a.flatten(), -1
    a.sort(axis=axis, kind=kind, order=order, stable=stable)
    return a


def _cumulative(ufunc, start):
    def function(x, /, *, axis=None, dtype=None, out=None, include_initial=False):
        x = np.atleast_1d(x)
        if axis is None:
            if x.ndim > 1:
                raise ValueError("For arrays which have more than one dimension ``axis`` argument is required.")
            axis = 0
        result = ufunc.accumulate(x, axis=axis, dtype=dtype, out=out)
        if not include_initial:
            return result
        first = np.full_like(np.take(result, [0], axis=axis), start)
        return np.concatenate([first, result], axis=axis)

    return function


cumulative_sum, cumulative_prod = _cumulative(np.add, 0), _cumulative(np.multiply, 1)


def ix_(*args):
    return tuple(map(like, args, np.ix_(*map(np.asarray, args))))


def meshgrid(*xi, **kwargs):
    return tuple(map(like, xi, np.meshgrid(*map(np.asarray, xi), **kwargs)))


def unique(ar, *args, **kwargs):
    found = np.unique(np.asarray(ar), *args, **kwargs)
    if len(args) > 3 or kwargs.get("axis") is not None:
        return found
    return (like(ar, found[0]), *found[1:]) if isinstance(found, tuple) else like(ar, found)


def reconstruct(subtype, shape, dtype):
    return np.ndarray.__new__(subtype, shape, dtype)


def reduce(array):
    """What `array.__reduce__()` gives."""
    is_fortran = array.flags.fnc
    order = "F" if is_fortran else "C"
    # Texts have no bytes of their own.
    data = array.ravel(order).tolist() if array.dtype.kind == "U" else array.tobytes(order)
    state = 1, array.shape, array.dtype, is_fortran, data
    return reconstruct, (type(array), (0,), b"b"), state


def restored(state):
    """The array that a state describes."""
    *_, shape, dtype, is_fortran, data = state
    elements = np.array(data, dtype) if dtype.kind == "U" else np.frombuffer(data, dtype)
    return elements.reshape(shape, order="F" if is_fortran else "C").copy("K")
