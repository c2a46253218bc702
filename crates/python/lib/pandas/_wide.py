"""Columns whose names hold numbers, and flags: `wide_to_long`, `from_dummies`; frames held beside each other: `compare`, `align`."""

import operator as _operator
import re

import numpy as np

from pandas import _values as v
from pandas._index import Index
from pandas._multi_index import MultiIndex


def _listed(names):
    return [names] if v.is_scalar(names) else list(names)


def wide_to_long(df, stubnames, i, j, sep="", suffix=r"\d+"):
    """A row for each ending that the columns' names have after one of the stubs."""
    from pandas._frame import DataFrame

    stubs, keys = _listed(stubnames), _listed(i)
    if any(stub in df.columns for stub in stubs):
        raise ValueError("stubname can't be identical to a column name")
    rows = list(zip(*(df[key].tolist() for key in keys)))
    if len(set(rows)) < len(rows):
        raise ValueError("the id variables need to uniquely identify each row")
    endings, where = {}, {}
    for name in df.columns.tolist():
        for stub in stubs:
            found = re.fullmatch(f"{re.escape(stub)}{re.escape(sep)}({suffix})", str(name))
            if found:
                where[stub, found[1]] = name
                endings[found[1]] = None
    endings = list(endings)
    # Stub by stub, as the columns come.
    endings.sort(key=lambda ending: [ending not in {e for s, e in where if s == stub} for stub in stubs])
    numbers = v.infer([int(ending) for ending in endings]) if all(map(str.isdigit, endings)) else v.infer(endings)
    labels = [(*row, number) for number in numbers.tolist() for row in rows]
    # Several keys keep the rows of one together.
    order = np.arange(len(labels)) if len(keys) == 1 else np.arange(len(labels)).reshape(-1, len(rows)).T.ravel()
    labels = [labels[place] for place in order.tolist()]
    kept = [name for name in df.columns.tolist() if name not in where.values() and name not in keys]
    data = [v.concatenate([df[name]._values] * len(endings)) for name in kept]
    blank = v.full(v.nan, len(df))
    for stub in stubs:
        parts = [df[where[stub, ending]]._values if (stub, ending) in where else blank for ending in endings]
        data.append(v.concatenate(parts) if parts else v.infer([]))
    data = [v.take(values, order) for values in data]
    return DataFrame._new(data, Index(kept + stubs), MultiIndex(labels, [*keys, j]))


def from_dummies(data, sep=None, default_category=None):
    """The labels for which columns of flags stand: `get_dummies` undone."""
    from pandas._frame import DataFrame

    names = data.columns.tolist()
    groups = {}
    for name in names:
        if sep is not None and sep not in name:
            raise ValueError(f"Separator not specified for column: {name}")
        group, label = ("", name) if sep is None else name.split(sep, 1)
        groups.setdefault(group, []).append((name, label))
    columns = {}
    for group, members in groups.items():
        flags = np.stack([np.asarray(data[name]._values).astype(bool) for name, _ in members], axis=1)
        counts = flags.sum(axis=1)
        if np.any(counts > 1):
            row = data.index[int(np.argmax(counts > 1))]
            raise ValueError(f"Dummy DataFrame contains multi-assignment(s); First instance in row: {row}")
        absent = default_category
        if np.any(counts == 0):
            if default_category is None:
                row = data.index[int(np.argmin(counts))]
                raise ValueError(f"Dummy DataFrame contains unassigned value(s); First instance in row: {row}")
            absent = default_category[group] if isinstance(default_category, dict) else default_category
        labels = [label for _, label in members]
        places = flags.argmax(axis=1).tolist()
        columns[group] = [labels[place] if count else absent for place, count in zip(places, counts.tolist())]
    return DataFrame(columns, index=data.index)


def align(left, right, join="outer", axis=None, fill_value=v.nan):
    """Both with the labels of both, or of one."""
    def shared(own, other):
        if own.equals(other):
            return own
        return {
            "outer": lambda: own.union(other), "inner": lambda: own.intersection(other), "left": lambda: own,
            "right": lambda: other,
        }[join]()

    labels = {"index": shared(left.index, right.index)} if axis in (None, 0, "index") else {}
    if left.ndim == right.ndim == 2 and axis in (None, 1, "columns"):
        labels["columns"] = shared(left.columns, right.columns)
    onto = lambda side: side.reindex(labels["index"], fill_value=fill_value) if side.ndim == 1 else side.reindex(
        **labels, fill_value=fill_value
    )
    return onto(left), onto(right)


def compare(left, right, keep_shape=False, keep_equal=False, result_names=("self", "other")):
    """What is different in two of the same labels, side by side."""
    from pandas._frame import DataFrame

    if type(left) is not type(right):
        raise TypeError(f"can only compare '{type(left).__name__}' (not '{type(right).__name__}') with '{type(left).__name__}'")
    equal_labels = left.index.equals(right.index) and (left.ndim == 1 or left.columns.equals(right.columns))
    if not equal_labels:
        which = "Series" if left.ndim == 1 else "(both index and columns) DataFrame"
        raise ValueError(f"Can only compare identically-labeled {which} objects")
    sides = [side.to_frame(0) if side.ndim == 1 else side for side in (left, right)]
    differ = [
        ~(np.asarray(v.compare(_operator.eq, a, b)) | (v.isna(a) & v.isna(b))) for a, b in zip(sides[0]._data, sides[1]._data)
    ]
    rows = np.arange(len(left)) if keep_shape else np.flatnonzero(np.any(differ, axis=0)) if differ else []
    columns = [k for k, one in enumerate(differ) if keep_shape or np.any(one)]
    data = []
    for k in columns:
        for side in sides:
            values = side._data[k]
            if not keep_equal and not np.all(differ[k]):
                values = v.replaced(values, ~differ[k], v.nan)
            data.append(v.take(values, rows))
    index = left.index.take(rows)
    if left.ndim == 1:
        return DataFrame._new(data, Index(list(result_names)), index)
    names = left.columns.tolist()
    return DataFrame._new(data, MultiIndex([(names[k], one) for k in columns for one in result_names]), index)
