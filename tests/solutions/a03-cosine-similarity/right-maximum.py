import numpy as np


def cosine_similarity_matrix(X):
    norms = np.sqrt((X * 1.0 * X).sum(axis=1))[:, None]
    unit = X / np.maximum(norms, 1e-12)
    return np.clip(unit @ unit.T, -1.0, 1.0)
