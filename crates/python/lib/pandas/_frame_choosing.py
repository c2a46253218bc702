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

    def clip(self, lower=None, upper=None, *, axis=None, inplace=False):
        if axis is not None and self._axis(axis):
            return self._finish(self.T.clip(lower, upper, axis=0).T, inplace, self)
        return self._finish(self._by_column("clip", lower, upper), inplace, self)

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

    def interpolate(self, method="linear", *, axis=0, inplace=False, **options):
        if self._axis(axis):
            return self._finish(self.T.interpolate(method, **options).T, inplace)
        texts = next((values.dtype for values in self._data if values.dtype == v.STR), None)
        if texts is not None:
            raise TypeError(f"Cannot interpolate with {texts} dtype")
        result = self._like([
            self._column(i).interpolate(method, **options)._values if v.is_array(values) and values.dtype.kind == "f" else values
            for i, values in enumerate(self._data)
        ])
        return self._finish(result, inplace)

    def filter(self, items=None, like=None, regex=None, axis=1):
        names = self._columns.tolist()
        if items is not None:
            return self[[name for name in items if name in self._columns]]
        pattern = regex if like is None else _re.escape(like)
        return self[[name for name in names if _re.search(pattern, str(name))]]

    def select_dtypes(self, include=None, exclude=None):
        if include is None and exclude is None:
            raise ValueError("at least one of include or exclude must be nonempty")

        def matches(values, wanted):
            wanted = wanted if isinstance(wanted, (list, tuple)) else [wanted]
            return any(_is_of(values.dtype, one) for one in wanted)

        if any(one in ("object", "O") or one is object for part in (include, exclude) for one in (part if isinstance(part, (list, tuple)) else [part])):
            _tell_of_objects()
        return self._take_columns([
            i
            for i, values in enumerate(self._data)
            if (include is None or matches(values, include)) and not (exclude is not None and matches(values, exclude))
        ])

    def query(self, expr, *, inplace=False):
        from pandas._expression import evaluate

        return self._finish(self[evaluate(expr, self)], inplace, deprecated="query")

    def eval(self, expr, *, inplace=False):
        from pandas._expression import assigned, evaluate

        if "=" in expr.replace("==", "").replace("!=", "").replace("<=", "").replace(">=", ""):
            return self._finish(assigned(expr, self), inplace, deprecated="eval")
        return evaluate(expr, self)

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
        absent = [name for name in subset or [] if name not in self._columns]
        if absent:
            raise KeyError(absent)
        frame = self if subset is None else self[list(subset)]
        counts = np.zeros(len(self), dtype=np.int64)
        for values in frame._data:
            counts = counts + ~v.isna(values)
        need = thresh if thresh is not None else len(frame._data) if how == "any" else 1
        result = self._take(np.flatnonzero(counts >= need))
        return result.reset_index(drop=True) if ignore_index else result


# Kinds of types by name.
_KINDS = {
    "number": "iufc", np.number: "iufc", "float": "f", float: "f", "int": "iu", "integer": "iu", int: "iu", np.integer: "iu",
    np.floating: "f", "bool": "b", bool: "b", "datetime": "M", "datetime64": "M", "timedelta": "m", "object": "O", "O": "O",
    object: "O",
}


def _is_of(dtype, one):
    if one in _KINDS:
        texts = isinstance(dtype, v.DType) and dtype in (v.STR, v.OBJECT)
        return dtype.kind in _KINDS[one] and (dtype.kind != "O" or texts)
    if not isinstance(one, str) or one in ("str", "string", "category") or one.startswith(("datetime64", "period")):
        return str(dtype) == {"string": "str"}.get(one, "str" if one is str else np.dtype(one).name if not isinstance(one, str) else one)
    try:
        return str(dtype) == np.dtype(one).name
    except TypeError:
        raise TypeError(f"data type '{one}' not understood") from None


def _tell_of_objects():
    from pandas._warn import warn

    warn(
        "For backward compatibility, 'str' dtypes are included by select_dtypes when 'object' dtype is specified. This behavior is "
        "deprecated and will be removed in a future version. Explicitly pass 'str' to `include` to select them, or to `exclude` to "
        "remove them and silence this warning.\nSee https://pandas.pydata.org/docs/dev/user_guide/migration.html#string-migration-"
        "select-dtypes for details on how to write code that works with pandas 2 and 3."
    )
