"""The class of masked arrays, and the constant that a masked element is."""

import builtins as _builtins
import operator as _operator

import numpy as np

nomask = np.False_


class _PrintOption:
    """What a masked element is shown as."""

    def __init__(self, display):
        self._display = display

    def display(self):
        return self._display

    def set_display(self, display):
        self._display = display

    def __str__(self):
        return self._display


masked_print_option = _PrintOption("--")


def default_fill_value(obj):
    """What stands for masked elements where there is no mask."""
    kind = getattr(obj, "dtype", obj if isinstance(obj, np.dtype) else np.asarray(obj).dtype).kind
    return {"b": True, "i": 999999, "u": 999999, "f": 1e20, "c": 1e20 + 0j}.get(kind, "N/A")


def getdata(a):
    return a._data if isinstance(a, MaskedArray) else np.asarray(a)


def getmask(a):
    return getattr(a, "_mask", nomask)


def getmaskarray(a):
    mask = getmask(a)
    return np.zeros(np.shape(a), dtype=bool) if mask is nomask else mask


def mask_or(m1, m2, copy=False, shrink=True):
    mask = _either(m1, m2)
    return nomask if shrink and not np.any(mask) else mask


def _either(m1, m2):
    if m1 is nomask:
        return m2
    return m1 if m2 is nomask else np.logical_or(m1, m2)


