# Stands before the rows of bench46.py: they are noted as they are defined, and measured when asked for, one at a time.
_time = t


class _Row:
    def __init__(self, work, repeats, scale=1.0):
        self.work, self.repeats, self.scale = work, repeats, scale

    def __mul__(self, factor):
        return _Row(self.work, self.repeats, self.scale * factor)


def t(f, n=7):
    return _Row(f, n)


def measure(name):
    row = R[name]
    return _time(row.work, row.repeats) * row.scale


