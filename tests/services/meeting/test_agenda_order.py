"""Reordering of agenda items while the meeting is being planned, including their numbers."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.common.audit import AuditEntry
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import ItemKind
from app.security.viewer import Role, Viewer
from app.services.meeting import agenda_order, agendas, notices
from tests.support import meetings as hall
from tests.support.desk import officer


def agenda(*titles: str) -> tuple[Meeting, dict[str, AgendaItem]]:
    """Create a meeting with these items: a title with 報告 gives a report, others a resolution."""
    meeting = hall.planned()
    return meeting, {
        title: agendas.add(officer(), meeting.id, ItemKind.REPORT, {"title": title})
        if "報告" in title
        else hall.resolution(meeting, title=title)
        for title in titles
    }


def order(session: Any, meeting: Meeting) -> list[str]:
    """Return the stored items in order, each with its label."""
    session.expire_all()
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    )
    return [f"{item.label} {item.title}" for item in items]


@pytest.mark.both_databases
def test_two_items_of_one_kind_swap_position_and_number(session: Any) -> None:
    meeting, items = agenda("あ", "い", "う")
    agenda_order.move(officer(), items["う"].id, up=True)
    assert [item.title for item in meeting.items] == ["あ", "う", "い"]
    assert order(session, meeting) == ["議案第1号 あ", "議案第2号 う", "議案第3号 い"]
    agenda_order.move(officer(), items["あ"].id, up=False)
    assert order(session, meeting) == ["議案第1号 う", "議案第2号 あ", "議案第3号 い"]


@pytest.mark.both_databases
def test_two_items_of_different_kinds_swap_position_only(session: Any) -> None:
    meeting, items = agenda("あ", "報告", "い")
    agenda_order.move(officer(), items["報告"].id, up=True)
    assert order(session, meeting) == ["報告事項1 報告", "議案第1号 あ", "議案第2号 い"]
    agenda_order.move(officer(), items["報告"].id, up=False)
    agenda_order.move(officer(), items["報告"].id, up=False)
    assert order(session, meeting) == ["議案第1号 あ", "議案第2号 い", "報告事項1 報告"]


def test_withdrawn_item_keeps_its_position(session: Any) -> None:
    meeting, items = agenda("あ", "い", "う")
    agendas.withdraw(officer(), items["い"].id, "再検討のため")
    agenda_order.move(officer(), items["う"].id, up=True)
    assert order(session, meeting) == ["議案第1号 う", "議案第2号 い", "議案第3号 あ"]
    with pytest.raises(StaleState):
        agenda_order.move(officer(), items["い"].id, up=True)


def test_first_and_last_item_cannot_move_beyond_the_ends(session: Any) -> None:
    meeting, items = agenda("あ", "い", "う")
    agendas.withdraw(officer(), items["う"].id, "再検討のため")
    with pytest.raises(RuleViolation, match="最初の議題です"):
        agenda_order.move(officer(), items["あ"].id, up=True)
    with pytest.raises(RuleViolation, match="最後の議題です"):
        agenda_order.move(officer(), items["い"].id, up=False)
    assert order(session, meeting) == ["議案第1号 あ", "議案第2号 い", "議案第3号 う"]


def test_order_is_fixed_after_the_notice_and_during_its_approval(session: Any) -> None:
    meeting, items = agenda("あ", "い")
    notices.submit(officer(), meeting.id)
    with pytest.raises(StaleState, match="通知の承認待ちです"):
        agenda_order.move(officer(), items["い"].id, up=True)
    notices.send_back(officer(), meeting.id, "順を変える")
    agenda_order.move(officer(), items["い"].id, up=True)
    hall.notified(meeting)
    with pytest.raises(StaleState, match="通知した議題の順は変えられません"):
        agenda_order.move(officer(), items["い"].id, up=False)
    assert order(session, meeting) == ["議案第1号 い", "議案第2号 あ"]


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.SYSTEM])
def test_only_the_secretariat_reorders_and_it_is_audited(session: Any, role: Role) -> None:
    meeting, items = agenda("あ", "い")
    moved = Viewer(None, "someone", frozenset({role}), hall.executives()[0])
    if role is not Role.SECRETARIAT:
        with pytest.raises(NotPermitted):
            agenda_order.move(moved, items["い"].id, up=True)
        assert order(session, meeting) == ["議案第1号 あ", "議案第2号 い"]
        return
    agenda_order.move(moved, items["い"].id, up=True)
    session.commit()
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert (entry.action, entry.subject_id) == ("agenda.move", str(items["い"].id))
