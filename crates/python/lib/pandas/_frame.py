"""A table: columns of values under one index."""

import re as _re
import sys

import numpy as np

from pandas import _correlation as c
from pandas import _values as v
from pandas._index import Index, MultiIndex, RangeIndex, _operators, as_index, joined
from pandas._locate import AtIndexer, LocIndexer, PositionIndexer, _is_mask
from pandas._reduce import reduce
from pandas._series import Series, kept_positions, repeated, same_items
from pandas._shared import NDFrame, filled, gaps
from pandas._warnings import check_setting


class DataFrame(NDFrame):
    """Columns with names, rows with labels."""

    ndim = 2

    def __init__(self, data=None, index=None, columns=None, dtype=None, copy=None):
        data, index, columns = _constructed(data, index, columns)
        if dtype is not None:
            data = [v.as_values(values, dtype) for values in data]
        object.__setattr__(self, "_data", data)
        object.__setattr__(self, "index", index)
        object.__setattr__(self, "_columns", columns)

    @classmethod
    def _new(cls, data, columns, index):
        frame = object.__new__(cls)
        object.__setattr__(frame, "_data", list(data))
        object.__setattr__(frame, "_columns", columns)
        object.__setattr__(frame, "index", index)
        return frame

    @classmethod
    def from_dict(cls, data, orient="columns", dtype=None, columns=None):
        if orient == "columns":
            return cls(data, columns=columns)
        return cls(list(data.values()), index=list(data), columns=columns)

    @classmethod
    def from_records(cls, data, columns=None, index=None):
        return cls(list(data), index=index, columns=columns)

    # What it is.

    columns = property(lambda self: self._columns)
    shape = property(lambda self: (len(self.index), len(self._columns)))
    size = property(lambda self: len(self.index) * len(self._columns))
    empty = property(lambda self: self.size == 0)
    axes = property(lambda self: [self.index, self._columns])

    @columns.setter
    def columns(self, labels):
        labels = as_index(labels)
        if len(labels) != len(self._data):
            raise ValueError(
                f"Length mismatch: Expected axis has {len(self._data)} elements, new values have {len(labels)} elements"
            )
        object.__setattr__(self, "_columns", labels)

    @property
    def dtypes(self):
        return Series._new(v.Objects([values.dtype for values in self._data]), self._columns)

    @property
    def values(self):
        return self.to_numpy()

    def to_numpy(self, dtype=None, copy=False, na_value=None):
        kinds = {values.dtype.kind if v.is_array(values) else "O" for values in self._data}
        if "O" in kinds or ("b" in kinds and len(kinds) > 1):
            if dtype is None:
                return Table([list(row) for row in zip(*(values.tolist() for values in self._data))], self.shape)
        columns = [v.cast(values, dtype or np.float64) if not v.is_array(values) else values for values in self._data]
        if not columns:
            return np.zeros(self.shape)
        array = np.stack(columns, axis=1)
        if na_value is not None:
            array = np.where(np.isnan(array), na_value, array)
        return array if dtype is None else array.astype(dtype)

    def __array__(self, dtype=None, copy=None):
        values = self.to_numpy(dtype)
        return np.asarray(values, dtype=dtype)

    @property
    def T(self):
        rows = [self._row(i)._values for i in range(len(self))]
        return DataFrame._new(rows, self.index, self._columns)

    def transpose(self):
        return self.T

    def __len__(self):
        return len(self.index)

    def __iter__(self):
        return iter(self._columns.tolist())

    def keys(self):
        return self._columns

    def __contains__(self, name):
        return name in self._columns

    def items(self):
        return ((name, self._column(i)) for i, name in enumerate(self._columns.tolist()))

    def iterrows(self):
        for i, label in enumerate(self.index.tolist()):
            row = self._row(i)
            if row.dtype == object:
                # All values went through one array of objects, which holds Python's numbers.
                row = Series._new(v.Objects([v.native(item) for item in row._values]), row.index, row.name)
            yield label, row

    def itertuples(self, index=True, name="Pandas"):
        from collections import namedtuple

        columns = [values.tolist() for values in self._data]
        fields = [str(field) for field in self._columns.tolist()]
        if index:
            columns, fields = [self.index.tolist(), *columns], ["Index", *fields]
        if name is None:
            return zip(*columns)
        row = namedtuple(name, fields, rename=True)
        return (row(*values) for values in zip(*columns))

    def __repr__(self):
        from pandas._format import frame_repr

        return frame_repr(self)

    def to_string(self, buf=None, columns=None, header=True, index=True, float_format=None, max_rows=None):
        from pandas._format import frame_text, with_float_format

        shown = self if columns is None else self[list(columns)]
        show = lambda: frame_text(shown, max_rows, None, index, header=header)
        return show() if float_format is None else with_float_format(float_format, show)

    def to_dict(self, orient="dict"):
        names = self._columns.tolist()
        columns = [values.tolist() for values in self._data]
        if orient == "dict":
            return {name: dict(zip(self.index.tolist(), items)) for name, items in zip(names, columns)}
        if orient == "list":
            return dict(zip(names, columns))
        if orient == "series":
            return dict(self.items())
        if orient == "records":
            return [dict(zip(names, row)) for row in zip(*columns)]
        if orient == "index":
            return {label: dict(zip(names, row)) for label, row in zip(self.index.tolist(), zip(*columns))}
        if orient == "split":
            return {"index": self.index.tolist(), "columns": names, "data": [list(row) for row in zip(*columns)]}
        raise ValueError(f"orient '{orient}' not understood")

    def __bool__(self):
        raise ValueError(
            "The truth value of a DataFrame is ambiguous. Use a.empty, a.item(), a.any() or a.all()."
        )

    # Getting and setting.

    iloc = property(PositionIndexer)
    loc = property(LocIndexer)
    at = property(AtIndexer)
    iat = property(lambda self: AtIndexer(self, by_position=True))

    def _like(self, data):
        return DataFrame._new(data, self._columns, self.index)

    def _columnwise(self, function):
        return self._like([function(values) for values in self._data])

    def _take(self, positions):
        return DataFrame._new(
            [v.take(values, positions) for values in self._data], self._columns, self.index.take(positions)
        )

    def _take_columns(self, positions):
        positions = [int(position) for position in positions]
        columns = self._columns.take(positions) if positions else self._columns[:0]
        return DataFrame._new([self._data[i] for i in positions], columns, self.index)

    def _column(self, position):
        return Series._new(self._data[position], self.index, self._columns.tolist()[position])

    def _row(self, position):
        items = [values[position] for values in self._data]
        kinds = {values.dtype.kind if v.is_array(values) else "O" for values in self._data}
        if "O" in kinds or ("b" in kinds and len(kinds) > 1):
            values = v.Objects(items)
            if all(not v.is_array(column) and column.dtype == v.STR for column in self._data):
                values = v.Objects(items, v.STR)
        else:
            values = np.array(items, dtype=np.result_type(*(column.dtype for column in self._data))) if items else np.array([])
        return Series._new(values, self._columns, self.index.tolist()[position])

    def __getitem__(self, key):
        if callable(key):
            key = key(self)
        if isinstance(key, DataFrame):
            return self.where(key)
        if isinstance(key, slice):
            ends = [end for end in (key.start, key.stop) if end is not None]
            by_position = all(isinstance(end, (int, np.integer)) for end in ends)
            return self.iloc[key] if by_position else self.loc[key]
        if v.is_scalar(key) or isinstance(key, tuple):
            return self._named(key)
        if _is_mask(key):
            if isinstance(key, list) and len(key) != len(self):
                raise ValueError(f"Item wrong length {len(key)} instead of {len(self)}.")
            return self.loc[key]
        names = list(key)
        absent = [name for name in names if name not in self._columns]
        if absent:
            if len(absent) == len(names):
                raise KeyError(f"None of [{Index(names)!r}] are in the [columns]")
            raise KeyError(f"{absent} not in index")
        return self._take_columns([i for name in names for i in self._columns.positions_of(name)])

    def _named(self, key):
        found = self._columns.positions_of(key)
        if self._columns.nlevels > 1 and (not isinstance(key, tuple) or len(key) < self._columns.nlevels):
            part = self._take_columns(found)
            part.columns = part.columns.droplevel(0)
            return part
        return self._column(found[0]) if len(found) == 1 else self._take_columns(found)

    def __getattr__(self, name):
        if not name.startswith("_") and name in self._columns:
            return self._named(name)
        from pandas._absent import method

        refusing = method(name)
        if refusing is not None:
            return refusing
        raise AttributeError(f"'DataFrame' object has no attribute '{name}'")

    def __setattr__(self, name, value):
        if name == "index":
            value = as_index(value)
            if len(value) != len(self.index):
                raise ValueError(
                    f"Length mismatch: Expected axis has {len(self.index)} elements, new values have {len(value)} elements"
                )
        elif name != "columns" and name in self._columns:
            self[name] = value
            return
        object.__setattr__(self, name, value)

    def get(self, key, default=None):
        try:
            return self[key]
        except (KeyError, ValueError, IndexError):
            return default

    def __setitem__(self, key, value):
        check_setting(self, sys.getrefcount(self) <= 3)
        if isinstance(key, DataFrame):
            self._set_where(key, value)
        elif v.is_scalar(key) or isinstance(key, tuple):
            self._set_column(key, self._aligned(value))
        elif _is_mask(key) or isinstance(key, slice):
            self.loc[key] = value
        else:
            names = list(key)
            parts = _parts(value, len(names))
            for name, part in zip(names, parts):
                self._set_column(name, self._aligned(part))

    def _set_column(self, name, values):
        if name in self._columns:
            for position in self._columns.positions_of(name):
                self._data[position] = values
        else:
            self._data.append(values)
            labels = self._columns.tolist() + [name]
            if isinstance(self._columns, MultiIndex):
                if not isinstance(name, tuple):
                    labels[-1] = (name,) + ("",) * (self._columns.nlevels - 1)
                columns = MultiIndex(labels, self._columns.names)
            else:
                columns = Index(labels, name=self._columns.name)
            object.__setattr__(self, "_columns", columns)

    def _aligned(self, value):
        """Whatever is assigned to a column as values for these rows."""
        if isinstance(value, DataFrame):
            value = value._column(0)
        if isinstance(value, dict):
            value = Series(value)
        if len(self._columns) == 0 and len(self.index) == 0 and not v.is_scalar(value):
            object.__setattr__(self, "index", value.index if isinstance(value, Series) else RangeIndex(len(value)))
        if isinstance(value, Series):
            return (value if value.index.equals(self.index) else value.reindex(self.index))._values
        if v.is_scalar(value):
            return v.full(value, len(self))
        values = v.as_values(value)
        if len(values) != len(self):
            raise ValueError(
                f"Length of values ({len(values)}) does not match length of index ({len(self)})"
            )
        return values

    def _set_cells(self, rows, columns, value):
        if isinstance(value, DataFrame):
            parts = [value._column(i).reindex(self.index.take(rows))._values for i in range(len(value.columns))]
        elif isinstance(value, Series) and len(columns) > 1 and len(rows) == 1:
            parts = value.reindex(self._columns.take(columns)).tolist()
        elif isinstance(value, Series):
            parts = [value.reindex(self.index.take(rows))] * len(columns)
        elif isinstance(value, dict):
            parts = [value[name] for name in self._columns.take(columns).tolist()]
        elif hasattr(value, "__len__") and not isinstance(value, str):
            array = value if not isinstance(value, np.ndarray) else value.tolist()
            if len(array) and hasattr(array[0], "__len__") and not isinstance(array[0], str):
                parts = list(map(list, zip(*array)))
            elif len(columns) > 1:
                if len(array) != len(columns):
                    raise ValueError("Must have equal len keys and value when setting with an iterable")
                parts = list(array)
            else:
                parts = [list(array)]
        else:
            parts = [value] * len(columns)
        for column, part in zip(columns, parts):
            series = self._column(column)
            series._set_positions(rows, part)
            self._data[column] = series._values

    def _set_where(self, hits, value):
        """Overwrites the cells at which a frame of bools is true."""
        hits = hits.reindex(index=self.index, columns=self._columns, fill_value=False)
        for column, name in enumerate(self._columns.tolist()):
            rows = np.flatnonzero(hits._data[column])
            if len(rows):
                part = value[[name]] if isinstance(value, DataFrame) else value[rows, column] if np.ndim(value) == 2 else value
                self._set_cells(rows, [column], part)

    def _append_row(self, label, value):
        whole = isinstance(value, Series)
        value = value.to_dict() if whole else value
        if isinstance(value, dict):
            items = [value.get(name, v.nan) for name in self._columns.tolist()]
        elif v.is_scalar(value):
            items = [value] * len(self._columns)
        else:
            items = list(value)
            if len(items) != len(self._columns):
                raise ValueError("cannot set a row with mismatched columns")
        if whole:
            # A row of one type, such as `frame.sum()`, brings floats for whole numbers.
            items = [
                int(item) if values.dtype.kind in "iu" and isinstance(item, float) and item % 1 == 0 else item
                for values, item in zip(self._data, items)
            ]
        data = [v.concatenate([values, v.infer([item])]) for values, item in zip(self._data, items)]
        object.__setattr__(self, "_data", data)
        added = as_index([label])
        added = added.renamed(self.index.name) if added.nlevels == 1 else added
        object.__setattr__(self, "index", joined([self.index, added]))

    def insert(self, loc, column, value, allow_duplicates=False):
        if column in self._columns:
            raise ValueError(f"cannot insert {column}, already exists")
        self._set_column(column, self._aligned(value))
        order = list(range(len(self._data) - 1))
        order.insert(loc, len(self._data) - 1)
        moved = self._take_columns(order)
        object.__setattr__(self, "_data", moved._data)
        object.__setattr__(self, "_columns", moved._columns)

    def pop(self, item):
        series = self[item]
        self.__delitem__(item)
        return series

    def __delitem__(self, name):
        gone = set(self._columns.positions_of(name))
        kept = self._take_columns([i for i in range(len(self._data)) if i not in gone])
        object.__setattr__(self, "_data", kept._data)
        object.__setattr__(self, "_columns", kept._columns)

    def assign(self, **columns):
        result = self.copy()
        for name, value in columns.items():
            result[name] = value(result) if callable(value) else value
        return result

    def reindex(self, labels=None, index=None, columns=None, fill_value=v.nan, axis=0):
        index = labels if index is None and axis in (0, "index") else index
        columns = labels if columns is None and axis in (1, "columns") else columns
        result = self
        if index is not None:
            index = as_index(index)
            positions = self.index.get_indexer(index.tolist())
            result = DataFrame._new([v.take(values, positions, fill_value) for values in self._data], self._columns, index)
        if columns is not None:
            columns = as_index(columns)
            blank = lambda: v.full(fill_value, len(result))
            data = [
                blank() if position < 0 else result._data[position]
                for position in self._columns.get_indexer(columns.tolist()).tolist()
            ]
            result = DataFrame._new(data, columns, result.index)
        return result

    # Arithmetic.

    def _operate(self, other, op, reflected=False, axis="columns", fill_value=None):
        left, index, columns = self, self.index, self._columns
        if isinstance(other, DataFrame):
            if not (index.equals(other.index) and columns.equals(other.columns)):
                if op in v.COMPARISONS:
                    raise ValueError("Can only compare identically-labeled (both index and columns) DataFrame objects")
                index, columns = index.union(other.index), columns.union(other.columns)
                left, other = (side.reindex(index=index, columns=columns) for side in (left, other))
            others = other._data
        elif isinstance(other, Series) and axis in (0, "index"):
            others = [other.reindex(index)._values] * len(columns)
        elif isinstance(other, Series):
            if not columns.equals(other.index):
                columns = columns.union(other.index)
                left, other = left.reindex(columns=columns), other.reindex(columns)
            others = [other._values[i] for i in range(len(columns))]
        elif isinstance(other, (list, tuple, np.ndarray)) and np.ndim(other):
            array = np.asarray(other)
            if array.ndim == 1 and axis in (0, "index"):
                others = [array] * len(columns)
            elif array.ndim == 1:
                if len(array) != len(columns):
                    raise ValueError(
                        f"Unable to coerce to Series, length must be {len(columns)}: given {len(array)}"
                    )
                others = list(array)
            else:
                others = [array[:, i] for i in range(array.shape[1])]
        else:
            others = [other] * len(columns)
        pairs = [filled(*pair, fill_value) for pair in zip(left._data, others)]
        data = [v.combine(op, *((b, a) if reflected else (a, b))) for a, b in pairs]
        return DataFrame._new(data, columns, index)

    def __neg__(self):
        return self._columnwise(lambda values: -values)

    def __invert__(self):
        return self._columnwise(lambda values: ~values)

    def __abs__(self):
        return self.abs()

    def abs(self):
        return self._columnwise(np.abs)

    def round(self, decimals=0, **_):
        places = dict(decimals.items()) if isinstance(decimals, (dict, Series)) else {}
        return self._like([
            np.round(values, places.get(name, 0 if places else decimals))
            if v.is_array(values) and values.dtype.kind == "f" and (not places or name in places)
            else values
            for name, values in zip(self._columns.tolist(), self._data)
        ])

    def dot(self, other):
        if isinstance(other, Series):
            return Series._new(np.dot(self.to_numpy(), other.reindex(self._columns)._values), self.index)
        if isinstance(other, DataFrame):
            product = np.dot(self.to_numpy(), other.reindex(self._columns).to_numpy())
            return DataFrame(product, index=self.index, columns=other.columns)
        product = np.dot(self.to_numpy(), np.asarray(other))
        return (Series if product.ndim == 1 else DataFrame)(product, index=self.index)

    __matmul__ = dot

    def __rmatmul__(self, other):
        product = np.dot(np.asarray(other), self.to_numpy())
        if product.ndim == 1:
            return Series._new(product, self._columns)
        return DataFrame(product, columns=self._columns)

    # Reductions.

    def _numeric_positions(self):
        return [i for i, values in enumerate(self._data) if v.is_array(values)]

    def _reduce(self, name, axis=0, skipna=True, numeric_only=False, **options):
        frame = self._take_columns(self._numeric_positions()) if numeric_only else self
        if axis is None:
            return reduce(name, v.concatenate(frame._data), skipna=skipna, **options)
        if self._axis(axis):
            rows = (frame._row(i)._values for i in range(len(frame)))
            results = [reduce(name, row, skipna=skipna, **options) for row in rows]
            return Series._new(v.infer(results) if results else np.array([]), self.index)
        results = [reduce(name, values, skipna=skipna, **options) for values in frame._data]
        return Series._new(v.infer(results) if results else np.array([]), frame._columns)

    def quantile(self, q=0.5, axis=0, numeric_only=False, interpolation="linear"):
        frame = self._take_columns(self._numeric_positions()) if numeric_only else self
        frame = frame.T if self._axis(axis) else frame
        columns = [frame._column(i).quantile(q, interpolation) for i in range(len(frame._data))]
        if hasattr(q, "__len__"):
            return DataFrame._new([column._values for column in columns], frame._columns, Index(list(q)))
        return Series._new(np.array(columns), frame._columns, q)

    def idxmax(self, axis=0, skipna=True, numeric_only=False):
        frame = self.select_dtypes("number") if numeric_only else self
        return frame.apply(Series.idxmax, axis=axis)

    def idxmin(self, axis=0, skipna=True, numeric_only=False):
        frame = self.select_dtypes("number") if numeric_only else self
        return frame.apply(Series.idxmin, axis=axis)

    def describe(self, percentiles=None, include=None):
        from pandas._describe import describe

        return describe(self, percentiles, include)

    def corr(self, method="pearson", min_periods=1, numeric_only=False):
        result = self._pairwise(c.correlation(method, c.pearson), min_periods, numeric_only)
        if callable(method):
            # What a function gives for a column and itself is not asked.
            for i, values in enumerate(result._data):
                values[i] = 1
        return result

    def cov(self, min_periods=None, ddof=1, numeric_only=False):
        return self._pairwise(c.covariance(ddof), min_periods, numeric_only)

    def _pairwise(self, function, min_periods, numeric_only):
        frame = self._take_columns(self._numeric_positions()) if numeric_only else self
        data = [np.array([c.where_both(function, x, y, min_periods) for x in frame._data]) for y in frame._data]
        return DataFrame._new(data, frame._columns, frame._columns)

    def corrwith(self, other, *, method="pearson"):
        return Series([column.corr(other, method) for _, column in self.items()], index=self._columns)

    def value_counts(self, subset=None, normalize=False, sort=True, ascending=False, dropna=True):
        names = self._columns.tolist() if subset is None else [subset] if v.is_scalar(subset) else list(subset)
        sizes = self.groupby(names, sort=False, dropna=dropna).size()
        result = sizes.sort_values(ascending=ascending) if sort else sizes
        if normalize:
            result = result / result.sum()
        result.name = "proportion" if normalize else "count"
        return result

    def agg(self, func=None, axis=0, *args, **kwargs):
        if self._axis(axis):
            result = self.T.agg(func, 0, *args, **kwargs)
            return result.T if isinstance(result, DataFrame) else result
        if isinstance(func, str):
            return getattr(self, func)(*args, **kwargs)
        if isinstance(func, dict):
            if not any(isinstance(part, (list, tuple)) for part in func.values()):
                return Series({name: self[name].agg(part) for name, part in func.items()})
            parts = {name: self[name].agg([part] if v.is_scalar(part) or callable(part) else part) for name, part in func.items()}
            labels = dict.fromkeys(label for part in parts.values() for label in part.index.tolist())
            return DataFrame(parts, index=list(labels))
        if isinstance(func, (list, tuple)):
            parts = {name: column.agg(func) for name, column in self.items()}
            return DataFrame(parts)
        return self.apply(func, axis=axis, args=args, **kwargs)

    aggregate = agg

    def transform(self, func, axis=0, *args, **kwargs):
        v.refuse("transform", func=isinstance(func, (list, dict)))
        return self.apply(func, axis=axis, args=args, **kwargs)

    def apply(self, func, axis=0, raw=False, result_type=None, args=(), **kwargs):
        if isinstance(func, (str, list, dict)):
            return self.agg(func, axis, *args, **kwargs)
        if self._axis(axis):
            results = [func(self._row(i), *args, **kwargs) for i in range(len(self))]
            if results and isinstance(results[0], Series):
                columns = results[0].index
                return DataFrame([result.to_dict() for result in results], index=self.index, columns=columns)
            if result_type == "expand" and results:
                return DataFrame([list(result) for result in results], index=self.index)
            return Series._new(v.infer(results), self.index)
        results = [func(self._column(i), *args, **kwargs) for i in range(len(self._data))]
        if results and isinstance(results[0], Series):
            return DataFrame._new(
                [result._values for result in results], self._columns, results[0].index
            )
        return Series._new(v.infer(results), self._columns)

    def map(self, func, na_action=None):
        return self._by_column("map", func, na_action)

    # Choosing.

    def where(self, cond, other=v.nan, *, inplace=False, axis=None):
        cond = cond(self) if callable(cond) else cond
        other = other(self) if callable(other) else other
        if isinstance(cond, DataFrame):
            cond = cond.reindex(index=self.index, columns=self._columns, fill_value=False)
        v.refuse("where", axis=axis is not None and self._axis(axis) == 1)
        if isinstance(other, Series) and axis is None:
            raise ValueError("Must specify axis=0 or 1")
        data = []
        for i, name in enumerate(self._columns.tolist()):
            hit = cond._column(i) if isinstance(cond, DataFrame) else cond if np.ndim(cond) == 1 else np.asarray(cond)[:, i]
            value = other[name] if isinstance(other, DataFrame) else other
            value = value.reindex(self.index) if isinstance(value, Series) else value
            data.append(self._column(i).where(hit, value)._values)
        result = self._like(data)
        return self._finish(result, inplace, self)

    def isin(self, values):
        if isinstance(values, dict):
            return self._like([
                self._column(i).isin(values.get(name, ()))._values for i, name in enumerate(self._columns.tolist())
            ])
        return self._by_column("isin", values)

    def _by_column(self, name, *args):
        """The method of series, done to each column."""
        return self._like([getattr(column, name)(*args)._values for _, column in self.items()])

    def clip(self, lower=None, upper=None, *, axis=None):
        if axis is not None and self._axis(axis):
            return self.T.clip(lower, upper, axis=0).T
        return self._by_column("clip", lower, upper)

    def replace(self, to_replace=None, value=None, *, inplace=False, regex=False):
        if not isinstance(regex, bool):
            to_replace, regex = regex, True
        # A dict of dicts says for each column what replaces what.
        by_column = isinstance(to_replace, dict) and value is None and all(isinstance(one, dict) for one in to_replace.values())
        each = to_replace if by_column and to_replace else {name: to_replace for name in self._columns.tolist()}
        result = self._like([
            self._column(i)._replaced(each[name], value, regex) if name in each else self._data[i]
            for i, name in enumerate(self._columns.tolist())
        ])
        return self._finish(result, inplace, self)

    def interpolate(self, method="linear", **options):
        return self._like([
            self._column(i).interpolate(method)._values if v.is_array(values) and values.dtype.kind == "f" else values
            for i, values in enumerate(self._data)
        ])

    def filter(self, items=None, like=None, regex=None, axis=1):
        names = self._columns.tolist()
        if items is not None:
            return self[[name for name in items if name in self._columns]]
        pattern = regex if like is None else _re.escape(like)
        return self[[name for name in names if _re.search(pattern, str(name))]]

    def select_dtypes(self, include=None, exclude=None):
        kinds = {
            "number": "iufc", np.number: "iufc", "float": "f", float: "f", "int": "iu", "integer": "iu", int: "iu",
            "bool": "b", bool: "b", "datetime": "M", "object": "O", "O": "O", object: "O",
        }

        def matches(values, wanted):
            return any(
                values.dtype.kind in kinds[one] if one in kinds else str(values.dtype) == str(one)
                for one in (wanted if isinstance(wanted, (list, tuple)) else [wanted])
            )

        keep = [
            i
            for i, values in enumerate(self._data)
            if (include is None or matches(values, include)) and not (exclude is not None and matches(values, exclude))
        ]
        return self._take_columns(keep)

    def query(self, expr):
        names = {name: column for name, column in self.items() if isinstance(name, str) and name.isidentifier()}
        from pandas._expression import evaluate

        return self[evaluate(expr, names, self.index)]

    def eval(self, expr):
        from pandas._expression import evaluate

        return evaluate(expr, dict(self.items()), self.index)

    def nlargest(self, n, columns, keep="first"):
        return self._extreme(n, keep, False, [columns] if v.is_scalar(columns) else list(columns))

    def nsmallest(self, n, columns, keep="first"):
        return self._extreme(n, keep, True, [columns] if v.is_scalar(columns) else list(columns))

    def mode(self):
        from pandas._reshape import concat

        return concat([column.mode() for _, column in self.items()], axis=1).set_axis(self._columns, axis=1)

    # Missing values.

    def _fill_columns(self, value, limit):
        def fill(name, values):
            one = value
            if isinstance(value, (dict, Series, DataFrame)):
                # Whether a dict has a key, a series a label, a frame a column.
                if name not in value:
                    return values
                one = value[name]
                one = one.reindex(self.index)._values if isinstance(one, Series) else one
            return v.replaced(values, gaps(values, limit), one)

        return self._like(list(map(fill, self._columns.tolist(), self._data)))

    def _drop_missing(self, axis=0, how="any", subset=None, thresh=None, ignore_index=False):
        if self._axis(axis):
            present = [len(values) - int(np.sum(v.isna(values))) for values in self._data]
            need = len(self) if how == "any" else 1
            return self._take_columns([i for i, count in enumerate(present) if count >= (thresh or need)])
        subset = [subset] if v.is_scalar(subset) and subset is not None else subset
        frame = self if subset is None else self[list(subset)]
        counts = np.zeros(len(self), dtype=np.int64)
        for values in frame._data:
            counts = counts + ~v.isna(values)
        need = thresh if thresh is not None else len(frame._data) if how == "any" else 1
        result = self._take(np.flatnonzero(counts >= need))
        return result.reset_index(drop=True) if ignore_index else result

    # Sorting and labels.

    def sort_values(self, by, axis=0, ascending=True, na_position="last", ignore_index=False, key=None, kind=None, inplace=False):
        if self._axis(axis):
            result = self._take_columns(self.T._order(by, ascending, na_position, key))
            result = result.set_axis(RangeIndex(len(result.columns)), axis=1) if ignore_index else result
        else:
            result = self._take(self._order(by, ascending, na_position, key))
            result = result.reset_index(drop=True) if ignore_index else result
        return self._finish(result, inplace)

    def _order(self, by, ascending, na_position, key):
        """The positions of the rows, sorted by columns."""
        names = [by] if v.is_scalar(by) or isinstance(by, tuple) else list(by)
        directions = list(ascending) if isinstance(ascending, (list, tuple)) else [ascending] * len(names)
        if len(directions) != len(names):
            raise ValueError(f"Length of ascending ({len(directions)}) != length of by ({len(names)})")
        order = np.arange(len(self))
        for name, direction in reversed(list(zip(names, directions))):
            column = self._key_column(name)
            values = (key(column) if key else column)._values
            order = order[v.argsort(v.take(values, order), direction, na_position)]
        return order

    def _key_column(self, name):
        if name not in self._columns and name in self.index.names:
            return Series._new(self.index.get_level_values(name)._values, self.index, name)
        return self[name]

    def set_index(self, keys, drop=True, append=False, inplace=False):
        single = v.is_scalar(keys) or isinstance(keys, (Series, Index, np.ndarray))
        keys = [keys] if single else list(keys)
        names = [key for key in keys if v.is_scalar(key)]
        unknown = [name for name in names if name not in self._columns]
        if unknown:
            raise KeyError(f"None of {unknown} are in the columns")
        columns = [self[key] if v.is_scalar(key) else Series(key) for key in keys]
        if append:
            levels = [self.index.get_level_values(level) for level in range(self.index.nlevels)]
            columns = [Series(level._values, name=level.name) for level in levels] + columns
        if len(columns) == 1:
            index = Index(columns[0]._values, name=columns[0].name)
        else:
            index = MultiIndex.from_arrays([column._values for column in columns], [column.name for column in columns])
        gone = {i for name in names for i in self._columns.positions_of(name)} if drop else set()
        result = self._take_columns([i for i in range(len(self._data)) if i not in gone])
        return self._finish(DataFrame._new(result._data, result._columns, index), inplace)

    def reset_index(self, level=None, drop=False, names=None, inplace=False):
        fresh = RangeIndex(len(self))
        inserted, kept = list(range(self.index.nlevels)), fresh
        if level is not None and self.index.nlevels > 1:
            levels = [level] if v.is_scalar(level) else list(level)
            inserted = sorted(self.index.level_number(one) for one in levels)
            kept = self.index.droplevel(inserted) if len(inserted) < self.index.nlevels else fresh
        if drop:
            return self._finish(DataFrame._new(self._data, self._columns, kept), inplace)
        labels, columns = [], []
        for number in inserted:
            values = self.index.get_level_values(number)
            default = "index" if self.index.nlevels == 1 else f"level_{number}"
            labels.append(default if self.index.names[number] is None else self.index.names[number])
            columns.append(values._values)
        if names is not None:
            labels = [names] if v.is_scalar(names) else list(names)
        if isinstance(self._columns, MultiIndex):
            labels = [(label,) + ("",) * (self._columns.nlevels - 1) for label in labels]
            all_labels = MultiIndex(labels + self._columns.tolist(), self._columns.names)
        else:
            all_labels = Index(labels + self._columns.tolist(), name=self._columns.name)
        return self._finish(DataFrame._new(columns + self._data, all_labels, kept), inplace)

    def rename(self, mapper=None, index=None, columns=None, axis=0, inplace=False):
        if mapper is not None:
            index, columns = (None, mapper) if axis in (1, "columns") else (mapper, None)

        def changed(labels, change):
            if change is None:
                return labels
            return labels.map(change if callable(change) else lambda label: change.get(label, label))

        result = DataFrame._new(self._data, changed(self._columns, columns), changed(self.index, index))
        return self._finish(result, inplace)

    def rename_axis(self, mapper=None, index=None, columns=None, axis=0):
        if mapper is not None:
            index, columns = (None, mapper) if axis in (1, "columns") else (mapper, None)
        rows = self.index if index is None else self.index.renamed(index)
        return DataFrame._new(self._data, self._columns if columns is None else self._columns.renamed(columns), rows)

    def add_prefix(self, prefix):
        return self.rename(columns=lambda name: f"{prefix}{name}")

    def add_suffix(self, suffix):
        return self.rename(columns=lambda name: f"{name}{suffix}")

    def drop(self, labels=None, axis=0, index=None, columns=None, errors="raise", inplace=False):
        if labels is not None:
            index, columns = (None, labels) if self._axis(axis) else (labels, None)

        def listed(labels):
            return [labels] if v.is_scalar(labels) or isinstance(labels, tuple) else list(labels)

        result = self
        if index is not None:
            result = result._take(kept_positions(result.index, listed(index), errors))
        if columns is not None:
            result = result._take_columns(kept_positions(result._columns, listed(columns), errors))
        return self._finish(result, inplace)

    def drop_duplicates(self, subset=None, keep="first", ignore_index=False, inplace=False):
        result = self[~self.duplicated(subset, keep)]
        return self._finish(result.reset_index(drop=True) if ignore_index else result, inplace)

    def duplicated(self, subset=None, keep="first"):
        subset = [subset] if subset is not None and v.is_scalar(subset) else subset
        frame = self if subset is None else self[list(subset)]
        rows = [tuple("\0NaN" if v.is_missing(item) else item for item in row) for row in zip(*(c.tolist() for c in frame._data))]
        return Series._new(repeated(rows, keep), self.index)

    def astype(self, dtype, copy=True, errors="raise"):
        if isinstance(dtype, dict):
            for name in dtype:
                if name not in self._columns:
                    raise KeyError(
                        f"Only a column name can be used for the key in a dtype mappings argument. '{name}' not found in columns."
                    )
            return self._like([
                _cast(values, dtype[name], name) if name in dtype else values
                for name, values in zip(self._columns.tolist(), self._data)
            ])
        return self._columnwise(lambda values: v.cast(values, dtype))

    def explode(self, column, ignore_index=False):
        position = self._columns.positions_of(column)[0]
        rows, items = [], []
        for row, value in enumerate(self._data[position].tolist()):
            for item in value if isinstance(value, (list, tuple)) and value else [value]:
                rows.append(row)
                items.append(item)
        result = self._take(rows)
        is_object = self._data[position].dtype == object
        result._data[position] = v.Objects(items) if is_object else v.infer(items)
        return result.reset_index(drop=True) if ignore_index else result

    def equals(self, other):
        return (
            isinstance(other, DataFrame)
            and self.index.equals(other.index)
            and self._columns.equals(other.columns)
            and all(same_items(a.tolist(), b.tolist()) and a.dtype == b.dtype for a, b in zip(self._data, other._data))
        )

    # Several at once: see _groupby, _reshape and _merge.

    def groupby(self, by=None, level=None, as_index=True, sort=True, group_keys=True, dropna=True, observed=True):
        from pandas._groupby import DataFrameGroupBy, grouping

        return grouping(DataFrameGroupBy, self, by, level, as_index, sort, group_keys, dropna, observed)

    def merge(self, right, how="inner", on=None, left_on=None, right_on=None, left_index=False, right_index=False,
              sort=False, suffixes=("_x", "_y"), copy=None, indicator=False, validate=None):
        from pandas._merge import merge

        return merge(self, right, how, on, left_on, right_on, left_index, right_index, sort, suffixes, copy, indicator, validate)

    def join(self, other, on=None, how="left", lsuffix="", rsuffix="", sort=False):
        from pandas._merge import join

        return join(self, other, on, how, lsuffix, rsuffix)

    def pivot(self, *, columns, index=None, values=None):
        from pandas._reshape import pivot

        return pivot(self, columns, index, values)

    def pivot_table(self, values=None, index=None, columns=None, aggfunc="mean", fill_value=None, margins=False,
                    margins_name="All"):
        from pandas._reshape import pivot_table

        return pivot_table(self, values, index, columns, aggfunc, fill_value, margins, margins_name)

    def melt(self, id_vars=None, value_vars=None, var_name=None, value_name="value", ignore_index=True):
        from pandas._reshape import melt

        return melt(self, id_vars, value_vars, var_name, value_name)

    def stack(self, future_stack=True):
        from pandas._reshape import stack

        return stack(self)

    def unstack(self, level=-1, fill_value=None):
        from pandas._reshape import unstack_frame

        return unstack_frame(self, level, fill_value)


