"""The values of a column or an index: a NumPy array of numbers, else a list with a type's name.

Missing values are NaN among floats, NaN or None among objects and texts, NaT among dates. What has no room for a missing
value gets another type: integers become floats, bools become objects.
"""

import operator as _operator

import numpy as np

from pandas._dates import NaT, Timedelta, Timestamp, datetime_type, timedelta_type

nan = float("nan")


class DType:
    """The type of values that are not in a NumPy array."""

    KINDS = {"object": "O", "str": "O", "datetime64[us]": "M", "timedelta64[us]": "m"}

    def __init__(self, name):
        self.name = name
        self.kind = self.KINDS[name]

    def __str__(self):
        return self.name

    def __repr__(self):
        if self.name == "str":
            return "<StringDtype(storage='python', na_value=nan)>"
        return {"O": "dtype('O')", "M": "dtype('<M8[us]')", "m": "dtype('<m8[us]')"}[self.kind]

    def __eq__(self, other):
        if isinstance(other, DType):
            return self.name == other.name
        if other is object or other == "O":
            return self.name == "object"
        if other is str or other == "string":
            return self.name == "str"
        return self.name == other or (self.kind == "M" and other == "datetime64[ns]")

    def __hash__(self):
        return hash(self.name)


OBJECT, STR = DType("object"), DType("str")
DATETIME, TIMEDELTA = DType("datetime64[us]"), DType("timedelta64[us]")


class Objects:
    """Values in a Python list."""

    ndim = 1

    def __new__(cls, items=(), dtype=OBJECT, *_, **__):
        # Values of a type with categories are a class of their own.
        if cls is Objects and dtype.name == "category":
            from pandas._categories import Categorical as cls
        return object.__new__(cls)

    def __init__(self, items, dtype=OBJECT):
        self.items = items
        self.dtype = dtype

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __contains__(self, value):
        return value in self.items

    def __getitem__(self, key):
        if isinstance(key, slice):
            return Objects(self.items[key], self.dtype)
        if hasattr(key, "__index__") and not hasattr(key, "__len__"):
            return self.items[_operator.index(key)]
        key = np.asarray(key)
        if key.ndim == 0:
            return self.items[int(key)]
        key = np.flatnonzero(key) if key.dtype == bool else key
        return Objects([self.items[i] for i in key.tolist()], self.dtype)

    def __eq__(self, other):
        return compare(_operator.eq, self, other)

    def __ne__(self, other):
        return compare(_operator.ne, self, other)

    __hash__ = None

    @property
    def shape(self):
        return (len(self.items),)

    @property
    def size(self):
        return len(self.items)

    def copy(self):
        return Objects(list(self.items), self.dtype)

    def tolist(self):
        return list(self.items)

    def __array__(self, dtype=None, copy=None):
        check_texts(self.items)
        return np.array(self.items, dtype=dtype)

    def astype(self, dtype):
        return cast(self, dtype)

    def __repr__(self):
        if self.dtype == "str":
            shown = "[" + ", ".join(map(repr, self.items)) + "]"
            return f"<StringArray>\n{shown}\nLength: {len(self.items)}, dtype: str"
        return f"array([{', '.join(map(repr, self.items))}], dtype={self.dtype.name})"

    def __str__(self):
        if self.dtype == "str":
            return repr(self)
        return "[" + " ".join(map(repr, self.items)) + "]"


def is_category(dtype):
    """Whether a type, or its name, is one of categories."""
    return (isinstance(dtype, DType) or isinstance(dtype, str)) and dtype == "category"


def check_texts(items):
    """Refuses texts among others: they are objects, which NumPy's arrays cannot hold here, and must not become texts."""
    if len({isinstance(item, str) for item in items}) == 2:
        raise TypeError("arrays here hold no texts among other objects or missing values")


def refuse(method, **given):
    """Refuses arguments that pandas knows and that would be ignored here."""
    for name, value in given.items():
        if value is not None and value is not False:
            raise NotImplementedError(f"{method}({name}=…) is not available here")


