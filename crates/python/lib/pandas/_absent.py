"""What is said of names that pandas has and this package has not."""

_REASONS = {
    "read_excel": "of files, read_csv reads text here",
    "read_parquet": "of files, read_csv reads text here",
    "read_json": "of files, read_csv reads text here; json.loads gives what a DataFrame can be made of",
    "NA": "missing values here are NaN (np.nan)",
}


# What methods say that need packages which are not here.
_PLOTTING = 'matplotlib is required for plotting when the default backend "matplotlib" is selected.'
_METHODS = {
    "plot": (ImportError, _PLOTTING), "hist": (ImportError, _PLOTTING), "boxplot": (ImportError, _PLOTTING),
    "to_excel": (ModuleNotFoundError, "No module named 'openpyxl'"),
    "to_markdown": (
        ImportError,
        "`Import tabulate` failed.  Use pip, conda, or your preferred package management tool to install the tabulate package.",
    ),
}


class _Refusing:
    """A method, or a group of them, whose package is missing."""

    def __init__(self, error, message):
        self._error, self._message = error, message

    def __call__(self, *args, **kwargs):
        raise self._error(self._message)

    def __getattr__(self, name):
        return self


def method(name):
    """A method that says what it needs, or None."""
    return _Refusing(*_METHODS[name]) if name in _METHODS else None


def explain(name):
    text = f"module 'pandas' has no attribute '{name}'"
    return f"{text}: {_REASONS[name]}" if name in _REASONS else text
