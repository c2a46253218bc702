import numpy as np


def truncated_svd(X, k):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    variances = s**2
    return U[:, :k] * s[:k], variances[:k] / variances.sum(), Vt[:k]
