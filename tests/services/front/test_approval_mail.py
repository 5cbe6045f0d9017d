"""Mail to those who may release a proposal."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from app.mail.front import approval_letters
from app.models.post.outbox import OutboxMessage
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.common import approvals, holidays
from app.services.front import approval_mail
from app.views.common import approval_register
from tests import factories
from tests.support.desk import LINKS, officer


def tell() -> int:
    return approval_mail.tell_due(SYSTEM, links=LINKS)


def told(session: Any) -> list[OutboxMessage]:
    wanted = select(OutboxMessage).where(
        OutboxMessage.purpose.in_(("approval_awaited", "something_to_read"))
    )
    return list(session.scalars(wanted.order_by(OutboxMessage.id)))


def test_business_days_leave_out_weekends_and_holidays() -> None:
    assert holidays.open_day_after(date(2026, 11, 20), 1) == date(2026, 11, 24)  # 勤労感謝の日
    assert holidays.open_day_after(date(2026, 12, 25), 3) == date(2027, 1, 5)


def test_others_are_told_once_and_again_after_three_business_days(
    session: Any, at: Callable[[Any], None]
) -> None:
    at(date(2026, 11, 20))
    one, other = officer(), officer()
    gone = factories.account(Role.SECRETARIAT, active=False)
    approvals.propose(one, "merge.undo", 7, title="つながり→つながる", reason="秘密の理由")
    assert [tell(), tell()] == [1, 0]
    at(date(2026, 11, 25))
    assert tell() == 0
    at(date(2026, 11, 26))
    assert [tell(), tell()] == [1, 0]
    at(date(2026, 12, 20))
    assert tell() == 0
    letters = told(session)
    mine = [each.body for each in letters if other.name in each.body]
    assert len(mine) == 2 and all("つながり→つながる" in each for each in mine)
    assert all("統合の取消し" in body and "秘密の理由" not in body for body in mine)
    assert not any(one.name in each.body for each in letters)
    assert gone.email not in {each.recipient for each in letters}


def test_nobody_is_told_of_a_decided_proposal(session: Any) -> None:
    one, other = officer(), officer()
    approvals.propose(one, "merge.undo", 7, title="記録")
    approvals.release(other, "merge.undo", 7)
    assert (tell(), told(session)) == (0, [])


def test_council_is_told_nothing_of_the_proposal(session: Any) -> None:
    proposer, reader = (factories.account(Role.COUNCIL) for _ in range(2))
    actor = Viewer(proposer.id, proposer.get_full_name(), frozenset({Role.COUNCIL}))
    approvals.propose(actor, "case.erase", "符号A", title="符号A", role=Role.COUNCIL)
    assert tell() == 1
    (letter,) = [each for each in told(session) if each.recipient == reader.email]
    assert "符号A" not in letter.body + letter.subject + letter.dedupe_key
    assert "提案" not in letter.body + letter.subject
    assert proposer.email not in {each.recipient for each in told(session)}


@pytest.mark.parametrize("kind", ["application.accept", "merge.carry_out", "batch.decide"])
def test_letter_names_the_kind(session: Any, kind: str) -> None:
    officer()
    approvals.propose(officer(), kind, 1, title="件")
    tell()
    assert "提案" in told(session)[0].body


def test_each_kind_has_a_name_in_the_letter() -> None:
    assert set(approval_letters.KINDS) == set(approval_register.KINDS)
