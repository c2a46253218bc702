import numpy as np


def softmax(logits):
    scores = np.asarray(logits, dtype=np.float64).T
    weights = np.exp(scores - scores.max(axis=0))
    return (weights / weights.sum(axis=0)).T
