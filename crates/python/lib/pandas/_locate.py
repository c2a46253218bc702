"""`iloc`, `loc`, `at` and `iat`: rows and columns by position or by label."""

import operator as _operator

import numpy as np

from pandas import _values as v
from pandas._warn import chained_assignment, is_temporary


def _is_integer(key):
    return isinstance(key, (int, np.integer)) and not isinstance(key, (bool, np.bool_))


def _is_mask(key):
    dtype = getattr(key, "dtype", None)
    if dtype is not None:
        if dtype == bool:
            return True
        return dtype == "object" and len(key) > 0 and all(isinstance(item, (bool, np.bool_)) for item in list(key))
    return isinstance(key, list) and len(key) > 0 and all(isinstance(item, (bool, np.bool_)) for item in key)


def positions_by_number(key, length):
    """Positions for one axis of `iloc`: one number, or an array of several."""
    if isinstance(key, slice):
        return np.arange(length)[key]
    if _is_integer(key):
        key = _operator.index(key)
        if not -length <= key < length:
            raise IndexError("single positional indexer is out-of-bounds")
        return key % length
    if _is_mask(key):
        return _mask_positions(np.asarray(list(key), dtype=bool), length)
    if isinstance(key, str) or isinstance(key, (float, np.floating)):
        raise TypeError("Cannot index by location index with a non-integer key")
    positions = np.asarray(list(key), dtype=np.int64)
    if np.any((positions >= length) | (positions < -length)):
        raise IndexError("positional indexers are out-of-bounds")
    return np.where(positions < 0, positions + length, positions)


def _mask_positions(mask, length):
    if len(mask) != length:
        raise IndexError(f"Boolean index has wrong length: {len(mask)} instead of {length}")
    return np.flatnonzero(mask)


class _Slices:
    """`pd.IndexSlice`: what stands in brackets, as it is."""

    def __getitem__(self, key):
        return key


IndexSlice = _Slices()


def by_levels(key, index):
    """Whether a key names levels of an index one by one, some by several labels."""
    return index.nlevels > 1 and isinstance(key, tuple) and not all(map(v.is_scalar, key))


def _positions_by_levels(key, index):
    """The rows at which each level is what the key says of it."""
    chosen = np.ones(len(index), dtype=bool)
    for number, one in enumerate(key):
        if isinstance(one, slice) and one == slice(None):
            continue
        labels = index.get_level_values(number).tolist()
        if isinstance(one, slice):
            low, high = one.start, one.stop
            fits = [(low is None or label >= low) and (high is None or label <= high) for label in labels]
        else:
            wanted = {one} if v.is_scalar(one) else set(one)
            fits = [label in wanted for label in labels]
            if v.is_scalar(one) and not any(fits):
                raise KeyError(one)
        chosen &= np.array(fits, dtype=bool)
    return np.flatnonzero(chosen)


def positions_by_label(key, index):
    """Positions for one axis of `loc`: one number, or an array of several."""
    from pandas._series import Series

    if isinstance(key, slice):
        low, high = index.slice_positions(key.start, key.stop)
        return np.arange(low, high)[:: key.step or 1]
    if _is_mask(key):
        if isinstance(key, Series) and not key.index.equals(index):
            if any(label not in key.index for label in index.tolist()):
                raise IndexError(
                    "Unalignable boolean Series provided as indexer (index of the boolean Series and of the indexed "
                    "object do not match)."
                )
            key = key.reindex(index)
        return _mask_positions(np.asarray(list(key), dtype=bool), len(index))
    if by_levels(key, index):
        return _positions_by_levels(key, index)
    if v.is_scalar(key) or isinstance(key, tuple):
        found = index.positions_of(key)
        return np.array(found) if len(found) > 1 or index.is_partial(key) else found[0]
    labels = list(key)
    absent = [label for label in labels if label not in index]
    if absent:
        if len(absent) == len(labels):
            from pandas._index import Index

            raise KeyError(f"None of [{Index(labels)!r}] are in the [index]")
        raise KeyError(f"{absent} not in index")
    found = [position for label in labels for position in index.positions_of(label)]
    return np.array(found, dtype=np.int64)


