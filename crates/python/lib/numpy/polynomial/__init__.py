"""Series of polynomials: the classes for daily use, and a module of functions for each family."""

from .chebyshev import Chebyshev
from .hermite import Hermite
from .hermite_e import HermiteE
from .laguerre import Laguerre
from .legendre import Legendre
from .polynomial import Polynomial
from . import chebyshev, hermite, hermite_e, laguerre, legendre, polynomial, polyutils

__all__ = [
    "set_default_printstyle", "polynomial", "Polynomial", "chebyshev", "Chebyshev", "legendre", "Legendre", "hermite",
    "Hermite", "hermite_e", "HermiteE", "laguerre", "Laguerre",
]


def set_default_printstyle(style):
    if style not in ("unicode", "ascii"):
        raise ValueError(f"Unsupported format string '{style}'. Valid options are 'ascii' and 'unicode'")
    from ._class import PolynomialSeries

    PolynomialSeries._use_unicode = style == "unicode"
