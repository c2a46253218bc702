"""Linear algebra: `numpy.linalg` over the native factorisations and solvers."""

import builtins as _builtins
import warnings as _warnings
from collections import namedtuple as _namedtuple

import numpy as np
from numpy import _linalg
from numpy._axes import like as _like
from numpy._linalg import LinAlgError

__all__ = [
    "LinAlgError", "cholesky", "cond", "cross", "det", "diagonal", "eig", "eigh", "eigvals", "eigvalsh", "inv", "lstsq",
    "matmul", "matrix_norm", "matrix_power", "matrix_rank", "matrix_transpose", "multi_dot", "norm", "outer", "pinv", "qr",
    "slogdet", "solve", "svd", "svdvals", "tensordot", "tensorinv", "tensorsolve", "trace", "vecdot", "vector_norm",
]

EigResult = _namedtuple("EigResult", ["eigenvalues", "eigenvectors"])
EighResult = _namedtuple("EighResult", ["eigenvalues", "eigenvectors"])
QRResult = _namedtuple("QRResult", ["Q", "R"])
SlogdetResult = _namedtuple("SlogdetResult", ["sign", "logabsdet"])
SVDResult = _namedtuple("SVDResult", ["U", "S", "Vh"])

_abs = _builtins.abs
_sum = np.sum


def _check_stack(a):
    if a.ndim < 2:
        raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be at least two-dimensional")


def _check_square(a):
    _check_stack(a)
    if a.shape[-1] != a.shape[-2]:
        raise LinAlgError("Last 2 dimensions of the array must be square")


def solve(a, b):
    return _linalg.solve(a, b)


def inv(a):
    return _linalg.inv(a)


def det(a):
    return _linalg.det(a)


def slogdet(a):
    return SlogdetResult(*_linalg.slogdet(a))


def _as_computed(result):
    """Real results in memory as they are in NumPy, which computes complex numbers and gives a view of their real parts."""
    return result.astype(complex).real if result.dtype == float else result


def eig(a):
    return EigResult(*map(_as_computed, _linalg.eig(a)))


def eigvals(a):
    return _as_computed(_linalg.eigvals(a))


def _is_lower(uplo):
    if uplo.upper() not in ("L", "U"):
        raise ValueError("UPLO argument must be 'L' or 'U'")
    return uplo.upper() == "L"


def eigh(a, UPLO="L"):
    return EighResult(*_linalg.eigh(a, _is_lower(UPLO)))


def eigvalsh(a, UPLO="L"):
    return _linalg.eigvalsh(a, _is_lower(UPLO))


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    a = np.asanyarray(a)
    if hermitian:
        return _hermitian_svd(np.asarray(a), compute_uv)
    if not compute_uv:
        return _linalg.svdvals(a)
    return SVDResult(*_linalg.svd(a, _builtins.bool(full_matrices)))


def _hermitian_svd(a, compute_uv):
    """Singular values are the magnitudes of the eigenvalues, and the left vectors take their signs."""
    if not compute_uv:
        return np.sort(np.abs(eigvalsh(a)), axis=-1)[..., ::-1]
    values, vectors = eigh(a)
    signs = np.sign(values)
    order = np.argsort(np.abs(values), axis=-1)[..., ::-1]
    values = np.take_along_axis(np.abs(values), order, axis=-1)
    signs = np.take_along_axis(signs, order, axis=-1)
    u = np.take_along_axis(vectors, order[..., None, :], axis=-1)
    vh = matrix_transpose(u * signs[..., None, :]).conjugate()
    return SVDResult(u, values, vh)


def svdvals(x, /):
    return _linalg.svdvals(x)


def qr(a, mode="reduced"):
    if mode in ("f", "full"):
        _warnings.warn("The 'full' option is deprecated in favor of 'reduced'.\nFor backward compatibility let mode default.",
                       DeprecationWarning, stacklevel=2)
        mode = "reduced"
    elif mode in ("e", "economic"):
        _warnings.warn("The 'economic' option is deprecated.", DeprecationWarning, stacklevel=2)
        return matrix_transpose(_linalg.qr_reflections(a)[0])
    if mode == "raw":
        # The vectors below the diagonal follow each other in memory as LAPACK leaves them.
        h, tau = _linalg.qr_reflections(a)
        return matrix_transpose(np.ascontiguousarray(matrix_transpose(h))), tau
    if mode not in ("reduced", "complete", "r"):
        raise ValueError(f"Unrecognized mode '{mode}'")
    like, a = a, np.asarray(a)
    q, r = _linalg.qr(a, mode)
    # NumPy cuts r out of a copy of the matrix, and so the order of its axes in memory.
    copy = a.astype(r.dtype)[..., :r.shape[-2], :]
    copy[...] = r
    r = _like(like, np.triu(copy))
    return r if mode == "r" else QRResult(_like(like, q), r)


