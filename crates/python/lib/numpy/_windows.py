"""Windows for signals, and the functions they are made of."""

import numpy as np

# Chebyshev coefficients of exp(-x) I0(x) on [0, 8], and of exp(-x) sqrt(x) I0(x) beyond, the highest first (Cephes).
_I0_NEAR = [
    -4.41534164647933937950e-18, 3.33079451882223809783e-17, -2.43127984654795469359e-16,
    1.71539128555513303061e-15, -1.16853328779934516808e-14, 7.67618549860493561688e-14,
    -4.85644678311192946090e-13, 2.95505266312963983461e-12, -1.72682629144155570723e-11,
    9.67580903537323691224e-11, -5.18979560163526290666e-10, 2.65982372468238665035e-9,
    -1.30002500998624804212e-8, 6.04699502254191894932e-8, -2.67079385394061173391e-7,
    1.11738753912010371815e-6, -4.41673835845875056359e-6, 1.64484480707288970893e-5,
    -5.75419501008210370398e-5, 1.88502885095841655729e-4, -5.76375574538582365885e-4,
    1.63947561694133579842e-3, -4.32430999505057594430e-3, 1.05464603945949983183e-2,
    -2.37374148058994688156e-2, 4.93052842396707084878e-2, -9.49010970480476444210e-2,
    1.71620901522208775349e-1, -3.04682672343198398683e-1, 6.76795274409476084995e-1,
]
_I0_FAR = [
    -7.23318048787475395456e-18, -4.83050448594418207126e-18, 4.46562142029675999901e-17,
    3.46122286769746109310e-17, -2.82762398051658348494e-16, -3.42548561967721913462e-16,
    1.77256013305652638360e-15, 3.81168066935262242075e-15, -9.55484669882830764870e-15,
    -4.15056934728722208663e-14, 1.54008621752140982691e-14, 3.85277838274214270114e-13,
    7.18012445138366623367e-13, -1.79417853150680611778e-12, -1.32158118404477131188e-11,
    -3.14991652796324136454e-11, 1.18891471078464383424e-11, 4.94060238822496958910e-10,
    3.39623202570838634515e-9, 2.26666899049817806459e-8, 2.04891858946906374183e-7,
    2.89137052083475648297e-6, 6.88975834691682398426e-5, 3.36911647825569408990e-3,
    8.04490411014108831608e-1,
]


def _chebyshev(x, coefficients):
    """The sum of a Chebyshev series whose first term counts half, by Clenshaw's recurrence."""
    ahead = before = 0.0
    current = coefficients[0]
    for coefficient in coefficients[1:]:
        before, ahead = ahead, current
        current = x * ahead - before + coefficient
    return 0.5 * (current - before)


def i0(x):
    x = np.asanyarray(x)
    if x.dtype.kind == "c":
        raise TypeError("i0 not supported for complex values")
    if x.dtype.kind != "f":
        x = x.astype(float)
    x = np.abs(x)
    return np.piecewise(
        x,
        [x <= 8.0],
        [
            lambda x: np.exp(x) * _chebyshev(x / 2.0 - 2, _I0_NEAR),
            lambda x: np.exp(x) * _chebyshev(32.0 / x - 2.0, _I0_FAR) / np.sqrt(x),
        ],
    )


def sinc(x):
    x = np.pi * np.asanyarray(x)
    tiny = np.finfo(x.dtype).eps if x.dtype.kind == "f" else 1e-20
    x = np.where(x, x, tiny)
    return np.sin(x) / x


def fix(x, out=None):
    return np.trunc(x, out=out)


def _window(M, shape):
    """`shape(n, M)` for n from 1 - M to M - 1 in steps of 2."""
    M = np.array([0.0, M])[1]
    if M < 1:
        return np.array([], dtype=M.dtype)
    if M == 1:
        return np.ones(1, dtype=M.dtype)
    return shape(np.arange(1 - M, M, 2), M)


def bartlett(M):
    return _window(M, lambda n, M: np.where(np.less_equal(n, 0), 1 + n / (M - 1), 1 - n / (M - 1)))


def hanning(M):
    return _window(M, lambda n, M: 0.5 + 0.5 * np.cos(np.pi * n / (M - 1)))


def hamming(M):
    return _window(M, lambda n, M: 0.54 + 0.46 * np.cos(np.pi * n / (M - 1)))


def blackman(M):
    return _window(
        M,
        lambda n, M: 0.42
        + 0.5 * np.cos(np.pi * n / (M - 1))
        + 0.08 * np.cos(2.0 * np.pi * n / (M - 1)),
    )


def kaiser(M, beta):
    _, M, beta = np.array([0.0, M, beta])
    if M == 1:
        return np.ones(1, dtype=M.dtype)
    middle = (M - 1) / 2.0
    n = np.arange(0, M)
    return i0(beta * np.sqrt(1 - ((n - middle) / middle) ** 2.0)) / i0(beta)
