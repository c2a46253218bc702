"""Values of a few known kinds: categories, and the intervals that `cut` makes."""

import numpy as np

from pandas import _values as v
from pandas._index import Index


class Interval:
    """A stretch of numbers, one or both of whose ends belong to it."""

    def __init__(self, left, right, closed="right"):
        if closed not in ("left", "right", "both", "neither"):
            raise ValueError(f"invalid option for 'closed': {closed}")
        if not left <= right:
            raise ValueError("left side of interval must be <= right side")
        self.left, self.right, self.closed = left, right, closed

    closed_left = property(lambda self: self.closed in ("left", "both"))
    closed_right = property(lambda self: self.closed in ("right", "both"))
    length = property(lambda self: self.right - self.left)
    mid = property(lambda self: 0.5 * (self.left + self.right))

    def _ends(self):
        return (self.left, self.right, self.closed)

    def __eq__(self, other):
        return isinstance(other, Interval) and self._ends() == other._ends()

    def __lt__(self, other):
        return self._ends() < other._ends() if isinstance(other, Interval) else NotImplemented

    def __le__(self, other):
        return self._ends() <= other._ends() if isinstance(other, Interval) else NotImplemented

    def __hash__(self):
        return hash(self._ends())

    def __contains__(self, number):
        above = number >= self.left if self.closed_left else number > self.left
        return bool(above and (number <= self.right if self.closed_right else number < self.right))

    def with_float_ends(self):
        return Interval(float(self.left), float(self.right), self.closed)

    def overlaps(self, other):
        low, high = (self, other) if self.left <= other.left else (other, self)
        touching = low.closed_right and high.closed_left
        return bool(high.left < low.right or (touching and high.left == low.right))

    def __str__(self):
        ends = f"{v.native(self.left)}, {v.native(self.right)}"
        return ("[" if self.closed_left else "(") + ends + ("]" if self.closed_right else ")")

    def __repr__(self):
        return f"Interval({v.native(self.left)!r}, {v.native(self.right)!r}, closed={self.closed!r})"


class CategoricalDtype(v.DType):
    """The kinds there are, and whether they have an order."""

    def __init__(self, categories=None, ordered=False):
        self.name, self.kind = "category", "O"
        # None stands for those that the values have.
        self._values = None if categories is None else v.as_values(categories)
        self.ordered = bool(ordered)
        if self._values is None:
            return
        items = self._values.tolist()
        if any(map(v.is_missing, items)):
            raise ValueError("Categorical categories cannot be null")
        self._codes = {item: code for code, item in enumerate(items)}
        if len(self._codes) < len(items):
            raise ValueError("Categorical categories must be unique")

    @property
    def categories(self):
        return None if self._values is None else Index(self._values)

    def code(self, item):
        return -1 if v.is_missing(item) else self._codes.get(item, -1)

    def __eq__(self, other):
        if isinstance(other, CategoricalDtype):
            return self._key() == other._key()
        return other == "category"

    def _key(self):
        items = () if self._values is None else tuple(self._values.tolist())
        return (self.ordered, items if self.ordered else frozenset(items))

    def __hash__(self):
        return hash("category")

    def __repr__(self):
        if self._values is None:
            return f"CategoricalDtype(categories=None, ordered={self.ordered}, categories_dtype=None)"
        listed = ", ".join(self.texts())
        return (
            f"CategoricalDtype(categories=[{listed}], ordered={self.ordered}, categories_dtype={self.kind_of_categories()})"
        )

    def kind_of_categories(self):
        """The type of the categories, as text."""
        items = self._values.tolist()
        if items and all(isinstance(item, Interval) for item in items):
            ends = v.infer([end for item in items for end in (item.left, item.right)])
            return f"interval[{ends.dtype}, {items[0].closed}]"
        return str(self._values.dtype)

    def texts(self):
        from pandas._format import column_strings, thing

        if v.is_array(self._values):
            return [text.strip() for text in column_strings(self._values)]
        return [thing(item, quoted=True) for item in self._values.tolist()]


