"""Conventions of the code: one clock, integers only, small files, imports at the top."""

import ast
from collections.abc import Iterable

from tests.support.source import ROOT, functions, imported, place, python_files, tree

CLOCK = ROOT / "app/clock.py"
LOADED_LATE = {
    ROOT / "app/schema.py": "Flask-Migrate with Alembic, only where migrations run",
    ROOT / "app/documents/common/calendar_event.py": "icalendar, only for a calendar entry",
    ROOT / "app/services/common/workbook_rows.py": "openpyxl, only where a workbook is read",
    ROOT / "app/views/accounts/openid.py": "Authlib, only where a directory is configured",
}
"""Files that load a heavy library where it is used, and why. None imports `app` in a function."""
CLOCK_READS = {
    *(("datetime", name) for name in ("now", "utcnow", "today")),
    ("date", "today"),
    *(("time", name) for name in ("time", "time_ns", "localtime", "gmtime", "strftime")),
}
BLIND_TO_BLANKS = frozenset({"InputRequired", "DataRequired"})
"""WTForms' validators of required fields, which do not ask what is left after normalising."""
LONGEST_FILE = 400
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


def test_required_fields_are_checked_after_normalising() -> None:
    found = [
        place(file, node)
        for file in python_files("app")
        for node in ast.walk(tree(file))
        if (isinstance(node, ast.Attribute) and node.attr in BLIND_TO_BLANKS)
        or (isinstance(node, ast.ImportFrom) and any(n.name in BLIND_TO_BLANKS for n in node.names))
    ]
    assert found == []


def test_files_stay_small() -> None:
    lengths = {
        place(file): file.read_text(encoding="utf-8").count("\n")
        for file in python_files("app", "config.py", "run.py")
    }
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE} == {}
    # A wing's docstring is no file that anybody reads: it would make the median look better.
    median, ninth_decile = spread(lines for lines in lengths.values() if lines > 8)
    assert median <= 100 and ninth_decile <= 200


def test_functions_stay_small() -> None:
    lengths = {
        f"{place(file, function)} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for file in python_files("app", "config.py", "run.py")
        for function in functions(tree(file))
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    median, ninth_decile = spread(lengths.values())
    assert median <= 8 and ninth_decile <= 25


def spread(lengths: Iterable[int]) -> tuple[int, int]:
    """Return the median and the ninth decile."""
    ordered = sorted(lengths)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 9 // 10]


def test_functions_import_heavy_libraries_at_most() -> None:
    late = [
        (file, node)
        for file in python_files("app")
        for function in functions(tree(file))
        for node in ast.walk(function)
        if isinstance(node, ast.ImportFrom | ast.Import)
    ]
    assert {file for file, _node in late} <= LOADED_LATE.keys()
    ours = [
        place(file, node)
        for file, node in late
        if any(name.split(".")[0] == "app" for name in imported(node))
    ]
    assert ours == []
