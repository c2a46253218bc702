"""Rows of two frames brought together by keys."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, RangeIndex
from pandas._series import Series
from pandas._shared import is_frame
from pandas.errors import MergeError


def merge(left, right, how="inner", on=None, left_on=None, right_on=None, left_index=False, right_index=False,
          sort=False, suffixes=("_x", "_y"), copy=None, indicator=False, validate=None):
    left, right = (side.to_frame() if isinstance(side, Series) else side for side in (left, right))
    for side in (left, right):
        if not is_frame(side):
            raise TypeError(f"Can only merge Series or DataFrame objects, a {type(side)} was passed")
    if how not in ("left", "right", "inner", "outer", "cross"):
        raise ValueError(
            f"'{how}' is not a valid Merge type: left, right, inner, outer, left_anti, right_anti, cross, asof"
        )
    if how == "cross":
        pairs = [(i, j) for i in range(len(left)) for j in range(len(right))]
        joined = _joined_frame(left, right, pairs, [], [], suffixes, RangeIndex(len(pairs)))
        return _marked(joined, pairs, indicator)
    left_names, right_names = _key_names(left, right, on, left_on, right_on, left_index, right_index)
    _check_types(left, right, left_names, right_names)
    left_keys = _row_keys(left, left_names)
    right_keys = _row_keys(right, right_names)
    if validate is not None:
        _check_uniqueness(validate, (left, left_names, left_keys), (right, right_names, right_keys))
    pairs = _pairs(left_keys, right_keys, how, sort)
    if left_index and right_index:
        index = left.index.take([i for i, _ in pairs]) if how in ("left", "inner") else _both_labels(left.index, right.index, pairs)
    elif right_index and not left_index:
        index = left.index.take([i for i, _ in pairs])
    elif left_index:
        index = right.index.take([j for _, j in pairs])
    else:
        index = RangeIndex(len(pairs))
    common = [(a, b) for a, b in zip(left_names or [], right_names or []) if a == b]
    joined = _joined_frame(left, right, pairs, [a for a, _ in common], [b for _, b in common], suffixes, index)
    return _marked(joined, pairs, indicator)


def _both_labels(left, right, pairs):
    """The label of each row, which one of the two sides has."""
    lefts, rights = left.tolist(), right.tolist()
    labels = [lefts[i] if i >= 0 else rights[j] for i, j in pairs]
    return Index(labels, name=left.name if left.name == right.name else None)


def _marked(joined, pairs, indicator):
    """With a column that says where each row comes from, if one is asked for."""
    if indicator:
        name = indicator if isinstance(indicator, str) else "_merge"
        places = ["left_only" if j < 0 else "right_only" if i < 0 else "both" for i, j in pairs]
        joined[name] = v.Objects(places, v.CategoricalDtype(["left_only", "right_only", "both"]))
    return joined


def _key_names(left, right, on, left_on, right_on, left_index, right_index):
    listed = lambda names: [names] if v.is_scalar(names) else list(names)
    if on is not None:
        if left_on is not None or right_on is not None:
            raise MergeError('Can only pass argument "on" OR "left_on" and "right_on", not a combination of both.')
        if left_index or right_index:
            raise MergeError(
                'Can only pass argument "on" OR "left_index" and "right_index", not a combination of both.'
            )
        left_on = right_on = on
    for own, its, side in ((left_on, left_index, "right"), (right_on, right_index, "left")):
        others = (right_on, right_index) if side == "right" else (left_on, left_index)
        if (own is not None or its) and others[0] is None and not others[1]:
            raise MergeError(f'Must pass "{side}_on" OR "{side}_index".')
    if left_on is None and right_on is None and not (left_index or right_index):
        common = [name for name in left.columns.tolist() if name in right.columns]
        if not common:
            raise MergeError(
                "No common columns to perform merge on. Merge options: left_on=None, right_on=None, left_index=False, "
                "right_index=False"
            )
        left_on = right_on = common
    left_names = None if left_index else listed(left_on)
    right_names = None if right_index else listed(right_on)
    if left_names and right_names and len(left_names) != len(right_names):
        raise ValueError("len(right_on) must equal len(left_on)")
    for frame, names in ((left, left_names), (right, right_names)):
        for name in names or []:
            if name not in frame.columns and name not in frame.index.names:
                raise KeyError(name)
    return left_names, right_names


def _check_types(left, right, left_names, right_names):
    """Refuses keys of which none can be equal."""
    for left_name, right_name in zip(left_names or [], right_names or []):
        dtypes = [left._key_column(left_name).dtype, right._key_column(right_name).dtype]
        sorts = {str(dtype) if isinstance(dtype, v.DType) else "number" for dtype in dtypes}
        if len(sorts) > 1 and "object" not in sorts:
            raise ValueError(
                f"You are trying to merge on {dtypes[0]} and {dtypes[1]} columns for key '{left_name}'. If you wish to "
                "proceed you should use pd.concat"
            )


def _row_keys(frame, names):
    if names is None:
        return frame.index.tolist()
    columns = [frame._key_column(name).tolist() for name in names]
    clean = [["\0NaN" if v.is_missing(item) else item for item in column] for column in columns]
    return clean[0] if len(clean) == 1 else list(zip(*clean))


_KINDS = {"1:1": "one_to_one", "1:m": "one_to_many", "m:1": "many_to_one", "m:m": "many_to_many"}


def _check_uniqueness(validate, *sides):
    """Refuses keys that occur more often than `validate` says."""
    kind = _KINDS.get(validate, validate)
    if kind not in _KINDS.values():
        valid = "\n".join(f'- "{one}"' for one in (*_KINDS, *_KINDS.values()))
        raise ValueError(f'"{validate}" is not a valid argument. Valid arguments are:\n{valid}')
    told, names = [], []
    for which, (frame, columns, keys), wanted in zip(("left", "right"), sides, kind.split("_to_")):
        seen = set()
        repeated = [row for row, key in enumerate(keys) if key in seen or seen.add(key)]
        if wanted == "one" and repeated:
            shown = frame._take(repeated[:5])
            shown = shown[columns] if columns else shown.index.to_frame(index=False)
            told.append(f"\nDuplicates in {which}:\n {shown.to_string(index=False)} ...")
            names.append(which)
    if not told:
        return
    where = f"{names[0]} dataset" if len(names) == 1 else "either left or right dataset"
    tail = "." if len(names) > 1 else "\n" if kind == "many_to_one" else ""
    raise MergeError(f"Merge keys are not unique in {where}; not a {kind.replace('_', '-')} merge{tail}{''.join(told)}")


def merge_asof(left, right, on=None, left_on=None, right_on=None, left_index=False, right_index=False, by=None, left_by=None,
               right_by=None, suffixes=("_x", "_y"), tolerance=None, allow_exact_matches=True, direction="backward"):
    """Each row with the last one of the other frame whose key is not larger (or the first not smaller, or the nearest)."""
    left_on, right_on = (on, on) if on is not None else (left_on, right_on)
    sides = []
    for name, frame, key, by_index, groups in (
        ("left", left, left_on, left_index, by or left_by), ("right", right, right_on, right_index, by or right_by)
    ):
        if key is not None and key not in frame.columns:
            raise KeyError(key)
        values = frame.index._values if by_index else frame[key]._values
        times = values.tolist()
        if any(map(v.is_missing, times)):
            raise ValueError(f"Merge keys contain null values on {name} side")
        if any(a > b for a, b in zip(times, times[1:])):
            raise ValueError(f"{name} keys must be sorted")
        groups = [] if groups is None else [groups] if v.is_scalar(groups) else list(groups)
        sides.append((times, _row_keys(frame, groups) if groups else [None] * len(times), values.dtype, groups))
    (times, keys, dtype, left_groups), (others, other_keys, other_dtype, right_groups) = sides
    if dtype != other_dtype:
        raise MergeError(f"incompatible merge keys [0] {dtype!r} and {other_dtype!r}, must be the same type")
    rows = {}
    for j, key in enumerate(other_keys):
        rows.setdefault(key, []).append(j)
    pairs = [
        (i, _nearest(time, [others[j] for j in rows.get(key, ())], rows.get(key, ()), direction, allow_exact_matches, tolerance))
        for i, (time, key) in enumerate(zip(times, keys))
    ]
    common = [(a, b) for a, b in zip([left_on, *left_groups], [right_on, *right_groups]) if a == b and a is not None]
    index = left.index if left_index else RangeIndex(len(pairs))
    return _joined_frame(left, right, pairs, [a for a, _ in common], [b for _, b in common], suffixes, index)


def _nearest(time, others, rows, direction, exact, tolerance):
    """The row of the time that belongs to this one, or -1."""
    from bisect import bisect_left, bisect_right

    before = (bisect_right if exact else bisect_left)(others, time) - 1
    after = (bisect_left if exact else bisect_right)(others, time)
    choices = {"backward": [before], "forward": [after], "nearest": [before, after]}[direction]
    choices = [place for place in choices if 0 <= place < len(others)]
    if not choices:
        return -1
    best = min(choices, key=lambda place: abs(others[place] - time))
    return rows[best] if tolerance is None or abs(others[best] - time) <= tolerance else -1


def _pairs(left_keys, right_keys, how, sort):
    """Rows of both that belong together; -1 for none."""
    where = {}
    for j, key in enumerate(right_keys):
        where.setdefault(key, []).append(j)
    if how == "right":
        swapped = {}
        for i, key in enumerate(left_keys):
            swapped.setdefault(key, []).append(i)
        pairs = [(i, j) for j, key in enumerate(right_keys) for i in swapped.get(key, [-1])]
    else:
        none = [] if how == "inner" else [-1]
        pairs = [(i, j) for i, key in enumerate(left_keys) for j in where.get(key, none)]
    if how == "outer":
        used = {j for _, j in pairs}
        pairs += [(-1, j) for j in range(len(right_keys)) if j not in used]
    if sort or how == "outer":
        key = lambda pair: left_keys[pair[0]] if pair[0] >= 0 else right_keys[pair[1]]
        try:
            pairs = sorted(pairs, key=key)
        except TypeError:
            pass
    return pairs


def _joined_frame(left, right, pairs, left_common, right_common, suffixes, index):
    from pandas._frame import DataFrame

    left_rows, right_rows = np.array([i for i, _ in pairs], dtype=np.int64), np.array([j for _, j in pairs], dtype=np.int64)
    left_names = left.columns.tolist()
    right_names = [name for name in right.columns.tolist() if name not in right_common]
    overlap = {name for name in left_names if name in right_names}
    if overlap and not any(suffixes):
        raise ValueError(f"columns overlap but no suffix specified: {Index([name for name in left_names if name in overlap])!r}")
    data, names = [], []
    for name, values in zip(left_names, left._data):
        taken = v.take(values, left_rows)
        if name in left_common and np.any(left_rows < 0):
            other = v.take(right[name]._values, right_rows)
            taken = v.infer([b if i < 0 else a for a, b, i in zip(taken.tolist(), other.tolist(), left_rows.tolist())])
            if v.is_array(values) and values.dtype.kind == "i" and not np.any(v.isna(taken)):
                taken = v.cast(taken, values.dtype)
        data.append(taken)
        names.append(f"{name}{suffixes[0] or ''}" if name in overlap else name)
    for name, values in zip(right.columns.tolist(), right._data):
        if name in right_common:
            continue
        data.append(v.take(values, right_rows))
        names.append(f"{name}{suffixes[1] or ''}" if name in overlap else name)
    return DataFrame._new(data, Index(names), index)


def join(left, other, on=None, how="left", suffixes=("", ""), sort=False, validate=None):
    if isinstance(other, (list, tuple)):
        for one in other:
            left = join(left, one, on, how)
        return left
    if isinstance(other, Series) and other.name is None:
        raise ValueError("Other Series must have a name")
    options = {"suffixes": suffixes, "sort": sort, "validate": validate}
    if on is None:
        return merge(left, other, how, left_index=True, right_index=True, **options)
    return merge(left, other, how, left_on=on, right_index=True, **options)
