"""Data split for training and testing.

Random choices are drawn from NumPy's generators in scikit-learn's order, so that a seed gives the same split.
"""

from sklearn.model_selection._draws import GroupShuffleSplit, ShuffleSplit, StratifiedShuffleSplit, train_test_split
from sklearn.model_selection._folds import (
    GroupKFold, KFold, LeaveOneGroupOut, LeaveOneOut, LeavePOut, PredefinedSplit, RepeatedKFold, RepeatedStratifiedKFold,
    StratifiedKFold, TimeSeriesSplit,
)
from sklearn.model_selection._grid import ParameterGrid

__all__ = [
    "GroupKFold", "GroupShuffleSplit", "KFold", "LeaveOneGroupOut", "LeaveOneOut", "LeavePOut", "ParameterGrid",
    "PredefinedSplit", "RepeatedKFold", "RepeatedStratifiedKFold", "ShuffleSplit", "StratifiedKFold",
    "StratifiedShuffleSplit", "TimeSeriesSplit", "train_test_split",
]
