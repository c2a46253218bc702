"""Expressions over column names, for `query` and `eval`."""

import ast as _ast
import re as _re

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


def evaluate(text, columns, index):
    import sys

    frame = sys._getframe(2)
    names = {**frame.f_globals, **frame.f_locals}
    tree = _ast.parse(text.replace("@", "").strip().replace("&", " and ").replace("|", " or "), mode="eval")
    tree = _ast.fix_missing_locations(_Elementwise().visit(tree))
    for node in _ast.walk(tree):
        if isinstance(node, _ast.Name) and node.id not in columns and node.id not in names and node.id != "index":
            raise UndefinedVariableError(node.id, _re.search(rf"@{node.id}\b", text) is not None)
    return eval(compile(tree, "<query>", "eval"), names, {"index": index, **columns})
