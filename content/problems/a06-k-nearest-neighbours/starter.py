import numpy as np


def knn_predict(X_train, y_train, X_query, k=5):
    """Label each query by a majority vote of its k nearest training points.

    X_train: (n, d), y_train: (n,) integers, X_query: (m, d)
    returns: labels (m,)
    """
    return ...
