"""Splits in which every sample is tested: `KFold` and its kin."""

import itertools as _itertools
import math as _math
import numbers as _numbers
import warnings as _warnings

import numpy as np


class InvalidParameterError(ValueError, TypeError):
    """An argument is not of the kind it must be."""

    __module__ = "sklearn.utils._param_validation"


def _random(random_state):
    """The generator that an argument `random_state` stands for."""
    if random_state is None or random_state is np.random:
        return np.random
    if isinstance(random_state, _numbers.Integral):
        return np.random.RandomState(random_state)
    if isinstance(random_state, np.random.RandomState):
        return random_state
    raise ValueError(f"{random_state!r} cannot be used to seed a numpy.random.RandomState instance")


def _count(data):
    """Number of samples."""
    if hasattr(data, "shape"):
        if len(data.shape) == 0:
            raise TypeError(f"Singleton array {data!r} cannot be considered a valid collection.")
        return data.shape[0]
    try:
        return len(data)
    except TypeError:
        raise TypeError(
            "Input should have at least 1 dimension i.e. satisfy `len(x.shape) > 0`, got scalar "
            f"`array({data!r}{', dtype=object' if data is None else ''})` instead."
        ) from None


def _same_count(*data):
    counts = [_count(one) for i, one in enumerate(data) if i == 0 or one is not None]
    if len(set(counts)) > 1:
        raise ValueError(f"Found input variables with inconsistent numbers of samples: {counts}")
    return counts[0]


def _chosen(data, indices):
    """The samples at indices, in a container of the same kind."""
    if hasattr(data, "iloc"):
        return data.iloc[indices]
    if hasattr(data, "dtype"):
        return data[indices]
    return [data[i] for i in indices.tolist()]


def _kind_of_target(y):
    """What the labels are, in scikit-learn's words; for whole numbers and texts of one column "multiclass"."""
    if len(np.shape(y)) == 2 and np.shape(y)[1] > 1:
        y = np.asarray(y)
        if y.dtype.kind == "f" and np.any(y != y.astype(int)):
            return "continuous-multioutput"
        return "multilabel-indicator" if len(np.unique(y)) <= 2 else "multiclass-multioutput"
    labels = y.tolist() if hasattr(y, "tolist") else list(y)
    fractions = any(isinstance(label, float) and label != int(label) for label in labels if label == label)
    return "continuous" if fractions else "multiclass"


def _encoded(y):
    """A number for each class, in the order in which classes occur."""
    _count(y)
    kind = _kind_of_target(y)
    if kind != "multiclass":
        raise ValueError(f"Supported target types are: ('binary', 'multiclass'). Got '{kind}' instead.")
    numbers = {}
    labels = np.ravel(y).tolist() if len(np.shape(y)) == 2 else y.tolist() if hasattr(y, "tolist") else list(y)
    sorted(set(labels))
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)


class _Splitter:
    """Base of what splits: shows itself with its settings."""

    _settings = ()

    def __repr__(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in sorted(self._settings))
        return f"{type(self).__name__}({shown})"

    def get_n_splits(self, X=None, y=None, groups=None):
        return self.n_splits


class _BaseKFold(_Splitter):
    """Base of what makes every sample part of one test set."""

    def split(self, X, y=None, groups=None):
        count = _same_count(X, y, groups)
        if self.n_splits > count:
            raise ValueError(
                f"Cannot have number of splits n_splits={self.n_splits} greater than the number of samples: "
                f"n_samples={count}."
            )
        for test in self._tests(count, y, groups):
            mask = np.zeros(count, dtype=bool)
            mask[test] = True
            yield np.flatnonzero(~mask), np.flatnonzero(mask)


def _check_folds(n_splits, shuffle, random_state):
    if not isinstance(n_splits, _numbers.Integral):
        raise ValueError(
            f"The number of folds must be of Integral type. {n_splits} of type {type(n_splits)} was passed."
        )
    if n_splits <= 1:
        raise ValueError(
            "k-fold cross-validation requires at least one train/test split by setting n_splits=2 or more, "
            f"got n_splits={int(n_splits)}."
        )
    if not isinstance(shuffle, bool):
        raise TypeError(f"shuffle must be True or False; got {shuffle}")
    if not shuffle and random_state is not None:
        raise ValueError(
            "Setting a random_state has no effect since shuffle is False. You should leave random_state to its default "
            "(None), or set shuffle=True."
        )


