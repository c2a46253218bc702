"""`numpy.testing`: assertions about numbers and arrays, with NumPy's messages."""

import contextlib as _contextlib
import re as _re
import warnings as _warnings

import numpy as np

__all__ = [
    "assert_", "assert_allclose", "assert_almost_equal", "assert_approx_equal", "assert_array_almost_equal",
    "assert_array_almost_equal_nulp", "assert_array_compare", "assert_array_equal", "assert_array_less",
    "assert_array_max_ulp", "assert_equal", "assert_no_warnings", "assert_raises", "assert_raises_regex",
    "assert_string_equal", "assert_warns", "build_err_msg",
]

# How many mismatches a message lists.
_LISTED = 5


def assert_(val, msg=""):
    if not val:
        raise AssertionError(msg() if callable(msg) else msg)


def build_err_msg(arrays, err_msg, header="Items are not equal:", verbose=True, names=("ACTUAL", "DESIRED"), precision=8):
    lines = ["\n" + header]
    err_msg = str(err_msg)
    if err_msg:
        if "\n" not in err_msg and len(err_msg) < 79 - len(header):
            lines = [lines[0] + " " + err_msg]
        else:
            lines.append(err_msg)
    if verbose:
        for name, value in zip(names, arrays):
            if isinstance(value, np.ndarray):
                text = np.array_repr(value, precision=precision)
            else:
                text = repr(value)
            if text.count("\n") > 3:
                text = "\n".join(text.splitlines()[:3]) + "..."
            lines.append(f" {name}: {text}")
    return "\n".join(lines)


def _is_text(value):
    return isinstance(value, (str, bytes))


def _is_number_like(value):
    return isinstance(value, (np.ndarray, np.generic, int, float, complex))


def assert_equal(actual, desired, err_msg="", verbose=True, *, strict=False):
    if isinstance(desired, dict):
        if not isinstance(actual, dict):
            raise AssertionError(repr(type(actual)))
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for key in desired:
            if key not in actual:
                raise AssertionError(repr(key))
            assert_equal(actual[key], desired[key], f"key={key!r}\n{err_msg}", verbose)
        return
    if isinstance(desired, (list, tuple)) and isinstance(actual, (list, tuple)):
        assert_equal(len(actual), len(desired), err_msg, verbose)
        for position in range(len(desired)):
            assert_equal(actual[position], desired[position], f"item={position!r}\n{err_msg}", verbose)
        return
    if isinstance(actual, np.ndarray) or isinstance(desired, np.ndarray):
        return assert_array_equal(actual, desired, err_msg, verbose, strict=strict)
    if _is_text(actual) or _is_text(desired) or not (_is_number_like(actual) and _is_number_like(desired)):
        equal = _is_number_like(actual) == _is_number_like(desired) and bool(actual == desired)
    else:
        equal = _same_number(actual, desired)
    if not equal:
        raise AssertionError(build_err_msg([actual, desired], err_msg, verbose=verbose))


def _same_number(actual, desired):
    if np.iscomplexobj(actual) or np.iscomplexobj(desired):
        actual, desired = complex(actual), complex(desired)
        return _same_number(actual.real, desired.real) and _same_number(actual.imag, desired.imag)
    if actual != actual or desired != desired:
        return actual != actual and desired != desired
    # Zeros of either sign are told apart.
    if actual == 0 and desired == 0 and bool(np.signbit(actual)) != bool(np.signbit(desired)):
        return False
    return bool(actual == desired)


def _locations_agree(x, y, test, name, fail):
    """Whether x and y meet a test (being nan, say) at the same places; where, as a mask or a bool."""
    in_x, in_y = test(x), test(y)
    if not np.all(in_x == in_y):
        fail(f"{name} location mismatch:")
    if np.ndim(in_x) == 0 and np.ndim(in_y) == 0:
        return np.bool(in_x)
    return in_x if np.ndim(in_x) >= np.ndim(in_y) else in_y


