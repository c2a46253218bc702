"""What is said of names that pandas has and this package has not."""

_REASONS = {
    "read_csv": "there are no files here; make a DataFrame from a dict",
    "read_excel": "there are no files here; make a DataFrame from a dict",
    "read_parquet": "there are no files here; make a DataFrame from a dict",
    "read_json": "there are no files here; make a DataFrame from a dict",
    "Categorical": "there are no categories here; use texts or integer codes (pd.factorize)",
    "NA": "missing values here are NaN (np.nan)",
}


def explain(name):
    text = f"module 'pandas' has no attribute '{name}'"
    return f"{text}: {_REASONS[name]}" if name in _REASONS else text
