"""`pd.set_option` and its kin, for what printing asks."""

import re

from pandas._format import OPTIONS
from pandas.errors import OptionError

_DEFAULTS = dict(OPTIONS)


# What is known and changes nothing here.
_OTHERS = dict.fromkeys(
    "display.notebook_repr_html display.max_seq_items display.show_dimensions display.large_repr display.colheader_justify "
    "display.max_info_columns display.max_info_rows display.unicode.east_asian_width display.max_categories "
    "mode.copy_on_write plotting.backend compute.use_bottleneck compute.use_numexpr future.infer_string "
    "styler.render.max_columns styler.format.precision".split()
)


def _full_name(name):
    if name in OPTIONS:
        return name
    found = [key for key in (*OPTIONS, *_OTHERS) if name in key and key != "display.na_rep"]
    if not found:
        raise OptionError(f"No such keys(s): {name!r}")
    if len(found) > 1 and name not in _OTHERS:
        raise OptionError("Pattern matched multiple keys")
    return found[0]


def get_option(pat):
    name = _full_name(pat)
    return OPTIONS[name] if name in OPTIONS else _OTHERS[name]


def set_option(*args):
    if len(args) == 1 and isinstance(args[0], dict):
        args = [part for pair in args[0].items() for part in pair]
    if not args or len(args) % 2:
        raise ValueError("Must provide an even number of non-keyword arguments")
    for name, value in zip(args[::2], args[1::2]):
        if "chained_assignment" in name:
            _tell_of_chained_assignment()
            continue
        name = _full_name(name)
        if name == "display.float_format" and not (value is None or callable(value)):
            raise ValueError("Value must be one of None or callable")
        (OPTIONS if name in OPTIONS else _OTHERS)[name] = value


def _tell_of_chained_assignment():
    from pandas._warn import warn

    warn(
        "The 'mode.chained_assignment' option is deprecated. It has had no effect since pandas 3.0, which removed the "
        "SettingWithCopyWarning it controlled. Chained assignment now emits a ChainedAssignmentError warning instead; use "
        "warnings.filterwarnings with category=ChainedAssignmentError to silence or escalate it. This option will be removed in "
        "pandas 4.0."
    )


def reset_option(pat):
    for name in OPTIONS:
        if pat == "all" or re.search(pat, name):
            OPTIONS[name] = _DEFAULTS[name]


def describe_option(pat=""):
    for name, value in OPTIONS.items():
        if pat in name:
            print(f"{name} : [default: {_DEFAULTS[name]}] [currently: {value}]")


class option_context:
    """Options for the length of a `with`."""

    def __init__(self, *args):
        self._args = args

    def __enter__(self):
        self._saved = dict(OPTIONS)
        set_option(*self._args)

    def __exit__(self, *_):
        OPTIONS.update(self._saved)


class _Section:
    """`pd.options.display.max_rows`"""

    def __init__(self, prefix=""):
        object.__setattr__(self, "_prefix", prefix)

    def __getattr__(self, name):
        full = self._prefix + name
        return OPTIONS[full] if full in OPTIONS else _Section(full + ".")

    def __setattr__(self, name, value):
        set_option(self._prefix + name, value)


options = _Section()
