"""The part of SciPy that interview code uses: `scipy.optimize.minimize` and basics of `scipy.special`."""

__version__ = "1.17.1"


def __getattr__(name):
    if name in ("optimize", "special"):
        import sys

        __import__(f"scipy.{name}")
        return sys.modules[f"scipy.{name}"]
    raise AttributeError(f"module 'scipy' has no attribute '{name}'")