def is_missing(value):
    return value is None or value is NaT or (isinstance(value, float) and value != value)


def is_number(value):
    return isinstance(value, (int, float, complex, np.number, np.bool_))


def is_scalar(value):
    return value is None or isinstance(value, (str, bytes, datetime_type, timedelta_type)) or is_number(value)


def is_array(values):
    return isinstance(values, np.ndarray)


def _sort_of(value):
    if value is None:
        return "none"
    if isinstance(value, (bool, np.bool_)):
        return "bool"
    if isinstance(value, (int, np.integer)):
        return "int"
    if isinstance(value, (float, np.floating)):
        return "float" if value == value else "nan"
    if isinstance(value, str):
        return "str"
    if value is NaT:
        return "nat"
    if isinstance(value, (Timestamp, datetime_type)):
        return "date"
    if isinstance(value, (Timedelta, timedelta_type)):
        return "delta"
    if isinstance(value, (complex, np.complexfloating)):
        return "complex"
    return "other"


def infer(items):
    """The values for a list of anything."""
    items = list(items)
    sorts = {_sort_of(item) for item in items}
    if not sorts or sorts == {"none"}:
        return Objects(items)
    if sorts == {"bool"}:
        return np.array(items, dtype=bool)
    if sorts == {"int"}:
        try:
            return np.array(items, dtype=np.int64)
        except OverflowError:
            return Objects(items)
    if sorts <= {"int", "float", "nan", "none"}:
        return np.array([nan if item is None else item for item in items], dtype=np.float64)
    if sorts <= {"int", "float", "nan", "none", "complex"}:
        return np.array([nan if item is None else item for item in items], dtype=np.complex128)
    if "str" in sorts and sorts <= {"str", "none", "nan"}:
        return Objects([nan if is_missing(item) else native(item) for item in items], STR)
    if "date" in sorts and sorts <= {"date", "none", "nan", "nat"}:
        return Objects([NaT if is_missing(item) else Timestamp(item) for item in items], DATETIME)
    if "delta" in sorts and sorts <= {"delta", "none", "nan", "nat"}:
        return Objects([NaT if is_missing(item) else Timedelta(item) for item in items], TIMEDELTA)
    return Objects(items)


def as_values(data, dtype=None):
    """Anything with one axis as values; an array is copied, so that later changes to it go unnoticed."""
    data = getattr(data, "_values", data)
    if is_array(data):
        if data.ndim != 1:
            raise ValueError(f"Data must be 1-dimensional, got ndarray of shape {data.shape} instead")
        # Texts are objects to pandas: some may be missing.
        values = infer(data.tolist()) if data.dtype.kind == "U" else data.copy()
    elif isinstance(data, Objects):
        values = data
    else:
        values = infer(data)
        if dtype is not None and isinstance(values, Objects) and len(values) == 0:
            values = np.array([])
    if dtype is None:
        return values
    result = cast(values, dtype)
    if is_array(values) and values.dtype.kind == "f" and result.dtype.kind in "iu" and np.any(result != values):
        raise ValueError("Trying to coerce float values to integers")
    return result


def full(value, length):
    """The same value `length` times."""
    if is_number(value) and not isinstance(value, complex):
        dtype = getattr(value, "dtype", None)
        return np.full(length, value, dtype=dtype)
    return infer([value] * length)


def native(item):
    """A NumPy number as Python's."""
    return item.item() if isinstance(item, np.generic) else item


