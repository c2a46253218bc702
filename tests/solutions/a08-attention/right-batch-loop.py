import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    outputs, all_weights = [], []
    for b in range(len(Q)):
        scores = Q[b] @ K[b].T / np.sqrt(Q.shape[2])
        if mask is not None:
            scores = np.where(mask if mask.ndim == 2 else mask[b], -np.inf, scores)
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        weights = weights / weights.sum(axis=1, keepdims=True)
        outputs.append(weights @ V[b])
        all_weights.append(weights)
    return np.stack(outputs), np.stack(all_weights)
