"""Meetings held before this software: the first four, with the agenda of the fourth."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.meeting.agenda import ItemKind, MeetingForm
from app.rules.states.meeting.meeting import ItemState, MeetingState
from app.security.viewer import Viewer
from app.services.common import audit
from app.services.common.data_files import DATA

FILE = DATA / "past_meetings.json"
TITLE = "とっとり孤独・孤立対策官民連携プラットフォーム会議"
UNKNOWN = "（開始時刻、開催の方法及び会場は、資料に記載がありません。）"


def load(actor: Viewer) -> bool:
    """Enter those whose number is free; returns whether there were any."""
    missing = _missing(db.session.scalars(select(Meeting.number)).all())
    for values in missing:
        _enter(actor, values)
    db.session.flush()
    return bool(missing)


def _missing(numbers: Collection[int | None]) -> list[Mapping[str, Any]]:
    held = json.loads(FILE.read_text(encoding="utf-8"))
    return [values for values in held if values["number"] not in numbers]


def _enter(actor: Viewer, values: Mapping[str, Any]) -> None:
    begins = time.fromisoformat(values.get("at", "00:00"))
    summary = values["summary"]
    meeting = Meeting(
        number=values["number"],
        title=TITLE,
        form=MeetingForm(values["form"]),
        state=MeetingState.CLOSED,
        starts_at=datetime.fromisoformat(values["on"]).replace(
            hour=begins.hour, minute=begins.minute, tzinfo=clock.TOKYO
        ),
        place=values.get("place", ""),
        summary=summary if "at" in values else f"{summary}\n{UNKNOWN}",
        planned_at=clock.now(),
    )
    numbers: dict[ItemKind, int] = {}
    for position, item in enumerate(values.get("items", ()), 1):
        kind = ItemKind(item["kind"])
        numbers[kind] = numbers.get(kind, 0) + 1
        meeting.items.append(
            AgendaItem(
                position=position,
                kind=kind,
                number=numbers[kind],
                title=item["title"],
                state=ItemState.CLOSED,
            )
        )
    db.session.add(meeting)
    db.session.flush()
    audit.record(actor, "meeting.enter_past", "meeting", meeting.id, number=meeting.number)
