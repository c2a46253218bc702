"""The values of a column or an index: a NumPy array of numbers, else a list with a type's name.

Missing values are NaN among floats, NaN or None among objects and texts, NaT among dates. What has no room for a missing
value gets another type: integers become floats, bools become objects.
"""

import operator as _operator

import numpy as np

from pandas._dates import NaT, Timedelta, Timestamp, date_type, datetime_type, timedelta_type
from pandas._dtypes import DATETIME, OBJECT, STR, TIMEDELTA, CategoricalDtype, DType, PeriodDtype
from pandas._intervals import Interval
from pandas._offsets import BaseOffset, Period, micros

nan = float("nan")


class Objects:
    """Values in a Python list."""

    ndim = 1

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

    categories = property(lambda self: self._as_category().categories)
    ordered = property(lambda self: self._as_category().ordered)
    codes = property(lambda self: codes_of(self))

    def _as_category(self):
        if not is_category(self):
            raise AttributeError("these values have no categories")
        return self.dtype

    def __repr__(self):
        if is_category(self):
            from pandas._format import category_repr

            return category_repr(self)
        title = {"str": "<StringArray>"}.get(self.dtype.name, "<PeriodArray>" if isinstance(self.dtype, PeriodDtype) else None)
        if title:
            texts = map(repr, self.items) if self.dtype == STR else (f"'{item}'" for item in self.items)
            return f"{title}\n[{', '.join(texts)}]\nLength: {len(self.items)}, dtype: {self.dtype}"
        lines, ending = ["array(["], f"], dtype={self.dtype.name})"
        for place, item in enumerate(self.items):
            piece = repr(item) + ("," if place < len(self.items) - 1 else "")
            room = 75 if piece.endswith(",") else 75 - 1
            if lines[-1].strip() and len(lines[-1]) + len(piece) > room and place:
                lines[-1] = lines[-1].rstrip()
                lines.append(" " * 7)
            lines[-1] += piece + " "
        return "\n".join(lines).rstrip() + ending

    def __str__(self):
        if self.dtype != OBJECT and self.dtype.kind == "O":
            return repr(self)
        return "[" + " ".join(map(repr, self.items)) + "]"


def is_category(values):
    return isinstance(values.dtype, CategoricalDtype)


def codes_of(values):
    """The place of each value's category, -1 for missing ones."""
    ranks = values.dtype.ranks()
    codes = [ranks.get(item, -1) if not is_missing(item) else -1 for item in values.items]
    return np.array(codes, dtype=np.int8 if len(ranks) < 128 else np.int16)


def check_texts(items):
    """Refuses texts among others: they are objects, which NumPy's arrays cannot hold here, and must not become texts."""
    if len({isinstance(item, str) for item in items}) == 2:
        raise TypeError("arrays here hold no texts among other objects or missing values")


def refuse(method, /, **given):
    """Refuses arguments that pandas knows and that would be ignored here."""
    for name, value in given.items():
        if value is not None and value is not False:
            raise NotImplementedError(f"{method}({name}=…) is not available here")


def is_missing(value):
    return value is None or value is NaT or (isinstance(value, float) and value != value)


def is_listed(value):
    """Whether something is a list of values, no text."""
    return hasattr(value, "__len__") and not isinstance(value, (str, bytes, dict))


def is_number(value):
    return isinstance(value, (int, float, complex, np.number, np.bool_))


def is_scalar(value):
    return value is None or isinstance(value, _SCALARS) or is_number(value)


_SCALARS = (str, bytes, date_type, timedelta_type, type(NaT), Period, Interval, BaseOffset)


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
    return "period" if isinstance(value, Period) else "interval" if isinstance(value, Interval) else "other"


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
    if "period" in sorts and sorts <= {"period", "none", "nan", "nat"}:
        freq = next(item.freqstr for item in items if isinstance(item, Period))
        return Objects([NaT if is_missing(item) else item for item in items], PeriodDtype(freq))
    if sorts == {"interval"}:
        whole = all(_sort_of(end) == "int" for item in items for end in (item.left, item.right))
        return Objects(items, DType(f"interval[{'int64' if whole else 'float64'}, {items[0].closed}]"))
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


