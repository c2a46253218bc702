"""The part of scikit-learn that interview code uses: `sklearn.model_selection`."""

__version__ = "1.9.1"
