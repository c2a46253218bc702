"""Texts in the language they are written in: there are no catalogues of translations here."""

__all__ = ["gettext", "ngettext", "pgettext", "npgettext"]


def gettext(message):
    return message


def ngettext(singular, plural, n):
    return singular if n == 1 else plural


def pgettext(context, message):
    return message


def npgettext(context, singular, plural, n):
    return ngettext(singular, plural, n)
