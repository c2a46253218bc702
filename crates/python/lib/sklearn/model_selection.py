"""Data split for training and testing: `train_test_split`, `KFold` and their kin.

Random choices are drawn from NumPy's generators in scikit-learn's order, so that a seed gives the same split.
"""

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
        raise TypeError(f"Expected sequence or array-like, got {type(data)}") from None


def _same_count(*data):
    counts = [_count(one) for i, one in enumerate(data) if i == 0 or one is not None]
    if len(set(counts)) > 1:
        raise ValueError(f"Found input variables with inconsistent numbers of samples: {counts}")
    return counts[0]


def _chosen(data, indices):
    """The samples at indices, in a container of the same kind."""
    if data is None:
        return None
    if hasattr(data, "iloc"):
        return data.iloc[indices]
    if hasattr(data, "dtype"):
        return data[indices]
    return [data[i] for i in indices.tolist()]


def _encoded(y):
    """A number for each class, in the order in which classes occur."""
    numbers = {}
    labels = y.tolist() if hasattr(y, "tolist") else list(y)
    return np.array([numbers.setdefault(label, len(numbers)) for label in labels], dtype=np.int64)


class _Splitter:
    """Base of what splits: shows itself with its settings."""

    _settings = ()

    def __repr__(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in sorted(self._settings))
        return f"{type(self).__name__}({shown})"

    def get_n_splits(self, X=None, y=None, groups=None):
        return self.n_splits


class _Folds(_Splitter):
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
            f"got n_splits={n_splits}."
        )
    if not isinstance(shuffle, bool):
        raise TypeError(f"shuffle must be True or False; got {shuffle}")
    if not shuffle and random_state is not None:
        raise ValueError(
            "Setting a random_state has no effect since shuffle is False. You should leave random_state to its default "
            "(None), or set shuffle=True."
        )


class KFold(_Folds):
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


class GroupKFold(_Folds):
    """Folds that keep the samples of a group together, the largest groups placed first."""

    _settings = ("n_splits", "random_state", "shuffle")

    def __init__(self, n_splits=5, *, shuffle=False, random_state=None):
        _check_folds(n_splits, shuffle, random_state)
        if shuffle:
            raise NotImplementedError("GroupKFold(shuffle=True) is not available here")
        self.n_splits, self.shuffle, self.random_state = int(n_splits), shuffle, random_state

    def _tests(self, count, y, groups):
        if groups is None:
            raise ValueError("The 'groups' parameter should not be None.")
        names, codes = np.unique(groups, return_inverse=True)
        if self.n_splits > len(names):
            raise ValueError(
                f"Cannot have number of splits n_splits={self.n_splits} greater than the number of groups: {len(names)}."
            )
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


def _sizes(count, test_size, train_size, default):
    """How many samples to test and to train on."""
    for name, size in (("test_size", test_size), ("train_size", train_size)):
        whole = isinstance(size, _numbers.Integral)
        if size is not None and (whole and size >= count or not whole and not 0 < size < 1):
            raise ValueError(
                f"{name}={size} should be either positive and smaller than the number of samples {count} or a float in "
                "the (0, 1) range"
            )
    if test_size is None and train_size is None:
        test_size = default
    floats = [size for size in (test_size, train_size) if isinstance(size, float)]
    if len(floats) == 2 and sum(floats) > 1:
        raise ValueError(
            f"The sum of test_size and train_size = {train_size + test_size}, should be in the (0, 1) range. Reduce "
            "test_size and/or train_size."
        )
    tests = _math.ceil(test_size * count) if isinstance(test_size, float) else test_size
    trains = _math.floor(train_size * count) if isinstance(train_size, float) else train_size
    if trains is None:
        trains = count - tests
    elif tests is None:
        tests = count - trains
    if trains + tests > count:
        raise ValueError(
            f"The sum of train_size and test_size = {trains + tests}, should be smaller than the number of samples "
            f"{count}. Reduce test_size and/or train_size."
        )
    if trains == 0:
        raise ValueError(
            f"With n_samples={count}, test_size={test_size} and train_size={train_size}, the resulting train set will be "
            "empty. Adjust any of the aforementioned parameters."
        )
    return int(trains), int(tests)