def assert_array_compare(
    comparison, x, y, err_msg="", verbose=True, header="", precision=6, equal_nan=True, equal_inf=True, *,
    strict=False, names=("ACTUAL", "DESIRED"),
):
    x, y = np.asanyarray(x), np.asanyarray(y)
    original_x, original_y = x, y

    def fail(*remarks):
        text = "\n".join([str(err_msg), *remarks])
        raise AssertionError(
            build_err_msg([original_x, original_y], text, header, verbose, names, precision)
        )

    if strict:
        compatible = x.shape == y.shape and x.dtype == y.dtype
    else:
        compatible = x.shape == () or y.shape == () or x.shape == y.shape
    if not compatible:
        if x.shape != y.shape:
            fail(f"(shapes {x.shape}, {y.shape} mismatch)")
        fail(f"(dtypes {x.dtype}, {y.dtype} mismatch)")

    flagged = np.bool(False)
    floating = x.dtype.kind in "fc" or y.dtype.kind in "fc"
    if floating and equal_nan:
        flagged = _locations_agree(x, y, np.isnan, "nan", fail)
    if floating and equal_inf:
        # Infinities must sit at the same places and have the same signs.
        infinite = _locations_agree(x, y, np.isinf, "inf", fail)
        if np.any(infinite):
            at_x = x[infinite] if x.shape else x
            at_y = y[infinite] if y.shape else y
            if not np.all(at_x == at_y):
                original_x, original_y = np.atleast_1d(at_x), np.atleast_1d(at_y)
                fail("inf values mismatch:")
        flagged = flagged | infinite
    if np.ndim(flagged) > 0:
        kept = ~flagged
        x = x[kept] if x.shape else x
        y = y[kept] if y.shape else y
        if x.size == 0 or y.size == 0:
            return
    elif flagged:
        return

    passed = comparison(x, y)
    if np.all(passed):
        return
    fail(*_mismatches(np.asarray(passed), x, y, flagged, names))


def _mismatches(passed, x, y, flagged, names):
    """What a message says about the elements that differ."""
    count, total = int(passed.size - np.count_nonzero(passed)), passed.size
    if np.ndim(flagged) > 0:
        total = flagged.size
    share = 100 * count / total
    remarks = [f"Mismatched elements: {count} / {total} ({share:.3g}%)"]
    invalid = ~passed
    if np.ndim(flagged) > 0:
        # Positions in the arrays as they were given.
        positions = np.argwhere(~flagged)[invalid]
    else:
        positions = np.argwhere(invalid) if passed.ndim else []
    wrong_x = np.broadcast_to(x, passed.shape)[invalid]
    wrong_y = np.broadcast_to(y, passed.shape)[invalid]
    if len(positions):
        if count > _LISTED:
            remarks.append(f"First {_LISTED} mismatches are at indices:")
        else:
            remarks.append("Mismatch at index:" if count == 1 else "Mismatch at indices:")
        for position, left, right in zip(positions.tolist()[:_LISTED], wrong_x, wrong_y):
            remarks.append(f" {position}: {left} ({names[0]}), {right} ({names[1]})")
    if not {wrong_x.dtype.kind, wrong_y.dtype.kind} & {"b", "U"}:
        remarks.extend(_largest_differences(wrong_x, wrong_y))
    return remarks


def _largest_differences(x, y):
    with np.errstate(all="ignore"):
        if x.dtype.kind == "u" and y.dtype.kind == "u":
            error = np.where(x > y, x - y, y - x)
        else:
            error = abs(x - y)
        remarks = [f"Max absolute difference among violations: {np.array2string(np.max(error))}"]
        nonzero = y != 0
        if np.any(nonzero):
            relative = np.max(error[nonzero] / abs(y[nonzero]))
            remarks.append(f"Max relative difference among violations: {np.array2string(relative)}")
        else:
            remarks.append("Max relative difference among violations: inf")
    return remarks


