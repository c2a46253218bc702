"""Every choice of settings, one after the other."""

import itertools as _itertools
import math as _math


class ParameterGrid:
    """All combinations of the values that each name may have; of several grids one after the other."""

    def __init__(self, param_grid):
        if not isinstance(param_grid, (dict, list, tuple)):
            raise TypeError(f"Parameter grid should be a dict or a list, got: {param_grid!r} of type {type(param_grid).__name__}")
        self.param_grid = [param_grid] if isinstance(param_grid, dict) else list(param_grid)
        for grid in self.param_grid:
            if not isinstance(grid, dict):
                raise TypeError(f"Parameter grid is not a dict ({grid!r})")
            for name, values in grid.items():
                if isinstance(values, str) or not hasattr(values, "__len__"):
                    raise TypeError(
                        f"Parameter grid for parameter {name!r} needs to be a list or a numpy array, but got {values!r} (of "
                        f"type {type(values).__name__}) instead. Single values need to be wrapped in a list with one element."
                    )
                if len(values) == 0:
                    raise ValueError(f"Parameter grid for parameter {name!r} need a non-empty sequence, got: {values!r}")

    def __iter__(self):
        for grid in self.param_grid:
            items = sorted(grid.items())
            for values in _itertools.product(*(values for _, values in items)):
                yield dict(zip((name for name, _ in items), values))

    def __len__(self):
        return sum(_math.prod(len(values) for values in grid.values()) for grid in self.param_grid)

    def __getitem__(self, index):
        return list(self)[index]