class _Indexer:
    def __init__(self, owner):
        self._owner = owner

    def _rows(self, key):
        raise NotImplementedError

    def _columns(self, key):
        raise NotImplementedError

    def _split(self, key):
        """The key for rows and the one for columns, if there is one."""
        owner = self._owner
        if owner.ndim == 2 and isinstance(key, tuple):
            if owner.index.nlevels > 1 and all(map(v.is_scalar, key)) and key in owner.index:
                return key, None
            if len(key) > 2 and not by_levels(key, owner.index):
                raise IndexError("Too many indexers")
            return key[0], (key[1] if len(key) == 2 else None)
        return (key(owner) if callable(key) else key), None

    def __getitem__(self, key):
        owner = self._owner
        row_key, column_key = self._split(key)
        rows = self._rows(row_key)
        if owner.ndim == 1:
            if np.ndim(rows) == 0:
                return owner._values[int(rows)]
            return _without_fixed_levels(_rows_of(owner, rows, row_key), row_key)
        columns = None if column_key is None else self._columns(column_key)
        if columns is not None and np.ndim(columns) == 0:
            series = owner._column(int(columns))
            return series._values[int(rows)] if np.ndim(rows) == 0 else _without_fixed_levels(_rows_of(series, rows, row_key), row_key)
        frame = owner if columns is None else owner._take_columns(columns)
        if columns is not None and frame.columns.nlevels > 1 and frame.columns.is_partial(column_key) and not isinstance(
            column_key, (slice, list, np.ndarray)
        ):
            frame.columns = frame.columns.droplevel(list(range(len(column_key) if isinstance(column_key, tuple) else 1)))
        if np.ndim(rows) == 0:
            return frame._row(int(rows))
        return _without_fixed_levels(_rows_of(frame, rows, row_key), row_key)

    def __setitem__(self, key, value):
        if is_temporary(self._owner, 1, 3):
            chained_assignment()
        owner = self._owner
        self._check_key(key)
        row_key, column_key = self._split(key)
        fresh = self._add_columns(column_key)
        if self._appends(row_key):
            if column_key is not None and not isinstance(column_key, slice):
                names = [column_key] if v.is_scalar(column_key) else list(column_key)
                value = dict(zip(names, [value] * len(names) if v.is_scalar(value) else value))
            owner._append_label(row_key, value) if owner.ndim == 1 else owner._append_row(row_key, value)
        else:
            self._overwrite(row_key, column_key, value)
        for name in fresh:
            owner[name] = v.infer(owner[name].tolist())

    def _check_key(self, key):
        """Refuses keys that can be asked for, but not set."""

    def _check_setting(self, row_key, column_key):
        """Refuses rows and columns that are not there."""

    def _overwrite(self, row_key, column_key, value):
        owner = self._owner
        self._check_setting(row_key, column_key)
        rows = np.atleast_1d(np.asarray(self._rows(row_key), dtype=np.int64))
        if owner.ndim == 1:
            if hasattr(value, "reindex"):
                value = value.reindex(owner.index.take(rows))._values
            if isinstance(row_key, slice) and v.is_listed(value) and len(value) != len(rows):
                raise ValueError("cannot set using a slice indexer with a different length than the value")
            owner._set_positions(rows, value)
        else:
            if column_key is not None and v.is_scalar(column_key) and isinstance(value, (list, tuple)) and len(value) != len(rows):
                raise ValueError("Must have equal len keys and value when setting with an iterable")
            columns = np.arange(len(owner.columns)) if column_key is None else self._columns(column_key)
            owner._set_cells(rows, np.atleast_1d(columns).tolist(), value)

    def _appends(self, key):
        return False

    def _add_columns(self, key):
        """Makes the named columns that there are not yet, and tells which."""
        return []


def _rows_of(owner, rows, key):
    """The rows at positions; neighbours in time stay at even distances."""
    return owner._take(rows)


