"""Tools for series of polynomials."""

from ._class import format_float
from ._series import as_series, getdomain, mapdomain, mapparms, trimcoef, trimseq

__all__ = ["as_series", "trimseq", "trimcoef", "getdomain", "mapdomain", "mapparms", "format_float"]
