"""Minimization of functions of several variables: `minimize` by L-BFGS-B, BFGS and Nelder-Mead."""

from ._minimize import Bounds, OptimizeResult, OptimizeWarning, minimize
from ._objective import approx_fprime
from ._rosenbrock import rosen, rosen_der, rosen_hess

__all__ = ["Bounds", "OptimizeResult", "OptimizeWarning", "approx_fprime", "minimize", "rosen", "rosen_der", "rosen_hess"]
