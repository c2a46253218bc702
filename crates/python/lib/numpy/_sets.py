"""The array API's functions for unique elements, which give named tuples."""

from typing import NamedTuple

import numpy


class UniqueAllResult(NamedTuple):
    values: numpy.ndarray
    indices: numpy.ndarray
    inverse_indices: numpy.ndarray
    counts: numpy.ndarray


class UniqueCountsResult(NamedTuple):
    values: numpy.ndarray
    counts: numpy.ndarray


class UniqueInverseResult(NamedTuple):
    values: numpy.ndarray
    inverse_indices: numpy.ndarray


def unique_all(x):
    return UniqueAllResult(*numpy.unique(x, True, True, True, equal_nan=False))


def unique_counts(x):
    return UniqueCountsResult(*numpy.unique(x, return_counts=True, equal_nan=False))


def unique_inverse(x):
    return UniqueInverseResult(*numpy.unique(x, return_inverse=True, equal_nan=False))


def unique_values(x):
    return numpy.unique(x, equal_nan=False)
