"""Conventions of the code: one clock, integers only, small files, imports at the top."""

import ast

from tests.support.source import ROOT, functions, place, python_files, tree

CLOCK = ROOT / "app/clock.py"
MAY_IMPORT_LATE = (ROOT / "app/__init__.py", ROOT / "app/views/__init__.py")
CLOCK_READS = {
    *(("datetime", name) for name in ("now", "utcnow", "today")),
    ("date", "today"),
    *(("time", name) for name in ("time", "time_ns", "localtime", "gmtime", "strftime")),
}
LONGEST_FILE = 250
LONGEST_FUNCTION = 45


def test_only_the_clock_module_reads_the_time() -> None:
    found = [
        place(file, node)
        for file in python_files("app", "config.py", "run.py")
        if file != CLOCK
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute) and (last_name(node.value), node.attr) in CLOCK_READS
    ]
    assert found == []


def last_name(node: ast.expr) -> str:
    """Return `datetime` for both `datetime` and `datetime.datetime`."""
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def test_rules_use_integers_only() -> None:
    def is_fraction(node: ast.AST) -> bool:
        if isinstance(node, ast.BinOp | ast.AugAssign):
            return isinstance(node.op, ast.Div)
        if isinstance(node, ast.Constant):
            return isinstance(node.value, float)
        return isinstance(node, ast.Name) and node.id in ("float", "round", "Decimal", "Fraction")

    found = [
        place(file, node)
        for file in python_files("app/rules")
        for node in ast.walk(tree(file))
        if is_fraction(node)
    ]
    assert found == []


def test_files_and_functions_stay_small() -> None:
    files = {
        place(file): lines
        for file in python_files("app", "config.py", "run.py")
        if (lines := file.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    }
    long_functions = {
        f"{place(file, function)} {function.name}": lines
        for file in python_files("app", "config.py", "run.py")
        for function in functions(tree(file))
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert (files, long_functions) == ({}, {})


def test_functions_contain_no_imports() -> None:
    hidden = [
        place(file, node)
        for file in python_files("app")
        if file not in MAY_IMPORT_LATE
        for function in functions(tree(file))
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom | ast.Import)
    ]
    assert hidden == []
