import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = Q @ K.transpose(0, 2, 1) / np.sqrt(Q.shape[-1])
    if mask is not None:
        scores = np.where(mask, -np.inf, scores)
    highest = scores.max(axis=-1, keepdims=True)
    highest = np.where(np.isneginf(highest), 0.0, highest)  # all hidden
    weights = np.exp(scores - highest)
    total = weights.sum(axis=-1, keepdims=True)
    weights = weights / np.where(total == 0, 1.0, total)
    return weights @ V, weights