def assert_array_equal(actual, desired, err_msg="", verbose=True, *, strict=False):
    assert_array_compare(
        lambda x, y: x == y, actual, desired, err_msg, verbose, "Arrays are not equal", strict=strict
    )


def assert_allclose(actual, desired, rtol=1e-7, atol=0, equal_nan=True, err_msg="", verbose=True, *, strict=False):
    def comparison(x, y):
        return np.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)

    header = f"Not equal to tolerance rtol={rtol:g}, atol={atol:g}"
    assert_array_compare(
        comparison, np.asanyarray(actual), np.asanyarray(desired), str(err_msg), verbose, header,
        equal_nan=equal_nan, strict=strict,
    )


def assert_array_almost_equal(actual, desired, decimal=6, err_msg="", verbose=True):
    def comparison(x, y):
        finite = np.isfinite(x) & np.isfinite(y)
        with np.errstate(all="ignore"):
            close = abs(np.subtract(x, y, dtype=np.result_type(y, 1.0))) < 1.5 * 10.0 ** -decimal
        return np.where(finite, close, x == y)

    assert_array_compare(
        comparison, actual, desired, err_msg, verbose, f"Arrays are not almost equal to {decimal} decimals",
        precision=decimal,
    )


def assert_almost_equal(actual, desired, decimal=7, err_msg="", verbose=True):
    def fail():
        header = f"Arrays are not almost equal to {decimal} decimals"
        raise AssertionError(build_err_msg([actual, desired], err_msg, header, verbose))

    if isinstance(actual, (np.ndarray, list, tuple)) or isinstance(desired, (np.ndarray, list, tuple)):
        return assert_array_almost_equal(actual, desired, decimal, err_msg, verbose)
    if np.iscomplexobj(actual) or np.iscomplexobj(desired):
        try:
            assert_almost_equal(np.real(actual), np.real(desired), decimal)
            assert_almost_equal(np.imag(actual), np.imag(desired), decimal)
        except AssertionError:
            fail()
        return
    if not (np.isfinite(actual) and np.isfinite(desired)):
        both_nan = bool(np.isnan(actual)) and bool(np.isnan(desired))
        if not (both_nan or actual == desired):
            fail()
        return
    if abs(desired - actual) >= np.float64(1.5 * 10.0 ** -decimal):
        fail()


def assert_approx_equal(actual, desired, significant=7, err_msg="", verbose=True):
    actual, desired = map(float, (actual, desired))
    if desired == actual:
        return
    with np.errstate(invalid="ignore"):
        scale = 10.0 ** np.floor(np.log10(0.5 * (abs(desired) + abs(actual))))
    header = f"Items are not equal to {significant} significant digits:"
    message = build_err_msg([actual, desired], err_msg, header, verbose)
    if not (np.isfinite(desired) and np.isfinite(actual)):
        both_nan = bool(np.isnan(desired)) and bool(np.isnan(actual))
        if not both_nan:
            raise AssertionError(message)
        return
    if abs(desired / scale - actual / scale) >= 10.0 ** -(significant - 1):
        raise AssertionError(message)


def assert_array_less(x, y, err_msg="", verbose=True, *, strict=False):
    assert_array_compare(
        lambda x, y: x < y, x, y, err_msg, verbose, "Arrays are not strictly ordered `x < y`", equal_inf=False,
        strict=strict, names=("x", "y"),
    )


def assert_string_equal(actual, desired):
    for value in (actual, desired):
        if not isinstance(value, str):
            raise AssertionError(repr(type(value)))
    if actual == desired:
        return
    lines = []
    old, new = actual.splitlines(True), desired.splitlines(True)
    for position in range(max(len(old), len(new))):
        left = old[position] if position < len(old) else ""
        right = new[position] if position < len(new) else ""
        if left != right:
            lines.extend(sign + line for sign, line in (("- ", left), ("+ ", right)) if line)
    raise AssertionError("Differences in strings:\n" + "".join(lines).rstrip())


