"""Parts of `numpy` that call Python functions for each element or slice.

The native module takes them from here when they are first asked for.
"""

import operator as _operator
import re as _re

import numpy as np

from ._axes import like, normalize_axis
from ._iteration import ndindex


class vectorize:
    """A function of numbers made to work on arrays, element by element or by a signature such as `(n),(n)->()`."""

    def __init__(self, pyfunc=None, otypes=None, doc=None, excluded=None, cache=False, signature=None):
        if pyfunc is not None and not callable(pyfunc):
            raise TypeError(
                "When used as a decorator, only accepts keyword arguments."
            )
        self.pyfunc = pyfunc
        self.cache = cache
        self.signature = signature
        self.excluded = set(excluded or ())
        self.otypes = None
        self._core_shapes = None if signature is None else _parse_signature(signature)
        if otypes is not None:
            if isinstance(otypes, str):
                for char in otypes:
                    if char not in np.typecodes["All"]:
                        raise ValueError(f"Invalid otype specified: {char}")
                self.otypes = otypes
            else:
                self.otypes = "".join(np.dtype(otype).char for otype in otypes)
        if pyfunc is not None:
            self._adopt_names(pyfunc, doc)
        self._doc = doc

    def _adopt_names(self, pyfunc, doc):
        self.__name__ = getattr(pyfunc, "__name__", "vectorize")
        self.__doc__ = doc if doc is not None else pyfunc.__doc__

    def __call__(self, *args, **kwargs):
        if self.pyfunc is None:
            if kwargs or len(args) != 1 or not callable(args[0]):
                raise TypeError("When used as a decorator, only accepts keyword arguments.")
            self.pyfunc = args[0]
            self._adopt_names(args[0], self._doc)
            return self
        names = [name for name in kwargs if name not in self.excluded]
        if not names and not self.excluded:
            return self._apply(self.pyfunc, args)
        # What is excluded is passed as it is; the rest is vectorized over.
        positions = [i for i in range(len(args)) if i not in self.excluded]
        fixed = list(args)

        def function(*values):
            for position, value in zip(positions, values):
                fixed[position] = value
            changing = dict(zip(names, values[len(positions):]))
            return self.pyfunc(*fixed, **{**kwargs, **changing})

        return self._apply(function, [args[i] for i in positions] + [kwargs[name] for name in names])

    def _apply(self, function, args):
        if self._core_shapes is not None:
            return self._apply_by_signature(function, args)
        if not args:
            return function()
        arrays = [np.asanyarray(arg) for arg in args]
        shape = _common_shape(arrays)
        size = 1
        for length in shape:
            size *= length
        if size == 0:
            if self.otypes is None:
                raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
            results = [np.empty(shape, dtype=char) for char in self.otypes]
            return results[0] if len(results) == 1 else tuple(results)
        arrays = [np.broadcast_to(array, shape, subok=True) for array in arrays]
        columns = [array.reshape(-1).tolist() for array in arrays]
        remembered = None
        if self.otypes is None:
            # The types of the first result are those of all; without a cache the function is called once more for it.
            first = function(*(array.flat[0] for array in arrays))
            outputs = first if isinstance(first, tuple) else (first,)
            types = "".join(np.asarray(output).dtype.char for output in outputs)
            remembered = first if self.cache else None
            several = isinstance(first, tuple)
        else:
            types, several = self.otypes, len(self.otypes) > 1
        rows = []
        for position, values in enumerate(zip(*columns)):
            if position == 0 and remembered is not None:
                result = remembered
            else:
                result = function(*values)
            rows.append(result if several else (result,))
        template = next((array for array in arrays if type(array) is not np.ndarray), None)
        outputs = tuple(
            like(template, np.array([row[i] for row in rows], dtype=char).reshape(shape)) for i, char in enumerate(types)
        )
        return outputs if several else outputs[0]

    def _apply_by_signature(self, function, args):
        inputs, outputs = self._core_shapes
        if len(args) != len(inputs):
            raise TypeError(
                f"wrong number of positional arguments: expected {len(inputs)}, got {len(args)}"
            )
        arrays = [np.asanyarray(arg) for arg in args]
        sizes = {}
        for array, names in zip(arrays, inputs):
            _match_core(array, names, sizes)
        loops = [array.shape[: array.ndim - len(names)] for array, names in zip(arrays, inputs)]
        loop = np.broadcast_shapes(*loops)
        arrays = [
            np.broadcast_to(array, loop + array.shape[array.ndim - len(names):])
            for array, names in zip(arrays, inputs)
        ]
        results = None
        for index in ndindex(*loop):
            values = function(*(array[index] for array in arrays))
            count = len(values) if isinstance(values, tuple) else 1
            if count != len(outputs):
                raise ValueError(f"wrong number of outputs from pyfunc: expected {len(outputs)}, got {count}")
            values = values if len(outputs) > 1 else (values,)
            if results is None:
                for value, names in zip(values, outputs):
                    _match_core(np.asarray(value), names, sizes)
                types = self.otypes or [np.asarray(value).dtype for value in values]
                results = [
                    np.empty(loop + tuple(sizes[name] for name in names), dtype=kind)
                    for names, kind in zip(outputs, types)
                ]
            for result, value in zip(results, values):
                result[index] = value
        if results is None:
            if self.otypes is None:
                raise ValueError("cannot call `vectorize` on size 0 inputs unless `otypes` is set")
            if any(name not in sizes for names in outputs for name in names):
                raise ValueError(
                    "cannot call `vectorize` with a signature including new output dimensions on size 0 inputs"
                )
            results = [
                np.empty(loop + tuple(sizes[name] for name in names), dtype=kind)
                for names, kind in zip(outputs, self.otypes)
            ]
        return results[0] if len(results) == 1 else tuple(results)