class MaskedArray(np.ndarray):
    """An array with a mask; True means that an element counts for nothing."""

    __module__ = "numpy.ma"
    __array_priority__ = 15
    __hash__ = None

    def __new__(cls, data=None, mask=nomask, dtype=None, copy=False, fill_value=None, keep_mask=True, ndmin=0,
                hard_mask=None, shrink=True, order=None):
        own = getmask(data)
        if isinstance(data, (list, tuple)) and any(item is masked for item in data):
            own = np.array([item is masked for item in data])
            data = [0 if item is masked else item for item in data]
        self = np.array(getdata(data), dtype=dtype, copy=True if copy else None, ndmin=ndmin, order=order or "K").view(cls)
        self._fill_value = getattr(data, "_fill_value", None)
        if fill_value is not None:
            self._fill_value = _as_fill_value(fill_value, self.dtype)
        self._hardmask = getattr(data, "_hardmask", False) if hard_mask is None else hard_mask
        if mask is not nomask:
            self._mask = _as_mask(mask, self._data.shape)
            if keep_mask and own is not nomask:
                self._mask = self._mask | own
        elif own is not nomask:
            self._mask = np.array(own)
        elif not shrink:
            self._mask = np.zeros(self.shape, dtype=bool)
        return self

    def __array_finalize__(self, origin):
        self._data = self.view(np.ndarray)
        self._fill_value, self._hardmask = getattr(origin, "_fill_value", None), getattr(origin, "_hardmask", False)
        mask = getattr(origin, "_mask", nomask)
        self._mask = mask if np.shape(mask) == self._data.shape else nomask

    @classmethod
    def _of(cls, data, mask=nomask, fill_value=None):
        """A masked array of arrays that are right already; without axes the element, or the constant."""
        if np.ndim(data) == 0 and not (isinstance(data, np.ndarray) and mask is nomask and data.ndim):
            return masked if mask is not nomask and bool(mask) else data[()] if isinstance(data, np.ndarray) else data
        made = np.asarray(data).view(cls)
        made._mask, made._fill_value = mask, fill_value
        return made

    def _like(self, data, mask):
        return MaskedArray._of(data, mask, self._fill_value)

    # What it is.

    data = property(lambda self: self._data)
    baseclass = property(lambda self: np.ndarray)
    hardmask = property(lambda self: self._hardmask)
    T = property(lambda self: self.transpose())
    real = property(lambda self: self._like(self._data.real, self._mask))
    imag = property(lambda self: self._like(self._data.imag, self._mask))
    flat = property(lambda self: iter(self.ravel()))

    @property
    def mask(self):
        return self._mask if self._mask is nomask else self._mask.view()

    @mask.setter
    def mask(self, mask):
        self._mask = nomask if mask is nomask else _as_mask(mask, self.shape)

    @property
    def fill_value(self):
        if self._fill_value is None:
            self._fill_value = np.array(default_fill_value(self._data))
        return self._fill_value[()]

    @fill_value.setter
    def fill_value(self, value):
        self._fill_value = None if value is None else _as_fill_value(value, self.dtype)

    def get_fill_value(self):
        return self.fill_value

    def set_fill_value(self, value=None):
        self.fill_value = value

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __contains__(self, value):
        return value in self.compressed()

    # Text.

    def _text(self, separator, prefix, suffix=""):
        """The elements as text: as those of an array if there is no mask, else each by itself."""
        if self._mask is nomask:
            return np.array2string(self._data, separator=separator, prefix=prefix, suffix=suffix)
        items, hidden, shown = self._data.ravel().tolist(), self._mask.ravel().tolist(), masked_print_option.display()
        texts = [shown if gone else repr(item) for item, gone in zip(items, hidden)]
        numbers, form = np.arange(len(texts)).reshape(self.shape), {"int": texts.__getitem__}
        return np.array2string(numbers, separator=separator, prefix=prefix, suffix=suffix, formatter=form)

    def __str__(self):
        return self._text(" ", "")

    def __repr__(self):
        several_lines = self.ndim > 1
        if several_lines:
            indents = {"data": "  data=", "mask": "  mask=", "fill_value": "  fill_value="}
        else:
            indents = {"data": "masked_array(data=", "mask": "             mask=", "fill_value": "       fill_value="}
        parts = {
            "data": self._text(", ", indents["data"], ","),
            "mask": np.array2string(np.asarray(self._mask), separator=", ", prefix=indents["mask"], suffix=","),
            "fill_value": self._shown_fill_value(),
        }
        lines = [indents[name] + text for name, text in parts.items()]
        implied = np.array([], dtype=self.dtype).dtype in (np.float64, np.int64, np.bool, np.complex128)
        if not implied or self.size == 0 or (self._mask is not nomask and self._mask.all()):
            lines.append(("  dtype=" if several_lines else "            dtype=") + _short_name(self.dtype))
        return ("masked_array(\n" if several_lines else "") + ",\n".join(lines) + ")"

    def _shown_fill_value(self):
        value = self.fill_value
        if self.dtype.kind == self._fill_value.dtype.kind == "U":
            return repr(value.item())
        return str(value) if self._fill_value.dtype == self.dtype else repr(value)

    # Elements.

    def __getitem__(self, key):
        data = self._data[getdata(key) if isinstance(key, MaskedArray) else key]
        mask = self._mask
        if mask is not nomask:
            mask = mask[getdata(key) if isinstance(key, MaskedArray) else key]
        return MaskedArray._of(data, mask, self._fill_value)

    def __setitem__(self, key, value):
        key = getdata(key) if isinstance(key, MaskedArray) else key
        old_data, old_mask = (self._data.copy(), getmaskarray(self).copy()) if self._hardmask else (None, None)
        gone = True if value is masked else getmask(value)
        if gone is not nomask and self._mask is nomask:
            self._mask = np.zeros(self.shape, dtype=bool)
        if self._mask is not nomask:
            self._mask[key] = gone
        if value is not masked:
            self._data[key] = getdata(value)
        if self._hardmask:
            self._data[old_mask] = old_data[old_mask]
            self._mask = mask_or(self._mask, old_mask)

    def filled(self, fill_value=None):
        if self._mask is nomask:
            return self._data
        if fill_value is None:
            fill_value = self.fill_value
        data = self._data.copy()
        data[self._mask] = fill_value
        return data

    def compressed(self):
        data = self._data.ravel()
        return data.copy() if self._mask is nomask else data[~self._mask.ravel()]

    def tolist(self, fill_value=None):
        if fill_value is not None or self._mask is nomask:
            return self.filled(fill_value).tolist()
        if self.ndim == 1:
            return [None if gone else item for item, gone in zip(self._data.tolist(), self._mask.tolist())]
        return [self._like(data, mask).tolist() for data, mask in zip(self._data, self._mask)]

    def copy(self, order="C"):
        return self._like(self._data.copy(), self._mask if self._mask is nomask else self._mask.copy())

    def astype(self, dtype, *args, **kwargs):
        made = self._like(self._data.astype(dtype, *args, **kwargs), self._mask)
        if self._fill_value is not None and isinstance(made, MaskedArray):
            made._fill_value = self._fill_value.astype(dtype)
        return made

    def _both(self, name, *args, **kwargs):
        mask = self._mask if self._mask is nomask else getattr(self._mask, name)(*args, **kwargs)
        return self._like(getattr(self._data, name)(*args, **kwargs), mask)

    # Statistics: what is masked counts for nothing.

    def _weighed(self, axis, keepdims=False):
        """Where everything along the axes is masked."""
        return nomask if self._mask is nomask else self._mask.all(axis=axis, keepdims=keepdims)

    def count(self, axis=None, keepdims=False):
        return np.sum(~getmaskarray(self), axis=axis, keepdims=keepdims)

    def _fold(self, function, neutral, axis, out, **kwargs):
        data = self._data if self._mask is nomask else self.filled(neutral)
        result = function(data, axis=axis, **kwargs)
        return self._finished(result, self._weighed(axis, kwargs.get("keepdims", False)), out)

    def _finished(self, result, mask, out=None):
        if out is not None:
            out[...] = self._like(np.asarray(result), mask) if isinstance(out, MaskedArray) else result
            return out
        if np.ndim(result) == 0:
            return masked if mask is not nomask and mask else result
        return MaskedArray._of(result, mask)

    def sum(self, axis=None, dtype=None, out=None, keepdims=False):
        return self._fold(np.sum, 0, axis, out, dtype=dtype, keepdims=keepdims)

    def prod(self, axis=None, dtype=None, out=None, keepdims=False):
        return self._fold(np.prod, 1, axis, out, dtype=dtype, keepdims=keepdims)

    def mean(self, axis=None, dtype=None, out=None, keepdims=False):
        if self._mask is nomask:
            return self._finished(self._data.mean(axis=axis, dtype=dtype, keepdims=keepdims), nomask, out)
        total = self.sum(axis, dtype, keepdims=keepdims)
        if total is masked:
            return masked
        with np.errstate(all="ignore"):
            return self._finished(getdata(total) * 1.0 / self.count(axis, keepdims), self._weighed(axis, keepdims), out)

    def var(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
        if self._mask is nomask:
            return self._finished(self._data.var(axis=axis, dtype=dtype, ddof=ddof, keepdims=keepdims), nomask, out)
        counts = self.count(axis, keepdims) - ddof
        mean = self.mean(axis, dtype, keepdims=True)
        squares = np.abs(self - mean) ** 2 if self.dtype.kind == "c" else (self - mean) ** 2
        with np.errstate(all="ignore"):
            result = getdata(squares.sum(axis, dtype, keepdims=keepdims)) / counts
        return self._finished(result, mask_or(self._weighed(axis, keepdims), counts <= 0), out)

    def std(self, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
        variance = self.var(axis, dtype, None, ddof, keepdims)
        return variance if variance is masked else self._finished(np.sqrt(getdata(variance)), getmask(variance), out)

    def _extreme(self, function, beyond, axis, out, keepdims):
        return self._fold(function, self._furthest(beyond), axis, out, keepdims=keepdims)

    def _furthest(self, beyond):
        """What no element is beyond, above or below."""
        if self.dtype.kind in "fc":
            return beyond * np.inf
        if self.dtype.kind == "b":
            return beyond > 0
        return getattr(np.iinfo(self.dtype), "max" if beyond > 0 else "min")

    def min(self, axis=None, out=None, fill_value=None, keepdims=False):
        return self._extreme(np.min, 1, axis, out, keepdims)

    def max(self, axis=None, out=None, fill_value=None, keepdims=False):
        return self._extreme(np.max, -1, axis, out, keepdims)

    def ptp(self, axis=None, out=None, fill_value=None, keepdims=False):
        return self.max(axis, keepdims=keepdims) - self.min(axis, keepdims=keepdims)

    def argmin(self, axis=None, fill_value=None, out=None, *, keepdims=False):
        return np.argmin(self._ordered(1), axis=axis, out=out, keepdims=keepdims)

    def argmax(self, axis=None, fill_value=None, out=None, *, keepdims=False):
        return np.argmax(self._ordered(-1), axis=axis, out=out, keepdims=keepdims)

    def _ordered(self, beyond):
        """The data with masked elements after (or before) all others."""
        return self._data if self._mask is nomask else self.filled(self._furthest(beyond))

    def any(self, axis=None, out=None, keepdims=False):
        return self._fold(np.any, False, axis, out, keepdims=keepdims)

    def all(self, axis=None, out=None, keepdims=False):
        return self._fold(np.all, True, axis, out, keepdims=keepdims)

    def cumsum(self, axis=None, dtype=None, out=None):
        return self._finished(np.cumsum(self.filled(0), axis=axis, dtype=dtype), self._ravelled_mask(axis), out)

    def cumprod(self, axis=None, dtype=None, out=None):
        return self._finished(np.cumprod(self.filled(1), axis=axis, dtype=dtype), self._ravelled_mask(axis), out)

    def _ravelled_mask(self, axis):
        return self._mask if self._mask is nomask or axis is not None else self._mask.ravel()

    def anom(self, axis=None):
        return self - self.mean(axis, keepdims=True) if axis is not None else self - self.mean()

    def argsort(self, axis=-1, kind=None, order=None, endwith=True, fill_value=None, *, stable=False):
        return np.argsort(self._ordered(1 if endwith else -1), axis=axis, kind="stable")

    def sort(self, axis=-1, kind=None, order=None, endwith=True, fill_value=None, *, stable=False):
        order = self.argsort(axis, endwith=endwith)
        self._data[...] = np.take_along_axis(self._data, order, axis)
        if self._mask is not nomask:
            self._mask = np.take_along_axis(self._mask, order, axis)

    def nonzero(self):
        return np.nonzero(self.filled(0))

    def _worked(self, data, out):
        """What became of each element."""
        return self._like(data, self._mask) if out is None else self._finished(data, self._mask, out)

    def clip(self, min=None, max=None, out=None):
        return self._worked(np.clip(self._data, min, max), out)

    def round(self, decimals=0, out=None):
        return self._worked(np.round(self._data, decimals), out)

    def dot(self, other):
        from ._functions import dot

        return dot(self, other)

    def unshare_mask(self):
        self._mask = self._mask if self._mask is nomask else self._mask.copy()
        return self

    def harden_mask(self):
        self._hardmask = True
        return self

    def soften_mask(self):
        self._hardmask = False
        return self

    def shrink_mask(self):
        self._mask = mask_or(self._mask, nomask)
        return self

    def __bool__(self):
        return bool(self._data) if self.size == 1 and not bool(np.any(self._mask)) else bool(self.filled(0))

    # Operators and ufuncs: a result is masked where an operand is.

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        datas = [getdata(one) for one in inputs]
        if method == "reduce" and ufunc in (np.add, np.multiply, np.maximum, np.minimum):
            name = {np.add: "sum", np.multiply: "prod", np.maximum: "max", np.minimum: "min"}[ufunc]
            return getattr(inputs[0], name)(kwargs.get("axis", 0), keepdims=kwargs.get("keepdims", False))
        if method != "__call__":
            return getattr(ufunc, method)(*datas, **kwargs)
        mask = nomask
        for one in inputs:
            mask = _either(mask, getmask(one))
        outside = OUTSIDE.get(ufunc.__name__)
        results = ufunc(*datas, **kwargs)
        if outside is not None:
            with np.errstate(all="ignore"):
                bad = outside(*datas)
            if np.any(bad):
                mask = _either(mask, bad)
        if ufunc is np.power:
            mask = _either(mask, ~np.isfinite(results)) if not np.all(np.isfinite(results)) else mask
        several = isinstance(results, tuple)
        made = [self._combined(ufunc, result, mask, datas) for result in (results if several else [results])]
        if out is not None:
            (target,) = out
            target._data[...], target._mask = getdata(made[0]), getmask(made[0])
            return target
        return tuple(made) if several else made[0]

    def _combined(self, ufunc, result, mask, datas):
        if mask is nomask:
            return self._derived(ufunc, result, nomask) if np.ndim(result) else result
        mask = np.array(np.broadcast_to(mask, np.shape(result)))
        if np.ndim(result) and result.dtype.kind != "b":
            # What is masked keeps the value it had.
            result = np.where(mask, datas[0].astype(result.dtype) if datas[0].dtype.kind != "b" else datas[0], result)
        return self._derived(ufunc, result, mask)

    def _derived(self, ufunc, result, mask):
        made = self._like(result, mask)
        if ufunc in COMPARISONS and np.ndim(result) and self._fill_value is not None:
            made._fill_value = self._fill_value.astype(bool)
        return made


def _as_fill_value(value, dtype):
    """A value that stands for what is masked, as an array without axes."""
    value = np.array(value)
    return value if dtype.kind == "U" else value.astype(dtype)


def _short_name(dtype):
    return repr(dtype.str) if dtype.kind == "U" else dtype.name


def _as_mask(mask, shape):
    mask = np.asarray(getdata(mask), dtype=bool)
    if mask.shape == shape:
        return mask.copy()
    if mask.size == 1:
        return np.full(shape, mask.item())
    if mask.size == int(np.prod(shape)):
        return mask.reshape(shape).copy()
    raise np.ma.MaskError(f"Mask and data not compatible: data size is {int(np.prod(shape))}, mask size is {mask.size}.")


# Where a function has no value: the result is masked there.
OUTSIDE = {
    "sqrt": lambda x: x < 0, "log": lambda x: x <= 0, "log2": lambda x: x <= 0, "log10": lambda x: x <= 0,
    "log1p": lambda x: x <= -1, "arcsin": lambda x: np.abs(x) > 1, "arccos": lambda x: np.abs(x) > 1,
    "arccosh": lambda x: x < 1, "arctanh": lambda x: np.abs(x) >= 1, "tan": lambda x: np.abs(np.cos(x)) < 1e-35,
    "divide": lambda x, y: np.abs(x) * np.finfo(float).tiny >= np.abs(y),
    "floor_divide": lambda x, y: np.abs(x) * np.finfo(float).tiny >= np.abs(y),
    "remainder": lambda x, y: np.abs(x) * np.finfo(float).tiny >= np.abs(y),
    "fmod": lambda x, y: np.abs(x) * np.finfo(float).tiny >= np.abs(y),
}


COMPARISONS = (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal)


def _operators():
    names = {
        "add": np.add, "sub": np.subtract, "mul": np.multiply, "truediv": np.divide, "floordiv": np.floor_divide,
        "mod": np.remainder, "pow": np.power, "and": np.bitwise_and, "or": np.bitwise_or, "xor": np.bitwise_xor,
        "lshift": np.left_shift, "rshift": np.right_shift,
    }
    compare = dict(zip(("eq", "ne", "lt", "le", "gt", "ge"), COMPARISONS))

    def quiet(ufunc, *operands):
        if any(one is masked for one in operands) and all(np.ndim(one) == 0 for one in operands):
            return masked
        with np.errstate(divide="ignore", invalid="ignore"):
            return operands[0].__array_ufunc__(ufunc, "__call__", *operands) if isinstance(operands[0], MaskedArray) else \
                operands[1].__array_ufunc__(ufunc, "__call__", *operands)

    for name, ufunc in {**names, **compare}.items():
        setattr(MaskedArray, f"__{name}__", lambda self, other, ufunc=ufunc: quiet(ufunc, self, other))
    for name, ufunc in names.items():
        setattr(MaskedArray, f"__r{name}__", lambda self, other, ufunc=ufunc: quiet(ufunc, other, self))

        def in_place(self, other, ufunc=ufunc):
            result = quiet(ufunc, self, other)
            self._data[...] = getdata(result)
            self._mask = getmask(result)
            return self

        setattr(MaskedArray, f"__i{name}__", in_place)
    for name, ufunc in {"neg": np.negative, "pos": np.positive, "abs": np.absolute, "invert": np.invert}.items():
        setattr(MaskedArray, f"__{name}__", lambda self, ufunc=ufunc: quiet(ufunc, self))
    for name in ("reshape", "ravel", "flatten", "transpose", "swapaxes", "squeeze", "repeat", "take", "diagonal"):
        setattr(MaskedArray, name, lambda self, *args, _name=name, **kwargs: self._both(_name, *args, **kwargs))


class MaskedConstant(MaskedArray):
    """What a masked element is."""

    __module__ = "numpy.ma"

    def __new__(cls):
        made = np.array(0.0).view(cls)
        made._mask = np.array(True)
        return made

    def __array_finalize__(self, origin):
        self._data, self._mask, self._fill_value, self._hardmask = self.view(np.ndarray), np.array(True), None, False

    def __repr__(self):
        return "masked"

    def __str__(self):
        return masked_print_option.display()

    def __format__(self, form):
        return str(self) if not form else format(str(self), form) if form[-1:] == "s" else object.__format__(self, form)

    def __float__(self):
        import warnings

        warnings.warn("Warning: converting a masked element to nan.", UserWarning, stacklevel=2)
        return float("nan")

    def __int__(self):
        raise np.ma.MaskError("Cannot convert masked element to a Python int.")

    def __bool__(self):
        return False

    def copy(self, order="C"):
        return self

    __hash__ = object.__hash__


masked = MaskedConstant()
_operators()
