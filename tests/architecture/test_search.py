"""No bulk statement changes or deletes what is found by the search without entering it again."""

import ast
from collections import defaultdict
from pathlib import Path

from app.services.common.search_entries import DECLARED
from app.services.front import search
from tests.architecture.test_ledger import updated
from tests.support.source import place, python_files, tree

assert search  # joins the declarations of the wings
RENEWS = "search_entries.renew("


def test_no_bulk_statement_leaves_an_entry_behind() -> None:
    watched: dict[str, set[str]] = defaultdict(set)
    for declared in DECLARED:
        watched[declared.model.__name__] |= set(declared.columns)
    found = [
        place(file, node)
        for file in python_files("app")
        if RENEWS not in Path(file).read_text(encoding="utf-8")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call) and changes(node, watched)
    ]
    assert found == []


def changes(node: ast.Call, watched: dict[str, set[str]]) -> bool:
    """Whether the call is `update(X)….values(column=…)`, `delete(X)` or `insert(X)` of what is found."""
    if isinstance(node.func, ast.Attribute) and node.func.attr == "values":
        columns = watched.get(updated(node), set())
        return any(keyword.arg in columns for keyword in node.keywords)
    names = [one.id for one in node.args[:1] if isinstance(one, ast.Name)]
    is_bulk = isinstance(node.func, ast.Name) and node.func.id in ("delete", "insert")
    return is_bulk and bool(names) and names[0] in watched


def test_bulk_statements_are_recognised() -> None:
    watched = {"Account": {"email"}}
    for text, expected in (
        ("update(Account).where(x).values(email='x')", True),
        ("update(Account).where(x).values(active=False)", False),
        ("delete(Account)", True),
        ("insert(Account)", True),
        ("delete(Other)", False),
    ):
        call = ast.parse(text, mode="eval").body
        assert isinstance(call, ast.Call) and changes(call, watched) is expected, text