class Categorical(v.Objects):
    """Values each of which is one of the categories, or missing."""

    def __init__(self, values, categories=None, ordered=None, dtype=None):
        if isinstance(categories, CategoricalDtype):
            # As `Objects` are made: items and their type.
            categories, dtype = None, categories
        items = [v.native(item) for item in (values.tolist() if hasattr(values, "tolist") else values)]
        if dtype is not None and dtype != "category":
            categories, ordered = dtype._values, dtype.ordered if ordered is None else ordered
        known = isinstance(dtype, CategoricalDtype) and dtype._values is not None
        if not known:
            dtype = CategoricalDtype(_kinds_in(items) if categories is None else categories, bool(ordered))
        self.dtype = dtype
        self.items = [item if dtype.code(item) >= 0 else v.nan for item in items]

    codes = property(lambda self: np.array([self.dtype.code(item) for item in self.items], dtype=np.int8))
    categories = property(lambda self: self.dtype.categories)
    ordered = property(lambda self: self.dtype.ordered)

    def value_counts(self):
        from pandas._series import Series

        return Series._new(self, Index(range(len(self)))).value_counts(sort=False)

    def footer(self):
        """What says which categories there are."""
        texts, width = self.dtype.texts(), 80
        header = f"Categories ({len(texts)}, {self.dtype.kind_of_categories()}): "
        if len(texts) > 8:
            texts = [*texts[:4], "...", *texts[-4:]]
        separator = " < " if self.ordered else ", "
        line, lines = "", []
        for text in texts:
            joined = line + separator + text if line else text
            if line and len(header) + len(joined) > width:
                lines.append(line + separator.rstrip())
                joined = text
            line = joined
        indented = ("\n" + " " * (len(header) + 1)).join([*lines, line])
        return header + "[" + indented.replace(" < ... < ", " ... ") + "]"

    def __repr__(self):
        from pandas._format import thing

        texts = [thing(item, quoted=True) for item in self.items]
        if len(texts) > 10:
            texts = [*texts[:5], "...", *texts[-5:]]
        length = f"Length: {len(self)}\n" if len(self) > 10 else ""
        return f"[{', '.join(texts)}]\n{length}{self.footer()}"

    __str__ = __repr__


def _kinds_in(items):
    """The different items in rising order, or as they come where they have none."""
    kinds = list(dict.fromkeys(item for item in items if not v.is_missing(item)))
    try:
        return sorted(kinds)
    except TypeError:
        return kinds


class CategoricalAccessor:
    """`series.cat`."""

    def __init__(self, series):
        if not isinstance(series._values, Categorical):
            raise AttributeError("Can only use .cat accessor with a 'category' dtype")
        self._series, self._values = series, series._values

    codes = property(lambda self: self._series._like(self._values.codes)._unnamed())
    categories = property(lambda self: self._values.categories)
    ordered = property(lambda self: self._values.ordered)

    def _with(self, categories, items=None, ordered=None):
        ordered = self.ordered if ordered is None else ordered
        items = self._values.items if items is None else items
        return self._series._like(Categorical(items, categories, ordered))

    def as_ordered(self):
        return self._with(self.categories, ordered=True)

    def as_unordered(self):
        return self._with(self.categories, ordered=False)

    def set_categories(self, new_categories, ordered=None):
        return self._with(new_categories, ordered=ordered)

    def add_categories(self, new_categories):
        added = [new_categories] if v.is_scalar(new_categories) else list(new_categories)
        return self._with(self.categories.tolist() + added)

    def remove_categories(self, removals):
        gone = {removals} if v.is_scalar(removals) else set(removals)
        return self._with([item for item in self.categories.tolist() if item not in gone])

    def remove_unused_categories(self):
        used = set(self._values.items)
        return self._with([item for item in self.categories.tolist() if item in used])

    def reorder_categories(self, new_categories, ordered=None):
        if set(new_categories) != set(self.categories.tolist()):
            raise ValueError("items in new_categories are not the same as in old categories")
        return self._with(new_categories, ordered=ordered)

    def rename_categories(self, new_categories):
        old = self.categories.tolist()
        if isinstance(new_categories, dict):
            new = [new_categories.get(item, item) for item in old]
        elif callable(new_categories):
            new = list(map(new_categories, old))
        else:
            new = list(new_categories)
        names = dict(zip(old, new))
        return self._with(new, [names.get(item, item) for item in self._values.items])


