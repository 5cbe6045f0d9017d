"""Mutants of a module: each lacks one statement or condition, or has one negated test."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from typing import NamedTuple

JOINED = frozenset({"and_", "or_", "where"})
"""Functions whose arguments are conditions."""


class Mutant(NamedTuple):
    """The module's text with one change, and a description of the change."""

    what: str
    text: str


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of the module."""
    whole = _Unannotated().visit(ast.parse(source))
    for number, (what, line, _change) in enumerate(_changes(whole)):
        changed = deepcopy(whole)
        [*_, (_what, _line, change)] = _first(changed, number + 1)
        change()
        yield Mutant(f"line {line}: {what}", ast.unparse(ast.fix_missing_locations(changed)))


class _Unannotated(ast.NodeTransformer):
    """A transformer that removes type annotations, which have no effect at run time."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return node
        return ast.copy_location(ast.Assign([node.target], node.value), node)


def _first(tree: ast.AST, count: int) -> list[tuple[str, int, "_Change"]]:
    return [found for found, _ in zip(_changes(tree), range(count), strict=False)]


class _Change:
    """A deferred change: replaces a node in a list, or removes it."""

    def __init__(self, where: list[ast.AST], at: int, instead: ast.AST | None) -> None:
        self.where, self.at, self.instead = where, at, instead

    def __call__(self) -> None:
        if self.instead is None:
            del self.where[self.at]
        else:
            self.where[self.at] = self.instead


def _changes(tree: ast.AST) -> Iterator[tuple[str, int, _Change]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.If | ast.For | ast.With | ast.Try):
            yield from _without_statements(node.body)
        if isinstance(node, ast.If):
            yield from _turned(node)
        if isinstance(node, ast.Call) and _name(node.func) in JOINED:
            yield from _without_parts(node.args, "condition")
        if isinstance(node, ast.BoolOp):
            yield from _without_parts(node.values, "operand")
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            yield from _without_parts(node.elts, "element")


def _without_statements(body: list[ast.stmt]) -> Iterator[tuple[str, int, _Change]]:
    for at, statement in enumerate(body):
        is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if is_docstring or isinstance(statement, ast.Pass | ast.Assert | ast.FunctionDef):
            continue
        yield f"no {ast.unparse(statement)[:60]!r}", statement.lineno, _Change(body, at, ast.Pass())


def _turned(node: ast.If) -> Iterator[tuple[str, int, _Change]]:
    class Turn(_Change):
        def __call__(self) -> None:
            node.test = ast.UnaryOp(ast.Not(), node.test)

    yield f"not {ast.unparse(node.test)[:60]!r}", node.lineno, Turn([], 0, None)


def _without_parts(parts: list[ast.expr], kind: str) -> Iterator[tuple[str, int, _Change]]:
    for at, part in enumerate(parts):
        if len(parts) > 1:
            what = f"{kind} {ast.unparse(part)[:60]!r} taken out"
            yield what, part.lineno, _Change(parts, at, None)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
