"""Written proxies (委任状; 規約第12条第3項)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.attendance import Proxy, ProxyInstruction
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.meeting.agenda import AnswerWay, ItemKind, Reply
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ContactKind
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES
from app.security.viewer import Role, Viewer
from app.services.common import attachments, audit, rows
from app.services.meeting import answers, attendance, meetings, moments
from app.services.membership import contacts

REVOKED = "本人が取り消したため"
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
    name: str = "",
    scan: bytes | None = None,
) -> Proxy:
    """Delegate the vote to an executive member that will attend, replacing an earlier proxy.

    instructions: item → the principal's choice, None where the agent is free; without
    covers_all the proxy covers these items only. scan: the signed paper. Raises RuleViolation
    for an agent that can never hold it, and for a principal that is present.
    """
    meeting = meetings.locked(meeting_id)
    _open_for_answers(meeting)
    entry = attendance.in_office(meeting.id, principal_id)
    _check(meeting, principal_id, agent_id, covers_all, instructions)
    attendance.end_proxy(meeting.id, principal_id, REPLACED)
    proxy = Proxy(
        meeting_id=meeting.id,
        principal_id=principal_id,
        agent_id=agent_id,
        covers_all=covers_all,
        filed_at=moments.now(),
        filed_by=way,
        instructions=[
            ProxyInstruction(item_id=item_id, choice=choice)
            for item_id, choice in sorted(instructions.items())
        ],
    )
    if scan is not None:
        proxy.file_name, proxy.media_type = attachments.checked(name, scan)
        proxy.scan = scan
    db.session.add(proxy)
    entry.reply, entry.replied_at, entry.replied_by = Reply.PROXY, proxy.filed_at, way
    db.session.flush()
    told = {"principal_id": principal_id, "agent_id": agent_id, "way": way}
    audit.record(actor, "proxy.file", "meeting", meeting.id, **told)
    contacts.record_contact(actor, principal_id, ContactKind.RSVP, f"委任状 {meeting.title}")
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
    proxy = attendance.end_proxy(meeting.id, principal_id, REVOKED)
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


def _check(
    meeting: Meeting,
    principal_id: int,
    agent_id: int,
    covers_all: bool,
    instructions: Mapping[int, Choice | None],
) -> None:
    if agent_id == principal_id:
        raise RuleViolation(articles.PROXY, "自分自身には委任できません。")
    try:
        agent = attendance.on_roll(meeting.id, agent_id)
    except RuleViolation as violation:
        raise RuleViolation(
            articles.PROXY, "代理人は、この会議の幹事団体から選んでください。"
        ) from violation
    if agent.released_at is not None:
        raise RuleViolation(articles.PROXY, "代理人が幹事団体でなくなったため、委任できません。")
    if attendance.is_there(meeting.id, principal_id):
        raise RuleViolation(articles.PROXY, "本人が出席しているため、委任できません。")
    delegable = {
        item.id
        for item in meeting.items
        if item.kind is ItemKind.RESOLUTION and item.notified
        if item.state in LIVE_ITEM_STATES
    }
    if not set(instructions) <= delegable:
        raise RuleViolation(articles.PROXY, "あらかじめ通知された議案だけを委任できます。")
    if not covers_all and not instructions:
        raise RuleViolation(articles.PROXY, "委任する議案を選んでください。")
