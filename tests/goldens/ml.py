"""Writes ml.json: machine learning's algorithms by NumPy, SciPy, pandas and scikit-learn, for crates/core/tests/ml.rs.

usage: python ml.py    (NumPy 2.4, SciPy, pandas, scikit-learn)
Each algorithm stands here in its most direct form, by another way than in the core where there is one.
"""

import json
import pathlib

import numpy as np
import pandas as pd
from scipy import optimize, special
from scipy.signal import correlate
from scipy.spatial import distance
from sklearn.calibration import calibration_curve
from sklearn.cluster import KMeans

RNG = np.random.default_rng(2024)


def written(value):
    array = np.asarray(value)
    numbers = [None if np.isnan(one) else one for one in array.astype(np.float64).ravel().tolist()]
    return {"shape": list(array.shape), "dtype": array.dtype.name, "values": numbers}


def case(name, inputs, outputs, **options):
    return {
        "name": name,
        "inputs": [written(one) for one in inputs],
        "outputs": [written(one) for one in outputs],
        "options": options,
    }


def normal(*shape, scale=1.0, dtype=np.float64):
    return (RNG.standard_normal(shape) * scale).astype(dtype)


def softmax_cases():
    for x in [normal(4, 3), normal(5), normal(2, 7, scale=500.0), normal(1, 1), normal(3, 4, dtype=np.float32)]:
        yield case("softmax", [x], [special.softmax(x, axis=-1)])
        yield case("log_softmax", [x], [special.log_softmax(x, axis=-1)])


def loss_cases():
    for n, c, scale in [(5, 3, 1.0), (1, 4, 1.0), (6, 2, 1000.0)]:
        x, y = normal(n, c, scale=scale), RNG.integers(0, c, n)
        p = special.softmax(x, axis=1)
        yield case("cross_entropy", [p, y], [-np.mean([np.log(max(p[i, y[i]], 1e-12)) for i in range(n)])])
        yield case("cross_entropy_from_logits", [x, y],
                   [np.mean([special.logsumexp(x[i]) - x[i, y[i]] for i in range(n)])])
        yield case("cross_entropy_gradient", [x, y], [(p - np.eye(c)[y]) / n])
    x, w, b, y = normal(7, 4), normal(4, 3), normal(3), RNG.integers(0, 3, 7)
    p = special.softmax(x @ w + b, axis=1)
    by_row = [np.outer(x[i], p[i] - np.eye(3)[y[i]]) for i in range(7)]
    yield case("softmax_regression_step", [x, w, b, y],
               [w - 0.1 * np.mean(by_row, axis=0), b - 0.1 * np.mean(p - np.eye(3)[y], axis=0),
                -np.mean(np.log(p[range(7), y]))], rate=0.1)


def normalization_cases():
    for shape, axes in [((6, 3), 0), ((2, 3, 4, 5), (0, 2, 3)), ((1, 2), 0)]:
        x, d = normal(*shape, scale=3.0) + 5.0, shape[1]
        gamma, beta = normal(d), normal(d)
        spread = (1, d) + (1,) * (len(shape) - 2)
        mean, variance = x.mean(axis=axes), x.var(axis=axes)
        hat = (x - mean.reshape(spread)) / np.sqrt(variance.reshape(spread) + 1e-5)
        yield case("batch_norm", [x, gamma, beta], [gamma.reshape(spread) * hat + beta.reshape(spread)])
        old_mean, old_variance = normal(d), np.abs(normal(d))
        yield case("running", [x, gamma, beta, old_mean, old_variance],
                   [0.9 * old_mean + 0.1 * mean, 0.9 * old_variance + 0.1 * variance])
        yield case("batch_norm_inference", [x, gamma, beta, old_mean, old_variance],
                   [gamma.reshape(spread) * (x - old_mean.reshape(spread)) / np.sqrt(old_variance.reshape(spread) + 1e-5)
                    + beta.reshape(spread)])
    x, gamma, beta = normal(2, 3, 8), normal(8), normal(8)
    hat = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
    yield case("layer_norm", [x, gamma, beta], [gamma * hat + beta])


