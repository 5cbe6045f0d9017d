"""Everything that the audit trail records has words to be read by."""

import ast
from collections.abc import Iterator

from app.views.actions import ACTIONS, SUBJECTS
from tests.support.source import place, python_files, tree


def records() -> Iterator[tuple[str, ast.Call]]:
    """Every call of audit.record and audit.record_refusal, with its place."""
    for file in python_files("app"):
        for node in ast.walk(tree(file)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("record", "record_refusal")
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "audit"
            ):
                yield place(file, node), node


def known(action: ast.expr) -> bool:
    """Whether a literal action has words; of one put together, whether some with its beginning do."""
    if isinstance(action, ast.Constant):
        return action.value in ACTIONS
    if isinstance(action, ast.JoinedStr) and isinstance(action.values[0], ast.Constant):
        start = str(action.values[0].value)
        return start == "refused:" or any(name.startswith(start) for name in ACTIONS)
    return True  # a variable noun: the master data, below


def test_every_action_has_words() -> None:
    assert [where for where, call in records() if not known(call.args[1])] == []


def test_every_object_has_words() -> None:
    nouns = {
        call.args[2].value: where
        for where, call in records()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "record"
        and isinstance(call.args[2], ast.Constant)
    }
    assert {noun: where for noun, where in nouns.items() if noun not in SUBJECTS} == {}


def test_master_data_has_words() -> None:
    for noun in ("municipality", "activity_field"):
        assert noun in SUBJECTS
        assert {f"{noun}.{verb}" for verb in ("add", "update", "delete")} <= ACTIONS.keys()
