"""Writes decompositions.json: singular value decompositions and eigenvectors as LAPACK turns them, and results to the last digit
and the sign of every zero: those of real matrices with OpenBLAS's code for AVX2, those of complex ones where its code for every
x86-64 processor agrees.

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

# Of real matrices.
REAL = {
    "exact svd": lambda a: np.linalg.svd(a, full_matrices=True),
    "exact eigh": lambda a: np.linalg.eigh(a),
    "cholesky": lambda a: (np.linalg.cholesky(a @ a.T + np.eye(len(a))),),
    "inv": lambda a: (np.linalg.inv(a @ a.T + np.eye(len(a))),),
    "solve": lambda a: (np.linalg.solve(a @ a.T + np.eye(len(a)), np.arange(1.0, len(a) + 1)),),
    "det": lambda a: (np.linalg.det(a),),
}
SQUARE = ("eig", "eigvals", "exact eigh", "det")


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
    for m, n in [(7, 7), (8, 8), (9, 9), (10, 10), (11, 11), (12, 12), (13, 13), (9, 4), (13, 5), (4, 9), (8, 12), (12, 9)]:
        yield rng.integers(-999, 1000, (m, n))


def bits(array):
    """Shape and parts of the elements; as hexadecimal numbers, which are read without rounding."""
    z = np.ascontiguousarray(array, np.complex128)
    return {"shape": list(np.shape(array)), "complex": bool(np.iscomplexobj(array)),
            "bits": [f"{part:x}" for part in z.view(np.uint64).ravel().tolist()]}


def exact():
    """Every result on this processor."""
    def results(a):
        functions = EXACT if np.iscomplexobj(a) else EXACT | REAL
        is_square = a.shape[0] == a.shape[1]
        return {kind: [bits(part) for part in function(a)] for kind, function in functions.items()
                if is_square or kind not in SQUARE}

    return [results(np.asarray(a) * 1.0) for a in matrices()]


def on(processor, what):
    """What this script prints with a processor's code."""
    environment = {**os.environ, "OPENBLAS_CORETYPE": processor, "OPENBLAS_NUM_THREADS": "1"}
    return json.loads(subprocess.run([sys.executable, __file__, what], env=environment, check=True,
                                     capture_output=True).stdout)


def exact_cases():
    """Results with the code for AVX2, of complex matrices those that all processors agree on."""
    found = {processor: on(processor, "exact") for processor in PROCESSORS}
    for index, a in enumerate(matrices()):
        a = np.asarray(a) * 1.0
        for kind, results in found["Haswell"][index].items():
            if not np.iscomplexobj(a) or all(one[index][kind] == results for one in found.values()):
                yield {"kind": kind, "shape": list(a.shape), "complex": bool(np.iscomplexobj(a)), "a": written(a),
                       "results": results}


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
    cases.extend(on("Haswell", "least squares"))
    text = "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"
    pathlib.Path(__file__).with_suffix(".json").write_text(text)


if sys.argv[1:] == ["exact"]:
    print(json.dumps(exact()))
elif sys.argv[1:] == ["least squares"]:
    print(json.dumps(list(least_squares())))
else:
    main()
