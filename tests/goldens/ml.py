"""Writes ml.json: machine learning's algorithms by plain NumPy and SciPy, for crates/core/tests/ml.rs.

usage: python ml.py    (NumPy 2.4, SciPy)
Each algorithm stands here in its most direct form, by another way than in the core where there is one.
"""

import json
import pathlib

import numpy as np
from scipy import special
from scipy.signal import correlate
from scipy.spatial import distance

RNG = np.random.default_rng(2024)


def written(value):
    array = np.asarray(value)
    numbers = array.astype(np.float64).ravel().tolist()
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
    x = normal(2, 5, 6)
    matrices = [normal(6, 6) for _ in range(4)]
    q, k, v = (np.stack(np.split(x @ w, 3, axis=-1), axis=1) for w in matrices[:3])
    weights = special.softmax(q @ k.transpose(0, 1, 3, 2) / np.sqrt(2), axis=-1)
    joined = np.concatenate(list(np.moveaxis(weights @ v, 1, 0)), axis=-1)
    yield case("multi_head", [x, *matrices], [joined @ matrices[3]], heads=3)


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


def main():
    makers = [softmax_cases, loss_cases, normalization_cases, distance_cases, decomposition_cases, attention_cases,
              convolution_cases, optimizer_cases]
    cases = [json.dumps(one) for make in makers for one in make()]
    pathlib.Path(__file__).with_suffix(".json").write_text("[\n" + ",\n".join(cases) + "\n]\n")


main()
