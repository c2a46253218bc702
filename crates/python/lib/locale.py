"""The one locale there is, C: numbers and dates as Python writes them."""

__all__ = [
    "Error", "setlocale", "getlocale", "getdefaultlocale", "getpreferredencoding", "getencoding", "localeconv", "strcoll",
    "strxfrm", "str", "atof", "atoi", "delocalize", "format_string", "currency", "CHAR_MAX", "LC_CTYPE", "LC_NUMERIC", "LC_TIME",
    "LC_COLLATE", "LC_MONETARY", "LC_MESSAGES", "LC_ALL",
]

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
CHAR_MAX = 127


class Error(Exception):
    pass


def setlocale(category, locale=None):
    if not 0 <= category <= LC_ALL:
        raise Error("invalid locale category")
    name = ".".join(part or "" for part in locale) if isinstance(locale, (tuple, list)) else locale
    if name not in (None, "", "C", "POSIX", "."):
        raise Error("unsupported locale setting")
    return "C"


def getlocale(category=LC_CTYPE):
    if category == LC_ALL:
        raise TypeError("category LC_ALL is not supported")
    return None, None


def getdefaultlocale(envvars=()):
    return None, None


def getpreferredencoding(do_setlocale=True):
    return "utf-8"


def getencoding():
    return "utf-8"


def localeconv():
    unknown = (
        "int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space", "p_sign_posn",
        "n_sign_posn",
    )
    empty = (
        "int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep", "positive_sign", "negative_sign",
        "thousands_sep",
    )
    return {
        "decimal_point": ".", "grouping": [], "mon_grouping": [], **dict.fromkeys(empty, ""), **dict.fromkeys(unknown, CHAR_MAX)
    }


def strcoll(one, other, /):
    return (one > other) - (one < other)


def strxfrm(text, /):
    return text


def str(value):
    return "%.12g" % value


def delocalize(text):
    return text


def atof(text, func=float):
    return func(text)


def atoi(text):
    return int(text)


def format_string(f, val, grouping=False, monetary=False):
    return f % val


def currency(val, symbol=True, grouping=False, international=False):
    raise ValueError("Currency formatting is not possible using the 'C' locale.")
