"""A table: columns of values under one index."""

import numpy as np

from pandas import _values as v
from pandas._absent import explain_method
from pandas._construct import Table, constructed
from pandas._frame_choosing import Choosing
from pandas._frame_labels import Labels
from pandas._frame_setting import Setting
from pandas._frame_statistics import Statistics
from pandas._index import Index, _operators, as_index
from pandas._locate import AtIndexer, LocIndexer, PositionIndexer, _is_mask
from pandas._series import Series, _joint
from pandas._shared import NDFrame, filled


class DataFrame(Setting, Statistics, Choosing, Labels, NDFrame):
    """Columns with names, rows with labels."""

    ndim = 2

    def __init__(self, data=None, index=None, columns=None, dtype=None, copy=None):
        data, index, columns = constructed(data, index, columns)
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

    def to_string(
        self, buf=None, *, columns=None, index=True, header=True, na_rep=None, float_format=None, max_rows=None, max_cols=None,
        min_rows=None, line_width=None, max_colwidth=None, **absent,
    ):
        from pandas._format import Written, frame_text

        v.refuse("to_string", **absent)
        with Written(na_rep=na_rep, float_format=float_format, max_colwidth=max_colwidth, min_rows=min_rows):
            shown = self if columns is None else self[list(columns)]
            if isinstance(header, (list, tuple)):
                if len(header) != len(shown.columns):
                    raise ValueError(f"Writing {len(shown.columns)} cols but got {len(header)} aliases")
                shown, header = shown.set_axis(list(header), axis=1), True
            text = frame_text(shown, max_rows, line_width, index, max_cols, header, False)
        return text if buf is None else print(text, file=buf, end="")

    def to_dict(self, orient="dict", *, into=dict, index=True):
        from pandas._export import nested

        result = nested(self, orient)
        if not index:
            result = {name: part for name, part in result.items() if name not in ("index", "index_names")}
        return result if into is dict or not isinstance(result, dict) else into(result)

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
            if isinstance(key, tuple) and any(isinstance(one, slice) for one in key):
                from pandas.errors import InvalidIndexError

                raise InvalidIndexError(key)
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
        try:
            found = self._columns.positions_of(key)
        except TypeError:
            from pandas.errors import InvalidIndexError

            raise InvalidIndexError(key) from None
        if self._columns.nlevels > 1 and (not isinstance(key, tuple) or len(key) < self._columns.nlevels):
            part = self._take_columns(found)
            part.columns = part.columns.droplevel(0)
            return part
        return self._column(found[0]) if len(found) == 1 else self._take_columns(found)

    def __getattr__(self, name):
        if name not in ("_columns", "_data") and name in self._columns:
            return self._named(name)
        raise AttributeError(explain_method("DataFrame", name))

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

    # Arithmetic.

    def _operate(self, other, op, reflected=False, axis="columns", fill_value=None, level=None):
        left, index, columns = self, self.index, self._columns
        if isinstance(other, DataFrame):
            if not (index.equals(other.index) and columns.equals(other.columns)):
                if op in v.COMPARISONS:
                    raise ValueError("Can only compare identically-labeled (both index and columns) DataFrame objects")
                index, columns = _joint(index, other.index), _joint(columns, other.columns)
                left, other = (side.reindex(index=index, columns=columns) for side in (left, other))
            others = other._data
        elif isinstance(other, Series) and axis in (0, "index"):
            others = [other.onto(index, level)._values] * len(columns)
        elif isinstance(other, Series):
            if op in v.COMPARISONS and not columns.equals(other.index):
                raise ValueError(
                    "Operands are not aligned. Do `left, right = left.align(right, axis=1)` before operating."
                )
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
                if array.shape != self.shape and not (array.ndim == 2 and 1 in array.shape):
                    raise ValueError(f"Unable to coerce to DataFrame, shape must be {self.shape}: given {array.shape}")
                array = np.broadcast_to(array, self.shape)
                others = [array[:, i] for i in range(array.shape[1])]
        else:
            others = [other] * len(columns)
        pairs = [filled(*pair, fill_value) for pair in zip(left._data, others)]
        data = [v.combine(op, *((b, a) if reflected else (a, b))) for a, b in pairs]
        return DataFrame._new(data, columns, index)

    def __neg__(self):
        return self._columnwise(lambda values: -values)

    def __invert__(self):
        return self._columnwise(lambda values: Series(values).__invert__()._values)

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
        if isinstance(other, NDFrame) and set(other.index.tolist()) != set(self._columns.tolist()):
            raise ValueError("matrices are not aligned")
        if isinstance(other, Series):
            return Series._new(np.dot(self.to_numpy(), other.reindex(self._columns)._values), self.index)
        if isinstance(other, DataFrame):
            product = np.dot(self.to_numpy(), other.reindex(self._columns).to_numpy())
            return DataFrame(product, index=self.index, columns=other.columns)
        other = np.asarray(other)
        if other.ndim and len(other) != len(self._columns):
            raise ValueError(f"Dot product shape mismatch, {self.shape} vs {other.shape}")
        product = np.dot(self.to_numpy(), other)
        return (Series if product.ndim == 1 else DataFrame)(product, index=self.index)

    __matmul__ = dot

    def __rmatmul__(self, other):
        product = np.dot(np.asarray(other), self.to_numpy())
        if product.ndim == 1:
            return Series._new(product, self._columns)
        return DataFrame(product, columns=self._columns)

    # Several at once: see _groupby, _reshape and _merge.

    def groupby(self, by=None, level=None, as_index=True, sort=True, group_keys=True, observed=True, dropna=True):
        from pandas._groupby import DataFrameGroupBy, keys_of

        keys = keys_of(self, by, level)
        options = {"as_index": as_index, "sort": sort, "group_keys": group_keys, "dropna": dropna, "observed": observed}
        return DataFrameGroupBy(self, keys, **options)

    def merge(self, right, how="inner", on=None, left_on=None, right_on=None, left_index=False, right_index=False,
              sort=False, suffixes=("_x", "_y"), copy=None, indicator=False, validate=None):
        from pandas._merge import merge

        return merge(self, right, how, on, left_on, right_on, left_index, right_index, sort, suffixes, copy, indicator, validate)

    def join(self, other, on=None, how="left", lsuffix="", rsuffix="", sort=False, validate=None, suffixes=None):
        from pandas._merge import join

        if lsuffix or rsuffix:
            from pandas._warn import warn

            warn(
                "The 'lsuffix' and 'rsuffix' keywords in DataFrame.join are deprecated and will be removed in a future version. Use "
                "the 'suffixes' keyword instead."
            )
        return join(self, other, on, how, suffixes or (lsuffix, rsuffix), sort, validate)

    def pivot(self, *, columns, index=None, values=None):
        from pandas._reshape import pivot

        return pivot(self, columns, index, values)

    def pivot_table(self, values=None, index=None, columns=None, aggfunc="mean", fill_value=None, margins=False, dropna=True,
                    margins_name="All", observed=True, sort=True):
        from pandas._reshape import pivot_table

        v.refuse("pivot_table", dropna=not dropna, sort=not sort)
        return pivot_table(self, values, index, columns, aggfunc, fill_value, margins, margins_name, observed)

    def melt(self, id_vars=None, value_vars=None, var_name=None, value_name="value", ignore_index=True):
        from pandas._reshape import melt

        return melt(self, id_vars, value_vars, var_name, value_name)

    def stack(self, level=-1, future_stack=True):
        from pandas._reshape import stack

        return stack(self, level)

    def unstack(self, level=-1, fill_value=None):
        from pandas._reshape import unstack_frame

        return unstack_frame(self, level, fill_value)


_operators(DataFrame)
for _part in (Setting, Statistics, Choosing, Labels):
    for _name, _method in vars(_part).items():
        # What is said of wrong arguments names the frame.
        if callable(_method):
            _method.__qualname__ = f"DataFrame.{_name}"