_operators(DataFrame)


class Table:
    """The values of a frame whose columns have different types, row by row."""

    ndim = 2

    def __init__(self, rows, shape):
        self.rows = rows
        self.shape = shape
        self.dtype = v.OBJECT

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return (v.Objects(row) for row in self.rows)

    def __getitem__(self, key):
        if isinstance(key, tuple):
            rows, column = key
            picked = self.rows[rows]
            return [row[column] for row in picked] if isinstance(rows, slice) else picked[column]
        return v.Objects(self.rows[key]) if isinstance(key, int) else Table(self.rows[key], (len(self.rows[key]), self.shape[1]))

    def tolist(self):
        return [list(row) for row in self.rows]

    def astype(self, dtype):
        return np.array(self.rows, dtype=dtype)

    def __array__(self, dtype=None, copy=None):
        v.check_texts(item for row in self.rows for item in row)
        return np.array(self.rows, dtype=dtype)

    def __repr__(self):
        lines = ",\n       ".join("[" + ", ".join(map(repr, row)) + "]" for row in self.rows)
        return f"array([{lines}], dtype=object)"

    def __str__(self):
        return "[" + "\n ".join("[" + " ".join(map(repr, row)) + "]" for row in self.rows) + "]"


def _cast(values, dtype, name):
    try:
        return v.cast(values, dtype)
    except (ValueError, TypeError) as error:
        error.args = (f"{error}: Error while type casting for column '{name}'",)
        raise


