"""Frames put together, turned, spread and gathered."""

import numpy as np

from pandas import _values as v
from pandas._index import Index, RangeIndex, joined
from pandas._multi_index import MultiIndex
from pandas._series import Series


def concat(objs, *, axis=0, join="outer", ignore_index=False, keys=None, levels=None, names=None, verify_integrity=False,
           sort=False, copy=None):
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
    if verify_integrity and not index.is_unique:
        raise ValueError(f"Indexes have overlapping values: {index[index.duplicated()].unique()!r}")
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


def _sorted(labels):
    """Labels in order, if they have one."""
    try:
        return labels.take(labels.argsort())
    except TypeError:
        return labels


def unstack(series, level=-1, fill_value=None):
    """The labels of one level made columns."""
    from pandas._frame import DataFrame

    if series.index.nlevels == 1:
        raise ValueError(f"index must be a MultiIndex to unstack, {type(series.index)} was passed")
    number = series.index.level_number(level)
    rest = series.index.droplevel(number)
    columns = series.index.get_level_values(number)
    column_labels = columns.unique()
    column_labels, rows = _sorted(column_labels), _sorted(rest.unique())
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
        if isinstance(level, str) and level != frame.index.name:
            raise KeyError(f"Requested level ({level}) does not match index name ({frame.index.name})")
        return stack(frame.T)
    parts = {name: unstack(column, level, fill_value) for name, column in frame.items()}
    result = concat(parts, axis=1)
    result.columns.names = [*frame.columns.names, frame.index.names[frame.index.level_number(level)]]
    return result


def stack(frame, level=-1):
    """The columns' labels, or one level of them, made the innermost level of the rows'."""
    if frame.columns.nlevels > 1:
        return _stack_level(frame, frame.columns.level_number(level))
    names = frame.columns.tolist()
    tuples = [
        (label if isinstance(label, tuple) else (label,)) + (name,) for label in frame.index.tolist() for name in names
    ]
    items = [item for row in zip(*(values.tolist() for values in frame._data)) for item in row]
    kinds = {values.dtype.kind if v.is_array(values) else "O" for values in frame._data}
    values = v.Objects(items) if "O" in kinds or ("b" in kinds and len(kinds) > 1) else v.infer(items)
    return Series._new(values, MultiIndex(tuples, [*frame.index.names, frame.columns.name]))


def _stack_level(frame, number):
    from pandas._frame import DataFrame

    columns = frame.columns
    moved, kept = columns.get_level_values(number), columns.droplevel(number)
    labels = list(dict.fromkeys(moved.tolist()))
    places = {pair: i for i, pair in enumerate(zip(kept.tolist(), moved.tolist()))}
    rows = [(i, label) for i in range(len(frame)) for label in labels]
    heads = [one if isinstance(one, tuple) else (one,) for one in frame.index.tolist()]
    index = MultiIndex([heads[i] + (label,) for i, label in rows], [*frame.index.names, moved.name])
    wide = kept.unique()
    blank = v.full(v.nan, len(frame))
    data = []
    for name in wide.tolist():
        parts = [frame._data[places[name, label]] if (name, label) in places else blank for label in labels]
        together = v.concatenate(parts)
        order = [k * len(frame) + i for i in range(len(frame)) for k in range(len(labels))]
        data.append(v.take(together, order))
    return DataFrame._new(data, wide, index)


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
    for what, given in (("columns", columns), ("index", index), ("values", values)):
        absent = [name for name in _listed(given) if name not in frame.columns]
        if absent:
            raise KeyError(f"The following '{what}' labels are not columns of the DataFrame: {absent}")
    keys = [index] if v.is_scalar(index) and index is not None else list(index or [])
    row_index = frame.set_index(keys).index if keys else frame.index
    names = [values] if v.is_scalar(values) and values is not None else values
    if names is None:
        names = [name for name in frame.columns.tolist() if name not in keys and name != columns]
    tuples = [
        (label if isinstance(label, tuple) else (label,)) + (column,)
        for label, column in zip(row_index.tolist(), frame[columns].tolist())
    ]
    wide = MultiIndex(tuples, [*row_index.names, columns])
    parts = {name: unstack(Series._new(frame[name]._values, wide, name)) for name in names}
    if v.is_scalar(values) and values is not None:
        return parts[values]
    result = concat(parts, axis=1)
    result.columns.names = [None, columns]
    return result


def _listed(names):
    if names is None:
        return []
    return [names] if v.is_scalar(names) or not isinstance(names, (list, tuple)) else list(names)


def pivot_table(data, values=None, index=None, columns=None, aggfunc="mean", fill_value=None, margins=False,
                margins_name="All", observed=True):
    if isinstance(aggfunc, (list, tuple)):
        names = [one if isinstance(one, str) else one.__name__ for one in aggfunc]
        parts = [pivot_table(data, values, index, columns, one, fill_value, margins, margins_name, observed) for one in aggfunc]
        result = concat(parts, axis=1, keys=names)
        result.columns.names = [None, *parts[0].columns.names]
        return result
    aliases = {}
    data, rows = _keyed(data, _listed(index), aliases)
    data, across = _keyed(data, _listed(columns), aliases)
    single = values is not None and v.is_scalar(values)
    names = _listed(values) or (list(aggfunc) if isinstance(aggfunc, dict) else [
        name
        for name, column in data.items()
        if name not in rows + across and (v.is_array(column._values) or not isinstance(aggfunc, str))
    ])
    for name in names:
        if name not in data.columns:
            raise KeyError(name)
    table = _spread_out(data, names, rows, across, aggfunc, fill_value, single, observed)
    if not margins:
        return _without_aliases(table, aliases)
    whole = _with_margins(data[rows + across + names].dropna(), rows, across, margins_name)
    wide = _spread_out(whole, names, rows, across, aggfunc, fill_value, single, True)
    wide = wide.reindex(
        index=_with_total(table.index, wide.index, rows, margins_name),
        columns=_with_total(table.columns, wide.columns, across, margins_name),
    )
    return _without_aliases(wide, aliases)


