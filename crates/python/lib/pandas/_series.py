"""A column with labels."""

import operator as _operator
import re as _re

import numpy as np

from pandas import _correlation as c
from pandas import _values as v
from pandas._absent import explain_method
from pandas._index import Index, RangeIndex, _operators, as_index, of_keys
from pandas._locate import AtIndexer, LocIndexer, PositionIndexer
from pandas._reduce import quantile, reduce
from pandas._shared import NDFrame, filled, method_named
from pandas._warn import chained_assignment, is_temporary


class Series(NDFrame):
    """Values with an index and a name."""

    ndim = 1

    def __init__(self, data=None, index=None, dtype=None, name=None, copy=None):
        if isinstance(data, Series):
            name = data.name if name is None else name
            if index is not None:
                data = data.reindex(as_index(index))
            index = data.index
        elif isinstance(data, dict):
            labels = list(data)
            if index is None:
                index = of_keys(labels) if labels else RangeIndex(0)
            else:
                index = as_index(index)
                labels = index.tolist()
            data = [data.get(label, v.nan) for label in labels]
        elif isinstance(data, Index):
            name = data.name if name is None else name
        elif isinstance(data, (set, frozenset)):
            raise TypeError(f"'{type(data).__name__}' type is unordered")
        if data is None:
            data = [] if index is None else [v.nan] * len(index)
        if v.is_scalar(data):
            values = v.full(data, 1 if index is None else len(index))
            if dtype is not None:
                values = v.cast(values, dtype)
        else:
            values = v.as_values(data, dtype)
        self._values = values
        self.index = as_index(index, len(values))
        self.name = name
        if len(self.index) != len(values):
            raise ValueError(
                f"Length of values ({len(values)}) does not match length of index ({len(self.index)})"
            )

    @classmethod
    def _new(cls, values, index, name=None):
        series = object.__new__(cls)
        object.__setattr__(series, "_values", values)
        object.__setattr__(series, "index", index)
        object.__setattr__(series, "name", name)
        return series

    def __setattr__(self, attribute, value):
        if attribute == "index" and "index" in self.__dict__:
            value = as_index(value)
            if len(value) != len(self._values):
                raise ValueError(
                    f"Length mismatch: Expected axis has {len(self._values)} elements, new values have {len(value)} elements"
                )
        object.__setattr__(self, attribute, value)

    def _like(self, values):
        """A series of other values under the same labels."""
        return Series._new(values, self.index, self.name)

    def _take(self, positions):
        return Series._new(v.take(self._values, positions), self.index.take(positions), self.name)

    # What it is.

    dtype = property(lambda self: self._values.dtype)
    dtypes = dtype
    shape = property(lambda self: (len(self),))
    size = property(lambda self: len(self))
    empty = property(lambda self: len(self) == 0)
    hasnans = property(lambda self: bool(np.any(v.isna(self._values))))
    is_unique = property(lambda self: not np.any(self.duplicated()._values))
    T = property(lambda self: self)
    axes = property(lambda self: [self.index])

    @property
    def is_monotonic_increasing(self):
        items = self.tolist()
        return all(a <= b for a, b in zip(items, items[1:]))

    @property
    def is_monotonic_decreasing(self):
        items = self.tolist()
        return all(a >= b for a, b in zip(items, items[1:]))

    @property
    def values(self):
        if not v.is_array(self._values):
            return self._values
        view = self._values.view()
        view.flags.writeable = False
        return view

    array = values

    def to_numpy(self, dtype=None, copy=False, na_value=None):
        values = self._values
        if na_value is not None:
            values = v.replaced(values, v.isna(values), na_value)
        if dtype is not None:
            return v.cast(values, dtype)
        return values.copy() if v.is_array(values) else v.Objects(values.tolist())

    def __array__(self, dtype=None, copy=None):
        # What is given must be a copy if one is asked for: `np.sort` sorts it in place.
        array = np.array(self._values, dtype=dtype, copy=True if copy else None)
        if array is self._values:
            array = array.view()
            array.flags.writeable = False
        return array

    def tolist(self):
        return self._values.tolist()

    to_list = tolist

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self.tolist())

    def __contains__(self, label):
        return label in self.index

    def items(self):
        return zip(self.index.tolist(), self.tolist())

    def keys(self):
        return self.index

    def to_dict(self):
        return {label: v.native(item) for label, item in self.items()}

    def to_frame(self, name=None):
        from pandas._frame import DataFrame

        name = name if name is not None else self.name if self.name is not None else 0
        return DataFrame._new([self._values], Index([name]) if name != 0 else RangeIndex(1), self.index)

    def __repr__(self):
        from pandas._format import series_repr

        return series_repr(self)

    def to_string(self, *, index=True, na_rep=None, float_format=None):
        from pandas._format import Written, series_text

        with Written(na_rep=na_rep, float_format=float_format, max_rows=0):
            return series_text(self, index)

    def __bool__(self):
        raise ValueError(
            "The truth value of a Series is ambiguous. Use a.empty, a.item(), a.any() or a.all()."
        )

    def item(self):
        if len(self) != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self.tolist()[0]

    def __getattr__(self, name):
        if name in ("str", "dt", "cat"):
            return _accessor(name)(self)
        if not name.startswith("_") and name != "index" and name in self.index:
            return self[name]
        raise AttributeError(explain_method("Series", name))

    # Getting and setting.

    iloc = property(PositionIndexer)
    loc = property(LocIndexer)
    at = property(AtIndexer)
    iat = property(lambda self: AtIndexer(self, by_position=True))

    def __getitem__(self, key):
        if isinstance(key, tuple) and any(one is None for one in key):
            raise ValueError(
                "Multi-dimensional indexing (e.g. `obj[:, None]`) is no longer supported. Convert to a numpy array before "
                "indexing instead."
            )
        if isinstance(key, tuple) and self.index.nlevels == 1 and key not in self.index:
            raise KeyError("key of type tuple not found and not a MultiIndex")
        if isinstance(key, slice):
            ends = [end for end in (key.start, key.stop) if end is not None]
            by_position = all(isinstance(end, (int, np.integer)) for end in ends)
            return self.iloc[key] if by_position else self.loc[key]
        return self.loc[key]

    def __setitem__(self, key, value):
        if is_temporary(self, 1, 4):
            chained_assignment()
        if isinstance(key, slice):
            self.iloc[key] = value
        else:
            self.loc[key] = value

    def get(self, key, default=None):
        try:
            return self[key]
        except (KeyError, IndexError):
            return default

    def _set_positions(self, positions, value):
        """Overwrites the values at positions; the old array is left as it was."""
        if isinstance(value, Series):
            value = value._values
        value = v.fitted(self._values, value)
        if isinstance(value, (list, tuple, range, np.ndarray, v.Objects)):
            spread = v.as_values(value)
            if len(spread) != len(positions):
                raise ValueError("cannot set using a list-like indexer with a different length than the value")
            source = np.full(len(self), -1, dtype=np.int64)
            source[positions] = np.arange(len(positions))
            value = v.take(spread, np.where(source < 0, 0, source)) if len(spread) else spread
        mask = np.zeros(len(self), dtype=bool)
        mask[positions] = True
        self._values = v.replaced(self._values, mask, value)

    def _append_label(self, label, value):
        self._values = v.concatenate([self._values, v.infer([v.nan if value is None else value])])
        object.__setattr__(self, "index", self.index.insert(len(self.index), label))

    def reindex(self, index=None, *, method=None, fill_value=v.nan, limit=None):
        index = self.index.target(index)
        return Series._new(v.take(self._values, self.index.indexer(index, method, limit), fill_value), index, self.name)

    # Arithmetic.

    def onto(self, index, level=None):
        """This series with the labels of an index; where that has several levels, by the one whose labels these are."""
        if index.nlevels > 1 and self.index.nlevels == 1:
            if level is None and self.index.name not in index.names:
                raise ValueError("cannot join with no overlapping index names")
            labels = index.get_level_values(self.index.name if level is None else level)
            return Series._new(v.take(self._values, self.index.indexer(labels)), index, self.name)
        return self if self.index.equals(index) else self.reindex(index)

    def _operate(self, other, op, reflected=False, fill_value=None, by_name=False, level=None):
        from pandas._frame import DataFrame

        if isinstance(other, DataFrame):
            return NotImplemented
        left, index, name = self, self.index, self.name
        if isinstance(other, Series):
            if not self.index.equals(other.index):
                if op in v.COMPARISONS and not by_name:
                    raise ValueError("Can only compare identically-labeled Series objects")
                index = _joint(self.index, other.index)
                left, other = self.onto(index, level), other.onto(index, level)
            name = self.name if self.name == other.name else None
            other = other._values
        elif isinstance(other, Index):
            other = other._values
            if op in v.COMPARISONS and len(other) != len(self):
                raise ValueError("Lengths must match to compare", self.shape, (len(other),))
        elif other is None and op not in v.COMPARISONS and v.is_array(self._values):
            kinds = (type(v.native(self._values[:1].sum())).__name__, "NoneType")
            kinds = kinds[::-1] if reflected else kinds
            raise TypeError(f"unsupported operand type(s) for {_SIGN_OF.get(op, op.__name__)}: '{kinds[0]}' and '{kinds[1]}'")
        elif isinstance(other, (list, tuple, v.Objects, np.ndarray)):
            if op in v.LOGIC and isinstance(other, (list, tuple)):
                raise TypeError(
                    "Logical ops (and, or, xor) between Pandas objects and dtype-less sequences (e.g. list, tuple) are no "
                    "longer supported. Wrap the object in a Series, Index, or np.array before operating instead."
                )
            other = other if isinstance(other, np.ndarray) and other.ndim == 0 else v.as_values(other)
            if by_name and np.ndim(other) and len(other) != len(self):
                raise ValueError("Lengths must be equal")
            if np.ndim(other) and len(other) != len(self):
                if op in v.COMPARISONS:
                    raise ValueError("Lengths must match to compare", self.shape, (len(other),))
                raise ValueError(f"operands could not be broadcast together with shapes ({len(self)},) ({len(other)},) ")
        elif isinstance(other, (dict, set)):
            return NotImplemented
        sides = filled(left._values, other, fill_value)
        sides = sides[::-1] if reflected else sides
        return Series._new(v.combine(op, *sides), index, name)

    def __neg__(self):
        if self.dtype == v.STR:
            raise TypeError("bad operand type for unary -: 'str'")
        return self._like(-self._values)

    def divmod(self, other):
        return self // other, self % other

    __divmod__ = divmod

    def repeat(self, repeats, axis=None):
        return self._take(np.repeat(np.arange(len(self)), repeats))

    def __pos__(self):
        return self

    def __invert__(self):
        if isinstance(self._values, v.Objects):
            return self._like(v.infer([_inverted(item) for item in self._values.items]))
        return self._like(~self._values)

    def __abs__(self):
        return self.abs()

    def __matmul__(self, other):
        return self.dot(other)

    def __rmatmul__(self, other):
        return np.dot(np.asarray(other), self._values)

    def abs(self):
        if self.dtype == v.STR:
            raise TypeError("bad operand type for abs(): 'str'")
        return self._like(np.abs(self._values))

    def dot(self, other):
        if isinstance(other, Series):
            if set(self.index.tolist()) != set(other.index.tolist()):
                raise ValueError("matrices are not aligned")
            other = other.reindex(self.index)._values
        other = np.asarray(other)
        if other.ndim and len(other) != len(self):
            raise Exception(f"Dot product shape mismatch, {self.shape} vs {other.shape}")
        return np.dot(self._values, other)

    def round(self, decimals=0, **_):
        return self._like(np.round(self._values, decimals)) if v.is_array(self._values) else self

    # Reductions.

    def _reduce(self, name, **options):
        return reduce(name, self._values, **options)

    def quantile(self, q=0.5, interpolation="linear"):
        present = self.dropna()._values
        if hasattr(q, "__len__"):
            results = [quantile(present, part, interpolation) for part in list(q)]
            return Series._new(v.infer(results), Index(list(q)), self.name)
        return quantile(present, q, interpolation)

    def idxmax(self, axis=0, skipna=True):
        return self.index[int(self.argmax(skipna=skipna))]

    def idxmin(self, axis=0, skipna=True):
        return self.index[int(self.argmin(skipna=skipna))]

    def argmax(self, axis=None, skipna=True, **_):
        return self._place_of("argmax", skipna)

    def argmin(self, axis=None, skipna=True, **_):
        return self._place_of("argmin", skipna)

    def _place_of(self, name, skipna):
        """The first row that holds the least or the greatest value."""
        if len(self) == 0:
            raise ValueError(f"attempt to get {name} of an empty sequence")
        present = np.flatnonzero(~v.isna(self._values))
        if len(present) == 0:
            raise ValueError("Encountered all NA values")
        if len(present) < len(self) and not skipna:
            raise ValueError("Encountered an NA value with skipna=False")
        values = v.take(self._values, present)
        if v.is_array(values):
            return present[getattr(np, name)(values)]
        items = v.codes_of(values).tolist() if v.is_category(values) else values.tolist()
        return present[items.index((max if name == "argmax" else min)(items))]

    def corr(self, other, method="pearson", min_periods=None):
        return self._with_other(c.correlation(method, c.numpy_pearson), other, min_periods)

    def cov(self, other, min_periods=None, ddof=1):
        return self._with_other(c.covariance(ddof), other, min_periods)

    def _with_other(self, function, other, min_periods):
        return c.where_both(function, self._values, other.reindex(self.index)._values, min_periods)

    def filter(self, items=None, like=None, regex=None, axis=None):
        if items is not None:
            return self.loc[[label for label in items if label in self.index]]
        pattern = regex if like is None else _re.escape(like)
        return self._take([i for i, label in enumerate(self.index.tolist()) if _re.search(pattern, str(label))])

    def pop(self, item):
        value = self[item]
        self.__delitem__(item)
        return value

    def __delitem__(self, label):
        kept = self.drop(label)
        object.__setattr__(self, "_values", kept._values)
        object.__setattr__(self, "index", kept.index)

    nbytes = property(lambda self: self.memory_usage(index=False))

    def autocorr(self, lag=1):
        return self.corr(self.shift(lag))

    def agg(self, func=None, *args, **kwargs):
        if isinstance(func, dict):
            return Series({label: self.agg(part) for label, part in func.items()}, name=self.name)
        if isinstance(func, (list, tuple)):
            names = [part if isinstance(part, str) else part.__name__ for part in func]
            return Series([self.agg(part) for part in func], index=names, name=self.name)
        if isinstance(func, str):
            return method_named(self, func)(*args, **kwargs)
        return func(self, *args, **kwargs)

    aggregate = agg

    def transform(self, func, axis=0, *args, **kwargs):
        if isinstance(func, (list, dict)):
            from pandas._frame import DataFrame

            parts = func.items() if isinstance(func, dict) else ((one if isinstance(one, str) else one.__name__, one) for one in func)
            return DataFrame({name: self.transform(one) for name, one in parts})
        return method_named(self, func)(*args, **kwargs) if isinstance(func, str) else self.apply(func, args=args, **kwargs)

    def unique(self):
        _, firsts = v.factorize(self._values)
        missing = np.flatnonzero(v.isna(self._values)).tolist()
        return self._values[np.array(sorted(firsts + missing[:1]), dtype=np.int64)]

    def factorize(self, sort=False):
        from pandas import factorize

        codes, uniques = factorize(self._values, sort)
        return codes, Index(uniques)

    def value_counts(self, normalize=False, sort=True, ascending=False, bins=None, dropna=True):
        if bins is not None:
            return self._counted_in_bins(bins, normalize, sort, ascending)
        if v.is_category(self._values):
            return self._counted_by_category(normalize, sort, ascending, dropna)
        codes, firsts = v.factorize(self._values)
        counts = np.array([0] * len(firsts), dtype=np.int64)
        for code in codes:
            if code >= 0:
                counts[code] += 1
        values = v.take(self._values, firsts)
        missing = len(self) - int(np.sum(counts))
        if missing and not dropna:
            # Among the others in the order in which they first come.
            first = next(i for i, code in enumerate(codes) if code < 0)
            place = sum(1 for other in firsts if other < first)
            rows = [*firsts[:place], first, *firsts[place:]]
            values, counts = v.take(self._values, rows), np.insert(counts, place, missing)
        if sort:
            order = v.argsort(counts, ascending)
            counts, values = counts[order], values[order]
        if normalize:
            counts = counts / np.sum(counts)
        return Series._new(counts, Index(values, name=self.name, tupleize_cols=False), "proportion" if normalize else "count")

    def _counted_by_category(self, normalize, sort, ascending, dropna):
        """How often each category occurs, even if it does not."""
        codes, labels = v.codes_of(self._values).astype(np.int64), self.dtype.categories.tolist()
        missing = not dropna and bool(np.any(codes < 0))
        counts = np.bincount(np.where(codes < 0, len(labels), codes), minlength=len(labels) + 1)[: len(labels) + missing]
        values = v.Objects(labels + [v.nan] * missing, self.dtype)
        if sort:
            order = v.argsort(counts, ascending)
            counts, values = counts[order], values[order]
        counts = counts / np.sum(counts) if normalize else counts
        return Series._new(counts, Index(values, name=self.name), "proportion" if normalize else "count")

    def _counted_in_bins(self, bins, normalize, sort, ascending):
        from pandas._bins import cut

        counted = cut(self, bins, include_lowest=True).value_counts(normalize, sort=False)
        counted.index = Index(v.infer(counted.index.tolist()))
        return counted.sort_values(ascending=ascending) if sort else counted

    def mode(self, dropna=True):
        counts = self.value_counts(sort=False)
        most = counts._values == np.max(counts._values)
        values = counts.index._values[most]
        return Series(values[v.argsort(values)], name=self.name)

    def describe(self, percentiles=None, include=None, exclude=None):
        from pandas._describe import series_facts

        values, names = series_facts(self, percentiles)
        return Series._new(values, Index(names), self.name)

    # Element by element.

    def map(self, arg, na_action=None):
        if v.is_category(self._values):
            from pandas._categories import exchanged

            return exchanged(self, arg, na_action)
        if isinstance(arg, dict):
            if hasattr(type(arg), "__missing__"):
                table = arg
                return self._like(v.infer([table[item] for item in self.tolist()]))
            arg = Series(arg) if arg else Series([], dtype=float)
        if isinstance(arg, Series):
            positions = arg.index.get_indexer(self.tolist())
            return self._like(v.take(arg._values, positions))
        skip = na_action == "ignore"
        items = [item if skip and v.is_missing(item) else arg(item) for item in self.tolist()]
        return self._like(v.infer(items) if items else self._values)

    def apply(self, func, args=(), **kwargs):
        if isinstance(func, str):
            return method_named(self, func)(*args, **kwargs)
        if isinstance(func, (list, dict)):
            return self.agg(func, *args, **kwargs)
        results = [func(item, *args, **kwargs) for item in self.tolist()]
        if results and isinstance(results[0], Series):
            from pandas._frame import DataFrame

            columns = results[0].index
            rows = [result if result.index.equals(columns) else result.reindex(columns) for result in results]
            return DataFrame._new(v.columns_of([row._values for row in rows]), columns, self.index)
        return self._like(v.infer(results) if results else self._values)

    def astype(self, dtype, copy=True, errors="raise"):
        return self._like(v.cast(self._values, dtype))

    def where(self, cond, other=v.nan, *, inplace=False, axis=None):
        cond = cond(self) if callable(cond) else cond
        other = other(self) if callable(other) else other
        if v.is_scalar(cond):
            raise ValueError("Array conditional must be same shape as self")
        keep = np.asarray(cond.reindex(self.index)._values if isinstance(cond, Series) else cond, dtype=bool)
        other = getattr(other, "_values", other)
        result = self._like(v.replaced(self._values, ~keep, other))
        return self._finish(result, inplace, self)

    def isin(self, values):
        if v.is_scalar(values):
            kind = type(values).__name__
            raise TypeError(f"only list-like objects are allowed to be passed to isin(), you passed a `{kind}`")
        wanted = set(values)
        missing = any(map(v.is_missing, wanted))
        hits = [missing if v.is_missing(item) else item in wanted for item in self.tolist()]
        return self._like(np.array(hits, dtype=bool))

    def between(self, left, right, inclusive="both"):
        low = self >= left if inclusive in ("both", "left") else self > left
        return low & (self <= right if inclusive in ("both", "right") else self < right)

    def case_when(self, caselist):
        result = self
        for condition, value in reversed(caselist):
            condition = condition(self) if callable(condition) else condition
            value = v.Objects([value] * len(self)) if v.is_scalar(value) else value
            result = Series._new(v.Objects(result.tolist()), self.index, self.name).mask(condition, value)
        return result._like(v.infer(result.tolist())) if result.dtype == v.OBJECT and not any(isinstance(one, str) for one in result.tolist()) else result

    def clip(self, lower=None, upper=None, *, axis=None, inplace=False):
        values = self._values
        for bound, op in ((lower, _operator.lt), (upper, _operator.gt)):
            if bound is not None:
                if isinstance(bound, Series):
                    bound = bound.reindex(self.index)
                bound = bound if v.is_scalar(bound) else v.as_values(bound)
                values = v.replaced(values, v.compare(op, values, bound), bound)
        return self._finish(self._like(values), inplace, self)

    def replace(self, to_replace=None, value=None, *, inplace=False, regex=False):
        if not isinstance(regex, bool):
            to_replace, regex = regex, True
        return self._finish(self._like(self._replaced(to_replace, value, regex)), inplace, self)

    def _replaced(self, to_replace, value, regex):
        if to_replace is None and value is None:
            raise ValueError(
                f"{type(self).__name__}.replace must specify either 'value', a dict-like 'to_replace', or dict-like 'regex'."
            )
        if isinstance(to_replace, dict):
            table = to_replace
        elif isinstance(to_replace, (list, tuple)):
            values = value if isinstance(value, (list, tuple)) else [value] * len(to_replace)
            table = dict(zip(to_replace, values))
        else:
            table = {to_replace: value}
        if regex:
            return v.infer([_substituted(item, table) for item in self.tolist()])
        if any(v.is_missing(key) for key in table):
            fill = next(value for key, value in table.items() if v.is_missing(key))
            return self.fillna(fill)._values
        return v.infer([table.get(item, item) for item in self.tolist()])

    def drop_duplicates(self, *, keep="first", inplace=False, ignore_index=False):
        result = self[~self.duplicated(keep)]
        return self._finish(result.reset_index(drop=True) if ignore_index else result, inplace, deprecated="drop_duplicates")

    def duplicated(self, keep="first"):
        return self._like(repeated(self.tolist(), keep))

    def argsort(self, axis=0, kind=None, **_):
        return self._like(v.argsort(self._values))

    def searchsorted(self, value, side="left", sorter=None):
        if v.is_array(self._values):
            return np.searchsorted(self._values, value, side, sorter)
        import bisect

        find = bisect.bisect_left if side == "left" else bisect.bisect_right
        if v.is_scalar(value):
            return np.int64(find(self.tolist(), v.as_date(value) if self.dtype == v.DATETIME else value))
        return np.array([find(self.tolist(), one) for one in value])

    def interpolate(self, method="linear", *, axis=0, limit=None, inplace=False, limit_direction=None, limit_area=None):
        if self.dtype == v.STR:
            raise TypeError(f"Cannot interpolate with {self.dtype} dtype")
        if method not in _INTERPOLATIONS:
            raise ValueError(f"Can not interpolate with method={method}.")
        if method not in ("linear", "time", "index", "values", "nearest"):
            raise NotImplementedError(f"interpolate(method='{method}') is not available here: it needs SciPy's splines")
        values = self._values.astype(np.float64)
        known = np.flatnonzero(~np.isnan(values))
        if len(known) == 0:
            return self._finish(self._like(values), inplace, self)
        places = np.arange(len(values), dtype=np.float64)
        if method == "time" or method in ("index", "values") and not isinstance(self.index, RangeIndex):
            labels = self.index.tolist()
            places = np.array([one.timestamp() if hasattr(one, "timestamp") else one for one in labels], dtype=np.float64)
        if method == "nearest":
            near = known[np.argmin(np.abs(places[:, None] - places[known]), axis=1)]
            filled = np.where((places < places[known[0]]) | (places > places[known[-1]]), v.nan, values[near])
        else:
            filled = np.interp(places, places[known], values[known])
        rows = np.arange(len(values))
        before = rows - known[np.maximum(np.searchsorted(known, rows, side="right") - 1, 0)]
        after = known[np.minimum(np.searchsorted(known, rows), len(known) - 1)] - rows
        most = len(values) if limit is None else limit
        forward, backward = (before > 0) & (before <= most), (after > 0) & (after <= most)
        reached = {"forward": forward, "backward": backward, "both": forward | backward}[limit_direction or "forward"]
        if limit_area is not None:
            inside = (rows > known[0]) & (rows < known[-1])
            reached = reached & (inside if limit_area == "inside" else ~inside)
        return self._finish(self._like(np.where(reached, filled, values)), inplace, self)

    # Sorting and labels.

    def sort_values(self, ascending=True, na_position="last", ignore_index=False, key=None, kind=None, inplace=False):
        if isinstance(ascending, str):
            raise ValueError(f'For argument "ascending" expected type bool, received type {type(ascending).__name__}.')
        values = key(self)._values if key else self._values
        result = self._take(v.argsort(values, ascending, na_position))
        return self._finish(result.reset_index(drop=True) if ignore_index else result, inplace, deprecated="sort_values")

    def nlargest(self, n=5, keep="first"):
        return self._extreme(n, keep, False)

    def nsmallest(self, n=5, keep="first"):
        return self._extreme(n, keep, True)

    def rename(self, index=None, inplace=False):
        if callable(index) or isinstance(index, dict):
            change = index if callable(index) else lambda label: index.get(label, label)
            result = Series._new(self._values, relabelled(self.index, change), self.name)
        else:
            if inplace:
                self.name = index
            result = Series._new(self._values, self.index, index)
        return self._finish(result, inplace, self if v.is_scalar(index) else None, deprecated="rename")

    def rename_axis(self, mapper=..., *, index=..., inplace=False):
        labels = self.to_frame(0).rename_axis(mapper, index=index).index
        return self._finish(Series._new(self._values, labels, self.name), inplace, deprecated="rename_axis")

    def reset_index(self, level=None, drop=False, name=None, inplace=False):
        if inplace and not drop:
            raise TypeError("Cannot reset_index inplace on a Series to create a DataFrame")
        frame = self.to_frame(name).reset_index(level, drop=drop)
        return self._finish(Series._new(frame._data[-1], frame.index, self.name), inplace, deprecated="reset_index") if drop else frame

    def drop(self, labels=None, index=None, errors="raise", inplace=False):
        labels = labels if labels is not None else index
        labels = [labels] if v.is_scalar(labels) or isinstance(labels, tuple) else list(labels)
        return self._finish(self._take(kept_positions(self.index, labels, errors)), inplace, deprecated="drop")

    def memory_usage(self, index=True, deep=False):
        return int(NDFrame.memory_usage(self, index, deep))

    def unstack(self, level=-1, fill_value=None):
        from pandas._reshape import unstack

        return unstack(self, level, fill_value)

    def explode(self, ignore_index=False):
        frame = self.to_frame(0).explode(0, ignore_index)
        return Series._new(frame._data[0], frame.index, self.name)

    def groupby(self, by=None, level=None, as_index=True, sort=True, group_keys=True, observed=True, dropna=True):
        from pandas._groupby import SeriesGroupBy, keys_of

        keys = keys_of(self, by, level)
        options = {"as_index": as_index, "sort": sort, "group_keys": group_keys, "dropna": dropna, "observed": observed}
        return SeriesGroupBy(self, keys, **options)

    def equals(self, other):
        return (
            isinstance(other, Series)
            and self.index.equals(other.index)
            and self.dtype == other.dtype
            and same_items(self.tolist(), other.tolist())
        )