def _parts(value, count):
    """What is assigned to several columns, column by column."""
    if isinstance(value, DataFrame):
        parts = [value._column(i) for i in range(len(value.columns))]
    elif v.is_scalar(value):
        parts = [value] * count
    else:
        array = np.asarray(value)
        parts = [array[:, i] for i in range(array.shape[1])] if array.ndim == 2 else array.tolist()
    if len(parts) != count:
        raise ValueError("Columns must be same length as key")
    return parts


def _constructed(data, index, columns):
    """Columns' values, index and column labels for what is given to the constructor."""
    if isinstance(data, DataFrame):
        frame = data if index is None and columns is None else data.reindex(index=index, columns=columns)
        return list(frame._data), frame.index, frame._columns
    if data is None:
        data = {}
    if isinstance(data, Series):
        name = data.name if data.name is not None else 0
        if columns is not None and data.name is None:
            name = list(columns)[0]
        return [data._values], data.index, Index([name]) if name != 0 else RangeIndex(1)
    if isinstance(data, dict):
        return _from_dict(data, index, columns)
    if isinstance(data, (np.ndarray, Table)):
        return _from_array(data, index, columns)
    if isinstance(data, str) or not hasattr(data, "__iter__"):
        raise ValueError("DataFrame constructor not properly called!")
    data = list(data)
    if not data:
        return _from_dict({}, index, columns)
    first = data[0]
    if isinstance(first, dict):
        names = list(dict.fromkeys(name for row in data for name in row)) if columns is None else list(columns)
        named = {name: v.infer([row.get(name, v.nan) for row in data]) for name in names}
        return list(named.values()), as_index(index, len(data)), as_index(names) if names else RangeIndex(0)
    if isinstance(first, Series):
        names = list(dict.fromkeys(label for row in data for label in row.index.tolist()))
        if index is None:
            labels = [row.name for row in data]
            index = labels if any(label is not None for label in labels) else None
        named = [v.infer([row.get(name, v.nan) for row in data]) for name in names]
        return named, as_index(index, len(data)), as_index(names)
    if isinstance(first, (list, tuple, np.ndarray)):
        width = max(map(len, data))
        if columns is None and hasattr(first, "_fields"):
            columns = first._fields
        if columns is not None and len(list(columns)) != width:
            raise ValueError(f"{len(list(columns))} columns passed, passed data had {width} columns")
        named = [v.infer([row[i] if i < len(row) else None for row in data]) for i in range(width)]
        return named, as_index(index, len(data)), as_index(columns, width)
    return _from_array(v.infer(data), index, columns)


