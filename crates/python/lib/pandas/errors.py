"""Exceptions of pandas."""

from pandas._merge import MergeError


class DataError(Exception):
    """An operation on values of a type that does not have it."""


class EmptyDataError(ValueError):
    """There is nothing to read."""


class ParserError(ValueError):
    """What is read is no table."""


class SettingWithCopyWarning(Warning):
    """No longer raised: changes to a part never reach the whole."""


class IntCastingNaNError(ValueError):
    """NaN or infinity cannot become an integer."""
