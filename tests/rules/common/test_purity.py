"""The rules import only the standard library, each other and app.errors, and read no clock."""

import ast
import sys
from pathlib import Path

import pytest

from app.rules.common import articles

RULES = Path(articles.__file__).parents[1]
FILES = sorted(RULES.rglob("*.py"))
UNCLEAN = {"random", "time", "os", "pathlib", "io", "socket", "sqlite3", "subprocess", "gettext"}
CLOCK_READERS = {"now", "today", "utcnow", "fromtimestamp"}


def imported(tree: ast.AST) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RULES)))
def test_rules_module_imports_only_pure_modules(path):
    for name in imported(ast.parse(path.read_text("utf-8"))):
        if name.split(".")[0] == "app":
            assert name == "app.errors" or name == "app.rules" or name.startswith("app.rules.")
        else:
            assert name.split(".")[0] in sys.stdlib_module_names - UNCLEAN


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(RULES)))
def test_rules_module_uses_no_float_and_reads_no_clock(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        assert not isinstance(node, ast.Div)
        assert not (isinstance(node, ast.Attribute) and node.attr in CLOCK_READERS)
        assert not (isinstance(node, ast.Name) and node.id in {"open", "print", "input"})
