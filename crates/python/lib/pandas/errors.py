"""Exceptions of pandas."""

class MergeError(ValueError):
    """Keys by which frames cannot be merged."""


class DataError(Exception):
    """An operation on values of a type that does not have it."""


class EmptyDataError(ValueError):
    """There is nothing to read."""


class ParserError(ValueError):
    """What is read is no table."""


class SettingWithCopyWarning(Warning):
    """No longer raised: changes to a part never reach the whole."""


class ChainedAssignmentError(Warning):
    """A value is set on a part that nobody will see again."""


class PandasChangeWarning(Warning):
    """Something is about to change."""


class PandasDeprecationWarning(PandasChangeWarning, DeprecationWarning):
    """Something is about to go."""


class Pandas4Warning(PandasDeprecationWarning):
    """Something goes with pandas 4."""


class UndefinedVariableError(NameError):
    """An expression names what there is not."""

    def __init__(self, name, is_local=None):
        kind = "local variable" if is_local else "name"
        super().__init__(f"{kind} {name!r} is not defined")


class OptionError(AttributeError, KeyError):
    """There is no such option."""

    def __str__(self):
        return self.args[0] if self.args else ""


class DateParseError(ValueError):
    """A text names no point in time."""


DateParseError.__module__ = "pandas._libs.tslibs.parsing"


class IntCastingNaNError(ValueError):
    """NaN or infinity cannot become an integer."""
