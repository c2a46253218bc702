"""Splits drawn at random: `train_test_split`, `ShuffleSplit` and their kin."""

import math as _math
import numbers as _numbers

import numpy as np

from sklearn.model_selection._folds import InvalidParameterError, _chosen, _random, _same_count, _Splitter


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


class BaseShuffleSplit(_Splitter):
    """Base of what draws its test sets at random, each anew."""

    _settings = ("n_splits", "random_state", "test_size", "train_size")

    def __init__(self, n_splits=10, *, test_size=None, train_size=None, random_state=None):
        self.n_splits, self.test_size, self.train_size = n_splits, test_size, train_size
        self.random_state = random_state

    def split(self, X, y=None, groups=None):
        yield from self._drawn(_same_count(X, y, groups), y, groups)


class ShuffleSplit(BaseShuffleSplit):
    """Test sets drawn at random."""

    def _drawn(self, count, y, groups, default=0.1):
        trains, tests = _sizes(count, self.test_size, self.train_size, default)
        rng = _random(self.random_state)
        for _ in range(self.n_splits):
            order = rng.permutation(count)
            yield order[tests : tests + trains], order[:tests]


class GroupShuffleSplit(ShuffleSplit):
    """Test sets of whole groups drawn at random."""

    def __init__(self, n_splits=5, *, test_size=None, train_size=None, random_state=None):
        super().__init__(n_splits, test_size=test_size, train_size=train_size, random_state=random_state)

    def _drawn(self, count, y, groups, default=0.2):
        if groups is None:
            raise ValueError("The 'groups' parameter should not be None.")
        names, codes = np.unique(groups, return_inverse=True)
        for train, test in super()._drawn(len(names), None, None, default):
            yield np.flatnonzero(np.isin(codes, train)), np.flatnonzero(np.isin(codes, test))


class StratifiedShuffleSplit(BaseShuffleSplit):
    """Test sets drawn at random in which each class has its share."""

    def _drawn(self, count, y, groups):
        labels = y.tolist() if hasattr(y, "tolist") else list(y)
        if len(np.shape(y)) == 2:
            # Several labels of a sample are one.
            labels = [" ".join(map(str, row)) for row in labels]
        names = sorted(set(labels))
        codes = np.array([names.index(label) for label in labels], dtype=np.int64)
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
    if isinstance(size, bool):
        raise ValueError(f"Invalid value for {name}: {size!r}")
    if isinstance(size, _numbers.Integral) and size >= 1:
        return
    _refuse(name, "a float in the range (0.0, 1.0), an int in the range [1, inf) or None", size)


def _refuse(name, kinds, given):
    raise InvalidParameterError(
        f"The '{name}' parameter of train_test_split must be {kinds}. Got {given!r} instead."
    )


def train_test_split(
    *arrays, test_size=None, train_size=None, random_state=None, shuffle=True, stratify=None, **unknown
):
    """The samples of each array split into those to train on and those to test."""
    for name in unknown:
        raise TypeError(f"got an unexpected keyword argument '{name}'")
    _check_size("test_size", test_size)
    _check_size("train_size", train_size)
    try:
        _random(random_state)
    except ValueError:
        kinds = "an int in the range [0, 4294967295], an instance of 'numpy.random.mtrand.RandomState' or None"
        _refuse("random_state", kinds, random_state)
    if not isinstance(shuffle, (bool, np.bool_)):
        _refuse("shuffle", "an instance of 'bool' or an instance of 'numpy.bool'", shuffle)
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