def _without_fixed_levels(result, key):
    """A part of a hierarchical index was named: its levels need not be repeated."""
    index = result.index
    if by_levels(key, index):
        # One label alone is not repeated, in frames only if no level is cut out.
        fixed = [number for number, one in enumerate(key) if v.is_scalar(one)]
        whole = result.ndim == 1 or not any(isinstance(one, slice) for one in key)
        return result.droplevel(fixed) if whole and fixed else result
    if index.nlevels > 1 and not isinstance(key, (slice, list, np.ndarray)) and (v.is_scalar(key) or isinstance(key, tuple)):
        named = len(key) if isinstance(key, tuple) else 1
        if named < index.nlevels:
            result = result.copy()
            for _ in range(named):
                index = index.droplevel(0)
            result.index = index
    return result


_VALID_POSITIONS = (
    "integer, integer slice (START point is INCLUDED, END point is EXCLUDED), listlike of integers, boolean array"
)


_VALID_INDICES = (
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices"
)


class PositionIndexer(_Indexer):
    """`iloc`"""

    def _check_key(self, key):
        if isinstance(key, tuple) and len(key) > self._owner.ndim:
            more = f": array is 1-dimensional, but {len(key)} were indexed" if self._owner.ndim == 1 else ""
            raise IndexError(f"too many indices for array{more}")
        keys = key if isinstance(key, tuple) else (key,)
        for one, size in zip(keys, self._owner.shape):
            if _is_integer(one) and one >= size:
                raise IndexError("iloc cannot enlarge its target object")
            if _is_integer(one) and one < -size:
                raise IndexError(f"index {one} is out of bounds for axis 0 with size {size}")
            if v.is_scalar(one) and not _is_integer(one) and one is not Ellipsis and one is not None:
                if isinstance(key, tuple):
                    raise TypeError("Cannot index by location index with a non-integer key")
                raise IndexError(_VALID_INDICES)

    def _check_setting(self, row_key, column_key):
        for one, size in zip((row_key, column_key), self._owner.shape):
            if _is_mask(one) and len(one) != size:
                raise IndexError(
                    f"boolean index did not match indexed array along axis 0; size of axis is {size} but size of "
                    f"corresponding boolean axis is {len(one)}"
                )
            for number in one if isinstance(one, list) else ():
                if _is_integer(number) and not -size <= number < size:
                    raise IndexError(f"index {number} is out of bounds for axis 0 with size {size}")

    def _split(self, key):
        rows, columns = super()._split(key)
        for one in key if isinstance(key, tuple) else ():
            if v.is_scalar(one) and not _is_integer(one) and one is not Ellipsis:
                raise ValueError(f"Location based indexing can only have [{_VALID_POSITIONS}] types")
        if _is_integer(rows) and _is_integer(columns):
            for one, size in ((rows, len(self._owner)), (columns, len(self._owner.columns))):
                if not -size <= one < size:
                    raise IndexError(f"index {one} is out of bounds for axis 0 with size {size}")
        return rows, columns

    def _rows(self, key):
        return positions_by_number(key, len(self._owner))

    def _columns(self, key):
        return positions_by_number(key, len(self._owner.columns))


class LocIndexer(_Indexer):
    """`loc`"""

    def _rows(self, key):
        return positions_by_label(key, self._owner.index)

    def _columns(self, key):
        return positions_by_label(key, self._owner.columns)

    def _appends(self, key):
        return (v.is_scalar(key) or isinstance(key, tuple)) and key not in self._owner.index

    def _add_columns(self, key):
        names = key if isinstance(key, list) and not _is_mask(key) else [key] if v.is_scalar(key) and key is not None else []
        fresh = [name for name in names if name not in self._owner.columns]
        for name in fresh:
            self._owner[name] = v.Objects([v.nan] * len(self._owner))
        return fresh


class AtIndexer:
    """`at` and `iat`: one element."""

    def __init__(self, owner, by_position=False):
        self._indexer = (PositionIndexer if by_position else LocIndexer)(owner)

    def __getitem__(self, key):
        owner = self._indexer._owner
        if isinstance(self._indexer, PositionIndexer) and owner.ndim == 1 and _is_integer(key) and not -len(owner) <= key < len(owner):
            raise IndexError(f"index {key} is out of bounds for axis 0 with size {len(owner)}")
        return self._indexer[key]

    def __setitem__(self, key, value):
        if is_temporary(self._indexer._owner, 1, 3):
            chained_assignment()
        self._indexer[key] = value
