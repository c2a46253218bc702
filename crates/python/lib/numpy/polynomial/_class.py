"""The classes of series: coefficients, the interval they are for, and the interval it is mapped to."""

import numbers as _numbers

import numpy as np

from ._series import as_series, getdomain, mapdomain, mapparms, trimcoef


def format_float(x, parens=False):
    if not np.issubdtype(type(x), np.floating):
        return str(x)
    options = np.get_printoptions()
    if np.isnan(x):
        return options["nanstr"]
    if np.isinf(x):
        return options["infstr"]
    size, precision = np.abs(x), options["precision"]
    style = {"trim": "0", "unique": True}
    if options["floatmode"] == "fixed":
        style = {"trim": "k", "unique": False}
    style["sign"] = options["sign"] == "+"
    if x != 0 and (size >= 1e8 or size < 10 ** min(0, -(precision - 1) // 2)):
        text = np.format_float_scientific(x, precision=precision, **style)
        return f"({text})" if parens else text
    return np.format_float_positional(x, precision=precision, **style)


class PolynomialSeries:
    """What the classes of all families have; each names its functions by their prefix."""

    __hash__ = None
    __array_ufunc__ = None
    maxpower = 100
    basis_name = None
    _use_unicode = True
    _superscripts = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    _subscripts = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

    def __init_subclass__(cls, prefix=None, functions=None, **options):
        super().__init_subclass__(**options)
        if prefix is not None:
            for name in ("add", "sub", "mul", "div", "pow", "val", "int", "der", "fit", "line", "roots", "fromroots"):
                setattr(cls, "_" + name, staticmethod(functions[prefix + name]))
            cls.domain = np.array(functions[prefix + "domain"])
            cls.window = np.array(functions[prefix + "domain"])

    def __init__(self, coef, domain=None, window=None, symbol="x"):
        [self.coef] = as_series([coef], trim=False)
        for name, interval in (("Domain", domain), ("Window", window)):
            if interval is not None:
                [interval] = as_series([interval], trim=False)
                if len(interval) != 2:
                    raise ValueError(f"{name} has wrong number of elements.")
                setattr(self, name.lower(), interval)
        if not hasattr(symbol, "isidentifier"):
            raise TypeError("Symbol must be a non-empty string")
        if not symbol.isidentifier():
            raise ValueError("Symbol string must be a valid Python identifier")
        self._symbol = symbol

    @property
    def symbol(self):
        return self._symbol

    def _like(self, coef):
        return type(self)(coef, self.domain, self.window, self.symbol)

    def has_samecoef(self, other):
        return len(self.coef) == len(other.coef) and np.all(self.coef == other.coef)

    def has_samedomain(self, other):
        return np.all(self.domain == other.domain)

    def has_samewindow(self, other):
        return np.all(self.window == other.window)

    def has_sametype(self, other):
        return isinstance(other, type(self))

    def __repr__(self):
        coef, domain, window = (repr(array)[6:-1] for array in (self.coef, self.domain, self.window))
        return f"{type(self).__name__}({coef}, domain={domain}, window={window}, symbol='{self.symbol}')"

    def __format__(self, style):
        if style == "":
            return str(self)
        if style not in ("ascii", "unicode"):
            raise ValueError(
                f"Unsupported format string '{style}' passed to {type(self)}.__format__. Valid options are 'ascii' and "
                "'unicode'"
            )
        return self._as_text(style == "unicode")

    def __str__(self):
        return self._as_text(self._use_unicode)

    def _mapped_symbol(self):
        off, scale = self.mapparms()
        if off == 0 and scale == 1:
            return self.symbol
        scaled = self.symbol if scale == 1 else format_float(scale) + self.symbol
        return f"({scaled})" if off == 0 else f"({format_float(off)} + {scaled})"

    @classmethod
    def _term(cls, degree, symbol, unicode):
        if unicode:
            return f"·{cls.basis_name}{degree.translate(cls._subscripts)}({symbol})"
        return f" {cls.basis_name}_{degree}({symbol})"

    def _as_text(self, unicode):
        width = max(np.get_printoptions()["linewidth"], 1)
        symbol, last = self._mapped_symbol(), len(self.coef) - 1
        text = format_float(self.coef[0])
        for degree, coefficient in enumerate(self.coef[1:], 1):
            text += " "
            if isinstance(coefficient, _numbers.Real):
                sign = "+ " if coefficient >= 0 else "- "
                term = sign + format_float(coefficient if coefficient >= 0 else -coefficient, parens=True)
            else:
                term = f"+ {coefficient}"
            term += self._term(str(degree), symbol, unicode)
            length = len(text.split("\n")[-1]) + len(term) + (2 if degree < last else 0)
            # Too long a line is broken after the sign.
            text += term.replace(" ", "\n", 1) if length >= width else term
        return text

    def __call__(self, arg):
        return self._val(mapdomain(arg, self.domain, self.window), self.coef)

    def __iter__(self):
        return iter(self.coef)

    def __len__(self):
        return len(self.coef)

    def __neg__(self):
        return self._like(-self.coef)

    def __pos__(self):
        return self

    def _coefficients_of(self, other):
        if not isinstance(other, PolynomialSeries):
            return other
        if not isinstance(other, type(self)):
            raise TypeError("Polynomial types differ")
        if not np.all(self.domain == other.domain):
            raise TypeError("Domains differ")
        if not np.all(self.window == other.window):
            raise TypeError("Windows differ")
        if self.symbol != other.symbol:
            raise ValueError("Polynomial symbols differ")
        return other.coef

    def _combined(self, operation, left, right):
        try:
            return self._like(operation(left, right))
        except Exception:
            return NotImplemented

    def __add__(self, other):
        return self._combined(self._add, self.coef, self._coefficients_of(other))

    def __sub__(self, other):
        return self._combined(self._sub, self.coef, self._coefficients_of(other))

    def __mul__(self, other):
        return self._combined(self._mul, self.coef, self._coefficients_of(other))

    def __radd__(self, other):
        return self._combined(self._add, other, self.coef)

    def __rsub__(self, other):
        return self._combined(self._sub, other, self.coef)

    def __rmul__(self, other):
        return self._combined(self._mul, other, self.coef)

    def _divided(self, left, right):
        try:
            quotient, rest = self._div(left, right)
        except ZeroDivisionError:
            raise
        except Exception:
            return NotImplemented
        return self._like(quotient), self._like(rest)

    def __divmod__(self, other):
        return self._divided(self.coef, self._coefficients_of(other))

    def __rdivmod__(self, other):
        return self._divided(other, self.coef)

    def __floordiv__(self, other):
        both = self.__divmod__(other)
        return both if both is NotImplemented else both[0]

    def __rfloordiv__(self, other):
        both = self.__rdivmod__(other)
        return both if both is NotImplemented else both[0]

    def __mod__(self, other):
        both = self.__divmod__(other)
        return both if both is NotImplemented else both[1]

    def __rmod__(self, other):
        both = self.__rdivmod__(other)
        return both if both is NotImplemented else both[1]

    def __truediv__(self, other):
        if not isinstance(other, _numbers.Number) or isinstance(other, bool):
            raise TypeError(f"unsupported types for true division: '{type(self)}', '{type(other)}'")
        return self.__floordiv__(other)

    def __rtruediv__(self, other):
        return NotImplemented

    def __pow__(self, other):
        return self._like(self._pow(self.coef, other, maxpower=self.maxpower))

    def __eq__(self, other):
        return (
            isinstance(other, type(self)) and np.all(self.domain == other.domain) and np.all(self.window == other.window)
            and self.coef.shape == other.coef.shape and np.all(self.coef == other.coef) and self.symbol == other.symbol
        )

    def __ne__(self, other):
        return not self == other

    def copy(self):
        return self._like(self.coef)

    def degree(self):
        return len(self) - 1

    def cutdeg(self, deg):
        return self.truncate(deg + 1)

    def trim(self, tol=0):
        return self._like(trimcoef(self.coef, tol))

    def truncate(self, size):
        count = int(size)
        if count != size or count < 1:
            raise ValueError("size must be a positive integer")
        return self._like(self.coef[:count])

    def convert(self, domain=None, kind=None, window=None):
        kind = type(self) if kind is None else kind
        domain = kind.domain if domain is None else domain
        window = kind.window if window is None else window
        return self(kind.identity(domain, window=window, symbol=self.symbol))

    def mapparms(self):
        return mapparms(self.domain, self.window)

    def integ(self, m=1, k=[], lbnd=None):
        off, scl = self.mapparms()
        lbnd = 0 if lbnd is None else off + scl * lbnd
        return self._like(self._int(self.coef, m, k, lbnd, 1.0 / scl))

    def deriv(self, m=1):
        return self._like(self._der(self.coef, m, self.mapparms()[1]))

    def roots(self):
        return mapdomain(self._roots(self.coef), self.window, self.domain)

    def linspace(self, n=100, domain=None):
        domain = self.domain if domain is None else domain
        x = np.linspace(domain[0], domain[1], n)
        return x, self(x)

    @classmethod
    def fit(cls, x, y, deg, domain=None, rcond=None, full=False, w=None, window=None, symbol="x"):
        if domain is None:
            domain = getdomain(x)
            if domain[0] == domain[1]:
                domain[0] -= 1
                domain[1] += 1
        elif isinstance(domain, list) and len(domain) == 0:
            domain = cls.domain
        window = cls.window if window is None else window
        found = cls._fit(mapdomain(x, domain, window), y, deg, w=w, rcond=rcond, full=full)
        if full:
            return cls(found[0], domain=domain, window=window, symbol=symbol), found[1]
        return cls(found, domain=domain, window=window, symbol=symbol)

    @classmethod
    def fromroots(cls, roots, domain=[], window=None, symbol="x"):
        [roots] = as_series([roots], trim=False)
        if domain is None:
            domain = getdomain(roots)
        elif isinstance(domain, list) and len(domain) == 0:
            domain = cls.domain
        window = cls.window if window is None else window
        off, scl = mapparms(domain, window)
        coef = cls._fromroots(off + scl * roots) / scl ** len(roots)
        return cls(coef, domain=domain, window=window, symbol=symbol)

    @classmethod
    def identity(cls, domain=None, window=None, symbol="x"):
        domain = cls.domain if domain is None else domain
        window = cls.window if window is None else window
        off, scl = mapparms(window, domain)
        return cls(cls._line(off, scl), domain, window, symbol)

    @classmethod
    def basis(cls, deg, domain=None, window=None, symbol="x"):
        degree = int(deg)
        if degree != deg or degree < 0:
            raise ValueError("deg must be non-negative integer")
        return cls([0] * degree + [1], domain, window, symbol)

    @classmethod
    def cast(cls, series, domain=None, window=None):
        return series.convert(cls.domain if domain is None else domain, cls, cls.window if window is None else window)