class ShuffleSplit(_Splitter):
    """Test sets drawn at random, each anew."""

    _settings = ("n_splits", "random_state", "test_size", "train_size")

    def __init__(self, n_splits=10, *, test_size=None, train_size=None, random_state=None):
        self.n_splits, self.test_size, self.train_size = n_splits, test_size, train_size
        self.random_state = random_state

    def split(self, X, y=None, groups=None):
        count = _same_count(X, y, groups)
        trains, tests = _sizes(count, self.test_size, self.train_size, 0.1)
        rng = _random(self.random_state)
        for _ in range(self.n_splits):
            order = rng.permutation(count)
            yield order[tests : tests + trains], order[:tests]


class StratifiedShuffleSplit(ShuffleSplit):
    """Test sets drawn at random in which each class has its share."""

    def split(self, X, y, groups=None):
        count = _same_count(X, y, groups)
        names = sorted(set(y.tolist() if hasattr(y, "tolist") else list(y)))
        codes = np.array([names.index(label) for label in (y.tolist() if hasattr(y, "tolist") else y)], dtype=np.int64)
        sizes = np.bincount(codes)
        trains, tests = _sizes(count, self.test_size, self.train_size, 0.1)
        if np.min(sizes) < 2:
            raise ValueError(
                "The least populated classes in y have only 1 member, which is too few. The minimum number of groups for "
                f"any class cannot be less than 2. Classes with too few members are: {[n for n, s in zip(names, sizes) if s < 2]}"
            )
        for name, amount in (("train", trains), ("test", tests)):
            if amount < len(sizes):
                raise ValueError(
                    f"The {name}_size = {amount} should be greater or equal to the number of classes = {len(sizes)}"
                )
        by_class = np.split(np.argsort(codes, kind="stable"), np.cumsum(sizes)[:-1])
        rng = _random(self.random_state)
        for _ in range(self.n_splits):
            in_train = _shares(sizes, trains, rng)
            in_test = _shares(sizes - in_train, tests, rng)
            train, test = [], []
            for own, size, first, second in zip(by_class, sizes.tolist(), in_train.tolist(), in_test.tolist()):
                order = own[rng.permutation(size)].tolist()
                train += order[:first]
                test += order[first : first + second]
            yield rng.permutation(train), rng.permutation(test)


def _shares(sizes, draws, rng):
    """The most likely numbers of each class among so many draws; ties are broken at random."""
    exact = sizes / np.sum(sizes) * draws
    shares = np.floor(exact)
    missing = int(draws - np.sum(shares))
    if missing > 0:
        rest = exact - shares
        for value in np.unique(rest)[::-1]:
            alike = np.flatnonzero(rest == value)
            more = min(len(alike), missing)
            shares[rng.choice(alike, size=more, replace=False)] += 1
            missing -= more
            if missing == 0:
                break
    return shares.astype(np.int64)


def _check_size(name, size):
    if size is None or (isinstance(size, float) and 0.0 < size < 1.0):
        return
    if isinstance(size, _numbers.Integral) and not isinstance(size, bool) and size >= 1:
        return
    _refuse(name, "a float in the range (0.0, 1.0), an int in the range [1, inf)", size)


def _refuse(name, kinds, given):
    raise InvalidParameterError(
        f"The '{name}' parameter of train_test_split must be {kinds} or None. Got {given!r} instead."
    )


def train_test_split(*arrays, test_size=None, train_size=None, random_state=None, shuffle=True, stratify=None):
    """The samples of each array split into those to train on and those to test."""
    _check_size("test_size", test_size)
    _check_size("train_size", train_size)
    try:
        _random(random_state)
    except ValueError:
        kinds = "an int in the range [0, 4294967295], an instance of 'numpy.random.mtrand.RandomState'"
        _refuse("random_state", kinds, random_state)
    if not arrays:
        raise ValueError("At least one array required as input")
    count = _same_count(*arrays)
    trains, tests = _sizes(count, test_size, train_size, 0.25)
    if not shuffle:
        if stratify is not None:
            raise ValueError("Stratified train/test split is not implemented for shuffle=False")
        train, test = np.arange(trains), np.arange(trains, trains + tests)
    else:
        kind = ShuffleSplit if stratify is None else StratifiedShuffleSplit
        splitter = kind(1, test_size=tests, train_size=trains, random_state=random_state)
        train, test = next(iter(splitter.split(arrays[0], stratify)))
    return [part for array in arrays for part in (_chosen(array, train), _chosen(array, test))]


__all__ = [
    "GroupKFold", "KFold", "LeaveOneOut", "ShuffleSplit", "StratifiedKFold", "StratifiedShuffleSplit", "TimeSeriesSplit",
    "train_test_split",
]
