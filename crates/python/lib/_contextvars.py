"""Context variables for a program of one thread: a context is the mapping of variables to values."""


class Token:
    MISSING = object()

    def __init__(self, var, old_value):
        self.var = var
        self.old_value = old_value


class ContextVar:
    def __init__(self, name, *, default=Token.MISSING):
        self._name = name
        self._default = default

    @property
    def name(self):
        return self._name

    def get(self, default=Token.MISSING):
        value = _current._values.get(self, default)
        if value is Token.MISSING:
            value = self._default
        if value is Token.MISSING:
            raise LookupError(self)
        return value

    def set(self, value):
        token = Token(self, _current._values.get(self, Token.MISSING))
        _current._values[self] = value
        return token

    def reset(self, token):
        if token.var is not self:
            raise ValueError(f"{token!r} was created by a different ContextVar")
        if token.old_value is Token.MISSING:
            _current._values.pop(self, None)
        else:
            _current._values[self] = token.old_value


class Context:
    def __init__(self):
        self._values = {}

    def run(self, callable, /, *args, **kwargs):
        global _current
        before, _current = _current, self
        try:
            return callable(*args, **kwargs)
        finally:
            _current = before

    def copy(self):
        copied = Context()
        copied._values.update(self._values)
        return copied

    def get(self, var, default=None):
        return self._values.get(var, default)

    def __getitem__(self, var):
        return self._values[var]

    def __contains__(self, var):
        return var in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()


_current = Context()


def copy_context():
    return _current.copy()
