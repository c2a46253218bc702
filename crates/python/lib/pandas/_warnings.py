"""What pandas warns of: assignments that reach nothing, and what is about to go."""

import sys as _sys
import warnings as _warnings

from pandas.errors import ChainedAssignmentError, Pandas4Warning

_SEE = "See the documentation for a more detailed explanation: https://pandas.pydata.org/docs/dev/user_guide/migration.html#"
_NOTHING_COMES_OF_IT = (
    "because the intermediate object on which we are setting values always behaves as a copy (due to Copy-on-Write).\n\n"
)
_SETTING = (
    "A value is being set on a copy of a DataFrame or Series through chained assignment.\n"
    "Such chained assignment never works to update the original DataFrame or Series, " + _NOTHING_COMES_OF_IT +
    "Try using '.loc[row_indexer, col_indexer] = value' instead, to perform the assignment in a single step.\n\n" + _SEE +
    "chained-assignment"
)
_METHOD = (
    "A value is being set on a copy of a DataFrame or Series through chained assignment using an inplace method.\n"
    "Such inplace method never works to update the original DataFrame or Series, " + _NOTHING_COMES_OF_IT +
    "For example, when doing 'df[col].method(value, inplace=True)', try using 'df.method({col: value}, inplace=True)' "
    "instead, to perform the operation inplace on the original object, or try to avoid an inplace operation using "
    "'df[col] = df[col].method(value)'.\n\n" + _SEE + "copy-on-write-cow"
)


def check_setting(obj, is_loose, depth=2):
    """Warns of setting on what nobody will see again; `is_loose` says that only the expression itself holds it.

    `sys.getrefcount` tells that apart where it was asked, save for names in functions, which are looked through.
    """
    if is_loose and not _is_named(obj, depth + 1):
        _warnings.warn(_SETTING, ChainedAssignmentError, stacklevel=depth + 1)


def check_method(obj, is_loose, depth=2):
    """The same for a method that changes its object."""
    if is_loose and not _is_named(obj, depth + 1):
        _warnings.warn(_METHOD, ChainedAssignmentError, stacklevel=depth + 1)


def _is_named(obj, depth):
    return any(value is obj for value in _sys._getframe(depth).f_locals.values())


def in_place(obj, depth=3):
    """Warns that `inplace=` is going; the method is the one that asks."""
    method = _sys._getframe(depth - 1).f_code.co_name
    _warnings.warn(
        f"The inplace keyword in {type(obj).__name__}.{method} is deprecated and will be removed in a future version "
        "(PDEP-8).\nSee https://pandas.pydata.org/docs/dev/whatsnew/v3.1.0.html#deprecation-inplace for more details.",
        Pandas4Warning,
        stacklevel=depth + 1,
    )


_OLD_FIELDS = {
    "dayofweek": "day_of_week", "weekday": "day_of_week", "dayofyear": "day_of_year", "daysinmonth": "days_in_month",
}


def old_field(owner, name, depth=3):
    """Warns of fields of dates by a name that is going."""
    if name in _OLD_FIELDS:
        _warnings.warn(
            f"{owner}.{name} is deprecated and will be removed in a future version. Use {owner}.{_OLD_FIELDS[name]} instead.",
            Pandas4Warning,
            stacklevel=depth,
        )
    return _OLD_FIELDS.get(name, name)
