"""NumPy's functions on series and frames.

NumPy hands an object of another library to the object's own method of the same name (`np.mean(series)` is
`series.mean()`), and ufuncs to its `__array_ufunc__`. The native module knows arrays only, so the functions are taught
here, when pandas is imported.
"""

import operator as _operator

import numpy as np

from pandas import _values as v

_METHODS = (
    "sum", "prod", "mean", "std", "var", "min", "max", "amin", "amax", "any", "all", "cumsum", "cumprod", "argmax", "argmin",
    "clip", "round", "around", "argsort",
)

_OTHER_NAMES = {"amin": "min", "amax": "max", "around": "round"}

# Ufuncs that align their operands as the operator does.
_OPERATORS = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv", "true_divide": "truediv",
    "floor_divide": "floordiv", "remainder": "mod", "power": "pow", "equal": "eq", "not_equal": "ne", "less": "lt",
    "less_equal": "le", "greater": "gt", "greater_equal": "ge", "bitwise_and": "and_", "bitwise_or": "or_",
    "bitwise_xor": "xor",
}

_REDUCTIONS = {"add": "sum", "multiply": "prod", "maximum": "max", "minimum": "min", "logical_and": "all", "logical_or": "any"}


def teach(shared):
    """Makes NumPy's functions give instances of `shared` to their own methods."""
    for name in _METHODS:
        function = getattr(np, name, None)
        if function is not None and not hasattr(function, "_taught"):
            setattr(np, name, _delegating(function, name, shared))


    for name, taught in (("where", _where), ("select", _select)):
        function = getattr(np, name)
        if not hasattr(function, "_taught"):
            setattr(np, name, taught(function))


def _is_object(choice):
    """Whether a choice makes an array of objects of the result, of which there are none here."""
    return choice is None or isinstance(getattr(choice, "_values", choice), v.Objects)


def _items(choice, length):
    """A choice as one item for each row."""
    choice = getattr(choice, "_values", choice)
    if v.is_scalar(choice):
        return [choice] * length
    items = choice.tolist() if hasattr(choice, "tolist") else list(choice)
    if not isinstance(items, list):
        return [items] * length
    if len(items) != length:
        raise ValueError(f"operands could not be broadcast together with shapes ({length},) ({len(items)},) ")
    return items


def _where(function):
    def where(condition, *choices):
        if len(choices) != 2 or not any(map(_is_object, choices)) or np.ndim(condition) != 1:
            return function(condition, *choices)
        hits = np.asarray(condition).tolist()
        yes, no = (_items(choice, len(hits)) for choice in choices)
        return v.infer([a if hit else b for hit, a, b in zip(hits, yes, no)])

    where.__qualname__ = "where"
    where._taught = True
    return where


def _select(function):
    def select(condlist, choicelist, default=0):
        if not any(map(_is_object, [*choicelist, default])):
            return function(condlist, choicelist, default)
        hits = [np.asarray(condition).tolist() for condition in condlist]
        if len(hits) != len(choicelist):
            raise ValueError("list of cases must be same length as list of conditions")
        length = len(hits[0])
        choices = [_items(choice, length) for choice in choicelist]
        picked = _items(default, length)
        for row in range(length):
            first = next((number for number, hit in enumerate(hits) if hit[row]), None)
            if first is not None:
                picked[row] = choices[first][row]
        return v.infer(picked)

    select._taught = True
    return select


def _delegating(function, name, shared):
    method = _OTHER_NAMES.get(name, name)

    def delegating(*args, **kwargs):
        if args and isinstance(args[0], shared):
            if method in ("std", "var"):
                kwargs.setdefault("ddof", 0)
            if args[0].ndim == 2 and len(args) == 1 and not method.startswith(("cum", "round", "clip")):
                kwargs.setdefault("axis", None)
            return getattr(args[0], method)(*args[1:], **kwargs)
        return function(*args, **kwargs)

    delegating.__name__ = delegating.__qualname__ = name
    delegating.__module__ = "numpy"
    delegating._taught = True
    return delegating


def apply_ufunc(ufunc, method, inputs, kwargs):
    """What `__array_ufunc__` of series and frames gives."""
    from pandas._frame import DataFrame
    from pandas._series import Series

    if method == "reduce" and ufunc.__name__ in _REDUCTIONS:
        return getattr(inputs[0], _REDUCTIONS[ufunc.__name__])()
    if method == "accumulate" and inputs[0].ndim == 1:
        return inputs[0]._like(ufunc.accumulate(np.asarray(inputs[0])))
    if method == "outer":
        raise NotImplementedError
    if method != "__call__":
        return NotImplemented
    if kwargs.get("out") is not None:
        raise NotImplementedError("out= is not available for series and frames here")
    kwargs.pop("out", None)
    if ufunc.__name__ == "matmul":
        left, right = inputs
        return left.dot(right) if isinstance(left, (Series, DataFrame)) else right.__rmatmul__(left)
    name = _OPERATORS.get(ufunc.__name__)
    if name is not None and not kwargs:
        left, right = inputs
        op = getattr(_operator, name)
        if isinstance(left, DataFrame) or (isinstance(left, Series) and not isinstance(right, DataFrame)):
            return left._operate(right, op)
        return right._operate(left, op, reflected=True)
    frames = [one for one in inputs if isinstance(one, DataFrame)]
    if frames:
        return _by_columns(ufunc, inputs, frames[0], kwargs)
    series = [one for one in inputs if isinstance(one, Series)]
    index = series[0].index
    for other in series[1:]:
        index = index if index.equals(other.index) else index.union(other.index)
    aligned = [one.reindex(index) if isinstance(one, Series) and not one.index.equals(index) else one for one in inputs]
    names = {one.name for one in series}
    arrays = [_array(one._values) if isinstance(one, Series) else one for one in aligned]
    results = ufunc(*arrays, **kwargs)
    name = names.pop() if len(names) == 1 else None
    wrap = lambda values: Series._new(values, index, name)
    return tuple(map(wrap, results)) if isinstance(results, tuple) else wrap(results)


def _array(values):
    if v.is_array(values):
        return values
    return np.array([v.nan if v.is_missing(item) else item for item in values.tolist()])


def _by_columns(ufunc, inputs, frame, kwargs):
    from pandas._frame import DataFrame

    data = []
    for i in range(len(frame.columns)):
        arrays = []
        for one in inputs:
            if isinstance(one, DataFrame):
                one = _array(one.reindex(index=frame.index, columns=frame.columns)._data[i])
            elif isinstance(one, np.ndarray) and one.ndim == 2:
                one = one[:, i]
            arrays.append(one)
        data.append(ufunc(*arrays, **kwargs))
    return DataFrame._new(data, frame.columns, frame.index)