def cholesky(a, /, *, upper=False):
    return _linalg.cholesky(a, not upper)


def lstsq(a, b, rcond=None):
    a = np.asarray(a)
    if rcond is None:
        return _linalg.lstsq(a, b, -1.0)
    rcond = _builtins.float(rcond)
    if not 0 < rcond < 1:
        # What LAPACK takes for a request of the machine's precision.
        rcond = _builtins.float(np.finfo(np.result_type(a, np.asarray(b), np.float32)).eps)
    return _linalg.lstsq(a, b, rcond)


def pinv(a, rcond=None, hermitian=False, *, rtol=None):
    like, a = a, np.asarray(a)
    if rcond is None:
        rcond = rtol
    elif rtol is not None:
        raise ValueError("`rtol` and `rcond` can't be both set.")
    if rcond is None:
        rcond = 1e-15 if rtol is None else rtol
    rcond = np.asarray(rcond)
    if a.size == 0 and a.shape[-2] * a.shape[-1] == 0:
        return np.empty(a.shape[:-2] + (a.shape[-1], a.shape[-2]), dtype=a.dtype)
    a = a.conjugate()
    u, s, vt = svd(a, full_matrices=False, hermitian=hermitian)
    cutoff = rcond[..., np.newaxis] * np.amax(s, axis=-1, keepdims=True)
    large = s > cutoff
    s = np.divide(1, s, where=large, out=s)
    s[~large] = 0
    return _like(like, np.matmul(matrix_transpose(vt), np.multiply(s[..., np.newaxis], matrix_transpose(u))))


def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    if rtol is not None and tol is not None:
        raise ValueError("`tol` and `rtol` can't be both set.")
    a = np.asarray(A)
    if a.ndim < 2:
        return int(not np.all(a == 0))
    s = svd(a, compute_uv=False, hermitian=hermitian)
    if tol is None:
        if rtol is None:
            rtol = max(a.shape[-2:]) * np.finfo(s.dtype).eps
        else:
            rtol = np.asarray(rtol)[..., np.newaxis]
        tol = s.max(axis=-1, keepdims=True, initial=0) * rtol
    else:
        tol = np.asarray(tol)[..., np.newaxis]
    return np.count_nonzero(s > tol, axis=-1)


def matrix_power(a, n):
    a = np.asanyarray(a)
    _check_square(a)
    try:
        n = n.__index__()
    except AttributeError:
        raise TypeError("exponent must be an integer") from None
    if n == 0:
        result = np.empty_like(a)
        result[...] = np.eye(a.shape[-2], dtype=a.dtype)
        return result
    if n < 0:
        a, n = inv(a), -n
    if n <= 3:
        return a if n == 1 else np.matmul(a, a) if n == 2 else np.matmul(np.matmul(a, a), a)
    square = result = None
    while n > 0:
        square = a if square is None else np.matmul(square, square)
        n, bit = divmod(n, 2)
        if bit:
            result = square if result is None else np.matmul(result, square)
    return result


def _inverse_if_any(x):
    """The inverses of a stack of matrices, NaN where there is none."""
    try:
        return inv(x)
    except LinAlgError:
        if x.ndim == 2:
            return np.full(x.shape, np.nan)
        return np.array([_inverse_if_any(one) for one in x])


def cond(x, p=None):
    x = np.asarray(x)
    if x.size == 0 and (x.shape[-1] == 0 or x.shape[-2] == 0):
        raise LinAlgError("cond is not defined on empty arrays")
    if p is None or p == 2 or p == -2:
        s = svd(x, compute_uv=False)
        with np.errstate(all="ignore"):
            result = s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    else:
        _check_square(x)
        with np.errstate(all="ignore"):
            result = norm(x, p, axis=(-2, -1)) * norm(_inverse_if_any(x), p, axis=(-2, -1))
    # Not a number only where the matrix holds one.
    result = np.asarray(result)
    unknown = np.isnan(result)
    if unknown.any():
        unknown &= ~np.isnan(x).any(axis=(-2, -1))
        result = np.where(unknown, np.inf, result)
    return result[()]


