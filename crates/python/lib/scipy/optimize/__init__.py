"""Minimising functions of several variables."""

from scipy.optimize._minimize import Bounds, OptimizeResult, OptimizeWarning, approx_fprime, minimize

__all__ = ["Bounds", "OptimizeResult", "OptimizeWarning", "approx_fprime", "minimize"]
