"""Which cells, rows and columns of a frame are kept, and what stands in place of others."""

import re as _re

import numpy as np

from pandas import _values as v
from pandas._series import Series
from pandas._shared import NDFrame, gaps, is_frame


class Choosing:
    """The part of frames that chooses and replaces."""

    def where(self, cond, other=v.nan, *, inplace=False, axis=None):
        cond = cond(self) if callable(cond) else cond
        other = other(self) if callable(other) else other
        if is_frame(cond):
            cond = cond.reindex(index=self.index, columns=self._columns, fill_value=False)
        v.refuse("where", axis=axis is not None and self._axis(axis) == 1)
        if isinstance(other, Series) and axis is None:
            raise ValueError("Must specify axis=0 or 1")
        data = []
        for i, name in enumerate(self._columns.tolist()):
            hit = cond._column(i) if is_frame(cond) else cond if np.ndim(cond) == 1 else np.asarray(cond)[:, i]
            value = other[name] if is_frame(other) else other
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

    # Missing values.

    def _fill_columns(self, value, limit):
        def fill(name, values):
            one = value
            if isinstance(value, (dict, NDFrame)):
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