def columns_of(rows):
    """The columns of a table given by its rows: numbers of all rows are of one type."""
    if rows and all(is_array(row) for row in rows):
        rows = [row.astype(np.result_type(*(row.dtype for row in rows))) if len(row) else row for row in rows]
    return [infer(column) for column in zip(*(row.tolist() for row in rows))]


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
    if isinstance(dtype, CategoricalDtype) or isinstance(dtype, str) and dtype == "category":
        from pandas._categories import categorized

        return categorized(values, None if isinstance(dtype, str) else dtype)
    if isinstance(dtype, DType):
        dtype = dtype.name
    if dtype is str or dtype in ("str", "string"):
        return Objects([nan if is_missing(item) else item for item in texts_of(values)], STR)
    if dtype is object or dtype in ("object", "O"):
        return Objects(values.tolist())
    if isinstance(dtype, str):
        if dtype.startswith("datetime64"):
            return Objects([Timestamp(item) for item in values.tolist()], DATETIME)
        if dtype.startswith("timedelta64"):
            return Objects([Timedelta(item) for item in values.tolist()], TIMEDELTA)
        if dtype.startswith("period["):
            return infer([Period(item, dtype[7:-1]) for item in values.tolist()])
        if dtype in _NULLABLE:
            raise NotImplementedError(f"the nullable type {dtype} is not available here: missing values are NaN among floats")
    dtype = np.dtype(dtype)
    if isinstance(values, Objects):
        items = values.items
        if dtype.kind in "iu":
            for item in items:
                if is_missing(item):
                    raise ValueError("cannot convert float NaN to integer")
            return np.array([_whole(item) for item in items], dtype=dtype)
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


_NULLABLE = {
    "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float32", "Float64", "boolean",
}


def _whole(item):
    """One object as an integer: points in time in microseconds since 1970."""
    if isinstance(item, Period):
        return item.ordinal
    if isinstance(item, datetime_type):
        return micros(item)
    return item // timedelta_type(microseconds=1) if isinstance(item, timedelta_type) else int(item)


def texts_of(values):
    """Each value as text, missing ones as they are."""
    if not is_array(values) and values.dtype == DATETIME:
        from pandas._format import dates

        return [nan if text == "NaT" else text for text in dates(values.items)]
    return [item if is_missing(item) else str(item) for item in values.tolist()]


def isna(values):
    """Which values are missing, as an array of bools."""
    if is_array(values):
        if values.dtype.kind in "fc":
            return np.isnan(values)
        return np.zeros(len(values), dtype=bool)
    return np.array([is_missing(item) for item in values.items], dtype=bool)


def missing_for(values):
    """What stands for a missing value among these."""
    return NaT if values.dtype in (DATETIME, TIMEDELTA) or isinstance(values.dtype, PeriodDtype) else nan


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
    if isinstance(values, Objects) and (values.dtype == OBJECT or is_category(values)):
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
    if values.dtype == OBJECT or isinstance(values.dtype, PeriodDtype):
        return given
    several = isinstance(given, (list, tuple, range, np.ndarray, Objects)) and np.ndim(given) > 0
    items = (given.tolist() if hasattr(given, "tolist") else list(given)) if several else [given]
    if isinstance(values.dtype, CategoricalDtype):
        ranks = values.dtype.ranks()
        if not all(is_missing(item) or item in ranks for item in items):
            shown = given if several else f"({given})"
            raise TypeError(f"Cannot setitem on a Categorical with a new category {shown}, set the categories first")
        return items if several else items[0]
    kind = values.dtype.kind
    if kind in "iu":
        items = [int(item) if _sort_of(item) == "float" and item % 1 == 0 else item for item in items]
    elif kind == "M":
        items = [as_date(item, strict=False) for item in items]
    if not {_sort_of(item) for item in items} <= set(_HELD[kind].split()):
        shown = "nan" if given is None else given
        text = f"Invalid value '{shown}' for dtype '{values.dtype}'"
        if kind == "O":
            text += f". Value should be a string or missing value, got '{type(given).__name__}' instead."
        raise TypeError(text)
    return items if several else nan if is_missing(given) else items[0]


