import numpy as np


def cosine_similarity_matrix(X):
    norms = np.linalg.norm(X, axis=1)
    return (X @ X.T) / np.outer(norms, norms)