def cast(values, dtype):
    """As `astype`."""
    if is_category(dtype):
        from pandas._categories import Categorical

        return values if is_category(values.dtype) and dtype == "category" else Categorical(values, dtype=dtype)
    if isinstance(dtype, DType):
        dtype = dtype.name
    if dtype is str or dtype in ("str", "string"):
        return Objects([item if is_missing(item) else str(item) for item in values.tolist()], STR)
    if dtype is object or dtype in ("object", "O"):
        return Objects(values.tolist())
    if isinstance(dtype, str) and dtype.startswith("datetime64"):
        return infer([Timestamp(item) for item in values.tolist()])
    dtype = np.dtype(dtype)
    if isinstance(values, Objects):
        items = values.items
        if dtype.kind in "iu":
            for item in items:
                if is_missing(item):
                    raise ValueError("cannot convert float NaN to integer")
            return np.array([int(item) for item in items], dtype=dtype)
        if dtype.kind == "f":
            return np.array([nan if item is None else float(item) for item in items], dtype=dtype)
        return np.array([bool(item) for item in items], dtype=dtype)
    if dtype.kind in "iu" and values.dtype.kind == "f" and not np.all(np.isfinite(values)):
        from pandas.errors import IntCastingNaNError

        raise IntCastingNaNError(
            "Cannot convert non-finite values (NA or inf) to integer. Replace or remove non-finite values or cast to an "
            "integer type that supports these values (e.g. 'Int64')"
        )
    return values.astype(dtype)


def isna(values):
    """Which values are missing, as an array of bools."""
    if is_array(values):
        if values.dtype.kind in "fc":
            return np.isnan(values)
        return np.zeros(len(values), dtype=bool)
    return np.array([is_missing(item) for item in values.items], dtype=bool)


def missing_for(values):
    """What stands for a missing value among these."""
    return NaT if values.dtype in (DATETIME, TIMEDELTA) else nan


def with_room_for_missing(values):
    if is_array(values) and values.dtype.kind in "iu":
        return values.astype(np.float64)
    if is_array(values) and values.dtype.kind == "b":
        return Objects(values.tolist())
    return values


def take(values, positions, fill=nan):
    """The values at positions; -1 stands for a missing one, or for `fill`."""
    positions = np.asarray(positions, dtype=np.int64)
    absent = positions < 0
    if not np.any(absent):
        return values[positions]
    if is_missing(fill):
        values = with_room_for_missing(values)
        fill = missing_for(values)
    if len(values) == 0:
        return full(fill, len(positions))
    if is_array(values) and is_number(fill):
        taken = values[np.where(absent, 0, positions)]
        if isinstance(fill, float) and taken.dtype.kind in "iu" and fill != int(fill):
            taken = taken.astype(np.float64)
        taken[absent] = fill
        return taken
    items = values.tolist()
    taken = [fill if position < 0 else items[position] for position in positions.tolist()]
    return infer(taken) if is_array(values) else Objects(taken, values.dtype)


def replaced(values, mask, replacement):
    """A copy with other values where the mask is true; one value, or as many as the mask has."""
    if isinstance(replacement, Objects) or is_array(replacement):
        if is_array(values) and is_array(replacement):
            if values.dtype == replacement.dtype or values.dtype.kind == "f" or replacement.dtype.kind == "f":
                return np.where(mask, replacement, values)
        pick = replacement.tolist()
    else:
        if is_array(values) and is_number(replacement):
            same_kind = isinstance(replacement, (bool, np.bool_)) == (values.dtype.kind == "b")
            if same_kind and not (values.dtype.kind in "iu" and isinstance(replacement, (float, np.floating))):
                copy = values.copy()
                copy[mask] = replacement
                return copy
            if same_kind:
                if not np.any(mask):
                    return values.copy()
                copy = values.astype(np.float64)
                copy[mask] = replacement
                return copy
        pick = [replacement] * len(values)
    if not np.any(mask):
        return values
    items = [new if hit else old for old, new, hit in zip(values.tolist(), pick, mask.tolist())]
    if isinstance(values, Objects) and (values.dtype == OBJECT or is_category(values.dtype)):
        return Objects(items, values.dtype)
    return infer(items)


# What values of a type can be overwritten with, as `_sort_of` calls it. Where there is no room for NaN the type changes.
_HELD = {
    "b": "bool", "i": "int nan none", "u": "int nan none", "f": "int float nan none", "c": "int float complex nan none",
    "O": "str nan none nat", "M": "date nan none nat", "m": "delta nan none nat",
}


