"""`numpy.lib`: what NumPy keeps outside its main namespace."""

from numpy.lib import mixins, stride_tricks
