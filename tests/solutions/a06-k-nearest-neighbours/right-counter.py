from collections import Counter

import numpy as np


def knn_predict(X_train, y_train, X_query, k=5):
    answers = []
    for query in X_query:
        distances = np.linalg.norm(X_train - query, axis=1)
        counts = Counter(y_train[np.argsort(distances)[:k]].tolist())
        most = max(counts.values())
        answers.append(min(label for label, count in counts.items() if count == most))
    return answers
