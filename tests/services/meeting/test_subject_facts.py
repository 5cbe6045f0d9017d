"""Who decides on an organisation is told which, why, and what it says; nobody else is."""

from typing import Any

import pytest
from sqlalchemy import select

from app.models.meeting.meeting import Meeting
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import ResolutionKind
from app.rules.membership.membership import ReceivedBy
from app.security import guard
from app.security.viewer import SYSTEM
from app.services.filings import hearings, releases
from app.services.meeting import agendas, observers, subject_facts
from tests import factories
from tests.support import desk, members
from tests.support import meetings as hall

OFFICER = desk.officer


def letters(session: Any, purpose: str) -> list[str]:
    wanted = select(OutboxMessage.body).where(OutboxMessage.purpose == purpose)
    return list(session.scalars(wanted))


def as_a_member_reads(session: Any, meeting: Meeting) -> dict[int, str]:
    """Return the facts as read for another executive member, to whom the filings are hidden."""
    meeting_id, member = meeting.id, hall.voter(hall.executives()[-1])
    session.commit()
    guard.set_viewer(session, member)
    told = dict(subject_facts.of_meeting(session.get_one(Meeting, meeting_id)))
    guard.set_viewer(session, SYSTEM)
    return told


@pytest.mark.both_databases
def test_voters_are_told_ground_facts_and_statements_of_an_expulsion(session: Any) -> None:
    member = factories.member()
    file = desk.hearing(member)
    hearings.state_case(members.person_of(member), file.id, "今後は改めます。")
    hearings.conclude(OFFICER(), file.id)
    meeting = hall.planned()
    item = hall.resolution(meeting, ResolutionKind.EXPULSION, expulsion_id=file.id)
    observers.add(OFFICER(), meeting.id, name="専門家", email="guest@example.jp", reason="")
    hall.notified(meeting)
    item_id, name = item.id, member.name
    told = as_a_member_reads(session, meeting)[item_id].splitlines()
    assert told == [
        f"除名する団体：{name}",
        "事由：規約に違反した、又は本会の信用を著しく害した（規約第6条第2号）",
        "事実：規約に反する行為があった。",
        "弁明：今後は改めます。",
    ]
    notices = letters(session, "meeting_notice")
    assert len(notices) == 34 and all(line in each for each in notices for line in told)
    (invitation,) = letters(session, "meeting_invitation")
    assert not any(line in invitation for line in told)


def test_voters_are_told_who_leaves_and_who_is_selected(session: Any) -> None:
    leaving = hall.executives()[0]
    request = releases.enter(
        OFFICER(),
        leaving,
        received_by=ReceivedBy.PAPER,
        reason="体制の見直し",
        becomes_general=True,
    )
    consent = hall.consent()
    meeting = hall.planned()
    release = hall.resolution(
        meeting,
        ResolutionKind.RELEASE,
        release_request_id=request.id,
        becomes_general=True,
    )
    selection = hall.resolution(meeting, ResolutionKind.SELECTION, consent_id=consent.id)
    withdrawn = hall.resolution(
        meeting, ResolutionKind.EXPULSION, expulsion_id=hall.expulsion_awaiting().id
    )
    hall.resolution(meeting)
    hall.notified(meeting)
    agendas.withdraw(OFFICER(), withdrawn.id, "資料の不備")
    told = {
        release.id: f"幹事団体を退く団体：{request.organisation.name}（一般団体として会員を続ける）\n"
        "申出の理由：体制の見直し",
        selection.id: f"幹事団体になる団体：{consent.organisation.name}",
    }
    assert as_a_member_reads(session, meeting) == told
