"""`pandas.api.types`: what kind of values something has."""

from pandas._dtypes import CategoricalDtype


def _kind(of):
    dtype = getattr(of, "dtype", of)
    if isinstance(dtype, (type, str)):
        import numpy as np

        dtype = np.dtype(dtype)
    return dtype.kind if getattr(dtype, "name", "") != "category" else "category"


class types:
    """The questions."""

    CategoricalDtype = CategoricalDtype
    is_numeric_dtype = staticmethod(lambda of: _kind(of) in "iufcb")
    is_integer_dtype = staticmethod(lambda of: _kind(of) in "iu")
    is_float_dtype = staticmethod(lambda of: _kind(of) == "f")
    is_bool_dtype = staticmethod(lambda of: _kind(of) == "b")
    is_datetime64_any_dtype = is_datetime64_dtype = staticmethod(lambda of: _kind(of) == "M")
    is_timedelta64_dtype = staticmethod(lambda of: _kind(of) == "m")
    is_string_dtype = staticmethod(lambda of: _kind(of) in "OU" and str(getattr(of, "dtype", of)) != "object" or _all_texts(of))
    is_object_dtype = staticmethod(lambda of: str(getattr(of, "dtype", of)) == "object")
    is_list_like = staticmethod(lambda of: hasattr(of, "__iter__") and not isinstance(of, (str, bytes)))
    is_scalar = staticmethod(lambda of: not hasattr(of, "__iter__") or isinstance(of, (str, bytes)))


def _all_texts(of):
    return str(getattr(of, "dtype", "")) == "object" and all(isinstance(item, str) for item in of)