_operators(Series)


def relabelled(index, change):
    """An index with labels changed by a function."""
    if index.nlevels > 1:
        return type(index)([tuple(map(change, label)) for label in index.tolist()], index.names)
    return index.map(change)


_SIGN_OF = {_operator.add: "+", _operator.sub: "-", _operator.mul: "*", _operator.truediv: "/", _operator.floordiv: "//",
            _operator.mod: "%", _operator.pow: "**", _operator.and_: "&", _operator.or_: "|", _operator.xor: "^"}
_INTERPOLATIONS = """
linear time index values nearest zero slinear quadratic cubic barycentric polynomial krogh piecewise_polynomial spline pchip akima
cubicspline
""".split()


def _inverted(item):
    if not isinstance(item, (bool, np.bool_)):
        raise TypeError(f"bad operand type for unary ~: '{type(item).__name__}'")
    return not item


def _joint(left, right):
    """The labels of two: those of the one with several levels, if only one has."""
    if (left.nlevels > 1) != (right.nlevels > 1):
        return left if left.nlevels > 1 else right
    return left.union(right).renamed(left.name if left.nlevels == 1 else left.names)


def _accessor(name):
    from pandas import _accessors, _categories

    return {"str": _accessors.StringMethods, "dt": _accessors.DateMethods, "cat": _categories.CategoryMethods}[name]


