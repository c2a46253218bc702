import numpy as np


def pairwise_euclidean(X, Y):
    rows = []
    for x in X:
        rows.append(np.sqrt(((x - Y) ** 2).sum(axis=1)))
    return np.stack(rows)