def fitted(values, given):
    """What some of the values are to be overwritten with, one thing or several, as their type holds it.

    Raises TypeError for what it does not hold.
    """
    if values.dtype == OBJECT:
        return given
    several = isinstance(given, (list, tuple, range, np.ndarray, Objects)) and np.ndim(given) > 0
    items = (given.tolist() if hasattr(given, "tolist") else list(given)) if several else [given]
    if is_category(values.dtype):
        if any(values.dtype.code(item) < 0 and not is_missing(item) for item in items):
            raise TypeError(
                f"Cannot setitem on a Categorical with a new category ({given}), set the categories first"
            )
        return items if several else given
    kind = values.dtype.kind
    if kind in "iu":
        items = [int(item) if _sort_of(item) == "float" and item % 1 == 0 else item for item in items]
    elif kind == "M":
        items = [_as_date(item, strict=False) for item in items]
    if not {_sort_of(item) for item in items} <= set(_HELD[kind].split()):
        shown = "nan" if given is None else given
        text = f"Invalid value '{shown}' for dtype '{values.dtype}'"
        if kind == "O":
            text += f". Value should be a string or missing value, got '{type(given).__name__}' instead."
        raise TypeError(text)
    return items if several else nan if is_missing(given) else items[0]


def concatenate(parts):
    """Values one after the other, of a type that holds all."""
    nonempty = [part for part in parts if len(part)] or list(parts)
    if all(is_array(part) for part in nonempty):
        kinds = {part.dtype.kind == "b" for part in nonempty}
        if len(kinds) == 1:
            return np.concatenate(nonempty)
    items = [item for part in nonempty for item in part.tolist()]
    names = {str(part.dtype) for part in nonempty}
    if names == {"category"} and any(part.dtype != nonempty[0].dtype for part in nonempty):
        return infer(items)
    return Objects(items, nonempty[0].dtype) if len(names) == 1 else _joined(items, names)


def _joined(items, names):
    if names <= {"str", "float64"} or names <= {"datetime64[us]", "float64"}:
        return infer(items)
    return Objects(items)


def argsort(values, ascending=True, na_position="last"):
    """Positions that sort, stable, with missing values at one end."""
    missing = isna(values)
    present = np.flatnonzero(~missing)
    if is_array(values):
        kept = values[present]
        if ascending:
            order = np.argsort(kept, kind="stable")
        else:
            # Backwards twice: equal values keep their order.
            order = (len(kept) - 1 - np.argsort(kept[::-1], kind="stable"))[::-1]
        order = present[order]
    else:
        items = values.codes.tolist() if is_category(values.dtype) else values.items
        order = sorted(present.tolist(), key=items.__getitem__, reverse=not ascending)
        order = np.array(order, dtype=np.int64)
    parts = [order, np.flatnonzero(missing)]
    return np.concatenate(parts if na_position == "last" else parts[::-1])


def factorize(values, sort=False):
    """A code for each value, -1 for missing ones, and the positions at which the values of the codes first occur."""
    seen = {}
    firsts = []
    codes = []
    for position, (item, missing) in enumerate(zip(values.tolist(), isna(values).tolist())):
        if missing:
            codes.append(-1)
            continue
        code = seen.get(item)
        if code is None:
            code = seen[item] = len(firsts)
            firsts.append(position)
        codes.append(code)
    if sort:
        try:
            order = argsort(values[np.array(firsts, dtype=np.int64)]).tolist()
        except TypeError:
            order = list(range(len(firsts)))
        rank = [0] * len(order)
        for new, old in enumerate(order):
            rank[old] = new
        codes = [code if code < 0 else rank[code] for code in codes]
        firsts = [firsts[old] for old in order]
    return codes, firsts


