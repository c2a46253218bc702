"""Source lines for tracebacks and warnings. The engine registers the texts it runs."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

cache = {}
_code_lines = {}


def _register_code(code, string, name):
    lines = [line + "\n" for line in string.splitlines()]
    cache[name] = (len(string), None, lines, name)
    pending = [code]
    while pending:
        code = pending.pop()
        _code_lines[code] = lines
        pending.extend(const for const in code.co_consts if isinstance(const, type(code)))


def _getline_from_code(code, lineno):
    lines = _code_lines.get(code, ())
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def _getlines_from_code(code):
    return _code_lines.get(code, [])


def getlines(filename, module_globals=None):
    return cache[filename][2] if filename in cache else []


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def updatecache(filename, module_globals=None):
    return getlines(filename)


def lazycache(filename, module_globals):
    return filename in cache


def checkcache(filename=None):
    pass


def clearcache():
    pass
