"""Expressions over column names, for `query` and `eval`."""

import ast as _ast
import re as _re
import sys

import numpy as np

from pandas.errors import UndefinedVariableError


class _Elementwise(_ast.NodeTransformer):
    """`and`, `or`, `not`, chained comparisons and `in` as the operators that work on columns."""

    def visit_BoolOp(self, node):
        self.generic_visit(node)
        op = _ast.BitAnd() if isinstance(node.op, _ast.And) else _ast.BitOr()
        result = node.values[0]
        for value in node.values[1:]:
            result = _ast.BinOp(result, op, value)
        return result

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return _ast.UnaryOp(_ast.Invert(), node.operand) if isinstance(node.op, _ast.Not) else node

    def visit_Compare(self, node):
        self.generic_visit(node)
        result, left = None, node.left
        for op, right in zip(node.ops, node.comparators):
            if isinstance(op, (_ast.In, _ast.NotIn)):
                part = _ast.Call(_ast.Attribute(left, "isin", _ast.Load()), [right], [])
                part = _ast.UnaryOp(_ast.Invert(), part) if isinstance(op, _ast.NotIn) else part
            else:
                part = _ast.Compare(left, [op], [right])
            result = part if result is None else _ast.BinOp(result, _ast.BitAnd(), part)
            left = right
        return result


def evaluate(text, frame):
    """The value of an expression over the columns and index of a frame, and over names of the program after an @."""
    return _value(_ast.parse(_prepared(text), mode="eval"), frame, sys._getframe(2))


def assigned(text, frame):
    """A frame with the columns that assignments, one on each line, give it."""
    caller = sys._getframe(2)
    for statement in _ast.parse("\n".join(_prepared(line) for line in text.strip().splitlines())).body:
        value = _value(_ast.Expression(statement.value), frame, caller)
        frame = frame.assign(**{statement.targets[0].id: value})
    return frame


_LOCAL = "__local_"


def _prepared(text):
    text = _re.sub(r"`([^`]*)`", lambda found: _quoted(found[1]), text.strip())
    return _re.sub(r"@(?=\w)", _LOCAL, text).replace("&", " and ").replace("|", " or ")


def _quoted(name):
    """A column's name that is none in Python as one that is."""
    return "".join(letter if letter.isalnum() or letter == "_" else f"_{ord(letter)}_" for letter in name)


def _value(tree, frame, caller):
    names = {_quoted(name): column for name, column in frame.items() if isinstance(name, str)}
    names["index"] = frame.index
    for name in frame.index.names:
        if isinstance(name, str):
            names.setdefault(name, frame.index.get_level_values(name).to_series(frame.index))
    tree = _ast.fix_missing_locations(_Elementwise().visit(tree))
    for node in _ast.walk(tree):
        if isinstance(node, _ast.Name) and node.id not in names:
            names[node.id] = _found(node.id, caller)
    return eval(compile(tree, "<query>", "eval"), {}, names)


def _found(name, caller):
    """What a name of the program stands for; without an @ only functions such as `sqrt` are known."""
    if name.startswith(_LOCAL):
        name = name[len(_LOCAL):]
        for scope in (caller.f_locals, caller.f_globals):
            if name in scope:
                return scope[name]
        raise UndefinedVariableError(name, True)
    if name in _FUNCTIONS:
        return getattr(np, name)
    if name in ("True", "False", "None"):
        return {"True": True, "False": False}.get(name)
    raise UndefinedVariableError(name)


_FUNCTIONS = "sin cos tan exp log expm1 log1p sqrt sinh cosh tanh arcsin arccos arctan abs log10 floor ceil".split()
