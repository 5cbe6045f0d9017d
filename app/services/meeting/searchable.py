"""What is found of this wing: meetings, by their title and agenda."""

from collections.abc import Iterator

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.rules.common.audience import Audience
from app.rules.common.era import era_date
from app.services.common.search_entries import Entry, Searchable, newest_first
from app.services.meeting.meetings import SHOWN_TO_MEMBERS


def _meeting(meeting: Meeting) -> Iterator[Entry]:
    items = select(AgendaItem.title).where(AgendaItem.meeting_id == meeting.id)
    titles = db.session.scalars(items.order_by(AgendaItem.position)).all()
    notified = meeting.state in SHOWN_TO_MEMBERS or meeting.notified_at is not None
    day = era_date(clock.local(meeting.starts_at).date())
    yield Entry(
        meeting.id,
        title=meeting.title,
        words=(meeting.title, *titles),
        note=f"{day} {meeting.state.label}",
        rank=newest_first(meeting.starts_at),
        audience=Audience.EXECUTIVE if notified else Audience.SECRETARIAT,
    )


SEARCHABLE = (
    Searchable(
        "meeting",
        Meeting,
        ("title", "starts_at", "state", "notified_at"),
        _meeting,
        follows={AgendaItem: lambda item: (item.meeting_id,)},
    ),
)
