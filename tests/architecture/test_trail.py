"""Every action and subject recorded in the audit trail has a label."""

import ast
from collections.abc import Iterator

from app.models.registers.entry import registers
from app.services.filings import change_notices, consents, releases, withdrawals
from app.views.common.trail import ACTIONS, SUBJECTS
from tests.support.source import place, python_files, tree


def records() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of audit.record and audit.record_refusal with its location."""
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
    """Whether a literal action has a label; for an f-string, whether one with its prefix does."""
    if isinstance(action, ast.Constant):
        return action.value in ACTIONS
    if isinstance(action, ast.JoinedStr) and isinstance(action.values[0], ast.Constant):
        start = str(action.values[0].value)
        return start == "refused:" or any(name.startswith(start) for name in ACTIONS)
    return True  # a variable noun: a register, tested below


def test_every_action_has_a_label() -> None:
    assert [where for where, call in records() if not known(call.args[1])] == []


def test_every_subject_has_a_label() -> None:
    nouns = {
        call.args[2].value: where
        for where, call in records()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr == "record"
        and isinstance(call.args[2], ast.Constant)
    }
    assert {noun: where for noun, where in nouns.items() if noun not in SUBJECTS} == {}


def test_registers_have_labels() -> None:
    verbs = {"add", "update", "confirm", "retire", "restore"}
    for noun in (model.__tablename__ for model in registers()):
        assert noun in SUBJECTS
        assert {f"{noun}.{verb}" for verb in verbs} <= ACTIONS.keys()


def test_filings_have_labels() -> None:
    for filed in (change_notices, withdrawals, releases, consents):
        assert f"{filed.KIND.noun}.file" in ACTIONS
        assert filed.KIND.model.__tablename__ in SUBJECTS
