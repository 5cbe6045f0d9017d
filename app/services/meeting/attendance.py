"""Attendance at a meeting: arrivals, departures, the chair (規約第10条第2項, 第11条)."""

from sqlalchemy import delete, select

from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Presence, Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Vote
from app.rules.common import articles
from app.rules.meeting.agenda import Reply
from app.rules.membership.membership import ContactKind
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import meetings, moments
from app.services.membership import contacts

CAME = "本人が出席したため"
RELEASED = "幹事団体を退いたため"


def arrive(
    actor: Viewer, meeting_id: int, organisation_id: int, *, online: bool, attendee: str = ""
) -> Presence:
    """Record that a member arrives. Its proxy ends for items still open, and does not revive.

    The secretariat records any member; a logged-in member records itself, as online.
    """
    _may_note(actor, organisation_id)
    if not (online or actor.is_staff):
        raise RuleViolation(articles.QUORUM, "会場での出席は、事務局が記録します。")
    meeting = meetings.locked(meeting_id)
    _in_session(meeting)
    entry = in_office(meeting.id, organisation_id)
    if (Reply.ONLINE if online else Reply.ROOM) not in meeting.form.ways_to_come:
        raise RuleViolation(articles.CALLING, f"この会議は{meeting.form.label}で開催します。")
    if _presence(meeting.id, organisation_id) is not None:
        raise StaleState("すでに出席しています。")
    presence = Presence(
        meeting_id=meeting.id,
        organisation_id=organisation_id,
        online=online,
        attendee=attendee.strip() or entry.attendee,
        arrived_at=moments.now(),
    )
    db.session.add(presence)
    end_proxy(meeting.id, organisation_id, CAME)
    audit.record(
        actor,
        "meeting.arrive",
        "meeting",
        meeting.id,
        organisation_id=organisation_id,
        online=online,
    )
    contacts.record_contact(actor, organisation_id, ContactKind.ATTENDANCE, meeting.title)
    db.session.flush()
    return presence


def arrive_as_answered(actor: Viewer, meeting_id: int, organisation_id: int) -> Presence:
    """Record that a member which answered that it comes has arrived, in the way it answered."""
    reply = on_roll(meeting_id, organisation_id).reply
    if reply is None or not reply.comes:
        raise RuleViolation(articles.QUORUM, "参加と回答していません。")
    return arrive(actor, meeting_id, organisation_id, online=reply is Reply.ONLINE)


def depart(actor: Viewer, meeting_id: int, organisation_id: int) -> Presence:
    """Record that a member leaves. A chair that leaves is no longer the chair."""
    _may_note(actor, organisation_id)
    meeting = meetings.locked(meeting_id)
    _in_session(meeting)
    presence = _presence(meeting.id, organisation_id)
    if presence is None:
        raise StaleState("出席していません。画面を開き直してください。")
    presence.departed_at = moments.now()
    if meeting.chair_id == organisation_id:
        meeting.chair_id = None
    audit.record(actor, "meeting.depart", "meeting", meeting.id, organisation_id=organisation_id)
    db.session.flush()
    return presence


def elect_chair(actor: Viewer, meeting_id: int, organisation_id: int | None) -> Meeting:
    """Record the chair elected from among the attending members (互選), or that there is none.

    Election revokes the chair's own votes on open items, and votes it cast as an agent.
    Raises RuleViolation for a member that is not present.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    _in_session(meeting)
    if organisation_id is not None:
        entry = on_roll(meeting.id, organisation_id)
        if entry.released_at is not None or _presence(meeting.id, organisation_id) is None:
            raise RuleViolation(
                articles.CHAIR, "議長は、その場に出席している幹事団体から選んでください。"
            )
        open_items = [item.id for item in meeting.items if item.state is ItemState.OPEN]
        db.session.execute(
            delete(Vote).where(
                Vote.item_id.in_(open_items),
                (Vote.organisation_id == organisation_id) | (Vote.agent_id == organisation_id),
            )
        )
    meeting.chair_id = organisation_id
    audit.record(actor, "meeting.chair", "meeting", meeting.id, organisation_id=organisation_id)
    db.session.flush()
    return meeting


def on_roll(meeting_id: int, organisation_id: int) -> RollEntry:
    """Return the member's entry on the meeting's roll. Raises RuleViolation for a non-member."""
    entry = entry_of(meeting_id, organisation_id)
    if entry is None:
        raise RuleViolation(
            articles.PLATFORM_MEETING, "この会議の基準日に幹事団体だった団体ではありません。"
        )
    return entry


def in_office(meeting_id: int, organisation_id: int) -> RollEntry:
    """As `on_roll`. Also raises RuleViolation for a member released during the meeting."""
    entry = on_roll(meeting_id, organisation_id)
    if entry.released_at is not None:
        raise RuleViolation(articles.PLATFORM_MEETING, "この会議で幹事団体を退いています。")
    return entry


def entry_of(meeting_id: int, organisation_id: int | None) -> RollEntry | None:
    """Return the organisation's entry on the meeting's roll, or None."""
    return db.session.scalars(
        select(RollEntry).where(
            RollEntry.meeting_id == meeting_id, RollEntry.organisation_id == organisation_id
        )
    ).one_or_none()


def end_proxy(meeting_id: int, principal_id: int, reason: str) -> Proxy | None:
    """End the member's proxy, if any, from now on.

    Votes its agent cast on items still open become void.
    """
    proxy = db.session.scalars(
        select(Proxy).where(
            Proxy.meeting_id == meeting_id,
            Proxy.principal_id == principal_id,
            Proxy.ended_at.is_(None),
        )
    ).one_or_none()
    if proxy is not None:
        _end(proxy, reason)
        db.session.flush()
    return proxy


def end_proxies_of(meeting_id: int, organisation_id: int) -> None:
    """End the proxies a released member gave and received."""
    for proxy in db.session.scalars(
        select(Proxy).where(
            Proxy.meeting_id == meeting_id,
            Proxy.ended_at.is_(None),
            (Proxy.principal_id == organisation_id) | (Proxy.agent_id == organisation_id),
        )
    ):
        _end(proxy, RELEASED)
    db.session.flush()


def _end(proxy: Proxy, reason: str) -> None:
    proxy.ended_at, proxy.end_reason = moments.now(), reason
    open_items = db.session.scalars(
        select(AgendaItem.id).where(
            AgendaItem.meeting_id == proxy.meeting_id, AgendaItem.state == ItemState.OPEN
        )
    ).all()
    db.session.execute(
        delete(Vote).where(
            Vote.item_id.in_(open_items),
            Vote.organisation_id == proxy.principal_id,
            Vote.agent_id.is_not(None),
        )
    )


def is_there(meeting_id: int, organisation_id: int) -> bool:
    """Whether the member is present now."""
    return _presence(meeting_id, organisation_id) is not None


def _presence(meeting_id: int, organisation_id: int) -> Presence | None:
    return db.session.scalars(
        select(Presence).where(
            Presence.meeting_id == meeting_id,
            Presence.organisation_id == organisation_id,
            Presence.departed_at.is_(None),
        )
    ).one_or_none()


def _may_note(actor: Viewer, organisation_id: int) -> None:
    if not actor.is_staff:
        actor.require(Role.EXECUTIVE)
        actor.require_member(organisation_id)


def _in_session(meeting: Meeting) -> None:
    if meeting.state is not MeetingState.OPEN:
        raise StaleState(f"この会議は開会中ではありません（{meeting.state.label}）。")
