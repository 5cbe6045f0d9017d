"""Each line that the program logs is a constant; what varies stands under a listed key."""

import ast

import pytest

from app.logs import KEYS
from tests.support.source import python_files, tree

LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}


def calls() -> list[tuple[str, ast.Call]]:
    """Return each call of a module's `log`, with its place."""
    return [
        (f"{file.name}:{node.lineno}", node)
        for file in python_files("app")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("log", "logger", "logging")
    ]


@pytest.mark.parametrize("call", [pytest.param(call, id=place) for place, call in calls()])
def test_logged_line_is_a_constant_with_listed_keys(call: ast.Call) -> None:
    assert len(call.args) == 1 and isinstance(call.args[0], ast.Constant)
    assert "%" not in call.args[0].value
    for keyword in call.keywords:
        assert keyword.arg in ("exc_info", "extra")
        if keyword.arg == "extra":
            assert isinstance(keyword.value, ast.Dict)
            assert {ast.literal_eval(key) for key in keyword.value.keys if key} <= set(KEYS)


def test_there_are_calls() -> None:
    assert len(calls()) > 8