_CORE = r"\((?:\w+(?:,\w+)*)?\)"
_SIGNATURE = _re.compile(rf"^{_CORE}(?:,{_CORE})*->{_CORE}(?:,{_CORE})*$")


def _common_shape(arrays):
    shapes = [array.shape for array in arrays]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        named = "".join(f"{shape} ".replace(", ", ",") for shape in shapes)
        raise ValueError(f"operands could not be broadcast together with shapes {named}") from None


def _parse_signature(signature):
    compact = _re.sub(r"\s+", "", signature)
    if not _SIGNATURE.match(compact):
        raise ValueError(f"not a valid gufunc signature: {compact}")
    return tuple(
        [tuple(_re.findall(r"\w+", core)) for core in _re.findall(_CORE, side)] for side in compact.split("->")
    )


def _match_core(array, names, sizes):
    """Checks an argument's last axes against the names the signature has for them, and notes their sizes."""
    if not names:
        return
    if array.ndim < len(names):
        raise ValueError(
            f"{array.ndim}-dimensional argument does not have enough dimensions for all core dimensions {names!r}"
        )
    core = array.shape[array.ndim - len(names):]
    for name, size in zip(names, core):
        if sizes.setdefault(name, size) != size:
            raise ValueError(
                f"inconsistent size for core dimension {name!r}: {size!r} vs {sizes[name]!r}"
            )


class _FromPyFunc:
    """What `frompyfunc` gives. Its results have whatever type they need: there are no arrays of objects here."""

    def __init__(self, func, nin, nout, identity):
        self._func, self.nin, self.nout, self.identity = func, nin, nout, identity
        self.nargs = nin + nout
        self.__name__ = f"{getattr(func, '__name__', '?')} (vectorized)"

    def __repr__(self):
        return f"<ufunc '{self.__name__}'>"

    def __call__(self, *args):
        if len(args) != self.nin:
            raise TypeError(
                f"{self.__name__}() takes {self.nin} positional arguments but {len(args)} were given"
            )
        arrays = [np.asanyarray(arg) for arg in args]
        shape = _common_shape(arrays)
        columns = [np.broadcast_to(array, shape).reshape(-1).tolist() for array in arrays]
        rows = [self._func(*values) for values in zip(*columns)]
        if self.nout == 1:
            return rows[0] if not shape else np.array(rows).reshape(shape)
        outputs = [[row[i] for row in rows] for i in range(self.nout)]
        return tuple(column[0] if not shape else np.array(column).reshape(shape) for column in outputs)

    def reduce(self, array, axis=0):
        slices = np.moveaxis(np.asanyarray(array), axis, 0)
        total = slices[0]
        for part in slices[1:]:
            total = self(total, part)
        return total

    def accumulate(self, array, axis=0):
        slices = np.moveaxis(np.asanyarray(array), axis, 0)
        totals = [slices[0]]
        for part in slices[1:]:
            totals.append(self(totals[-1], part))
        return np.moveaxis(np.array(totals), 0, axis)

    def outer(self, a, b):
        a, b = np.asanyarray(a), np.asanyarray(b)
        return self(a.reshape(a.shape + (1,) * b.ndim), b)