def compare(op, left, right):
    """Elementwise comparison; a missing value is like no other and neither smaller nor larger."""
    if is_array(left) and (is_array(right) or is_number(right)):
        return op(left, right)
    length = len(left)
    others = right.tolist() if hasattr(right, "tolist") and hasattr(right, "__len__") else None
    if others is None and isinstance(right, (list, tuple)):
        others = list(right)
    if others is None:
        others = [_as_date(right) if left.dtype == DATETIME else right] * length
    elif len(others) != length:
        raise ValueError("Lengths must match to compare")
    unequal = op is _operator.ne
    result = []
    items = left.tolist()
    if is_category(left.dtype) and op in _SIGNS:
        if not left.dtype.ordered:
            raise TypeError("Unordered Categoricals can only compare equality or not")
        items, others = ([nan if code < 0 else code for code in map(left.dtype.code, side)] for side in (items, others))
    for a, b in zip(items, others):
        if is_missing(a) or is_missing(b):
            result.append(unequal)
        else:
            if op in _SIGNS and isinstance(a, str) != isinstance(b, str):
                raise TypeError(
                    f"'{_SIGNS[op]}' not supported between instances of '{type(a).__name__}' and '{type(b).__name__}'"
                )
            result.append(bool(op(a, b)))
    return np.array(result, dtype=bool)


_SIGNS = {_operator.lt: "<", _operator.le: "<=", _operator.gt: ">", _operator.ge: ">="}
COMPARISONS = {_operator.eq, _operator.ne, *_SIGNS}


def _as_date(value, strict=True):
    """A text as the point in time that it names; other things, and other texts unless `strict`, as they are."""
    try:
        return Timestamp(value) if isinstance(value, str) else value
    except ValueError:
        if strict:
            raise
        return value


def combine(op, left, right):
    """Elementwise arithmetic, comparison or logic of values with values or a scalar, on either side."""
    if op in COMPARISONS:
        if not hasattr(left, "tolist") or not hasattr(left, "__len__"):
            flipped = {_operator.lt: _operator.gt, _operator.gt: _operator.lt}
            flipped |= {_operator.le: _operator.ge, _operator.ge: _operator.le}
            return compare(flipped.get(op, op), right, left)
        return compare(op, left, right)
    if any(isinstance(side, Objects) and is_category(side.dtype) for side in (left, right)):
        names = [type(side).__name__ for side in (left, right)]
        sign = {_operator.add: "+", _operator.sub: "-", _operator.mul: "*", _operator.truediv: "/"}.get(op, op.__name__)
        raise TypeError(f"unsupported operand type(s) for {sign}: '{names[0]}' and '{names[1]}'")
    numeric = [is_array(side) or is_number(side) for side in (left, right)]
    # Numbers and a text: NumPy says what is wrong with that.
    if all(numeric) or any(numeric) and any(isinstance(side, str) for side in (left, right)):
        with np.errstate(all="ignore"):
            if op in (_operator.floordiv, _operator.mod) and _divides_integers_by_zero(left, right):
                left = left.astype(np.float64) if is_array(left) else float(left)
            return op(left, right)
    if op in (_operator.and_, _operator.or_, _operator.xor):
        as_bools = [_without_missing(side) for side in (left, right)]
        return op(*as_bools)
    length = len(left) if isinstance(left, Objects) or is_array(left) else len(right)
    columns = [
        side.tolist() if isinstance(side, Objects) or is_array(side) else [side] * length
        for side in (left, right)
    ]
    result = []
    for a, b in zip(*columns):
        result.append(nan if is_missing(a) or is_missing(b) else op(a, b))
    if result and all(map(is_missing, result)):
        return np.array(result, dtype=np.float64)
    return infer(result)


def _divides_integers_by_zero(left, right):
    kinds = [side.dtype.kind if is_array(side) else "i" if isinstance(side, int) else "f" for side in (left, right)]
    return "f" not in kinds and bool(np.any(np.asarray(right) == 0))


def _without_missing(side):
    if isinstance(side, Objects):
        return np.array([not is_missing(item) and bool(item) for item in side.items], dtype=bool)
    return side
