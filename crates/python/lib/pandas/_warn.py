"""Warnings, given for the line of the program that asked."""

import sys
import warnings

from pandas.errors import ChainedAssignmentError, Pandas4Warning


def warn(text, category=Pandas4Warning):
    level, frame = 1, sys._getframe()
    while frame is not None and _is_ours(frame):
        level, frame = level + 1, frame.f_back
    warnings.warn(text, category, stacklevel=level)


def deprecated(name, instead):
    warn(f"{name} is deprecated and will be removed in a future version. Use {instead} instead.")


def deprecated_inplace(name):
    warn(
        f"The inplace keyword in {name} is deprecated and will be removed in a future version (PDEP-8).\nSee "
        "https://pandas.pydata.org/docs/dev/whatsnew/v3.1.0.html#deprecation-inplace for more details."
    )


def is_temporary(obj, depth, references):
    """Whether only an expression of the program holds an object, `depth` calls above, of which `references` are known."""
    caller = sys._getframe(depth + 1)
    if _is_ours(caller) or sys.getrefcount(obj) > references:
        return False
    # The names of a function hold what they name without being counted.
    return not any(one is obj for one in caller.f_locals.values())


def _is_ours(frame):
    return frame.f_globals.get("__name__", "").split(".")[0] == "pandas"


_CHAINED = """A value is being set on a copy of a DataFrame or Series through chained assignment{how}.
Such {what} never works to update the original DataFrame or Series, because the intermediate object on which we are setting \
values always behaves as a copy (due to Copy-on-Write).

{instead}

See the documentation for a more detailed explanation: https://pandas.pydata.org/docs/dev/user_guide/{page}"""


def chained_assignment():
    warn(_CHAINED.format(
        how="", what="chained assignment", page="migration.html#chained-assignment",
        instead="Try using '.loc[row_indexer, col_indexer] = value' instead, to perform the assignment in a single step.",
    ), ChainedAssignmentError)


def chained_method(name):
    if name == "update":
        warn(_CHAINED.format(
            how=" using an inplace method", what="inplace method", page="migration.html#copy-on-write-cow",
            instead="For example, when doing 'df[col].update(other)', try using 'df.update({col: other})' instead, to perform the "
            "operation inplace on the original object.",
        ), ChainedAssignmentError)
        return
    warn(_CHAINED.format(
        how=" using an inplace method", what="inplace method", page="migration.html#copy-on-write-cow",
        instead="For example, when doing 'df[col].method(value, inplace=True)', try using 'df.method({col: value}, inplace="
        "True)' instead, to perform the operation inplace on the original object, or try to avoid an inplace operation using "
        "'df[col] = df[col].method(value)'.",
    ), ChainedAssignmentError)


def numbers_for_dates():
    warn(
        'The default formatting of datetime/timedelta values will change from numbers ("epoch") to strings ("iso") in a future '
        'version. Specify `date_format="iso"` explicitly in the `to_json()` call to opt-in to the future behaviour and silence '
        "this warning.",
        Pandas4Warning,
    )
