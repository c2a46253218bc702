import numpy as np


def cosine_similarity_matrix(X):
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    unit = X / np.where(norms == 0, 1, norms)
    result = unit @ unit.T
    np.fill_diagonal(result, 1.0)
    return result
