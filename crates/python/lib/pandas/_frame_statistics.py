"""What frames are summed up to: reductions, summaries, functions applied."""

import numpy as np

from pandas import _correlation as c
from pandas import _values as v
from pandas._index import Index, RangeIndex
from pandas._reduce import reduce
from pandas._series import Series
from pandas._shared import is_frame, method_named


class Statistics:
    """The part of frames that computes over rows or columns."""

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
            return self._new([column._values for column in columns], frame._columns, Index(list(q)))
        return Series._new(np.array(columns), frame._columns, q)

    def idxmax(self, axis=0, skipna=True, numeric_only=False):
        return self._labels_of("idxmax", axis, numeric_only)

    def idxmin(self, axis=0, skipna=True, numeric_only=False):
        return self._labels_of("idxmin", axis, numeric_only)

    def _labels_of(self, name, axis, numeric_only):
        """The label of each column's (or row's) extreme."""
        frame = self.select_dtypes("number") if numeric_only else self
        frame = frame.T if self._axis(axis) else frame
        labels = [getattr(column, name)() for _, column in frame.items()]
        places = frame.index.get_indexer(labels)
        return Series._new(frame.index.take(places)._values, frame.columns)

    def describe(self, percentiles=None, include=None, exclude=None):
        from pandas._describe import describe

        return describe(self, percentiles, include, exclude)

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
        return self._new(data, frame._columns, frame._columns)

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
        if func is None and kwargs:
            return self._named_aggregates(kwargs)
        if self._axis(axis):
            result = self.T.agg(func, 0, *args, **kwargs)
            return result.T if is_frame(result) else result
        if isinstance(func, str):
            return method_named(self, func)(*args, **kwargs)
        if isinstance(func, dict):
            if not any(isinstance(part, (list, tuple)) for part in func.values()):
                return Series({name: self[name].agg(part) for name, part in func.items()})
            parts = {name: self[name].agg([part] if v.is_scalar(part) or callable(part) else part) for name, part in func.items()}
            labels = dict.fromkeys(label for part in parts.values() for label in part.index.tolist())
            return type(self)(parts, index=list(labels))
        if isinstance(func, (list, tuple)):
            parts = {name: column.agg(func) for name, column in self.items()}
            return type(self)(parts)
        return self.apply(func, axis=axis, args=args, **kwargs)

    aggregate = agg

    def _named_aggregates(self, named):
        """`frame.agg(label=(column, function))`: a row for each label."""
        columns = list(dict.fromkeys(column for column, _ in named.values()))
        rows = [[self[column].agg(func) if one == column else v.nan for one in columns] for column, func in named.values()]
        return type(self)(rows, index=list(named), columns=columns)

    def transform(self, func, axis=0, *args, **kwargs):
        if isinstance(func, dict):
            return type(self)({name: self[name].transform(one) for name, one in func.items()})
        if isinstance(func, list):
            from pandas._reshape import concat

            return concat({name: column.transform(func) for name, column in self.items()}, axis=1)
        return self.apply(func, axis=axis, args=args, **kwargs)

    def apply(self, func, axis=0, raw=False, result_type=None, args=(), **kwargs):
        if isinstance(func, (str, list, dict)):
            return self.agg(func, axis, *args, **kwargs)
        if self._axis(axis):
            results = [func(self._row(i), *args, **kwargs) for i in range(len(self))]
            if results and isinstance(results[0], Series):
                columns = results[0].index
                rows = [result if result.index.equals(columns) else result.reindex(columns) for result in results]
                return self._new(v.columns_of([row._values for row in rows]), columns, self.index)
            if result_type == "expand" and results and not v.is_scalar(results[0]):
                data = v.columns_of([v.infer(list(result)) for result in results])
                return self._new(data, RangeIndex(len(data)), self.index)
            if not results and len(self._data):
                kinds = [values.dtype for values in self._data if v.is_array(values)]
                return Series._new(np.array([], dtype=kinds[0] if kinds else np.float64), self.index)
            return Series._new(v.infer(results), self.index)
        results = [func(self._column(i), *args, **kwargs) for i in range(len(self._data))]
        if results and all(isinstance(result, (list, np.ndarray)) and len(result) == len(self) for result in results):
            return self._like(list(map(v.as_values, results)))
        if results and isinstance(results[0], Series):
            return self._new(
                [result._values for result in results], self._columns, results[0].index
            )
        return Series._new(v.infer(results), self._columns)

    def map(self, func, na_action=None):
        return self._by_column("map", func, na_action)

    def mode(self):
        from pandas._reshape import concat

        return concat([column.mode() for _, column in self.items()], axis=1).set_axis(self._columns, axis=1)
