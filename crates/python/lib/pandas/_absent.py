"""What is said of names that pandas has and this package has not."""

_REASONS = {
    "read_excel": "of files, read_csv and read_json read text here",
    "read_parquet": "of files, read_csv and read_json read text here",
    "NA": "missing values here are NaN (np.nan)",
    "array": "there are no nullable types here; use Series or np.array",
    "style": "there is no styling here",
    "convert_dtypes": "there are no nullable types here",
    "tz_localize": "time zones are not available here",
    "tz_convert": "time zones are not available here",
}
_MODULE = """
eval interval_range lreshape plotting read_clipboard read_feather read_fwf read_hdf read_html read_orc
read_pickle read_sas read_spss read_sql read_sql_query read_sql_table read_stata read_table read_xml tseries
IntervalIndex HDFStore ExcelFile ExcelWriter Flags
""".split()
_METHODS = """
asof at_time attrs case_when combine flags isetitem set_flags
sparse to_clipboard to_excel to_feather to_hdf to_html to_latex to_markdown to_orc to_parquet to_pickle to_records
to_sql to_stata to_xarray to_xml list struct
""".split()


def draw(*_, **__):
    """Says that what draws is absent."""
    raise ImportError('matplotlib is required for plotting when the default backend "matplotlib" is selected.')


class Plots:
    """What draws: there is no matplotlib, and each way to ask for a plot says so."""

    def __init__(self, owner=None):
        pass

    __call__ = area = bar = barh = box = density = hexbin = hist = kde = line = pie = scatter = draw


def explain(name):
    """What is said of a name of the module."""
    text = f"module 'pandas' has no attribute '{name}'"
    return _with_reason(text, name, _MODULE)


def explain_method(kind, name):
    """What is said of a name of series, frames and the like."""
    return _with_reason(f"'{kind}' object has no attribute '{name}'", name, _METHODS)


def _with_reason(text, name, absent):
    if name in _REASONS:
        return f"{text}: {_REASONS[name]}"
    return f"{text}: it is not available here" if name in absent else text