def _from_array(array, index, columns):
    if array.ndim == 0:
        raise ValueError("DataFrame constructor not properly called!")
    if isinstance(array, Table):
        named = [v.infer(column) for column in zip(*array.rows)]
    elif array.ndim == 1:
        named = [v.as_values(array)]
    elif array.ndim == 2:
        named = [v.as_values(array[:, i]) for i in range(array.shape[1])]
    else:
        raise ValueError(f"Must pass 2-d input. shape={array.shape}")
    given = (len(index) if index is not None else len(array), len(list(columns)) if columns is not None else len(named))
    if given != (len(array), len(named)):
        raise ValueError(f"Shape of passed values is {(len(array), len(named))}, indices imply {given}")
    return named, as_index(index, len(array)), as_index(columns, len(named))


def _from_dict(data, index, columns):
    names = list(data) if columns is None else list(columns)
    given = {name: Series(part) if isinstance(part, dict) else part for name, part in data.items() if name in names}
    if index is None:
        index = _common_index(given)
    index = as_index(index, 0)
    named = []
    for name in names:
        part = given.get(name, v.nan)
        if isinstance(part, Series):
            named.append((part if part.index.equals(index) else part.reindex(index))._values)
        elif v.is_scalar(part):
            named.append(v.full(part, len(index)) if len(index) or name in given else v.Objects([]))
        else:
            values = v.as_values(part)
            if len(values) != len(index):
                raise ValueError(
                    f"Length of values ({len(values)}) does not match length of index ({len(index)})"
                )
            named.append(values)
    labels = columns if columns is not None else names
    return named, index, as_index(labels) if names else RangeIndex(0)


def _common_index(given):
    series = [part for part in given.values() if isinstance(part, Series)]
    if series:
        index = series[0].index
        for other in series[1:]:
            index = index.union(other.index)
        return index
    lengths = {
        len(part)
        for part in given.values()
        if not v.is_scalar(part) and hasattr(part, "__len__")
    }
    if len(lengths) > 1:
        raise ValueError("All arrays must be of the same length")
    if not lengths:
        if given:
            raise ValueError("If using all scalar values, you must pass an index")
        return RangeIndex(0)
    return RangeIndex(lengths.pop())
