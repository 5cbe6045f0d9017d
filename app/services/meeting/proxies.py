"""Written proxies (委任状; 規約第12条第3項)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.attendance import Proxy, ProxyInstruction
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.meeting.agenda import AnswerWay, Reply
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ContactKind
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.meeting import answers, attendance, meetings, moments, proxy_checks
from app.services.meeting import received as receipts
from app.services.meeting.received import Received
from app.services.membership import contacts

ENDED_AT_DESK = "事務局が取り消したため"
REPLACED = "新しい委任状が提出されたため"


def file(
    actor: Viewer,
    meeting_id: int,
    principal_id: int,
    agent_id: int,
    *,
    way: AnswerWay,
    covers_all: bool,
    instructions: Mapping[int, Choice | None],
) -> Proxy:
    """Delegate the vote to an executive member that will attend, replacing an earlier proxy.

    instructions: item → the principal's choice, None where the agent is free; without
    covers_all the proxy covers these items only. Raises RuleViolation for a proxy by telephone,
    for an agent that can never hold it, and for a principal that is present.
    """
    meeting = meetings.locked(meeting_id)
    proxy = _new(meeting, principal_id, agent_id, way, covers_all, instructions)
    proxy.filed_at = moments.now()
    return _put(actor, meeting, proxy)


def enter(
    actor: Viewer,
    meeting_id: int,
    principal_id: int,
    agent_id: int,
    received: Received,
    *,
    covers_all: bool,
    instructions: Mapping[int, Choice | None],
) -> Proxy:
    """Enter a proxy received on paper, by FAX or by mail, on behalf of its principal.

    Its arrival decides: overtaken by a later proxy, revocation or arrival of the principal, it is
    kept as ended. Raises RuleViolation as `file` does, for a day of arrival in the future or
    before the notice, and with neither a copy nor a reason why there is none.
    """
    actor.require(Role.SECRETARIAT)
    meeting = meetings.locked(meeting_id)
    proxy = _new(meeting, principal_id, agent_id, received.way, covers_all, instructions)
    proxy.filed_at = receipts.arrival(meeting, received, articles.PROXY)
    proxy.file_name, proxy.media_type = receipts.copied(received, articles.PROXY)
    proxy.scan, proxy.no_scan_reason = received.copy, received.no_copy_reason.strip()
    return _put(actor, meeting, proxy)


def _new(
    meeting: Meeting,
    principal_id: int,
    agent_id: int,
    way: AnswerWay,
    covers_all: bool,
    instructions: Mapping[int, Choice | None],
) -> Proxy:
    receipts.require_writing(way, articles.PROXY, "委任")
    _open_for_answers(meeting)
    attendance.in_office(meeting.id, principal_id)
    proxy_checks.require_possible(meeting, principal_id, agent_id, covers_all, instructions)
    return Proxy(
        meeting_id=meeting.id,
        principal_id=principal_id,
        agent_id=agent_id,
        covers_all=covers_all,
        filed_by=way,
        instructions=[
            ProxyInstruction(item_id=item_id, choice=choice)
            for item_id, choice in sorted(instructions.items())
        ],
    )


def _put(actor: Viewer, meeting: Meeting, proxy: Proxy) -> Proxy:
    overtaken = proxy_checks.overtaken(meeting.id, proxy.principal_id, proxy.filed_at)
    if overtaken:
        proxy.ended_at, proxy.end_reason = moments.now(), overtaken
    else:
        attendance.end_proxy(meeting.id, proxy.principal_id, REPLACED)
        entry = attendance.on_roll(meeting.id, proxy.principal_id)
        entry.reply, entry.replied_at, entry.replied_by = (
            Reply.PROXY,
            proxy.filed_at,
            proxy.filed_by,
        )
    db.session.add(proxy)
    db.session.flush()
    audit.record(
        actor,
        "proxy.file",
        "meeting",
        meeting.id,
        principal_id=proxy.principal_id,
        agent_id=proxy.agent_id,
        way=proxy.filed_by,
        arrived_on=clock.local(proxy.filed_at).date().isoformat(),
    )
    day = clock.local(proxy.filed_at).date()
    about = f"委任状 {meeting.title}"
    contacts.record_contact(actor, proxy.principal_id, ContactKind.RSVP, about, on=day)
    return proxy


def revoke(actor: Viewer, meeting_id: int, principal_id: int) -> Proxy:
    """Revoke the proxy; votes its agent cast on items still open become void.

    The member's attendance answer is cleared.
    """
    if not actor.is_staff:
        actor.require_member(principal_id)
    return _revoke(actor, meeting_id, principal_id)


def revoke_by_link(actor: Viewer, entry_id: int, nonce: str) -> Proxy:
    """As `revoke`, by the member's personal link. Raises NotFound for an invalid link."""
    entry = answers.by_link(entry_id, nonce)
    return _revoke(actor, entry.meeting_id, entry.organisation_id)


def _revoke(actor: Viewer, meeting_id: int, principal_id: int) -> Proxy:
    meeting = meetings.locked(meeting_id)
    _open_for_answers(meeting)
    reason = ENDED_AT_DESK if actor.is_staff else proxy_checks.REVOKED
    proxy = attendance.end_proxy(meeting.id, principal_id, reason)
    if proxy is None:
        raise StaleState("取り消す委任状がありません。画面を開き直してください。")
    entry = attendance.on_roll(meeting.id, principal_id)
    if entry.reply is Reply.PROXY:
        entry.reply = entry.replied_at = entry.replied_by = None
        db.session.flush()
    audit.record(actor, "proxy.revoke", "meeting", meeting.id, principal_id=principal_id)
    return proxy


def of_meeting(actor: Viewer, meeting_id: int) -> Sequence[Proxy]:
    """Return every proxy of the meeting, ended ones included."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(Proxy)
        .where(Proxy.meeting_id == meeting_id)
        .order_by(Proxy.id)
        .options(joinedload(Proxy.principal), joinedload(Proxy.agent))
    ).all()


def scan(actor: Viewer, meeting_id: int, proxy_id: int) -> Proxy:
    """Return a proxy with its signed paper. Raises NotFound without one."""
    actor.require(Role.SECRETARIAT)
    proxy = rows.one(Proxy, proxy_id)
    if proxy.meeting_id != meeting_id or proxy.scan is None:
        raise NotFound
    return proxy


def _open_for_answers(meeting: Meeting) -> None:
    if meeting.is_written:
        raise RuleViolation(
            articles.DEEMED_RESOLUTION, "書面決議では委任できません。賛否を回答してください。"
        )
    meetings.require_answerable(meeting)
