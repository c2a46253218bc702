"""Frames put together, turned, spread and gathered."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, MultiIndex, RangeIndex, as_index, joined
from pandas._series import Series


def concat(objs, *, axis=0, join="outer", ignore_index=False, keys=None, names=None, sort=False, copy=None):
    """Frames and series one below the other, or side by side."""
    from pandas._frame import DataFrame

    if isinstance(objs, (DataFrame, Series, str)):
        raise TypeError(
            f'first argument must be an iterable of pandas objects, you passed an object of type "{type(objs).__name__}"'
        )
    if isinstance(objs, dict):
        keys = list(objs) if keys is None else keys
        objs = [objs[key] for key in keys]
    objs = [obj for obj in objs if obj is not None]
    if not objs:
        raise ValueError("No objects to concatenate")
    for obj in objs:
        if not isinstance(obj, (DataFrame, Series)):
            raise TypeError(
                f"cannot concatenate object of type '{type(obj)}'; only Series and DataFrame objs are valid"
            )
    if axis in (1, "columns"):
        return _side_by_side(objs, join, ignore_index, keys, names)
    index = RangeIndex(sum(map(len, objs))) if ignore_index else joined([obj.index for obj in objs])
    if keys is not None:
        index = _with_keys([obj.index for obj in objs], keys, names)
    if all(isinstance(obj, Series) for obj in objs):
        shared = {obj.name for obj in objs}
        name = shared.pop() if len(shared) == 1 else None
        return Series._new(v.concatenate([obj._values for obj in objs]), index, name)
    objs = [obj.to_frame() if isinstance(obj, Series) else obj for obj in objs]
    labels = list(dict.fromkeys(label for obj in objs for label in obj.columns.tolist()))
    if join == "inner":
        labels = [label for label in labels if all(label in obj.columns for obj in objs)]
    if sort:
        labels = sorted(labels)
    columns = objs[0].columns if labels == objs[0].columns.tolist() else Index(labels, name=objs[0].columns.name)
    parts = [obj if obj.columns.equals(columns) else obj.reindex(columns=columns) for obj in objs]
    data = [v.concatenate([part._data[i] for part in parts]) for i in range(len(columns))]
    return DataFrame._new(data, columns, index)


def _with_keys(indexes, keys, names):
    tuples = []
    for key, index in zip(keys, indexes):
        head = key if isinstance(key, tuple) else (key,)
        tuples += [head + (label if isinstance(label, tuple) else (label,)) for label in index.tolist()]
    width = len(tuples[0]) if tuples else 2
    names = list(names or [])
    own = list(indexes[0].names)
    names = names + [None] * (width - len(own) - len(names)) + own if len(names) < width else names
    return MultiIndex(tuples, names)


def _side_by_side(objs, join, ignore_index, keys, names):
    from pandas._frame import DataFrame

    index = objs[0].index
    for obj in objs[1:]:
        if not index.equals(obj.index):
            index = index.union(obj.index) if join == "outer" else index.intersection(obj.index)
    data, labels = [], []
    unnamed = 0
    for number, obj in enumerate(objs):
        aligned = obj if obj.index.equals(index) else obj.reindex(index)
        if isinstance(obj, Series):
            data.append(aligned._values)
            if keys is not None:
                labels.append(keys[number])
            elif obj.name is None:
                labels.append(unnamed)
                unnamed += 1
            else:
                labels.append(obj.name)
        else:
            data += aligned._data
            own = obj.columns.tolist()
            if keys is not None:
                head = keys[number] if isinstance(keys[number], tuple) else (keys[number],)
                own = [head + (label if isinstance(label, tuple) else (label,)) for label in own]
            labels += own
    columns = RangeIndex(len(labels)) if ignore_index or labels == list(range(len(labels))) else Index(labels)
    return DataFrame._new(data, columns, index)


def unstack(series, level=-1, fill_value=None):
    """The labels of one level made columns."""
    from pandas._frame import DataFrame

    number = series.index.level_number(level)
    rest = series.index.droplevel(number)
    columns = series.index.get_level_values(number)
    column_labels = columns.unique()
    column_labels = column_labels.take(column_labels.argsort())
    rows = rest.unique()
    rows = rows.take(rows.argsort())
    places = {}
    for position, pair in enumerate(zip(rest.tolist(), columns.tolist())):
        if pair in places:
            raise ValueError("Index contains duplicate entries, cannot reshape")
        places[pair] = position
    fill = v.nan if fill_value is None else fill_value
    data = [
        v.take(series._values, [places.get((row, label), -1) for row in rows.tolist()], fill)
        for label in column_labels.tolist()
    ]
    if series._values.dtype.kind in "iu" and fill_value is None and len(places) < len(rows) * len(column_labels):
        data = [v.with_room_for_missing(values) for values in data]
    return DataFrame._new(data, column_labels, rows)


def unstack_frame(frame, level=-1, fill_value=None):
    if frame.index.nlevels == 1:
        return stack(frame.T)
    parts = {name: unstack(column, level, fill_value) for name, column in frame.items()}
    result = concat(parts, axis=1)
    result.columns.names = [*frame.columns.names, frame.index.names[frame.index.level_number(level)]]
    return result


def stack(frame):
    """The columns' labels made the innermost level of the rows'."""
    names = frame.columns.tolist()
    tuples = [
        (label if isinstance(label, tuple) else (label,)) + (name,) for label in frame.index.tolist() for name in names
    ]
    items = [item for row in zip(*(values.tolist() for values in frame._data)) for item in row]
    kinds = {values.dtype.kind if v.is_array(values) else "O" for values in frame._data}
    values = v.Objects(items) if "O" in kinds or ("b" in kinds and len(kinds) > 1) else v.infer(items)
    return Series._new(values, MultiIndex(tuples, [*frame.index.names, frame.columns.name]))


def melt(frame, id_vars=None, value_vars=None, var_name=None, value_name="value"):
    from pandas._frame import DataFrame

    listed = lambda names: [] if names is None else [names] if v.is_scalar(names) else list(names)
    keys = listed(id_vars)
    measured = listed(value_vars) if value_vars is not None else [n for n in frame.columns.tolist() if n not in keys]
    for name in keys + measured:
        if name not in frame.columns:
            raise KeyError(f"The following id_vars or value_vars are not present in the DataFrame: ['{name}']")
    data = {name: v.concatenate([frame[name]._values] * len(measured)) for name in keys}
    data[var_name or frame.columns.name or "variable"] = v.infer([name for name in measured for _ in range(len(frame))])
    data[value_name] = v.concatenate([frame[name]._values for name in measured])
    return DataFrame(data)


def pivot(frame, columns, index=None, values=None):
    keys = [index] if v.is_scalar(index) and index is not None else list(index or [])
    row_index = frame.set_index(keys).index if keys else frame.index
    names = [values] if v.is_scalar(values) and values is not None else values
    if names is None:
        names = [name for name in frame.columns.tolist() if name not in keys and name != columns]
    tuples = [
        (label if isinstance(label, tuple) else (label,)) + (column,)
        for label, column in zip(row_index.tolist(), frame[columns].tolist())
    ]
    dtypes = [row_index.get_level_values(i).dtype for i in range(row_index.nlevels)]
    wide = MultiIndex(tuples, [*row_index.names, columns], [*dtypes, frame[columns].dtype])
    parts = {name: unstack(Series._new(frame[name]._values, wide, name)) for name in names}
    if v.is_scalar(values) and values is not None:
        return parts[values]
    result = concat(parts, axis=1)
    result.columns.names = [None, columns]
    return result


def pivot_table(frame, values=None, index=None, columns=None, aggfunc="mean", fill_value=None, margins=False,
                margins_name="All"):
    if margins:
        table = pivot_table(frame, values, index, columns, aggfunc, fill_value)
        return _with_margins(table, frame, values, index, columns, aggfunc, margins_name)
    if isinstance(aggfunc, (list, tuple)):
        names = [one if isinstance(one, str) else one.__name__ for one in aggfunc]
        parts = [pivot_table(frame, values, index, columns, one, fill_value) for one in aggfunc]
        result = concat(parts, axis=1, keys=names)
        result.columns.names = [None, *parts[0].columns.names]
        return result
    listed = lambda names: [] if names is None else [names] if v.is_scalar(names) else list(names)
    rows, across = listed(index), listed(columns)
    single = values is not None and v.is_scalar(values)
    names = listed(values) or [
        name
        for name, column in frame.items()
        if name not in rows + across and (v.is_array(column._values) or not isinstance(aggfunc, str))
    ]
    grouped = frame.groupby(rows + across if len(rows + across) > 1 else (rows + across)[0])[names].agg(aggfunc)
    if not rows:
        return grouped.T
    if not across:
        return grouped.sort_index(axis=1) if not single else grouped
    for _ in across:
        if single and len(grouped.columns) == 1 and grouped.index.nlevels == len(rows + across):
            grouped = grouped._column(0).unstack(-1, fill_value) if len(across) == 1 else grouped.unstack(-1, fill_value)
        else:
            grouped = grouped.unstack(-1, fill_value)
    grouped = grouped if single else grouped.sort_index(axis=1)
    return grouped if fill_value is None else grouped.fillna(fill_value)


def _with_margins(table, frame, values, index, columns, aggfunc, name):
    """A table of one key by one key with what comes of all rows, of all columns, and of all."""
    if not all(v.is_scalar(key) and key is not None for key in (index, columns, values)):
        raise NotImplementedError("margins need one key for the rows, one for the columns and one column of values here")
    rows, across = (frame.groupby(key)[values].agg(aggfunc) for key in (index, columns))
    total = getattr(frame[values], aggfunc)() if isinstance(aggfunc, str) else aggfunc(frame[values])
    table = table.copy()
    table[name] = rows.reindex(table.index)
    table.columns = Index(table.columns.tolist(), name=columns)
    table.loc[name] = [*across.reindex(table.columns[:-1]).tolist(), total]
    return table


def crosstab(index, columns, normalize=False, margins=False, margins_name="All"):
    """How often values occur together."""
    rows, across = Series(index), Series(columns)
    if margins:
        table = crosstab(rows, across)
        table.columns = Index(table.columns.tolist(), name=table.columns.name)
        table[margins_name] = table.sum(axis=1)
        table.loc[margins_name] = table.sum().tolist()
        return table / len(rows) if normalize in (True, "all") else table
    names = (rows.name if rows.name is not None else "row_0", across.name if across.name is not None else "col_0")
    pairs = MultiIndex(list(zip(rows.tolist(), across.tolist())), list(names), [rows.dtype, across.dtype])
    counts = Series._new(np.ones(len(pairs), dtype=np.int64), pairs).groupby(level=[0, 1]).sum()
    table = unstack(counts, -1, 0)
    if normalize == "index":
        return table.div(table.sum(axis=1), axis=0)
    if normalize == "columns":
        return table / table.sum()
    return table / table.sum().sum() if normalize else table


def get_dummies(data, prefix=None, prefix_sep="_", columns=None, drop_first=False, dtype=bool, dummy_na=False):
    """A column of bools for each value that occurs."""
    from pandas._frame import DataFrame

    if isinstance(data, DataFrame):
        names = list(columns) if columns is not None else [n for n, c in data.items() if not v.is_array(c._values)]
        parts = [data[[name for name in data.columns.tolist() if name not in names]]]
        prefixes = prefix if isinstance(prefix, dict) else dict(zip(names, [prefix] * len(names) if isinstance(prefix, str) else prefix or names))
        for name in names:
            parts.append(get_dummies(data[name], prefixes[name], prefix_sep, None, drop_first, dtype))
        return concat(parts, axis=1)
    series = data if isinstance(data, Series) else Series(data)
    if v.is_category(series.dtype):
        codes, labels = series._values.codes, series._values.categories._values
    else:
        codes, firsts = v.factorize(series._values, sort=True)
        labels = v.take(series._values, firsts)
    codes = np.array(codes, dtype=np.int64)
    start = 1 if drop_first else 0
    hits = [(codes == number).astype(dtype) for number in range(start, len(labels))]
    names = Index(labels[start:], name=None)
    if prefix is not None:
        names = Index([f"{prefix}{prefix_sep}{label}" for label in names.tolist()])
    return DataFrame._new(hits, names, series.index)
