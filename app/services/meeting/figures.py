"""Figures of this wing: meetings of a year, attendance, resolutions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Presence, Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.models.meeting.vote import Statement
from app.rules.meeting.agenda import AnswerWay, MeetingForm, ResolutionKind
from app.rules.states.meeting.meeting import MeetingState
from app.services.common.figures import Figure, by_label, count, within
from app.services.meeting.attendance import RELEASED

GROUP = "プラットフォーム会議"


def _held(year: int) -> tuple[Any, ...]:
    return (Meeting.state == MeetingState.CLOSED, within(Meeting.starts_at, year))


def _meetings(year: int) -> Mapping[str, int]:
    written = Meeting.form == MeetingForm.WRITTEN
    return {"会議": count(*_held(year), ~written), "書面決議": count(*_held(year), written)}


def _attendance(year: int) -> int | None:
    """Return the share of the rolls that attended, in whole per cent (規約第12条): one query."""
    own, agent = aliased(Presence), aliased(Presence)
    ways = [way for way in AnswerWay if way.gives_attendance]
    here = RollEntry.meeting_id, RollEntry.organisation_id
    was_there = (
        select(own.id).where(own.meeting_id == here[0], own.organisation_id == here[1]).exists()
    )
    wrote = (
        select(Statement.id)
        .join(AgendaItem, AgendaItem.id == Statement.item_id)
        .where(AgendaItem.meeting_id == here[0], Statement.organisation_id == here[1])
        .where(Statement.way.in_(ways))
        .exists()
    )
    delegated = (
        select(Proxy.id)
        .join(
            agent,
            and_(agent.meeting_id == Proxy.meeting_id, agent.organisation_id == Proxy.agent_id),
        )
        .where(Proxy.meeting_id == here[0], Proxy.principal_id == here[1])
        .where(or_(Proxy.ended_at.is_(None), Proxy.end_reason == RELEASED))
        .exists()
    )
    counted, attended = db.session.execute(
        select(func.count(), func.sum(case((or_(was_there, wrote, delegated), 1), else_=0)))
        .select_from(RollEntry)
        .join(RollEntry.meeting)
        .where(*_held(year), Meeting.form != MeetingForm.WRITTEN)
    ).one()
    return attended * 100 // counted if counted else None


def _resolutions(year: int) -> Mapping[str, int]:
    return by_label(
        AgendaItem.resolution_kind,
        ResolutionKind,
        ResolutionRecord.item_id == AgendaItem.id,
        within(ResolutionRecord.effective_on, year),
    )


FIGURES = (
    Figure(
        "meetings.held",
        *(GROUP, "開催回数", "回"),
        "年度内に開催し、終了した会議と書面決議の数",
        _meetings,
    ),
    Figure(
        "meetings.attendance",
        *(GROUP, "出席率", "％"),
        "会議ごとの基準日の幹事団体の延べ数のうち、規約第12条により出席とした数（会場・オンライン・電子メール・委任）の割合。1％未満は切捨て",
        _attendance,
    ),
    Figure(
        "meetings.resolutions",
        *(GROUP, "議決した議案", "件"),
        "年度内に効力が生じた議決の数（みなし決議を含む）",
        _resolutions,
    ),
)
