import numpy as np


def truncated_svd(X, k):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return centered @ Vt[:k].T, s[:k] / s.sum(), Vt[:k]
