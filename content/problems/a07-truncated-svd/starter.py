import numpy as np


def truncated_svd(X, k):
    """Project centred data onto its k strongest directions.

    X: (n, d)
    returns: X_reduced (n, k), explained_variance_ratio (k,), components (k, d)
    """
    return ...
