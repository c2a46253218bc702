import numpy as np


def multi_head_attention(X, W_Q, W_K, W_V, W_O, n_heads, mask=None):
    B, T, D = X.shape
    split = lambda M: (X @ M).reshape(B, T, n_heads, D // n_heads).transpose(0, 2, 1, 3)
    Q, K, V = split(W_Q), split(W_K), split(W_V)
    scores = Q @ K.transpose(0, 1, 3, 2) / np.sqrt(D // n_heads)
    if mask is not None:
        scores = np.where(mask, -np.inf, scores)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return (weights @ V).transpose(0, 2, 1, 3).reshape(B, T, D) @ W_O
