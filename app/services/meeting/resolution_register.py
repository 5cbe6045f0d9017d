"""The register of resolutions (議決一覧) as each viewer may read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.errors import NotFound
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.resolution import ResolutionRecord
from app.rules.meeting.agenda import ResolutionKind
from app.security.viewer import Viewer
from app.services.common import rows
from app.services.meeting import public_text, resolution_records


@dataclass(frozen=True)
class Entry:
    """A passed resolution."""

    record: ResolutionRecord
    title: str
    meeting_title: str
    effect: str


def page(actor: Viewer, number: int) -> tuple[Sequence[Entry], int]:
    """Return one page of the passed resolutions, latest first, and their total, for everyone."""
    wanted = (
        select(ResolutionRecord)
        .where(ResolutionRecord.effective_on.is_not(None))
        .order_by(ResolutionRecord.sequence.desc())
    )
    of_item = joinedload(ResolutionRecord.item).joinedload(AgendaItem.meeting)
    found, total = rows.page(wanted, number, of_item)
    return _entries(actor, found), total


def one(actor: Viewer, sequence: int) -> Entry:
    """Return a passed resolution, for everyone. Raises NotFound for any other."""
    record = resolution_records.by_sequence(sequence)
    if record.effective_on is None:
        raise NotFound
    (entry,) = _entries(actor, [record])
    return entry


def _entries(actor: Viewer, records: Sequence[ResolutionRecord]) -> list[Entry]:
    """Return the entries; only who may read the sealed records learns who was expelled."""
    if actor.has(*resolution_records.READERS):
        return [
            Entry(each, each.item.title, each.item.meeting.title, each.effect) for each in records
        ]
    expelled = public_text.expelled_names({each.item.meeting_id for each in records})
    return [_public(each, expelled) for each in records]


def _public(record: ResolutionRecord, expelled: Sequence[str]) -> Entry:
    item = record.item
    texts = (item.title, item.meeting.title, record.effect)
    title, meeting_title, effect = (public_text.without(expelled, each) for each in texts)
    if item.resolution_kind is ResolutionKind.EXPULSION:
        title, effect = public_text.EXPULSION, "団体名簿の登録が抹消されました。"
    return Entry(record, title, meeting_title, effect)
