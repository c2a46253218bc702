"""Writes decompositions.json: singular value decompositions and eigenvectors as LAPACK turns them, and results whose last
digits and zeros' signs are the same on every x86-64 processor that OpenBLAS has code for. Least squares have those of its code
for AVX-512.

usage: python decompositions.py    (NumPy 2.4, on a processor with AVX-512, which can run the code for all others)
"""

import json
import os
import pathlib
import subprocess
import sys

import numpy as np

SHAPES = [(1, 1), (2, 2), (3, 3), (5, 5), (9, 9), (14, 14), (4, 3), (3, 4), (6, 3), (3, 6), (12, 2), (2, 12), (8, 5), (5, 8),
          (1, 5), (5, 1), (2, 1), (1, 2), (30, 7), (7, 30)]


def written(array):
    array = np.asarray(array, np.complex128)
    return [[z.real, z.imag] for z in array.ravel().tolist()]


PROCESSORS = ["Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX"]

EXACT = {
    "eig": np.linalg.eig,
    "eigvals": lambda a: (np.linalg.eigvals(a),),
    "svdvals": lambda a: (np.linalg.svd(a, compute_uv=False),),
    "qr": np.linalg.qr,
}


def matrices():
    """Of integers, so that no digit is lost in the file: those in textbooks, singular, defective and permuted ones, others."""
    yield from [[[2, -1, 0], [-1, 2, -1], [0, -1, 2]], [[1, 0, 0], [2, 3, 0], [4, 5, 6]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]],
                np.outer([1, 2, 3], [1, 0, -1]), np.vander(range(4)), [[0, 1], [1, 0]], [[0, -1], [1, 0]], [[2, 1], [1, 2]],
                [[1, 2], [3, 4]], [[4, -2], [1, 1]], np.eye(2), np.zeros((2, 2)), np.diag([3, 1, 2]), -np.eye(3),
                np.arange(9).reshape(3, 3), np.arange(1, 10).reshape(3, 3), np.ones((3, 3)), [[12, -51, 4], [6, 167, -68], [-4, 24, -41]],
                [[1, 2j], [-2j, 3]], [[1j, 1], [0, 1j]], [[0, 1j], [1j, 0]], 2 * np.eye(4) + np.eye(4, k=1),
                [[-0.0, 1], [1, 0]], [[6, -11, 6], [1, 0, 0], [0, 1, 0]], np.tri(4), [[3, 2, 2], [2, 3, -2]], [[1], [2], [3]],
                [[3, 4]], [[5]], [[-5]], [[-3 + 4j]], np.zeros((3, 3))]
    rng = np.random.default_rng(11)
    for index in range(160):
        m, n = rng.integers(1, 7, 2)
        m, n = (n, n) if index % 2 else (m, n)
        a = rng.integers(-5, 6, (m, n)) * (rng.random((m, n)) < (0.5 if index % 3 == 0 else 1))
        yield a + 1j * rng.integers(-5, 6, (m, n)) if index % 5 == 0 else a


def bits(array):
    """Shape and parts of the elements; as hexadecimal numbers, which are read without rounding."""
    z = np.ascontiguousarray(array, np.complex128)
    return {"shape": list(np.shape(array)), "complex": bool(np.iscomplexobj(array)),
            "bits": [f"{part:x}" for part in z.view(np.uint64).ravel().tolist()]}


def exact():
    """Every result on this processor."""
    return [{kind: [bits(part) for part in function(np.asarray(a) * 1.0)]
             for kind, function in EXACT.items() if np.shape(a)[0] == np.shape(a)[1] or not kind.startswith("eig")}
            for a in matrices()]


def on(processor, what):
    """What this script prints with a processor's code."""
    environment = {**os.environ, "OPENBLAS_CORETYPE": processor, "OPENBLAS_NUM_THREADS": "1"}
    return json.loads(subprocess.run([sys.executable, __file__, what], env=environment, check=True,
                                     capture_output=True).stdout)


def exact_cases():
    """Results that all processors agree on."""
    found = [on(processor, "exact") for processor in PROCESSORS]
    for index, a in enumerate(matrices()):
        a = np.asarray(a) * 1.0
        for kind in found[0][index]:
            results = [one[index][kind] for one in found]
            if all(result == results[0] for result in results):
                yield {"kind": kind, "shape": list(a.shape), "complex": bool(np.iscomplexobj(a)), "a": written(a),
                       "results": results[0]}


def least_squares_problems():
    """Matrices of every outline, of full rank or not, and lines and curves through points."""
    rng = np.random.default_rng(13)
    for m, n, p in [(4, 2, 1), (3, 3, 1), (5, 3, 2), (9, 3, 1), (12, 8, 1), (2, 3, 1), (2, 5, 2), (8, 10, 1), (1, 1, 1), (4, 1, 1),
                    (1, 3, 1), (40, 2, 1), (25, 25, 1), (30, 11, 3), (6, 20, 1)]:
        yield rng.integers(-9, 10, (m, n)), rng.integers(-9, 10, (m, p))
        rank = max(1, min(m, n) - 1)
        yield rng.integers(-3, 4, (m, rank)) @ rng.integers(-3, 4, (rank, n)), rng.integers(-9, 10, (m, p))
    for m in [4, 7, 20]:
        x = np.arange(m)
        yield np.vander(x, 2), 3 * x[:, None] - 1
        yield np.vander(x % 50, 3), rng.integers(-9, 10, (m, 1))
    yield np.vander(np.arange(2500), 2), rng.integers(-9, 10, (2500, 1))
    yield np.zeros((3, 2)), np.ones((3, 1))


def least_squares():
    """Their solutions, residuals, ranks and singular values on this processor."""
    for a, b in least_squares_problems():
        x, residuals, rank, values = np.linalg.lstsq(a, b)
        yield {"kind": "lstsq", "shape": list(a.shape), "complex": False, "a": written(a), "b": written(b),
               "right_sides": b.shape[1], "rank": int(rank), "results": [bits(x), bits(residuals), bits(values)]}


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
    for index, n in enumerate([2, 3, 3, 4, 6, 9, 13, 25] * 2):
        a = rng.standard_normal((n, n)) + (1j * rng.standard_normal((n, n)) if index % 2 else 0)
        # Only the upper triangle is read.
        values, vectors = np.linalg.eigh(a, UPLO="U")
        cases.append({"kind": "eigh upper", "shape": [n, n], "complex": bool(index % 2), "full": True, "a": written(a),
                      "values": values.tolist(), "left": written(vectors), "right": []})
    cases.extend(exact_cases())
    cases.extend(on("SkylakeX", "least squares"))
    text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


if sys.argv[1:] == ["exact"]:
    print(json.dumps(exact()))
elif sys.argv[1:] == ["least squares"]:
    print(json.dumps(list(least_squares())))
else:
    main()
