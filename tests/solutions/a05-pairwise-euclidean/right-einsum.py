import numpy as np


def pairwise_euclidean(X, Y):
    xx = np.einsum("nd,nd->n", X, X)
    yy = np.einsum("md,md->m", Y, Y)
    squared = xx[:, None] + yy[None, :] - 2.0 * np.dot(X, Y.T)
    return np.sqrt(np.where(squared < 0, 0, squared))
