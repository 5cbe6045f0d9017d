"""Attendance over the whole meeting, and each member's vote, for the meeting's papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import Presence, Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement
from app.rules.common.labelled import Labelled
from app.rules.meeting.agenda import AnswerWay, VoteWay
from app.rules.meeting.roll import Choice
from app.services.meeting import rolls
from app.services.meeting.attendance import RELEASED


class Way(Labelled):
    """A member's form of attendance, or its absence."""

    ROOM = "room", "会場"
    ONLINE = "online", "オンライン"
    EMAIL = "email", "電子メール"
    PROXY = "proxy", "委任"
    ABSENT = "absent", "欠席"


@dataclass(frozen=True)
class MemberAttendance:
    """Attendance of one executive member of the record date."""

    member_id: int
    name: str
    way: Way
    person: str = ""
    """The member's representative."""
    agent: str = ""
    stays: tuple[tuple[str, str], ...] = ()
    """Times of arrival and departure (14:05); "" for a member that stayed to the end."""


def of_meeting(meeting: Meeting) -> list[MemberAttendance]:
    """Return the attendance of every member of the roll, by name (five queries)."""
    names = {each.organisation_id: each.organisation.name for each in rolls.entries(meeting.id)}
    stays = _stays(meeting)
    agents = _agents(meeting)
    writers = _writers(meeting)
    return [
        _attended(member, name, stays, agents, writers, names) for member, name in names.items()
    ]


def persons(meeting: Meeting) -> list[str]:
    """Return the names of all persons attending the meeting, to be masked for the public."""
    named = [
        *db.session.scalars(select(RollEntry.attendee).where(RollEntry.meeting_id == meeting.id)),
        *db.session.scalars(select(Presence.attendee).where(Presence.meeting_id == meeting.id)),
        *(observer.name for observer in meeting.observers),
    ]
    return sorted({name for name in named if name})


def expressed(content: Mapping[str, Any], member_id: int) -> str:
    """Return a member's vote or statement in a sealed record, as text, and whether it counted."""
    member = str(member_id)
    vote, word = content["votes"].get(member), content["statements"].get(member)
    if vote is not None:
        way = VoteWay(vote["way"]).label
        by = f"委任・{way}" if vote["agent"] else way
        said = f"{Choice(vote['choice']).label}（{by}）"
    elif word is not None:
        said = f"{Choice(word['choice']).label}（{AnswerWay(word['way']).label}）"
    else:
        said = _late(content, member)
    if member not in content["members"]:
        return f"{said}［幹事団体を退いたため数えない］" if said else "幹事団体を退いた"
    if content["chair"] == member:
        return "議長"
    if member in content["item"]["excluded"]:
        return "議決から除外"
    attends = member in content["grounds"] or content["meeting"]["form"] == "written"
    return said or ("表示なし" if attends else "欠席")


def _late(content: Mapping[str, Any], member: str) -> str:
    """Return the member's last statement after the end of a written resolution."""
    end = content["meeting"].get("answers_end")
    late = [w for w in content["words"] if w["member"] == member and end and w["arrived_at"] >= end]
    return f"{Choice(late[-1]['choice']).label}（期限の後に届いたため数えない）" if late else ""


def _attended(
    member: int,
    name: str,
    stays: Mapping[int, Sequence[Presence]],
    agents: Mapping[int, int],
    writers: frozenset[int],
    names: Mapping[int, str],
) -> MemberAttendance:
    if member in stays:
        rows = stays[member]
        way = Way.ONLINE if all(row.online for row in rows) else Way.ROOM
        person = next((row.attendee for row in reversed(rows) if row.attendee), "")
        times = tuple((_time(row.arrived_at), _time(row.departed_at)) for row in rows)
        return MemberAttendance(member, name, way, person=person, stays=times)
    if member in writers:
        return MemberAttendance(member, name, Way.EMAIL)
    agent = agents.get(member)
    if agent in stays:
        return MemberAttendance(member, name, Way.PROXY, agent=names.get(agent or 0, ""))
    return MemberAttendance(member, name, Way.ABSENT)


def _stays(meeting: Meeting) -> dict[int, list[Presence]]:
    found: dict[int, list[Presence]] = {}
    for row in db.session.scalars(
        select(Presence).where(Presence.meeting_id == meeting.id).order_by(Presence.id)
    ):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _agents(meeting: Meeting) -> dict[int, int]:
    """Return principal → agent of proxies that are in effect or ended by a release."""
    return {
        proxy.principal_id: proxy.agent_id
        for proxy in db.session.scalars(
            select(Proxy)
            .where(Proxy.meeting_id == meeting.id)
            .where(Proxy.ended_at.is_(None) | (Proxy.end_reason == RELEASED))
            .order_by(Proxy.id)
        )
    }


def _writers(meeting: Meeting) -> frozenset[int]:
    ways = [way for way in AnswerWay if way.gives_attendance]
    return frozenset(
        db.session.scalars(
            select(Statement.organisation_id)
            .join(AgendaItem, AgendaItem.id == Statement.item_id)
            .where(AgendaItem.meeting_id == meeting.id, Statement.way.in_(ways))
        )
    )


def _time(moment: Any) -> str:
    return f"{clock.local(moment):%H:%M}" if moment is not None else ""
