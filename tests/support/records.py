"""Sealed records of every kind of outcome, created through the services."""

from collections.abc import Callable, Mapping

from sqlalchemy import select

from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.rules.meeting.agenda import AnswerWay, MeetingForm, ResolutionKind
from app.rules.meeting.roll import Choice
from app.services.meeting import attendance, closing, proxies, votes
from tests.support import meetings as hall
from tests.support import members
from tests.support.desk import officer


def passed() -> ResolutionRecord:
    """Pass a resolution with attendance of every kind, a void proxy, and a voter who left."""
    meeting, item = hall.in_session()
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:15])
    for principal in all_members[15:21]:
        hall.delegate(meeting, principal, all_members[0])
    hall.delegate(meeting, all_members[30], all_members[31])  # the agent does not attend
    hall.say(meeting, item, all_members[21:23])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[:12])
    hall.raise_hands(item, all_members[12:13], Choice.AGAINST)
    hall.raise_hands(item, all_members[13:14], Choice.ABSTAIN)
    votes.cast_all(hall.voter(all_members[0]), item.id, {all_members[15]: Choice.FOR})
    votes.cast_all(hall.voter(all_members[0]), item.id, {all_members[16]: Choice.FOR})
    attendance.depart(officer(), meeting.id, all_members[1])
    return closing.close(officer(), item.id)


def rejected() -> ResolutionRecord:
    """Reject a resolution; one member was excluded from the vote."""
    meeting, item = hall.in_session()
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:24])
    hall.agendas.exclude(officer(), item.id, all_members[23], "利害関係のため")
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[:15])
    hall.raise_hands(item, all_members[15:20], Choice.AGAINST)
    return closing.close(officer(), item.id)


def chaired() -> ResolutionRecord:
    """Pass a resolution under a chair who holds two proxies."""
    meeting, item = hall.in_session()
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:15])
    for place, principal in enumerate(all_members[15:23]):
        hall.delegate(meeting, principal, all_members[14 if place < 2 else 0])
    attendance.elect_chair(officer(), meeting.id, all_members[14])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[:14])
    return closing.close(officer(), item.id)


def late_item() -> ResolutionRecord:
    """Decide an item that was not in the notice."""
    meeting, _item = hall.in_session()
    all_members = hall.executives()
    hall.say(meeting, _item, all_members[21:23])
    hall.arrive(meeting, *all_members[:15])
    for principal in all_members[15:21]:
        hall.delegate(meeting, principal, all_members[0])
    item = hall.resolution(meeting)
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[:12])
    return closing.close(officer(), item.id)


def not_covered() -> ResolutionRecord:
    """Decide an item not covered by some proxies; one of these principals has stated by e-mail."""
    meeting = hall.planned()
    other, item = hall.resolution(meeting), hall.resolution(meeting)
    hall.notified(meeting)
    hall.meetings.open_meeting(officer(), meeting.id, reason="都合により")
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:18])
    for principal in all_members[18:24]:
        proxies.file(
            officer(),
            meeting.id,
            principal,
            all_members[0],
            way=AnswerWay.PAPER,
            covers_all=False,
            instructions={other.id: Choice.FOR},
        )
    hall.say(meeting, other, all_members[23:24])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[:13])
    return closing.close(officer(), item.id)


def no_quorum() -> ResolutionRecord:
    """Close an item without a quorum."""
    meeting, item = hall.in_session()
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:22])
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[:22])
    return closing.close(officer(), item.id)


def deemed() -> ResolutionRecord:
    """Deem a resolution passed without a quorum, by paper statements and ballots."""
    meeting, item = hall.in_session()
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:3])
    hall.say(meeting, item, all_members[3:24], way=AnswerWay.PAPER)
    hall.say(meeting, item, all_members[24:25], Choice.AGAINST, way=AnswerWay.FAX)
    votes.open_item(officer(), item.id)
    for member in all_members[:2]:
        votes.cast_all(hall.voter(member), item.id, {member: Choice.FOR})
    hall.raise_hands(item, all_members[2:3])
    return closing.close(officer(), item.id)


def written() -> ResolutionRecord:
    """Decide a written resolution in which some members changed their statements."""
    meeting = hall.planned(MeetingForm.WRITTEN)
    item = hall.resolution(meeting)
    hall.notified(meeting)
    all_members = hall.executives()
    hall.say(meeting, item, all_members[:5])
    hall.say(meeting, item, all_members[:2], Choice.AGAINST)
    hall.say(meeting, item, all_members[5:25], way=AnswerWay.PAPER)
    return closing.close(officer(), item.id)


def released() -> ResolutionRecord:
    """Pass a member's release; the record keeps the electorate (E) as of the vote."""
    leaving = hall.executives()[0]
    organisation = hall.db.session.get_one(hall.Organisation, leaving)
    request = members.filed_release(organisation)
    meeting, item = hall.in_session(
        resolution_kind=ResolutionKind.RELEASE, release_request_id=request.id
    )
    all_members = hall.executives()
    hall.arrive(meeting, *all_members[:23])
    attendance.elect_chair(officer(), meeting.id, leaving)
    votes.open_item(officer(), item.id)
    hall.raise_hands(item, all_members[1:23])
    return closing.close(officer(), item.id)


KINDS: Mapping[str, Callable[[], ResolutionRecord]] = {
    made.__name__: made
    for made in (
        passed,
        rejected,
        chaired,
        late_item,
        not_covered,
        no_quorum,
        deemed,
        written,
        released,
    )
}
"""Every kind of record by name."""


def past_meeting() -> Meeting:
    """Return the fourth meeting, which predates this software."""
    found: Meeting = hall.db.session.scalars(select(Meeting).where(Meeting.number == 4)).one()
    return found
