import numpy as np


def truncated_svd(X, k):
    U, s, Vt = np.linalg.svd(X, full_matrices=False)
    return [U[:, :k] @ np.diag(s[:k]), s[:k] ** 2 / (s**2).sum(), Vt[:k]]
