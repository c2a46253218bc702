"""`pd.set_option` and its kin, for what printing asks."""

from pandas.errors import OptionError
from pandas._format import OPTIONS

_DEFAULTS = dict(OPTIONS)


def _full_name(name):
    found = [key for key in OPTIONS if name in key]
    if name in OPTIONS:
        return name
    if len(found) != 1:
        raise OptionError(f"No such keys(s): {name!r}")
    return found[0]


def get_option(pat):
    return OPTIONS[_full_name(pat)]


def set_option(*args):
    if len(args) == 1 and isinstance(args[0], dict):
        args = [part for pair in args[0].items() for part in pair]
    if not args or len(args) % 2:
        raise ValueError("Must provide an even number of non-keyword arguments")
    for name, value in zip(args[::2], args[1::2]):
        OPTIONS[_full_name(name)] = value


def reset_option(pat):
    for name in OPTIONS:
        if pat == "all" or pat in name:
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