def norm(x, ord=None, axis=None, keepdims=False):
    x = np.asarray(x)
    if x.dtype.kind not in "fc":
        x = x.astype(float)
    if axis is None:
        if ord is None or (ord in ("f", "fro") and x.ndim == 2) or (ord == 2 and x.ndim == 1):
            flat = x.ravel(order="K")
            if flat.dtype.kind == "c":
                squares = flat.real.dot(flat.real) + flat.imag.dot(flat.imag)
            else:
                squares = flat.dot(flat)
            result = np.sqrt(squares)
            return result.reshape(x.ndim * [1]) if keepdims else result
        axis = tuple(range(x.ndim))
    elif not isinstance(axis, tuple):
        try:
            axis = (int(axis),)
        except Exception as error:
            raise TypeError("'axis' must be None, an integer or a tuple of integers") from error
    if len(axis) == 1:
        return _vector_norm(x, ord, axis, keepdims)
    if len(axis) == 2:
        return _matrix_norm(x, ord, axis, keepdims)
    raise ValueError("Improper number of dimensions to norm.")


def _vector_norm(x, ord, axis, keepdims):
    if ord == np.inf:
        return np.abs(x).max(axis=axis, keepdims=keepdims, initial=0)
    if ord == -np.inf:
        return np.abs(x).min(axis=axis, keepdims=keepdims)
    if ord == 0:
        return (x != 0).astype(x.real.dtype).sum(axis=axis, keepdims=keepdims)
    if ord == 1:
        return np.add.reduce(np.abs(x), axis=axis, keepdims=keepdims)
    if ord is None or ord == 2:
        squares = (x.conj() * x).real
        return np.sqrt(np.add.reduce(squares, axis=axis, keepdims=keepdims))
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    powers = np.abs(x)
    powers **= ord
    result = np.add.reduce(powers, axis=axis, keepdims=keepdims)
    result **= np.reciprocal(ord, dtype=result.dtype)
    return result


def _normalized(axis, ndim):
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    return axis % ndim


def _matrix_norm(x, ord, axis, keepdims):
    row_axis, column_axis = (_normalized(one, x.ndim) for one in axis)
    if row_axis == column_axis:
        raise ValueError("Duplicate axes given.")
    if ord == 2:
        result = _singular_values(x, row_axis, column_axis).max(axis=-1, initial=0)
    elif ord == -2:
        result = _singular_values(x, row_axis, column_axis).min(axis=-1)
    elif ord == "nuc":
        result = _singular_values(x, row_axis, column_axis).sum(axis=-1)
    elif ord in (1, -1):
        if column_axis > row_axis:
            column_axis -= 1
        sums = np.add.reduce(np.abs(x), axis=row_axis)
        result = sums.max(axis=column_axis, initial=0) if ord == 1 else sums.min(axis=column_axis)
    elif ord in (np.inf, -np.inf):
        if row_axis > column_axis:
            row_axis -= 1
        sums = np.add.reduce(np.abs(x), axis=column_axis)
        result = sums.max(axis=row_axis, initial=0) if ord == np.inf else sums.min(axis=row_axis)
    elif ord in (None, "fro", "f"):
        result = np.sqrt(np.add.reduce((x.conj() * x).real, axis=axis))
    else:
        raise ValueError("Invalid norm order for matrices.")
    if keepdims:
        shape = list(x.shape)
        shape[axis[0]] = shape[axis[1]] = 1
        result = np.asarray(result).reshape(shape)
    return result


def _singular_values(x, row_axis, column_axis):
    return svd(np.moveaxis(x, (row_axis, column_axis), (-2, -1)), compute_uv=False)


