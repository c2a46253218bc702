"""What is said of names that pandas has and this package has not."""

_REASONS = {
    "read_excel": "of files, read_csv reads text here",
    "read_parquet": "of files, read_csv reads text here",
    "read_json": "of files, read_csv reads text here; json.loads gives what a DataFrame can be made of",
    "Categorical": "there are no categories here; use texts or integer codes (pd.factorize)",
    "NA": "missing values here are NaN (np.nan)",
}


def explain(name):
    text = f"module 'pandas' has no attribute '{name}'"
    return f"{text}: {_REASONS[name]}" if name in _REASONS else text
