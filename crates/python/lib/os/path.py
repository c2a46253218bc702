"""Paths, by Python's own library."""

import posixpath
import sys

sys.modules[__name__] = posixpath
