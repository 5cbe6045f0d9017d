"""Quorum forecast from the attendance answers (規約第11条)."""

import pytest

from app.rules.meeting.attendance import Ground
from app.rules.meeting.forecast import ContactReason, Outlook, forecast
from app.rules.meeting.roll import Choice

E34 = frozenset(range(34))


@pytest.mark.parametrize(
    ("come", "principals", "writers", "absent", "outlook", "missing"),
    [
        (15, 6, 2, 11, Outlook.CERTAIN, 0),
        (15, 6, 2, 0, Outlook.CERTAIN, 0),
        (14, 6, 2, 0, Outlook.POSSIBLE, 1),
        (14, 6, 2, 12, Outlook.IMPOSSIBLE, 1),
        (0, 0, 0, 0, Outlook.POSSIBLE, 23),
        (0, 0, 0, 12, Outlook.IMPOSSIBLE, 23),
        (0, 0, 0, 11, Outlook.POSSIBLE, 23),
        (23, 0, 0, 0, Outlook.CERTAIN, 0),
    ],
)
def test_quorum_outlook(
    come: int, principals: int, writers: int, absent: int, outlook: Outlook, missing: int
) -> None:
    members = iter(range(34))
    announced = frozenset(next(members) for _ in range(come))
    proxies = {next(members): 0 for _ in range(principals)}
    statements = {next(members): {1: Choice.FOR} for _ in range(writers)}
    away = frozenset(next(members) for _ in range(absent))
    found = forecast(
        E34,
        announced=announced,
        answered=announced | set(proxies) | set(statements) | away,
        proxies=proxies,
        statements=statements,
    )
    assert (found.outlook, found.missing, found.needed) == (outlook, missing, 23)
    assert found.expected == {
        Ground.PRESENT: come,
        Ground.PROXY: principals,
        Ground.EMAIL: writers,
    }


def test_members_to_contact_and_reasons() -> None:
    found = forecast(
        frozenset("abcdef"),
        announced=frozenset("a"),
        answered=frozenset("abcde"),
        proxies={"b": "a", "c": "f", "d": "e"},
        statements={},
    )
    assert found.to_ask == {
        "f": ContactReason.UNANSWERED,
        "c": ContactReason.AGENT_UNSURE,
        "d": ContactReason.AGENT_ABSENT,
        "e": ContactReason.ABSENT,
    }
    assert next(iter(found.to_ask)) == "f"
    assert found.count == 2 and "あと2団体の出席が必要です" in found.sentence
    assert found.outlook is Outlook.POSSIBLE


def test_statement_on_paper_is_neither_attendance_nor_absence() -> None:
    found = forecast(
        frozenset("abcd"),
        announced=frozenset("a"),
        answered=frozenset("abcd"),
        proxies={"c": "b"},
        statements={},
        on_paper=frozenset("bc"),
    )
    assert found.to_ask == {
        "c": ContactReason.AGENT_ABSENT,
        "b": ContactReason.ON_PAPER,
        "d": ContactReason.ABSENT,
    }
    assert "欠席" not in ContactReason.ON_PAPER.label


def test_empty_roll_has_no_quorum() -> None:
    found = forecast(
        frozenset(), announced=frozenset(), answered=frozenset(), proxies={}, statements={}
    )
    assert found.outlook is Outlook.IMPOSSIBLE
