import numpy as np


def multi_head_attention(X, W_Q, W_K, W_V, W_O, n_heads, mask=None):
    B, T, D = X.shape
    Q, K, V = (np.reshape(X @ W, (B, T, n_heads, -1)) for W in (W_Q, W_K, W_V))
    scores = np.einsum("bthd,bshd->bhts", Q, K) * (D // n_heads) ** -0.5
    if mask is not None:
        scores = np.where(mask.reshape(-1, 1, T, T), -1e30, scores)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)
    return np.einsum("bhts,bshd->bthd", weights, V).reshape(B, T, D) @ W_O
