"""What everyone may read of a meeting's texts: no persons, no expelled member by name."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.extensions import db
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.attendance import RollEntry
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.rules.common.naming import split_legal_form
from app.rules.meeting import masking
from app.security import guard
from app.services.meeting import attendance_summary

SOMEBODY = "一般団体1団体"
EXPULSION = f"{SOMEBODY}の除名"
"""*reading*: what the public is told of an expulsion (規約第9条第3号)."""
SHORTEST_CORE = 4
"""Shorter names without their legal form may be a person's: 株式会社山田."""


@dataclass(frozen=True)
class MaskedPlace:
    """A masked passage of a public text, for a person to look at."""

    line: int
    before: str
    after: str
    original: str
    """The same line of the full text; "" where the lines do not correspond."""


def masked(meeting: Meeting, text: str) -> str:
    """Return the text for everyone: the expelled without name, persons masked."""
    text = without(expelled_names([meeting.id]), text)
    return masking.masked(text, _persons(meeting), _kept(meeting, text))


def names_left(meeting: Meeting, text: str) -> list[str]:
    """Return names of persons and of the expelled, and what resembles one, in a public text."""
    kept = _kept(meeting, text)
    found = masking.find_unmasked(text, _persons(meeting), kept)
    return [*_expelled_in(meeting, text), *found]


def names_to_mask(meeting: Meeting, text: str) -> list[str]:
    """As `names_left`, without what merely resembles a name."""
    found = masking.named(text, _persons(meeting), _kept(meeting, text))
    return [*_expelled_in(meeting, text), *found]


def without(expelled: Sequence[str], text: str) -> str:
    """Return the text without these names. expelled: of `expelled_names`."""
    for name in expelled:
        text = text.replace(name, SOMEBODY)
    return text


def masked_places(full: str, public: str) -> list[MaskedPlace]:
    """Return every masked passage of the public text, in its order."""
    originals, lines = full.splitlines(), public.splitlines()
    same = len(originals) == len(lines)
    return [
        MaskedPlace(
            line=number,
            before=masking.MASK.join(parts[:place]),
            after=masking.MASK.join(parts[place:]),
            original=originals[number - 1] if same else "",
        )
        for number, line in enumerate(lines, 1)
        for parts in (line.split(masking.MASK),)
        for place in range(1, len(parts))
    ]


def _persons(meeting: Meeting) -> Sequence[str]:
    """Return the persons who attended, and the representatives of the expelled."""
    attended = attendance_summary.persons(meeting)
    if not _expels(meeting):
        return attended
    with guard.acting_as_system(db.session):
        representatives = db.session.scalars(
            select(Organisation.representative_name)
            .join(Expulsion, Expulsion.organisation_id == Organisation.id)
            .join(AgendaItem, AgendaItem.expulsion_id == Expulsion.id)
            .where(AgendaItem.meeting_id == meeting.id)
        ).all()
    return [*attended, *filter(None, representatives)]


def _kept(meeting: Meeting, text: str) -> list[str]:
    """Return the names of organisations in which nothing is masked: on the roll or the agenda."""
    subjects = (
        select(Organisation.id)
        .join(RollEntry, RollEntry.organisation_id == Organisation.id)
        .where(RollEntry.meeting_id == meeting.id),
        select(ConsentToServe.organisation_id)
        .join(AgendaItem, AgendaItem.consent_id == ConsentToServe.id)
        .where(AgendaItem.meeting_id == meeting.id),
        select(ReleaseRequest.organisation_id)
        .join(AgendaItem, AgendaItem.release_request_id == ReleaseRequest.id)
        .where(AgendaItem.meeting_id == meeting.id),
    )
    on_both = or_(*(Organisation.id.in_(each) for each in subjects))
    agenda = "\n".join(f"{item.title}\n{item.text}" for item in meeting.items)
    every = db.session.execute(select(Organisation.name, on_both)).all()
    return [
        form
        for name, is_there in every
        for form in _forms([name])
        if is_there or (form in agenda and form in text)
    ]


def _expelled_in(meeting: Meeting, text: str) -> list[str]:
    if not _expels(meeting):
        return []
    return [name for name in expelled_names([meeting.id]) if name in text]


def _expels(meeting: Meeting) -> bool:
    return any(item.expulsion_id is not None for item in meeting.items)


def expelled_names(meeting_ids: Collection[int]) -> list[str]:
    """Return the names of those whose expulsion is on these agendas, longest first."""
    with guard.acting_as_system(db.session):  # names that the viewer may not see are taken out
        names = db.session.scalars(
            select(Organisation.name)
            .join(Expulsion, Expulsion.organisation_id == Organisation.id)
            .join(AgendaItem, AgendaItem.expulsion_id == Expulsion.id)
            .where(AgendaItem.meeting_id.in_(meeting_ids))
        ).all()
    return sorted(set(_forms(names)), key=len, reverse=True)


def _forms(names: Iterable[str]) -> Iterator[str]:
    """Yield each name, and without its legal form, as people write it."""
    for name in names:
        core = split_legal_form(name)[1]
        yield name
        if core != name and len(core) >= SHORTEST_CORE:
            yield core