class _Raises:
    """What `assert_raises` is as a context manager."""

    def __init__(self, expected, pattern=None, called=None):
        self._expected = expected
        self._pattern = pattern
        self._called = called
        self.exception = None

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            expected = self._expected if isinstance(self._expected, tuple) else (self._expected,)
            names = " or ".join(exception.__name__ for exception in expected)
            if isinstance(self._expected, tuple):
                names = str(self._expected)
            by = f" by {self._called}" if self._called else ""
            raise AssertionError(f"{names} not raised{by}")
        if not issubclass(kind, self._expected):
            return False
        self.exception = value.with_traceback(None)
        if self._pattern is not None and not _re.search(self._pattern, str(value)):
            raise AssertionError(f'"{self._pattern}" does not match "{value}"')
        return True


def assert_raises(exception_class, callable=None, *args, **kwargs):
    if callable is None:
        return _Raises(exception_class)
    with _Raises(exception_class, called=getattr(callable, "__name__", str(callable))):
        callable(*args, **kwargs)


def assert_raises_regex(exception_class, expected_regexp, *args, **kwargs):
    if not args:
        return _Raises(exception_class, expected_regexp)
    function, *rest = args
    with _Raises(exception_class, expected_regexp, getattr(function, "__name__", str(function))):
        function(*rest, **kwargs)


@_contextlib.contextmanager
def _warns(expected, name):
    with _warnings.catch_warnings(record=True) as caught:
        _warnings.simplefilter("always")
        yield
        if not any(issubclass(warning.category, expected) for warning in caught):
            calling = f" when calling {name}" if name else ""
            raise AssertionError(f"No warning raised{calling}")


def assert_warns(warning_class, *args, **kwargs):
    if not args:
        return _warns(warning_class, None)
    function, *rest = args
    with _warns(warning_class, function.__name__):
        return function(*rest, **kwargs)


@_contextlib.contextmanager
def _no_warnings(name):
    with _warnings.catch_warnings(record=True) as caught:
        _warnings.simplefilter("always")
        yield
        if caught:
            calling = f" when calling {name}" if name else ""
            raise AssertionError(f"Got warnings{calling}: {caught}")


def assert_no_warnings(*args, **kwargs):
    if not args:
        return _no_warnings(None)
    function, *rest = args
    with _no_warnings(function.__name__):
        return function(*rest, **kwargs)


def _ulp_difference(x, y, dtype):
    x, y = np.asarray(x, dtype=dtype), np.asarray(y, dtype=dtype)
    common = np.result_type(x, y)
    if common.kind != "f":
        common = np.dtype(float)
    x, y = np.broadcast_arrays(np.array(x, dtype=common), np.array(y, dtype=common))
    integer = np.int32 if common.itemsize == 4 else np.int64
    lowest = np.iinfo(integer).min

    def ranks(values):
        # As integers, floats of one sign are in order; negative ones are mirrored.
        bits = np.array(values, copy=True).view(integer)
        return np.where(bits < 0, lowest - bits, bits)

    return np.abs(np.array(ranks(x) - ranks(y), dtype=common))


def assert_array_max_ulp(a, b, maxulp=1, dtype=None):
    difference = _ulp_difference(a, b, dtype)
    if not np.all(difference <= maxulp):
        raise AssertionError(
            f"Arrays are not almost equal up to {maxulp:g} ULP (max difference is {np.max(difference):g} ULP)"
        )
    return difference


def assert_array_almost_equal_nulp(x, y, nulp=1):
    x, y = np.asanyarray(x), np.asanyarray(y)
    largest = np.where(np.abs(x) > np.abs(y), np.abs(x), np.abs(y))
    if np.all(np.abs(x - y) <= nulp * np.spacing(largest)):
        return
    if np.iscomplexobj(x) or np.iscomplexobj(y):
        raise AssertionError(f"Arrays are not equal to {nulp} ULP")
    raise AssertionError(
        f"Arrays are not equal to {nulp} ULP (max is {np.max(_ulp_difference(x, y, None)):g})"
    )