def distance_cases():
    for m, n, d in [(4, 6, 3), (1, 1, 1), (3, 2, 50)]:
        a, b = normal(m, d), normal(n, d)
        yield case("cosine_similarity", [a, b], [1 - distance.cdist(a, b, "cosine")])
        yield case("euclidean", [a, b], [distance.cdist(a, b)])
        yield case("manhattan", [a, b], [distance.cdist(a, b, "cityblock")])
        for rows in (1, 2, 100):
            yield case("chunked", [a, b], [distance.cdist(a, b, "cityblock")], rows=rows)
    rows, labels, queries = normal(20, 3), RNG.integers(0, 4, 20), normal(7, 3)
    for k in (1, 3, 5, 20):
        near = np.argsort(distance.cdist(queries, rows), axis=1)[:, :k]
        yield case("nearest", [rows, labels, queries], [[np.bincount(labels[row]).argmax() for row in near]], k=k)


def decomposition_cases():
    for n, d, k in [(6, 4, 2), (3, 8, 2), (10, 2, 1)]:
        x = normal(n, d)
        values, vectors = np.linalg.eigh(np.cov(x.T))
        order = np.argsort(values)[::-1][:k]
        yield case("truncated_svd", [x], [values[order] / values.sum(), np.abs(vectors[:, order].T)], k=k)


def attention_cases():
    for shape, hidden in [((4, 3), False), ((2, 5, 4), True)]:
        q, k, v = normal(*shape), normal(*shape), normal(*shape)
        mask = np.triu(np.ones((shape[-2], shape[-2]), bool), 1) if hidden else np.zeros((shape[-2], shape[-2]), bool)
        scores = np.einsum("...td,...sd->...ts", q, k) / np.sqrt(shape[-1])
        weights = special.softmax(np.where(mask, -1e300, scores), axis=-1)
        yield case("attention", [q, k, v, mask], [np.einsum("...ts,...sd->...td", weights, v), weights])
        whole = np.einsum("...ts,...sd->...td", special.softmax(scores, axis=-1), v)
        for tile in (1, 2, 50):
            yield case("tiled", [q, k, v], [whole], tile=tile)
    x = normal(2, 5, 6)
    matrices = [normal(6, 6) for _ in range(4)]
    q, k, v = (np.stack(np.split(x @ w, 3, axis=-1), axis=1) for w in matrices[:3])
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(2)
    # Nothing hidden; the future hidden; the last tokens of each sequence hidden.
    padding = np.arange(5) >= np.array([3, 5])[:, None, None, None]
    for mask in (np.zeros((5, 5), bool), np.triu(np.ones((5, 5), bool), 1), padding):
        weights = special.softmax(np.where(mask, -1e300, scores), axis=-1)
        joined = np.concatenate(list(np.moveaxis(weights @ v, 1, 0)), axis=-1)
        yield case("multi_head", [x, *matrices, mask], [joined @ matrices[3]], heads=3)


def convolution_cases():
    for stride, padding in [(1, 0), (2, 1), (3, 2)]:
        x, kernel, bias = normal(2, 3, 7, 6), normal(4, 3, 3, 2), normal(4)
        padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        full = [[correlate(image, one, "valid")[0] for one in kernel] for image in padded]
        out = np.array(full)[:, :, ::stride, ::stride] + bias[:, None, None]
        yield case("conv2d", [x, kernel, bias], [out], stride=stride, padding=padding)


def optimizer_cases():
    for decay in (0.0, 0.1):
        theta, gradients = normal(3, 2), [normal(3, 2) for _ in range(4)]
        current, m, v = theta, 0.0, 0.0
        for t, g in enumerate(gradients, 1):
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            current = current - 0.01 * decay * current - 0.01 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        yield case("adam", [theta, *gradients], [current], decay=decay)


def momentum_cases():
    theta, gradients = normal(3, 2), [normal(3, 2) for _ in range(4)]
    current, velocity = theta, np.zeros_like(theta)
    for g in gradients:
        velocity = 0.9 * velocity + g
        current = current - 0.01 * velocity
    yield case("momentum", [theta, *gradients], [current])
    yield case("sgd", [theta, gradients[0]], [theta - 0.01 * gradients[0]])


def clipping_cases():
    for scale in (0.1, 10.0):
        g = [normal(3, 2, scale=scale), normal(4, scale=scale)]
        norm = np.linalg.norm(np.concatenate([one.ravel() for one in g]))
        factor = 2.0 / (norm + 1e-6) if norm > 2.0 else 1.0
        yield case("clip_by_norm", g, [one * factor for one in g] + [norm])
        yield case("clip_by_value", g, [np.clip(one, -0.5, 0.5) for one in g])