def frompyfunc(func, nin, nout, *, identity=None):
    if not callable(func):
        raise TypeError("function must be callable")
    return _FromPyFunc(func, nin, nout, identity)


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    arr = np.asanyarray(arr)
    rank = arr.ndim
    axis = normalize_axis(axis, rank)
    moved = np.moveaxis(arr, axis, -1)
    indices = ndindex(*moved.shape[:-1])
    try:
        first_index = next(indices)
    except StopIteration:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0") from None
    first = np.asanyarray(func1d(moved[first_index], *args, **kwargs))
    collected = np.zeros(moved.shape[:-1] + first.shape, first.dtype)
    collected[first_index] = first
    for index in indices:
        collected[index] = np.asanyarray(func1d(moved[index], *args, **kwargs))
    # The axes of a result take the place of the axis that went in.
    order = list(range(rank - 1))
    order[axis:axis] = range(rank - 1, rank - 1 + first.ndim)
    return like(arr, collected.transpose(order))


def apply_over_axes(func, a, axes):
    value = np.asarray(a)
    rank = value.ndim
    for axis in np.atleast_1d(np.array(axes)).tolist():
        axis = rank + axis if axis < 0 else axis
        result = func(value, axis)
        if result.ndim != value.ndim:
            result = np.expand_dims(result, axis)
            if result.ndim != value.ndim:
                raise ValueError("function is not returning an array of the correct shape")
        value = result
    return value


def piecewise(x, condlist, funclist, *args, **kw):
    x = np.asanyarray(x)
    count = len(funclist)
    single = np.isscalar(condlist) or (
        not isinstance(condlist[0], (list, np.ndarray)) and x.ndim != 0
    )
    conditions = np.asarray([condlist] if single else condlist, dtype=bool)
    given = len(conditions)
    if given == count - 1:
        # What none of the conditions takes is the last function's.
        conditions = np.concatenate([conditions, ~np.any(conditions, axis=0, keepdims=True)], axis=0)
        given += 1
    elif given != count:
        raise ValueError(
            f"with {given} condition(s), either {given} or {given + 1} functions are expected"
        )
    y = np.zeros_like(x)
    for condition, function in zip(conditions, funclist):
        if not callable(function):
            y[condition] = function
            continue
        values = x[condition]
        if values.size > 0:
            y[condition] = function(values, *args, **kw)
    return y


class printoptions:
    """Options of printing within a `with` block."""

    def __init__(self, *args, **kwargs):
        self._args = args
        self._kwargs = kwargs

    def __enter__(self):
        self._saved = np.get_printoptions()
        np.set_printoptions(*self._args, **self._kwargs)
        return np.get_printoptions()

    def __exit__(self, *exception):
        np.set_printoptions(**self._saved)


_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base_repr(number, base=2, padding=0):
    """The digits of an integer in another base, with zeros in front."""
    if base > len(_DIGITS):
        raise ValueError("Bases greater than 36 not handled in base_repr.")
    if base < 2:
        raise ValueError("Bases less than 2 not handled in base_repr.")
    rest = abs(int(number))
    digits = []
    while rest:
        rest, digit = divmod(rest, base)
        digits.append(_DIGITS[digit])
    if padding:
        digits.append("0" * padding)
    if number < 0:
        digits.append("-")
    return "".join(reversed(digits or "0"))


def binary_repr(num, width=None):
    """The bits of an integer; of negative ones, in two's complement if a width is given."""
    num = _operator.index(num)
    if num == 0:
        return "0" * (width or 1)
    if num < 0 and width is None:
        return "-" + bin(-num)[2:]
    bits = bin(num)[2:]
    if num < 0:
        size = (-num - 1).bit_length() + 1
        bits = bin((1 << size) + num)[2:]
    if width is not None and width < len(bits):
        raise ValueError(f"Insufficient bit width={width} provided for binwidth={len(bits)}")
    return bits.rjust(width or 0, "1" if num < 0 else "0")
