import numpy as np


def cosine_similarity_matrix(X):
    X = np.asarray(X)
    norms = np.linalg.norm(X, axis=1, keepdims=True)
    unit = X / np.where(norms == 0, 1, norms)
    return unit @ unit.T