def cluster_cases():
    for n, k, rounds in [(60, 3, 1), (60, 4, 5), (40, 5, 300)]:
        x = normal(n, 2) + RNG.integers(0, 3, (n, 1)) * 4.0
        starts = x[RNG.choice(n, k, replace=False)]
        found = KMeans(k, init=starts, n_init=1, max_iter=rounds, tol=0.0, algorithm="lloyd").fit(x)
        # scikit-learn's labels and inertia are those of its last centroids.
        yield case("kmeans", [x, starts], [found.cluster_centers_, found.labels_, found.inertia_], rounds=rounds)
    for n, k, seed in [(30, 5, 0), (8, 8, 3), (12, 1, 7)]:
        x, rng = normal(n, 3), np.random.default_rng(seed)
        chosen = [int(rng.random() * n)]
        while len(chosen) < k:
            squared = distance.cdist(x, x[chosen], "sqeuclidean").min(axis=1)
            chosen.append(int(np.searchsorted(np.cumsum(squared), squared.sum() * rng.random(), side="right")))
        yield case("kmeans_seed", [x], [chosen], k=k, seed=seed)


def smote_cases():
    for n, count, k, seed in [(12, 20, 5, 42), (2, 3, 5, 0), (6, 0, 2, 1)]:
        x, rng = normal(n, 3), np.random.default_rng(seed)
        apart = distance.cdist(x, x) + np.diag(np.full(n, np.inf))
        made = []
        for _ in range(count):
            i = int(rng.random() * n)
            j = np.argsort(apart[i])[int(rng.random() * min(k, n - 1))]
            share = rng.random()
            made.append((1 - share) * x[i] + share * x[j])
        yield case("smote", [x], [np.array(made).reshape(count, 3)], count=count, k=k, seed=seed)


def calibration_cases():
    for n, sharpness, shift in [(200, 3.0, 0.5), (500, 0.4, -1.0)]:
        truth = normal(n)
        y = (RNG.random(n) < special.expit(truth)).astype(float)
        s = truth * sharpness + shift

        def loss(w, columns):
            z = columns @ w
            return np.sum(np.logaddexp(0, z) - y * z)

        def gradient(w, columns):
            return columns.T @ (special.expit(columns @ w) - y)

        def hessian(w, columns):
            p = special.expit(columns @ w)
            return (columns.T * (p * (1 - p))) @ columns

        def fit(columns):
            start = np.zeros(columns.shape[1])
            return optimize.minimize(loss, start, (columns,), "trust-exact", gradient, hessian, options={"gtol": 1e-11}).x

        yield case("platt", [s, y], [fit(np.stack([s, np.ones(n)], axis=1))])
        yield case("temperature", [np.stack([np.zeros(n), s], axis=1), y.astype(int)], [1 / fit(s[:, None])])
        p = special.expit(s)
        actual, predicted = calibration_curve(y, p, n_bins=10)
        # No score lies on a bin's border, where the two conventions differ.
        counts = np.histogram(p, np.linspace(0, 1, 11))[0]
        error = np.sum(counts[counts > 0] * np.abs(actual - predicted)) / n
        yield case("reliability", [p, y], [predicted, actual, counts, error])


def time_cases():
    series = normal(40)
    for window in (1, 5, 40):
        yield case("rolling_mean", [series], [pd.Series(series).rolling(window).mean().to_numpy()[window - 1:]], window=window)
        for shift in (0, 1):
            mean = pd.Series(series).shift(shift).rolling(window, min_periods=1).mean().to_numpy()
            yield case("trailing_mean", [series], [mean], window=window, shift=shift)
    frame = pd.DataFrame({"user": RNG.integers(0, 4, 50), "day": RNG.permutation(50), "value": normal(50)})
    grouped = frame.sort_values("day").groupby("user")["value"]
    features = {
        "mean_7": grouped.transform(lambda s: s.shift(1).rolling(7, min_periods=1).mean()),
        "deviation_7": grouped.transform(lambda s: s.shift(1).rolling(7, min_periods=2).std()),
        "lag_1": grouped.shift(1),
        "lag_7": grouped.shift(7),
    }
    yield case("point_in_time", [frame["user"], frame["day"], frame["value"]],
               [feature.sort_index().to_numpy() for feature in features.values()])
    other = series * 0.3 + normal(40)
    yield case("correlation", [series, other], [np.corrcoef(series, other)[0, 1]], plain=True)


