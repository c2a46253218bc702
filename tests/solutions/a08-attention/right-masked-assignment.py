import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = np.matmul(Q, np.swapaxes(K, -1, -2)) / np.sqrt(K.shape[-1])
    if mask is not None:
        scores[np.broadcast_to(mask, scores.shape)] = -np.inf
    exps = np.exp(scores - scores.max(-1)[..., None])
    weights = exps / exps.sum(-1)[..., None]
    return np.matmul(weights, V), weights
