"""Rows of two frames brought together by keys."""

import numpy as np

from pandas import _values as v
from pandas.errors import MergeError
from pandas._index import Index, RangeIndex
from pandas._series import Series


def merge(left, right, how="inner", on=None, left_on=None, right_on=None, left_index=False, right_index=False,
          sort=False, suffixes=("_x", "_y"), copy=None, indicator=False, validate=None):
    from pandas._frame import DataFrame

    if isinstance(right, Series):
        right = right.to_frame()
    if isinstance(left, Series):
        left = left.to_frame()
    v.refuse("merge", validate=validate)
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
    pairs = _pairs(left_keys, right_keys, how, sort)
    if left_index and right_index:
        labels = [left.index.tolist()[i] if i >= 0 else right.index.tolist()[j] for i, j in pairs]
        index = Index(labels, name=left.index.name)
    elif right_index and not left_index:
        index = left.index.take([i for i, _ in pairs])
    elif left_index:
        index = right.index.take([j for _, j in pairs])
    else:
        index = RangeIndex(len(pairs))
    common = [(a, b) for a, b in zip(left_names or [], right_names or []) if a == b]
    joined = _joined_frame(left, right, pairs, [a for a, _ in common], [b for _, b in common], suffixes, index)
    return _marked(joined, pairs, indicator)


def _marked(joined, pairs, indicator):
    """With a column that says where each row comes from, if one is asked for."""
    if indicator:
        name = indicator if isinstance(indicator, str) else "_merge"
        joined[name] = ["left_only" if j < 0 else "right_only" if i < 0 else "both" for i, j in pairs]
    return joined


def _key_names(left, right, on, left_on, right_on, left_index, right_index):
    listed = lambda names: [names] if v.is_scalar(names) else list(names)
    if on is not None:
        left_on = right_on = on
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
        raise ValueError(f"columns overlap but no suffix specified: {Index(sorted(overlap, key=str))!r}")
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


def join(left, other, on=None, how="left", lsuffix="", rsuffix=""):
    if isinstance(other, (list, tuple)):
        for one in other:
            left = join(left, one, on, how)
        return left
    suffixes = (lsuffix, rsuffix)
    if on is None:
        return merge(left, other, how, left_index=True, right_index=True, suffixes=suffixes)
    return merge(left, other, how, left_on=on, right_index=True, suffixes=suffixes)


def merge_asof(left, right, on=None, left_on=None, right_on=None, by=None, suffixes=("_x", "_y"), tolerance=None,
               allow_exact_matches=True, direction="backward"):
    """Each row of the left frame with the row of the right one whose key is the last that is not greater."""
    import bisect

    from pandas._frame import DataFrame

    if direction not in ("backward", "forward", "nearest"):
        raise MergeError(f"direction invalid: {direction}")
    left_on, right_on = left_on or on, right_on or on
    keys, others = left[left_on].tolist(), right[right_on].tolist()
    for name, items in (("left", keys), ("right", others)):
        if any(a > b for a, b in zip(items, items[1:])):
            raise ValueError(f"{name} keys must be sorted")
    groups = [by] if isinstance(by, str) else list(by or [])
    rows = {}
    tags = list(zip(*(right[name].tolist() for name in groups))) if groups else [()] * len(others)
    for row, tag in enumerate(tags):
        rows.setdefault(tag, []).append(row)
    wanted = list(zip(*(left[name].tolist() for name in groups))) if groups else [()] * len(keys)

    def match(key, tag):
        own = rows.get(tag, [])
        moments = [others[row] for row in own]
        before = (bisect.bisect_right if allow_exact_matches else bisect.bisect_left)(moments, key) - 1
        after = (bisect.bisect_left if allow_exact_matches else bisect.bisect_right)(moments, key)
        found = [place for place, use in ((before, "backward"), (after, "forward"))
                 if 0 <= place < len(own) and direction in (use, "nearest")]
        near = min(found, key=lambda place: abs(moments[place] - key), default=None)
        if near is None or (tolerance is not None and abs(moments[near] - key) > tolerance):
            return -1
        return own[near]

    taken = right._take([match(key, tag) for key, tag in zip(keys, wanted)])
    shared = {left_on, right_on, *groups} if left_on == right_on else set(groups)
    names = [name for name in right.columns.tolist() if name not in shared]
    both = {name for name in left.columns.tolist() if name in names}
    labels = [f"{name}{suffixes[0]}" if name in both else name for name in left.columns.tolist()]
    labels += [f"{name}{suffixes[1]}" if name in both else name for name in names]
    return DataFrame._new([*left._data, *(taken[name]._values for name in names)], Index(labels), RangeIndex(len(left)))
