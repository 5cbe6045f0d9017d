"""Data of the meeting page besides its rows: results, expected effects, meeting notice."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import ItemKind
from app.rules.membership.membership import Standing
from app.rules.regulations.comparison import Change, compare
from app.rules.regulations.regulation_text import NOTHING
from app.rules.states.meeting.meeting import LIVE_ITEM_STATES, Outcome
from app.security.viewer import Viewer
from app.services.meeting import effects, resolution_records
from app.services.regulations import regulations


def records(_actor: Viewer, meeting: Meeting) -> Mapping[int, ResolutionRecord]:
    """Return item → its record, for decided items, without the sealed content."""
    return resolution_records.of_meeting(meeting, defer(ResolutionRecord.content))


def read_subjects(meeting: Meeting) -> None:
    """Load all items' subjects and exclusions in one go."""
    if meeting.items:
        db.session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id)
            .options(
                selectinload(AgendaItem.exclusions),
                joinedload(AgendaItem.consent).joinedload(ConsentToServe.organisation),
                joinedload(AgendaItem.release_request).joinedload(ReleaseRequest.organisation),
                joinedload(AgendaItem.expulsion).joinedload(Expulsion.organisation),
            )
        ).all()


def effects_of(meeting: Meeting, on: date) -> Mapping[int, str]:
    """Return item → description of its effects, for resolutions still to be decided."""
    return {
        item.id: effects.preview(item, on)
        for item in meeting.items
        if item.kind is ItemKind.RESOLUTION and item.state in LIVE_ITEM_STATES
    }


def without_quorum(meeting: Meeting) -> Sequence[AgendaItem]:
    """Return the items without a quorum that are not yet continued (規約第12条第5項)."""
    failed = {item.id: item for item in meeting.items if item.outcome is Outcome.NO_QUORUM}
    if failed:
        for gone_on in db.session.scalars(
            select(AgendaItem.continues_id).where(AgendaItem.continues_id.in_(failed))
        ):
            failed.pop(gone_on or 0, None)
    return list(failed.values())


def members(_actor: Viewer, meeting: Meeting) -> Sequence[Organisation]:
    """Return the executive members of the meeting's record date, or of today before the notice."""
    wanted = select(Organisation).where(Organisation.standing == Standing.EXECUTIVE)
    if meeting.record_date is not None:
        wanted = select(Organisation).join(
            RollEntry,
            (RollEntry.organisation_id == Organisation.id) & (RollEntry.meeting_id == meeting.id),
        )
    return db.session.scalars(wanted.order_by(Organisation.name_kana, Organisation.id)).all()


def changes(meeting: Meeting, item: AgendaItem) -> Sequence[Change]:
    """Return old and new text of a resolution about rules, by article (新旧対照表).

    The old text is the one in force on the day of the notice. Raises NotFound for any other
    resolution.
    """
    if not item.regulation_text:
        raise NotFound
    day = clock.local(meeting.notified_at or clock.now()).date()
    try:
        old = regulations.one(item.regulation_slug, day).text
    except NotFound:  # a newly adopted regulation
        old = NOTHING
    return compare(old, item.regulation_text)


def days_before(meeting: Meeting) -> int:
    """Return the number of days from today to the meeting."""
    return (clock.local(meeting.starts_at).date() - clock.today()).days
