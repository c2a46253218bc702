"""Categories: values that are each one of a few."""

import numpy as np

from pandas import _values as v
from pandas._dtypes import CategoricalDtype
from pandas._index import Index


def categorized(values, dtype=None):
    """Values as members of categories; by default the different values there are, in order."""
    if dtype is None and v.is_category(values):
        return values
    if dtype is None or dtype.categories is None:
        _, firsts = v.factorize(values, sort=True)
        categories = Index(v.take(values, firsts) if firsts else values[:0], tupleize_cols=False)
        dtype = CategoricalDtype(categories, dtype is not None and dtype.ordered)
    known = dtype.ranks()
    items = [item if not v.is_missing(item) and item in known else v.nan for item in values.tolist()]
    return v.Objects(items, dtype)


class Categorical(v.Objects):
    """Values of a few categories."""

    def __init__(self, values, categories=None, ordered=None, dtype=None):
        dtype = dtype or CategoricalDtype(categories, bool(ordered))
        made = categorized(v.as_values(values), dtype)
        v.Objects.__init__(self, made.items, made.dtype)

    @classmethod
    def from_codes(cls, codes, categories=None, ordered=None, dtype=None):
        dtype = dtype or CategoricalDtype(categories, bool(ordered))
        labels = dtype.categories.tolist()
        return cls([labels[code] if code >= 0 else v.nan for code in codes], dtype=dtype)


def compared(op, left, right):
    """Which is before which in the order of their categories."""
    if not left.dtype.ordered:
        raise TypeError("Unordered Categoricals can only compare equality or not")
    ranks = left.dtype.ranks()
    codes = v.codes_of(left)
    if v.is_scalar(right):
        if right not in ranks:
            raise TypeError(f"Invalid comparison between dtype=category and {type(right).__name__}")
        others = ranks[right]
    else:
        if getattr(right, "dtype", None) != left.dtype:
            raise TypeError("Categoricals can only be compared if 'categories' are the same.")
        others = v.codes_of(right)
    return op(codes, others) & (codes >= 0) & (np.asarray(others) >= 0)


class CategoryMethods:
    """`series.cat`"""

    def __init__(self, series):
        if not v.is_category(series._values):
            raise AttributeError("Can only use .cat accessor with a 'category' dtype")
        self._series, self._dtype = series, series.dtype

    categories = property(lambda self: self._dtype.categories)
    ordered = property(lambda self: self._dtype.ordered)

    @property
    def codes(self):
        return type(self._series)._new(v.codes_of(self._series._values), self._series.index)

    def _cast(self, categories, ordered=None):
        dtype = CategoricalDtype(categories, self.ordered if ordered is None else ordered)
        return self._series.astype(dtype)

    def as_ordered(self):
        return self._cast(self.categories, True)

    def as_unordered(self):
        return self._cast(self.categories, False)

    def set_categories(self, new_categories, ordered=None):
        return self._cast(new_categories, ordered)

    def reorder_categories(self, new_categories, ordered=None):
        if set(new_categories) != set(self.categories):
            raise ValueError("items in new_categories are not the same as in old categories")
        return self._cast(new_categories, ordered)

    def add_categories(self, new_categories):
        added = [new_categories] if v.is_scalar(new_categories) else list(new_categories)
        old = [one for one in added if one in self.categories]
        if old:
            raise ValueError(f"new categories must not include old categories: {set(old)}")
        return self._cast(self.categories.tolist() + added)

    def remove_categories(self, removals):
        removed = [removals] if v.is_scalar(removals) else list(removals)
        return self._cast([one for one in self.categories if one not in removed])

    def remove_unused_categories(self):
        used = set(self._series.tolist())
        return self._cast([one for one in self.categories if one in used])

    def rename_categories(self, new_categories):
        old = self.categories.tolist()
        if isinstance(new_categories, dict):
            new = [new_categories.get(one, one) for one in old]
        else:
            new = list(map(new_categories, old)) if callable(new_categories) else list(new_categories)
        return mapped(self._series, dict(zip(old, new)), new)


def exchanged(series, function, na_action=None):
    """A series of categories mapped: of categories still, if each has one of its own and missing values stay missing."""
    values, old = series._values, series.dtype.categories
    of_missing = v.nan
    if na_action != "ignore" and np.any(v.isna(values)):
        of_missing = function(v.nan) if callable(function) else function.get(v.nan, v.nan)
    new = old.to_series(range(len(old))).map(function)
    if v.is_missing(of_missing) and not np.any(v.isna(new._values)) and Index(new._values).is_unique:
        return mapped(series, dict(zip(old.tolist(), new.tolist())), new._values)
    table = v.concatenate([new._values, v.infer([of_missing])]) if np.any(v.isna(values)) else new._values
    return series._like(v.take(table, v.codes_of(values).astype(np.int64) % len(table)))


_SYMBOLS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "** or pow()", "and_": "&",
    "or_": "|", "xor": "^",
}


def refuse_operation(op, left, right):
    """Says that there is no arithmetic of categories."""
    for side in (left, right):
        if not v.is_scalar(side) and not (isinstance(side, v.Objects) and v.is_category(side)):
            raise TypeError(f"Object with dtype category cannot perform the numpy op {_UFUNCS.get(op.__name__, op.__name__)}")
    names = ["Categorical" if isinstance(side, v.Objects) else type(side).__name__ for side in (left, right)]
    if op.__name__ == "add" and names[0] == "str":
        raise TypeError('can only concatenate str (not "Categorical") to str')
    raise TypeError(f"unsupported operand type(s) for {_SYMBOLS[op.__name__]}: '{names[0]}' and '{names[1]}'")


_UFUNCS = {
    "sub": "subtract", "mul": "multiply", "truediv": "divide", "floordiv": "floor_divide", "mod": "remainder", "pow": "power",
    "and_": "bitwise_and", "or_": "bitwise_or", "xor": "bitwise_xor",
}


def mapped(series, table, categories):
    """A series of categories with each category exchanged for another."""
    dtype = CategoricalDtype(categories, series.dtype.ordered)
    return series._like(v.Objects([table.get(item, v.nan) for item in series.tolist()], dtype))
