import numpy as np


def pairwise_euclidean(X, Y):
    squared = (X**2).sum(axis=1)[:, None] + (Y**2).sum(axis=1) - 2 * X @ Y.T
    return np.maximum(np.sqrt(squared), 0)
