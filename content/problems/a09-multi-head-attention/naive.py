import numpy as np


def multi_head_attention(X, W_Q, W_K, W_V, W_O, n_heads, mask=None):
    B, T, D = X.shape
    d = D // n_heads
    Q = (X @ W_Q).reshape(B, n_heads, T, d)
    K = (X @ W_K).reshape(B, n_heads, T, d)
    V = (X @ W_V).reshape(B, n_heads, T, d)
    scores = Q @ K.transpose(0, 1, 3, 2) / np.sqrt(d)
    if mask is not None:
        hidden = mask if mask.ndim == 2 else mask[:, None]
        scores = np.where(hidden, -np.inf, scores)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return (weights @ V).reshape(B, T, D) @ W_O