def _substituted(item, table):
    """A text with what the patterns match replaced; with what is no text it is replaced as a whole."""
    for pattern, new in table.items():
        if isinstance(item, str) and _re.search(pattern, item):
            item = _re.sub(pattern, new, item) if isinstance(new, str) else new
    return item


def same_items(left, right):
    return len(left) == len(right) and all(
        a == b or (v.is_missing(a) and v.is_missing(b)) for a, b in zip(left, right)
    )


def repeated(items, keep="first"):
    """Which items occurred before (or will again, or both)."""
    if keep not in ("first", "last", False):
        raise ValueError('keep must be either "first", "last" or False')
    keys = ["\0NaN" if v.is_missing(item) else item for item in items]
    if keep is False:
        counts = {}
        for key in keys:
            counts[key] = counts.get(key, 0) + 1
        return np.array([counts[key] > 1 for key in keys], dtype=bool)
    seen = set()
    result = []
    for key in keys if keep == "first" else reversed(keys):
        result.append(key in seen)
        seen.add(key)
    return np.array(result if keep == "first" else result[::-1], dtype=bool)


def kept_positions(index, labels, errors="raise"):
    """The positions whose labels are not dropped."""
    absent = [label for label in labels if label not in index]
    if absent and errors == "raise":
        raise KeyError(f"{absent} not found in axis")
    gone = {position for label in labels if label in index for position in index.positions_of(label)}
    return [position for position in range(len(index)) if position not in gone]
