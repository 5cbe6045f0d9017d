"""Sealed records contain everything needed to recalculate them."""

from typing import Any

import pytest

from app.errors import NotPermitted
from app.rules.states.meeting.meeting import Outcome
from app.security.viewer import PUBLIC
from app.services.meeting import closing, recalculation, resolution_records, votes
from tests.support import meetings as hall
from tests.support import records
from tests.support.desk import officer

OUTCOMES = {
    "passed": Outcome.PASSED,
    "rejected": Outcome.REJECTED,
    "chaired": Outcome.PASSED,
    "late_item": Outcome.PASSED,
    "not_covered": Outcome.PASSED,
    "no_quorum": Outcome.NO_QUORUM,
    "deemed": Outcome.DEEMED,
    "written": Outcome.DEEMED,
    "released": Outcome.PASSED,
}


@pytest.mark.parametrize("kind", records.KINDS)
def test_recalculated_record_agrees(session: Any, kind: str) -> None:
    record = records.KINDS[kind]()
    assert record.outcome is OUTCOMES[kind]
    assert recalculation.recalculate(officer(), record.sequence) == []
    assert list(resolution_records.verify()) == []


def test_release_is_recorded_with_the_roll_at_the_vote(session: Any) -> None:
    content = records.released().content
    assert len(content["members"]) == 34
    assert content["chair"] is not None
    assert len(content["item"]["excluded"]) == 1


def test_void_proxy_is_recorded_with_its_reason(session: Any) -> None:
    content = records.passed().content
    void = [proxy for proxy in content["proxies"].values() if not proxy["holds"]]
    assert [proxy["reason"] for proxy in void] == [
        "代理人がその場に出席していないため、委任は無効です。"
    ]


def test_proxy_whose_agent_voted_and_left_is_recorded_as_void(session: Any) -> None:
    meeting, item = hall.in_session()
    members = hall.executives()
    hall.arrive(meeting, *members[:23])
    hall.delegate(meeting, members[23], members[0])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, members[:23])
    hall.attendance.depart(officer(), meeting.id, members[0])
    record = closing.close(officer(), item.id)
    assert record.content["counts"]["entitled"] == 23
    assert list(record.content["proxies"].values()) == [
        {
            "agent": str(members[0]),
            "holds": False,
            "reason": "代理人が退席したため、委任は無効です。",
        }
    ]
    assert recalculation.recalculate(officer(), record.sequence) == []


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("counts", "in_favour"), 30, "票の数"),
        (("chair",), None, "ハッシュ"),
        (("outcome",), "rejected", "結果"),
        (("reason",), "賛成多数", "計算"),
        (("article",), "規約第9条", "根拠の条文"),
        (("effective_on",), "2024-04-01", "効力の生じた日"),
        (("closed_at",), "2026-01-01T00:00:00+09:00", "締切日時（台帳）"),
        (("deemed", "needed"), 1, "みなし決議の数"),
    ],
)
def test_altered_values_are_reported(
    session: Any, path: tuple[str, ...], value: object, named: str
) -> None:
    record = records.chaired()
    content = dict(record.content)
    if len(path) == 2:
        content[path[0]] = content[path[0]] | {path[1]: value}
    else:
        content[path[0]] = value
    record.content = content
    session.flush()
    found = [
        difference.what for difference in recalculation.recalculate(officer(), record.sequence)
    ]
    assert "ハッシュ" in found and named in found


def test_only_the_secretariat_recalculates(session: Any) -> None:
    record = records.rejected()
    for actor in (PUBLIC, hall.voter(hall.executives()[0])):
        with pytest.raises(NotPermitted):
            recalculation.recalculate(actor, record.sequence)
