"""Exceptions of pandas."""


class MergeError(ValueError):
    """Keys by which frames cannot be merged."""


class OptionError(AttributeError, KeyError):
    """There is no such option."""

    __str__ = Exception.__str__


class UndefinedVariableError(NameError):
    """An expression names what there is not."""

    def __init__(self, name, is_local=None):
        super().__init__(f"{'local variable' if is_local else 'name'} {name!r} is not defined")


class InvalidIndexError(Exception):
    """A key that is none."""


class DataError(Exception):
    """An operation on values of a type that does not have it."""


class EmptyDataError(ValueError):
    """There is nothing to read."""


class ParserError(ValueError):
    """What is read is no table."""


class IntCastingNaNError(ValueError):
    """NaN or infinity cannot become an integer."""


class NullFrequencyError(ValueError):
    """An index has no frequency by which it could be shifted."""


class UnsortedIndexError(KeyError):
    """A part of an index that is not sorted."""


class PerformanceWarning(Warning):
    """What may be slow."""


class ChainedAssignmentError(Warning):
    """A change to a part that does not reach the whole."""


class Pandas4Warning(DeprecationWarning):
    """What pandas 4 will not have."""
