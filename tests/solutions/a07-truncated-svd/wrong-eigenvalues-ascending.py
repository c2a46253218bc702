import numpy as np


def truncated_svd(X, k):
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(centered.T @ centered)
    components = vectors[:, :k].T
    return centered @ components.T, values[:k] / values.sum(), components
