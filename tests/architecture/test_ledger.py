"""No bulk statement changes a column whose change ends a right: it would escape the ledger."""

import ast

from app.services.common.ledger_lines import KINDS
from app.services.front import restores
from tests.support.source import place, python_files, tree

assert restores  # joins the declarations of the wings
MOVED = {"organisation_id"}
"""Set in bulk where two records of one organisation become one: nobody loses a right by it."""


def test_no_bulk_update_ends_a_right() -> None:
    watched = {
        (revocation.entity.__name__, column)
        for revocation in KINDS.values()
        for column in revocation.columns
        if column not in MOVED
    }
    found = [
        place(file, node)
        for file in python_files("app")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "values"
        and any((updated(node), keyword.arg) in watched for keyword in node.keywords)
    ]
    assert found == []


def updated(node: ast.Call) -> str:
    """Return X of `update(X)….values(…)`."""
    inner: ast.expr = node
    while isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
        inner = inner.func.value
    if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.args:
        name = inner.args[0]
        return name.id if inner.func.id == "update" and isinstance(name, ast.Name) else ""
    return ""


def test_bulk_updates_are_recognised() -> None:
    statement = ast.parse("update(Account).where(x).values(active=False)").body[0]
    assert isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
    assert updated(statement.value) == "Account"