class KFold(_BaseKFold):
    """As many test sets as folds, one after the other, of nearly equal size."""

    _settings = ("n_splits", "random_state", "shuffle")

    def __init__(self, n_splits=5, *, shuffle=False, random_state=None):
        _check_folds(n_splits, shuffle, random_state)
        self.n_splits, self.shuffle, self.random_state = int(n_splits), shuffle, random_state

    def _tests(self, count, y, groups):
        indices = np.arange(count)
        if self.shuffle:
            _random(self.random_state).shuffle(indices)
        start = 0
        for fold in range(self.n_splits):
            stop = start + count // self.n_splits + (fold < count % self.n_splits)
            yield indices[start:stop]
            start = stop


class StratifiedKFold(KFold):
    """Folds in which each class has nearly the same share."""

    def split(self, X, y, groups=None):
        return super().split(X, y, groups)

    def _tests(self, count, y, groups):
        rng = _random(self.random_state)
        codes = _encoded(y)
        sizes = np.bincount(codes)
        if np.all(self.n_splits > sizes):
            raise ValueError(
                f"n_splits={self.n_splits} cannot be greater than the number of members in each class."
            )
        if self.n_splits > np.min(sizes):
            _warnings.warn(
                f"The least populated class in y has only {np.min(sizes)} members, which is less than "
                f"n_splits={self.n_splits}.",
                UserWarning,
                stacklevel=3,
            )
        order = np.sort(codes)
        shares = [np.bincount(order[fold :: self.n_splits], minlength=len(sizes)) for fold in range(self.n_splits)]
        folds = np.empty(count, dtype=np.int64)
        for label in range(len(sizes)):
            own = np.repeat(np.arange(self.n_splits), np.array([share[label] for share in shares]))
            if self.shuffle:
                rng.shuffle(own)
            folds[codes == label] = own
        return (np.flatnonzero(folds == fold) for fold in range(self.n_splits))


class GroupKFold(_BaseKFold):
    """Folds that keep the samples of a group together, the largest groups placed first."""

    _settings = ("n_splits", "random_state", "shuffle")

    def __init__(self, n_splits=5, *, shuffle=False, random_state=None):
        _check_folds(n_splits, shuffle, random_state)
        self.n_splits, self.shuffle, self.random_state = int(n_splits), shuffle, random_state

    def _tests(self, count, y, groups):
        if groups is None:
            raise ValueError("The 'groups' parameter should not be None.")
        names, codes = np.unique(groups, return_inverse=True)
        if self.n_splits > len(names):
            raise ValueError(
                f"Cannot have number of splits n_splits={self.n_splits} greater than the number of groups: {len(names)}."
            )
        if self.shuffle:
            parts = np.array_split(_random(self.random_state).permutation(len(names)), self.n_splits)
            return (np.flatnonzero(np.isin(codes, part)) for part in parts)
        sizes = np.bincount(codes)
        filled = np.zeros(self.n_splits)
        fold_of = np.zeros(len(names), dtype=np.int64)
        for group in np.argsort(sizes)[::-1].tolist():
            lightest = int(np.argmin(filled))
            filled[lightest] += sizes[group]
            fold_of[group] = lightest
        folds = fold_of[codes]
        return (np.flatnonzero(folds == fold) for fold in range(self.n_splits))


class LeaveOneOut(_Splitter):
    """Each sample alone is a test set."""

    def split(self, X, y=None, groups=None):
        count = _same_count(X, y, groups)
        if count <= 1:
            raise ValueError(f"Cannot perform LeaveOneOut with n_samples={count}.")
        indices = np.arange(count)
        return ((indices[indices != one], indices[indices == one]) for one in range(count))

    def get_n_splits(self, X, y=None, groups=None):
        return _count(X)


