import numpy as np


def truncated_svd(X, k):
    centered = X - X.mean(axis=0, keepdims=True)
    _, s, Vt = np.linalg.svd(centered, full_matrices=False)
    components = -Vt[:k]
    return centered @ components.T, s[:k] ** 2 / np.sum(s**2), components