def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    x = np.asanyarray(x)
    shape = list(x.shape)
    if axis is None:
        x = x.ravel()
        along = 0
    elif isinstance(axis, tuple):
        kept = [one for one in range(x.ndim) if one not in [a % x.ndim for a in axis]]
        moved = np.transpose(x, [a % x.ndim for a in axis] + kept)
        x = moved.reshape((-1,) + tuple(x.shape[one] for one in kept))
        along = 0
    else:
        along = axis
    result = norm(x, axis=along, ord=ord)
    if keepdims:
        reduced = range(len(shape)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        for one in reduced:
            shape[one] = 1
        result = np.asarray(result).reshape(tuple(shape))
    return result


def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    return norm(np.asanyarray(x), axis=(-2, -1), keepdims=keepdims, ord=ord)


def multi_dot(arrays, *, out=None):
    arrays = [np.asanyarray(array) for array in arrays]
    if len(arrays) < 2:
        raise ValueError("Expecting at least two arrays.")
    if len(arrays) == 2:
        return np.dot(arrays[0], arrays[1], out=out)
    first_rank, last_rank = arrays[0].ndim, arrays[-1].ndim
    if first_rank == 1:
        arrays[0] = np.atleast_2d(arrays[0])
    if last_rank == 1:
        arrays[-1] = np.atleast_2d(arrays[-1]).T
    for array in arrays:
        if array.ndim != 2:
            raise LinAlgError(f"{array.ndim}-dimensional array given. Array must be two-dimensional")
    order = _cheapest_order([array.shape[0] for array in arrays] + [arrays[-1].shape[1]])
    result = _multiply(arrays, order, 0, len(arrays) - 1, out)
    if first_rank == 1 and last_rank == 1:
        return result[0, 0]
    return result.ravel() if first_rank == 1 or last_rank == 1 else result


def _cheapest_order(sizes):
    """Where to split each run of matrices so that the products cost least, by dynamic programming."""
    count = len(sizes) - 1
    cost = [[0] * count for _ in range(count)]
    split = [[0] * count for _ in range(count)]
    for length in range(1, count):
        for i in range(count - length):
            j = i + length
            cost[i][j] = float("inf")
            for k in range(i, j):
                total = cost[i][k] + cost[k + 1][j] + sizes[i] * sizes[k + 1] * sizes[j + 1]
                if total < cost[i][j]:
                    cost[i][j], split[i][j] = total, k
    return split


def _multiply(arrays, split, i, j, out=None):
    if i == j:
        return arrays[i]
    k = split[i][j]
    return np.dot(_multiply(arrays, split, i, k), _multiply(arrays, split, k + 1, j), out=out)


def tensorsolve(a, b, axes=None):
    a, b = np.asanyarray(a), np.asarray(b)
    if axes is not None:
        order = list(range(a.ndim))
        for axis in axes:
            order.remove(axis)
            order.insert(a.ndim, axis)
        a = a.transpose(order)
    old = a.shape[-(a.ndim - b.ndim):]
    size = 1
    for n in old:
        size *= n
    if a.size != size**2:
        raise LinAlgError("Input arrays must satisfy the requirement prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])")
    return solve(a.reshape(size, size), b.ravel()).reshape(old)


def tensorinv(a, ind=2):
    a = np.asarray(a)
    if ind <= 0:
        raise ValueError("Invalid ind argument.")
    size = 1
    for n in a.shape[ind:]:
        size *= n
    return inv(a.reshape(size, -1)).reshape(*(a.shape[ind:] + a.shape[:ind]))


def diagonal(x, /, *, offset=0):
    return np.diagonal(x, offset, axis1=-2, axis2=-1)


def trace(x, /, *, offset=0, dtype=None):
    return np.trace(x, offset, axis1=-2, axis2=-1, dtype=dtype)


def outer(x1, x2, /):
    x1, x2 = np.asanyarray(x1), np.asanyarray(x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError(f"Input arrays must be one-dimensional, but they are x1.ndim={x1.ndim} and x2.ndim={x2.ndim}.")
    return np.outer(x1, x2)


def cross(x1, x2, /, *, axis=-1):
    x1, x2 = np.asanyarray(x1), np.asanyarray(x2)
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError(
            "Both input arrays must be (arrays of) 3-dimensional vectors, "
            f"but they are {x1.shape[axis]} and {x2.shape[axis]} dimensional instead."
        )
    return np.cross(x1, x2, axis=axis)


def matmul(x1, x2, /):
    return np.matmul(x1, x2)


def matrix_transpose(x, /):
    return np.matrix_transpose(x)


def tensordot(x1, x2, /, *, axes=2):
    return np.tensordot(x1, x2, axes=axes)


def vecdot(x1, x2, /, *, axis=-1):
    return np.vecdot(x1, x2, axis=axis)


np._offer(globals())