class LeavePOut(_Splitter):
    """Each choice of p samples is a test set."""

    _settings = ("p",)

    def __init__(self, p):
        self.p = p

    def split(self, X, y=None, groups=None):
        count = _same_count(X, y, groups)
        if count <= self.p:
            raise ValueError(f"p={self.p} must be strictly less than the number of samples={count}")
        for test in _itertools.combinations(range(count), self.p):
            test = np.array(test)
            yield np.setdiff1d(np.arange(count), test), test

    def get_n_splits(self, X=None, y=None, groups=None):
        if X is None:
            raise ValueError("The 'X' parameter should not be None.")
        return _math.comb(_count(X), self.p)


class LeaveOneGroupOut(_Splitter):
    """Each group alone is a test set."""

    def split(self, X, y=None, groups=None):
        _same_count(X, y, groups)
        for name in self._names(groups):
            own = np.asarray(groups) == name
            yield np.flatnonzero(~own), np.flatnonzero(own)

    def get_n_splits(self, X=None, y=None, groups=None):
        return len(self._names(groups))

    @staticmethod
    def _names(groups):
        if groups is None:
            raise ValueError("The 'groups' parameter should not be None.")
        names = np.unique(groups)
        if len(names) <= 1:
            raise ValueError(
                "The groups parameter contains fewer than 2 unique groups "
                f"({names}). LeaveOneGroupOut expects at least 2."
            )
        return names


class PredefinedSplit(_Splitter):
    """Test sets by the numbers that samples were given; those with -1 are always trained on."""

    _settings = ("test_fold",)

    def __init__(self, test_fold):
        self.test_fold = np.array(test_fold, dtype=int)

    def split(self, X=None, y=None, groups=None):
        for fold in self._folds():
            yield np.flatnonzero(self.test_fold != fold), np.flatnonzero(self.test_fold == fold)

    def _folds(self):
        folds = np.unique(self.test_fold)
        return folds[folds != -1]

    def get_n_splits(self, X=None, y=None, groups=None):
        return len(self._folds())


class _Repeated(_Splitter):
    """The folds of another splitter several times, each time shuffled anew."""

    _settings = ("n_repeats", "n_splits", "random_state")
    _kind = None

    def __init__(self, *, n_splits=5, n_repeats=10, random_state=None):
        if not isinstance(n_repeats, _numbers.Integral):
            raise ValueError("Number of repetitions must be of Integral type.")
        if n_repeats <= 0:
            raise ValueError("Number of repetitions must be greater than 0.")
        self.n_splits, self.n_repeats, self.random_state = n_splits, n_repeats, random_state

    def split(self, X, y=None, groups=None):
        rng = _random(self.random_state)
        for _ in range(self.n_repeats):
            yield from self._kind(self.n_splits, shuffle=True, random_state=rng).split(X, y, groups)

    def get_n_splits(self, X=None, y=None, groups=None):
        return self.n_splits * self.n_repeats


class RepeatedKFold(_Repeated):
    """`KFold` several times."""

    _kind = KFold


class RepeatedStratifiedKFold(_Repeated):
    """`StratifiedKFold` several times."""

    _kind = StratifiedKFold


class TimeSeriesSplit(_Splitter):
    """Test sets that follow what is trained on."""

    _settings = ("gap", "max_train_size", "n_splits", "test_size")

    def __init__(self, n_splits=5, *, max_train_size=None, test_size=None, gap=0):
        _check_folds(n_splits, False, None)
        self.n_splits, self.max_train_size, self.test_size, self.gap = n_splits, max_train_size, test_size, gap

    def split(self, X, y=None, groups=None):
        count = _same_count(X, y, groups)
        if self.n_splits + 1 > count:
            raise ValueError(
                f"Cannot have number of folds={self.n_splits + 1} greater than the number of samples={count}."
            )
        size = self.test_size if self.test_size is not None else count // (self.n_splits + 1)
        if count - self.gap - size * self.n_splits <= 0:
            raise ValueError(
                f"Too many splits={self.n_splits} for number of samples={count} with test_size={size} and gap={self.gap}."
            )
        indices = np.arange(count)
        for start in range(count - self.n_splits * size, count, size):
            end = start - self.gap
            first = max(end - self.max_train_size, 0) if self.max_train_size else 0
            yield indices[first:end], indices[start : start + size]