def concatenate(parts):
    """Values one after the other, of a type that holds all."""
    nonempty = [part for part in parts if len(part) or is_array(part) and part.dtype.kind == "f"] or list(parts)
    if all(is_array(part) for part in nonempty):
        kinds = {part.dtype.kind == "b" for part in nonempty}
        if len(kinds) == 1:
            return np.concatenate(nonempty)
    items = [item for part in nonempty for item in part.tolist()]
    if all(part.dtype == nonempty[0].dtype for part in nonempty):
        return Objects(items, nonempty[0].dtype)
    return _joined(items, {str(part.dtype) for part in nonempty})


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
        items = codes_of(values).tolist() if is_category(values) else values.items
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
    if is_category(left) and op in _SIGNS:
        from pandas._categories import compared

        return compared(op, left, right)
    length = len(left)
    others = right.tolist() if hasattr(right, "tolist") and hasattr(right, "__len__") else None
    if others is None and isinstance(right, (list, tuple)):
        others = list(right)
    if others is None:
        others = [_as_comparable_date(op, left, right) if left.dtype == DATETIME else right] * length
    elif len(others) != length:
        raise ValueError("Lengths must match to compare", (length,), (len(others),))
    unequal = op is _operator.ne
    result = []
    for a, b in zip(left.tolist(), others):
        if is_missing(a) or is_missing(b):
            result.append(unequal)
        else:
            if op in _SIGNS and isinstance(a, str) != isinstance(b, str) and not isinstance(a, Period):
                if is_array(left):
                    raise TypeError(f"Invalid comparison between dtype={left.dtype} and {type(b).__name__}")
                raise TypeError(
                    f"'{_SIGNS[op]}' not supported between instances of '{type(a).__name__}' and '{type(b).__name__}'"
                )
            result.append(bool(op(a, b)))
    return np.array(result, dtype=bool)


_SIGNS = {_operator.lt: "<", _operator.le: "<=", _operator.gt: ">", _operator.ge: ">="}
COMPARISONS = {_operator.eq, _operator.ne, *_SIGNS}


def _as_comparable_date(op, left, right):
    """What points in time are compared with; where nothing can be before or after it, that is refused."""
    date = as_date(right, strict=False)
    if op in _SIGNS and not isinstance(date, datetime_type) and not is_missing(date):
        raise TypeError(f"Invalid comparison between dtype={left.dtype} and {type(right).__name__}")
    return date


def as_date(value, strict=True):
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
    if any(isinstance(side, Objects) and is_category(side) for side in (left, right)):
        from pandas._categories import refuse_operation

        refuse_operation(op, left, right)
    numeric = [is_array(side) or is_number(side) for side in (left, right)]
    if any(numeric) and (isinstance(left, str) or isinstance(right, str)):
        return op(left, right)
    if all(numeric):
        if op in (_operator.and_, _operator.or_, _operator.xor) and not _is_bool(left) and not _is_bool(right):
            kinds = [_kind_name(side) for side in (left, right)]
            if "float" in kinds:
                raise TypeError(f"unsupported operand type(s) for {LOGIC[op]}: '{kinds[0]}' and '{kinds[1]}'")
        if op in (_operator.and_, _operator.or_, _operator.xor) and any(map(_is_bool, (left, right))):
            # With a truth value on one side the result is one.
            return op(left, right).astype(bool)
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
        absent = NaT if a is NaT or b is NaT else nan
        result.append(absent if is_missing(a) or is_missing(b) else op(a, b))
    if result and all(map(is_missing, result)) and not any(one is NaT for one in result):
        return np.array(result, dtype=np.float64)
    return infer(result)


LOGIC = {_operator.and_: "&", _operator.or_: "|", _operator.xor: "^"}


def _kind_name(side):
    kind = side.dtype.kind if hasattr(side, "dtype") else None
    return {"f": "float", "i": "int", "u": "int"}.get(kind, type(side).__name__)


def _is_bool(side):
    return isinstance(side, (bool, np.bool_)) or is_array(side) and side.dtype == bool


def _divides_integers_by_zero(left, right):
    kinds = [side.dtype.kind if is_array(side) else "i" if isinstance(side, int) else "f" for side in (left, right)]
    return "f" not in kinds and bool(np.any(np.asarray(right) == 0))


def _without_missing(side):
    if isinstance(side, Objects):
        return np.array([not is_missing(item) and bool(item) for item in side.items], dtype=bool)
    return side
