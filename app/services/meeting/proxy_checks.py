"""What a proxy needs, and what comes before it (規約第12条第3項)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.errors import RuleViolation
from app.extensions import db
from app.models.meeting.attendance import Presence, Proxy
from app.models.meeting.meeting import Meeting
from app.rules.common import articles
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.roll import Choice
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES
from app.services.meeting import attendance

REVOKED = "本人が取り消したため"
LATER_PROXY = "この後に届いた委任状があるため"


def require_possible(
    meeting: Meeting,
    principal_id: int,
    agent_id: int,
    covers_all: bool,
    instructions: Mapping[int, Choice | None],
) -> None:
    """Raise RuleViolation for a proxy that can never have an effect."""
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


def overtaken(meeting_id: int, principal_id: int, arrived_at: datetime) -> str:
    """Return why a proxy that arrived then has no effect by what came later; "" if it has."""
    came = db.session.scalar(
        select(Presence.id).where(
            Presence.meeting_id == meeting_id,
            Presence.organisation_id == principal_id,
            Presence.arrived_at > arrived_at,
        )
    )
    if came is not None:
        return attendance.CAME
    for other in db.session.scalars(
        select(Proxy).where(Proxy.meeting_id == meeting_id, Proxy.principal_id == principal_id)
    ):
        if other.end_reason == REVOKED and other.ended_at and other.ended_at > arrived_at:
            return REVOKED
        if other.filed_at > arrived_at:
            return LATER_PROXY
    return ""
