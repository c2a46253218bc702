"""Types of values that are not in a NumPy array."""


class DType:
    """The type of values in a list."""

    KINDS = {"object": "O", "str": "O", "datetime64[us]": "M", "timedelta64[us]": "m"}

    def __init__(self, name):
        self.name = name
        self.kind = self.KINDS.get(name, "O")

    def __str__(self):
        return self.name

    def __repr__(self):
        if self.name == "str":
            return "<StringDtype(storage='python', na_value=nan)>"
        return {"O": "dtype('O')", "M": "dtype('<M8[us]')", "m": "dtype('<m8[us]')"}[self.kind]

    def __eq__(self, other):
        if isinstance(other, DType):
            return self.name == other.name
        if other is object or other == "O":
            return self.name == "object"
        if other == "string":
            return self.name == "str"
        return self.name == other or (self.kind == "M" and other == "datetime64[ns]")

    def __hash__(self):
        return hash(self.name)


OBJECT, STR = DType("object"), DType("str")
DATETIME, TIMEDELTA = DType("datetime64[us]"), DType("timedelta64[us]")


class PeriodDtype(DType):
    """Of periods of one frequency."""

    def __init__(self, freq):
        DType.__init__(self, f"period[{freq}]")

    __repr__ = DType.__str__


class CategoricalDtype(DType):
    """Of values that are each one of a few: the categories, in their order."""

    def __init__(self, categories=None, ordered=False):
        DType.__init__(self, "category")
        self.ordered = bool(ordered)
        if categories is not None:
            from pandas._index import Index

            categories = Index(categories)
            if not categories.is_unique:
                raise ValueError("Categorical categories must be unique")
        self.categories = categories

    def ranks(self):
        """The place of each category."""
        return {category: place for place, category in enumerate(self.categories.tolist())}

    def __eq__(self, other):
        if not isinstance(other, CategoricalDtype):
            return other == "category"
        if self.categories is None or other.categories is None or self.ordered != other.ordered:
            return self.categories is other.categories and self.ordered == other.ordered
        own, others = self.categories.tolist(), other.categories.tolist()
        return own == others or not self.ordered and set(own) == set(others)

    __hash__ = DType.__hash__

    def __repr__(self):
        if self.categories is None:
            return f"CategoricalDtype(categories=None, ordered={self.ordered}, categories_dtype=None)"
        return (
            f"CategoricalDtype(categories={self.categories.tolist()!r}, ordered={self.ordered}, "
            f"categories_dtype={self.categories.dtype})"
        )
