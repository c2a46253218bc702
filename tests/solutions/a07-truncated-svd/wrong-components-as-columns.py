import numpy as np


def truncated_svd(X, k):
    centered = X - X.mean(axis=0)
    U, s, Vt = np.linalg.svd(centered, full_matrices=False)
    return U[:, :k] * s[:k], s[:k] ** 2 / (s**2).sum(), Vt[:k].T
