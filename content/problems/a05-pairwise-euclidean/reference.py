import numpy as np


def pairwise_euclidean(X, Y):
    X, Y = np.asarray(X), np.asarray(Y)
    squares_x = (X**2).sum(axis=1, keepdims=True)
    squares_y = (Y**2).sum(axis=1)
    squared = squares_x + squares_y - 2 * (X @ Y.T)
    return np.sqrt(np.maximum(squared, 0))
