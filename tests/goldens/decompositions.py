"""Writes decompositions.json: singular value decompositions and Hermitian eigenvectors as LAPACK turns them.

usage: python decompositions.py    (NumPy 2.4)
"""

import json
import pathlib

import numpy as np

SHAPES = [(1, 1), (2, 2), (3, 3), (5, 5), (9, 9), (14, 14), (4, 3), (3, 4), (6, 3), (3, 6), (12, 2), (2, 12), (8, 5), (5, 8),
          (1, 5), (5, 1), (2, 1), (1, 2), (30, 7), (7, 30)]


def written(array):
    array = np.asarray(array, np.complex128)
    return [[z.real, z.imag] for z in array.ravel().tolist()]


def main():
    rng = np.random.default_rng(7)
    cases = []
    for index, (m, n) in enumerate(SHAPES * 2):
        a = rng.standard_normal((m, n)) + (1j * rng.standard_normal((m, n)) if index % 2 else 0)
        full = bool(rng.random() < 0.5)
        u, s, vh = np.linalg.svd(a, full_matrices=full)
        k = min(m, n)
        cases.append({"kind": "svd", "shape": [m, n], "complex": bool(index % 2), "full": full, "a": written(a),
                      "values": s.tolist(), "left": written(u[:, :k]), "right": written(vh[:k])})
    for index, n in enumerate([1, 2, 2, 3, 3, 4, 6, 9, 13, 20, 25] * 2):
        a = rng.standard_normal((n, n)) + (1j * rng.standard_normal((n, n)) if index % 2 else 0)
        a = a + a.conj().T
        values, vectors = np.linalg.eigh(a)
        cases.append({"kind": "eigh", "shape": [n, n], "complex": bool(index % 2), "full": True, "a": written(a),
                      "values": values.tolist(), "left": written(vectors), "right": []})
    text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


main()
