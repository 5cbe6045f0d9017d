"""Papers entered by the secretariat (代行入力) count from the day of the receipt stamp."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from app import clock
from app.errors import RuleViolation
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import MemberKind, ReceivedBy
from app.security.viewer import Viewer
from app.services.filings import change_notices, consents, releases
from tests import factories
from tests.support.desk import officer

TODAY, STAMPED, JOINED = date(2026, 10, 15), date(2026, 10, 12), date(2026, 4, 1)
Enter = Callable[[Viewer, Organisation, date], datetime]


def change(actor: Viewer, member: Organisation, day: date) -> datetime:
    notice = change_notices.enter(
        actor,
        member.id,
        member.profile() | {"phone": "0857-99-0000"},
        changed_on=JOINED,
        received_by=ReceivedBy.FAX,
        received_on=day,
    )
    return notice.received_at


def consent(actor: Viewer, member: Organisation, day: date) -> datetime:
    filed = consents.enter(
        actor, member.id, received_by=ReceivedBy.PAPER, statement="相談の窓口", received_on=day
    )
    return filed.received_at


def release(actor: Viewer, member: Organisation, day: date) -> datetime:
    asked = releases.enter(
        actor,
        member.id,
        received_by=ReceivedBy.PAPER,
        reason="",
        becomes_general=True,
        received_on=day,
    )
    return asked.received_at


@pytest.mark.parametrize(
    ("enter", "kind"),
    [
        (change, MemberKind.GENERAL),
        (consent, MemberKind.GENERAL),
        (release, MemberKind.EXECUTIVE),
    ],
)
def test_paper_counts_from_its_day_of_receipt(
    session: Any, at: Callable[[date], None], enter: Enter, kind: MemberKind
) -> None:
    at(TODAY)
    member = factories.member(kind, since=JOINED)
    member.last_contact_on = JOINED
    clerk = officer()
    for day in (date(2026, 10, 16), date(2026, 3, 31)):
        with pytest.raises(RuleViolation):
            enter(clerk, member, day)
    assert clock.local(enter(clerk, member, STAMPED)).date() == STAMPED
    assert member.last_contact_on == STAMPED


def test_change_dated_after_the_day_of_receipt_is_refused(
    session: Any, at: Callable[[date], None]
) -> None:
    at(TODAY)
    member = factories.member(since=JOINED)
    with pytest.raises(RuleViolation, match="受付日まで"):
        change_notices.enter(
            officer(),
            member.id,
            member.profile() | {"phone": "0857-99-0000"},
            changed_on=TODAY,
            received_by=ReceivedBy.FAX,
            received_on=STAMPED,
        )
