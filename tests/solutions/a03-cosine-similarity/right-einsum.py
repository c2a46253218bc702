import numpy as np


def cosine_similarity_matrix(X):
    lengths = np.linalg.norm(X, axis=1)
    safe = np.where(lengths > 0, lengths, np.inf)
    return np.einsum("id,jd->ij", X / safe[:, None], X / safe[:, None])
