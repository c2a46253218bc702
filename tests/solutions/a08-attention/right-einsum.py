import numpy as np


def scaled_dot_product_attention(Q, K, V, mask=None):
    scores = np.einsum("btd,bsd->bts", Q, K) / Q.shape[-1] ** 0.5
    if mask is not None:
        scores = scores + np.where(mask, -1e30, 0.0)
    scores = scores - np.max(scores, axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return np.einsum("bts,bsv->btv", weights, V), weights
