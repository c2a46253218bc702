"""No colours, in tracebacks and elsewhere."""


class _Plain:
    """A theme whose every colour is the empty string."""

    def __getattr__(self, name):
        if name in ("traceback", "syntax", "difflib", "argparse", "unittest"):
            return self
        return ""


ANSIColors = NoColors = _Plain()


def can_colorize(*, file=None):
    return False


def get_theme(*, tty_file=None, force_color=False, force_no_color=False):
    return NoColors


def get_colors(colorize=False, *, file=None):
    return NoColors


def decolor(text):
    return text