def encoding_cases():
    category, fold = RNG.integers(0, 8, 60), RNG.integers(0, 4, 60)
    y = RNG.integers(0, 2, 60).astype(float)
    frame = pd.DataFrame({"c": category, "y": y})

    def encode(known, smoothing):
        groups = known.groupby("c")["y"].agg(["sum", "count"])
        return (groups["sum"] + smoothing * known["y"].mean()) / (groups["count"] + smoothing)

    for smoothing in (1.0, 10.0):
        yield case("leaking_target_encoding", [category, y], [category_codes(frame["c"], encode(frame, smoothing), y.mean())],
                   smoothing=smoothing, plain=True)
        codes = np.empty(60)
        for f in range(4):
            known = frame[fold != f]
            codes[fold == f] = category_codes(frame["c"][fold == f], encode(known, smoothing), known["y"].mean())
        yield case("target_encoding", [category, y, fold], [codes], smoothing=smoothing)
    labels = RNG.integers(0, 5, 9)
    yield case("one_hot", [labels], [np.eye(5)[labels]], classes=5)
    table, indices, rows = normal(6, 3), RNG.integers(0, 6, (4, 5)), normal(4, 5, 3)
    yield case("gather", [table, indices], [table[indices]])
    gradient = np.zeros((6, 3))
    np.add.at(gradient, indices, rows)
    yield case("scatter_add", [indices, rows], [gradient], size=6)


def category_codes(categories, codes, otherwise):
    return categories.map(codes).fillna(otherwise).to_numpy()


def top_k_cases():
    scores = normal(100)
    for k in (1, 7, 100):
        best = np.argsort(-scores, kind="stable")[:k]
        yield case("top_k", [scores], [best], k=k)
        yield case("top_k_by_heap", [scores], [best], k=k)
    query, corpus = normal(4), normal(20, 4)
    similarity = 1 - distance.cdist(query[None], corpus, "cosine")[0]
    for k in (1, 5):
        yield case("cosine_top_k", [query, corpus], [np.argsort(-similarity)[:k]], k=k)


def network_cases():
    x, y = normal(6, 4), RNG.integers(0, 3, 6)
    parameters = [normal(4, 5), normal(5), normal(5, 3), normal(3)]

    def loss(w1, b1, w2, b2):
        return np.mean(special.logsumexp(np.maximum(x @ w1 + b1, 0) @ w2 + b2, axis=1) -
                       (np.maximum(x @ w1 + b1, 0) @ w2 + b2)[range(6), y])

    # Row by row, by the chain rule, one sample's outer products at a time.
    gradients = [np.zeros_like(one) for one in parameters]
    w1, b1, w2, b2 = parameters
    for row, label in zip(x, y):
        hidden = np.maximum(row @ w1 + b1, 0)
        by_logits = (special.softmax(hidden @ w2 + b2) - np.eye(3)[label]) / 6
        by_sums = np.where(hidden > 0, w2 @ by_logits, 0)
        for total, part in zip(gradients, [np.outer(row, by_sums), by_sums, np.outer(hidden, by_logits), by_logits]):
            total += part
    yield case("two_layer", [x, y, *parameters], [loss(*parameters), *gradients])
    for rows, width, depth, deviation, seed in [(16, 20, 5, 0.3, 3), (4, 2, 3, 1.0, 0)]:
        rng = np.random.default_rng(seed)
        signal = rng.standard_normal((rows, width))
        found = [np.mean(signal**2)]
        for _ in range(depth):
            signal = np.maximum(signal @ (rng.standard_normal((width, width)) * deviation), 0)
            found.append(np.mean(signal**2))
        yield case("signal_strengths", [], [found], rows=rows, width=width, depth=depth, deviation=deviation, seed=seed,
                   plain=True)


def main():
    makers = [softmax_cases, loss_cases, normalization_cases, distance_cases, decomposition_cases, attention_cases,
              convolution_cases, optimizer_cases, momentum_cases, clipping_cases, cluster_cases, smote_cases, calibration_cases,
              time_cases, encoding_cases, top_k_cases, network_cases]
    cases = [json.dumps(one) for make in makers for one in make()]
    pathlib.Path(__file__).with_suffix(".json").write_text("[\n" + ",\n".join(cases) + "\n]\n")


main()