def cut(x, bins, right=True, labels=None, retbins=False, precision=3, include_lowest=False, duplicates="raise", ordered=True):
    """Which of the bins each value falls into."""
    values = v.cast(v.as_values(x), np.float64)
    if isinstance(bins, (int, np.integer)):
        if bins < 1:
            raise ValueError("`bins` should be a positive integer.")
        edges = _even_edges(values, int(bins), right)
    else:
        edges = np.asarray([edge for edge in bins])
        if np.any(np.diff(edges) < 0):
            raise ValueError("bins must increase monotonically.")
    return _binned(x, values, edges, right, labels, retbins, precision, include_lowest, duplicates, ordered)


def _even_edges(values, count, right):
    if len(values) == 0:
        raise ValueError("Cannot cut empty array")
    low, high = np.nanmin(values), np.nanmax(values)
    if np.isinf(low) or np.isinf(high):
        raise ValueError("cannot specify integer `bins` when input data contains infinity")
    if low == high:
        low, high = (end - sign * 0.001 * abs(end) if end else -sign * 0.001 for end, sign in ((low, 1), (high, -1)))
        return np.linspace(low, high, count + 1)
    edges = np.linspace(low, high, count + 1)
    slack = (high - low) * 0.001
    if right:
        edges[0] -= slack
    else:
        edges[-1] += slack
    return edges


def qcut(x, q, labels=None, retbins=False, precision=3, duplicates="raise"):
    """Which of the quantiles' bins each value falls into."""
    values = v.cast(v.as_values(x), np.float64)
    parts = np.linspace(0, 1, q + 1) if isinstance(q, (int, np.integer)) else np.asarray(q)
    edges = np.quantile(values[~np.isnan(values)], parts)
    return _binned(x, values, edges, True, labels, retbins, precision, True, duplicates, True)


def _binned(x, values, edges, right, labels, retbins, precision, include_lowest, duplicates, ordered):
    if duplicates not in ("raise", "drop"):
        raise ValueError("invalid value for 'duplicates' parameter, valid options are: raise, drop")
    if np.any(np.diff(edges) == 0):
        if duplicates == "raise":
            named = Index(edges, name=getattr(x, "name", None))
            raise ValueError(
                f"Bin edges must be unique: {named!r}.\nYou can drop duplicate edges by setting the 'duplicates' kwarg"
            )
        edges = np.unique(edges)
    codes = np.searchsorted(edges, values, side="left" if right else "right") - 1
    if include_lowest:
        codes = np.where(values == edges[0], 0, codes)
    outside = np.isnan(values) | (codes < 0) | (codes >= len(edges) - 1)
    if labels is False:
        result = np.where(outside, v.nan, codes) if np.any(outside) else codes
    else:
        kinds = _labels_of(edges, precision, right, include_lowest) if labels is None else list(labels)
        if len(kinds) != len(edges) - 1:
            raise ValueError("Bin labels must be one fewer than the number of bin edges")
        if ordered and len(set(kinds)) < len(kinds):
            raise ValueError("labels must be unique if ordered=True; pass ordered=False for duplicate labels")
        items = [v.nan if gone else kinds[code] for code, gone in zip(codes.tolist(), outside.tolist())]
        result = Categorical(items, list(dict.fromkeys(kinds)), ordered)
    if hasattr(x, "_like"):
        result = x._like(result)
    return (result, edges) if retbins else result


def _labels_of(edges, precision, right, include_lowest):
    """The bins as intervals, with as few digits as tell their ends apart."""
    for digits in range(precision, 20):
        ends = [_rounded(edge, digits) for edge in edges]
        if len(set(ends)) == len(ends):
            break
    else:
        digits, ends = precision, [_rounded(edge, precision) for edge in edges]
    if include_lowest:
        if right:
            ends[0] = ends[0] - 10.0**-digits
        else:
            ends[-1] = ends[-1] + 10.0**-digits
        ends = [float(end) for end in ends]
    return [Interval(v.native(a), v.native(b), "right" if right else "left") for a, b in zip(ends, ends[1:])]


def _rounded(number, precision):
    """A number with that many digits after the point, or after its first digits if it is small."""
    if not np.isfinite(number) or number == 0:
        return number
    fraction, whole = np.modf(number)
    digits = precision if whole != 0 else -int(np.floor(np.log10(abs(fraction)))) - 1 + precision
    return np.around(number, digits)
