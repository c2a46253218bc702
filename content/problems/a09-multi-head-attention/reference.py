import numpy as np


def multi_head_attention(X, W_Q, W_K, W_V, W_O, n_heads, mask=None):
    B, T, D = X.shape
    d = D // n_heads

    def split(matrix):
        return (X @ matrix).reshape(B, T, n_heads, d).transpose(0, 2, 1, 3)

    Q, K, V = split(W_Q), split(W_K), split(W_V)
    scores = Q @ K.transpose(0, 1, 3, 2) / np.sqrt(d)
    if mask is not None:
        hidden = mask if mask.ndim == 2 else mask[:, None, :, :]
        scores = np.where(hidden, -np.inf, scores)
    highest = scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores - np.where(np.isneginf(highest), 0.0, highest))
    total = weights.sum(axis=-1, keepdims=True)
    heads = weights / np.where(total == 0, 1.0, total) @ V
    return heads.transpose(0, 2, 1, 3).reshape(B, T, D) @ W_O