def _without_aliases(table, aliases):
    """The table with the levels' own names instead of those that kept them apart."""
    for labels in (table.index, table.columns) if aliases else ():
        labels.names = [aliases.get(name, name) for name in labels.names]
    return table


def _keyed(data, keys, aliases):
    """The names of keys; those that are no columns yet, such as groupers and series, become some.

    Two may have one name, which a column may have, too: each gets a name of its own, for which `aliases` tells the given one.
    """
    names = []
    for key in keys:
        if not v.is_scalar(key) and not isinstance(key, tuple):
            made = key.key_of(data) if hasattr(key, "key_of") else None
            name = made.name if made else getattr(key, "name", None)
            values = made.values if made else key
            key = f"{name}\0{len(aliases)}"
            aliases[key] = name
            data = data.assign(**{key: Series._new(values, data.index) if made else values})
        elif key not in data.columns and key in data.index.names:
            data = data.assign(**{key: data.index.get_level_values(key)._values})
        names.append(key)
    return data, names


def _spread_out(data, names, rows, across, aggfunc, fill_value, single, observed):
    keys = rows + across
    grouped = data.groupby(keys if len(keys) > 1 else keys[0], observed=observed)[names].agg(aggfunc)
    if not rows:
        return grouped.T
    if not across:
        return grouped if single else grouped.sort_index(axis=1)
    for _ in across:
        if single and len(grouped.columns) == 1 and grouped.index.nlevels == len(keys):
            grouped = grouped._column(0).unstack(-1, fill_value) if len(across) == 1 else grouped.unstack(-1, fill_value)
        else:
            grouped = grouped.unstack(-1, fill_value)
    grouped = grouped if single else grouped.reindex(columns=_sorted(grouped.columns))
    return grouped if fill_value is None else grouped.fillna(fill_value)


def _with_margins(data, rows, across, name):
    """The rows once more for the margins: under one label for all keys of either axis, and of both."""
    def blanked(part, keys):
        return part.assign(**{key: name if i == 0 else "" for i, key in enumerate(keys)})

    data = data.assign(**{key: v.Objects(data[key].tolist()) for key in rows + across})
    parts = [data, blanked(data, rows)]
    if across:
        parts += [blanked(data, across), blanked(blanked(data, across), rows)]
    return concat(parts, ignore_index=True)


def _with_total(labels, wide, keys, name):
    """The labels of a table with that of the margin after them (in each part, where there are several values)."""
    if not keys:
        return labels
    total = (name,) + ("",) * (len(keys) - 1) if len(keys) > 1 else name
    if labels.nlevels == len(keys):
        return type(labels)([*labels.tolist(), total], labels.names) if labels.nlevels > 1 else Index(
            [*labels.tolist(), total], name=labels.name
        )
    ordered = []
    for head in dict.fromkeys(label[0] for label in labels.tolist()):
        ordered += [label for label in labels.tolist() if label[0] == head]
        ordered.append((head, *total) if isinstance(total, tuple) else (head, total))
    return MultiIndex(ordered, labels.names)


def crosstab(index, columns, values=None, rownames=None, colnames=None, aggfunc=None, margins=False, margins_name="All",
             dropna=True, normalize=False):
    """How often values occur together, or what becomes of other values where they do."""
    from pandas._frame import DataFrame

    if (values is None) != (aggfunc is None):
        raise ValueError(f"{'aggfunc' if values is None else 'values'} cannot be used without {'values' if values is None else 'an aggfunc'}.")
    data, names = {}, []
    for given, prefix, named in ((index, "row", rownames), (columns, "col", colnames)):
        several = isinstance(given, (list, tuple)) and len(given) and not v.is_scalar(given[0])
        arrays = list(given) if several else [given]
        own = named or [getattr(one, "name", None) for one in arrays]
        own = [f"{prefix}_{i}" if name is None else name for i, name in enumerate(own)]
        data.update(zip(own, arrays))
        names.append(own)
    frame = DataFrame(data)
    frame["__value__"] = 0 if values is None else values
    how, fill = ("count", 0) if values is None else (aggfunc, None)
    if normalize is not False:
        v.refuse("crosstab", margins=margins)
    table = pivot_table(frame, "__value__", names[0], names[1], how, fill, margins, margins_name)
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
            parts.append(get_dummies(data[name], prefixes[name], prefix_sep, None, drop_first, dtype, dummy_na))
        return concat(parts, axis=1)
    series = data if isinstance(data, Series) else Series(data)
    if v.is_category(series._values):
        codes, labels = v.codes_of(series._values), series.dtype.categories.tolist()
    else:
        codes, firsts = v.factorize(series._values, sort=True)
        labels = v.take(series._values, firsts).tolist()
    codes = np.array(codes, dtype=np.int64)
    numbers = list(range(1 if drop_first else 0, len(labels))) + [-1] * dummy_na
    hits = [(codes == number).astype(dtype) for number in numbers]
    names = Index([v.nan if number < 0 else labels[number] for number in numbers])
    if prefix is not None:
        names = Index([f"{prefix}{prefix_sep}{label}" for label in names.tolist()])
    return DataFrame._new(hits, names, series.index)
