"""The content of a case's section, prepared for display."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.models.cases.case import SupportCase
from app.models.cases.record import CaseAttachment, CaseRecord
from app.rules.cases.access import Section, Urgency
from app.rules.cases.fields import SCHEMAS, RecordKind, RecordState
from app.rules.states.cases.case import CaseState
from app.services.cases import attachments as case_attachments
from app.services.cases import bodies as case_bodies
from app.services.cases import participations
from app.services.cases import records as case_records
from app.views.common.base import viewer
from app.views.common.formats import day
from app.views.common.labels import label
from app.views.forms.cases.records import in_words, state_in_words

WRITTEN_BY_HAND = frozenset(SCHEMAS) - {RecordKind.CLOSING, RecordKind.REOPENING}
"""The other kinds are written by closing and reopening a case."""

NOTES_PER_PAGE = 15

AT_INTAKE = (RecordKind.INTAKE, RecordKind.PERSON, RecordKind.CONSENT)


class ShownRecord(NamedTuple):
    """A record prepared for display."""

    record: CaseRecord
    said: Mapping[str, Any]
    """Name and value of each field."""

    @property
    def lines(self) -> list[tuple[str, Any]]:
        """Label and value of each field, in the schema's order."""
        return [(f.label, self.said[f.name]) for f in SCHEMAS[self.record.kind].fields]


class KindRecords(NamedTuple):
    """The records of one kind; course notes by pages."""

    kind: RecordKind
    entries: list[ShownRecord]
    """Newest first."""
    pages: int
    struck: list[ShownRecord]
    may_add: bool
    """Whether the case can have another one."""


class ChangeRow(NamedTuple):
    """One change of a record, prepared for display."""

    at: datetime
    who: str
    lines: list[tuple[str, Any, Any]]
    """Label, old value and new value of each changed field."""


def records_by_kind(case: SupportCase, section: Section, page: int = 1) -> list[KindRecords]:
    """Return a section's records that the viewer may read, by kind, in the schema's order."""
    kinds = [kind for kind, schema in SCHEMAS.items() if schema.section is section]
    found, bodies = [*reversed(case_records.of_kind(case.id, *kinds))], case_bodies.names()
    of_each = {kind: [each for each in found if each.kind is kind] for kind in kinds}
    return [_sheet(kind, each, bodies, page) for kind, each in of_each.items()]


def _sheet(
    kind: RecordKind, found: list[CaseRecord], bodies: Mapping[int, str], page: int
) -> KindRecords:
    struck = [entry(each, bodies) for each in found if each.state is RecordState.STRUCK]
    standing = [each for each in found if each.state is not RecordState.STRUCK]
    more = SCHEMAS[kind].many or not standing
    size = NOTES_PER_PAGE if kind is RecordKind.NOTE else len(standing) or 1
    first = (page - 1) * size if kind is RecordKind.NOTE else 0
    shown = [entry(each, bodies) for each in standing[first : first + size]]
    pages = -(-len(standing) // size)
    return KindRecords(kind, shown, pages, struck, kind in WRITTEN_BY_HAND and more)


def entry(record: CaseRecord, bodies: Mapping[int, str] | None = None) -> ShownRecord:
    """Return a record prepared for display. bodies: the names of all bodies, if already loaded."""
    content = case_records.content(record)
    named = case_bodies.names() if bodies is None else bodies
    fields = SCHEMAS[record.kind].fields
    return ShownRecord(record, {f.name: in_words(f, content.get(f.name), named) for f in fields})


def plan_rows(sheets: Iterable[KindRecords]) -> list[ShownRecord]:
    """Return goals and parts for one table: goals first, each in the order of their days."""
    found = [
        each
        for sheet in sheets
        if sheet.kind in (RecordKind.GOAL, RecordKind.PART)
        for each in sheet.entries
    ]
    return sorted(
        found,
        key=lambda each: (each.record.kind is RecordKind.PART, each.record.due_on or date.max),
    )


def attached(case: SupportCase, section: Section) -> list[tuple[CaseAttachment, str, str]]:
    """Return a section's documents, newest first: each with its name and reason of striking out."""
    return [
        (each, case_attachments.name(each), case_attachments.reason(each))
        for each in case_attachments.of_section(case.id, section)
    ]


def intake_steps(case: SupportCase) -> list[tuple[RecordKind, Section, bool]]:
    """Return the kinds of intake records that the viewer may read, and whether each exists."""
    if case.state is not CaseState.INTAKE:
        return []
    held = participations.held(viewer(), case.id)
    kinds = [kind for kind in AT_INTAKE if SCHEMAS[kind].section in held]
    standing = {
        record.kind
        for record in case_records.of_kind(case.id, *kinds)
        if record.state is not RecordState.STRUCK
    }
    return [(kind, SCHEMAS[kind].section, kind in standing) for kind in kinds]


def case_changes(case: SupportCase) -> list[ChangeRow]:
    """Return the changes of urgency and review date, newest first (management section)."""
    return [
        ChangeRow(
            change.changed_at,
            change.changed_by.get_full_name(),
            [(_of_case[name][0], *map(_of_case[name][1], pair)) for name, pair in said.items()],
        )
        for change in case_records.changes(case.id)
        for said in [case_records.changed(change)]
    ]


def _urgency(value: str) -> str:
    return label(Urgency(value))


def _day(value: str | None) -> str:
    return day(date.fromisoformat(value)) if value else ""


_of_case: Mapping[str, tuple[Any, Any]] = {
    "urgency": (_l("Urgency"), _urgency),
    "review_on": (_l("Review date"), _day),
}


def change_rows(record: CaseRecord) -> list[ChangeRow]:
    """Return the changes of a record, newest first."""
    bodies = case_bodies.names()
    return [
        ChangeRow(
            change.changed_at,
            change.changed_by.get_full_name(),
            _changed(record.kind, case_records.changed(change), bodies),
        )
        for change in case_records.changes(record.id)
    ]


def _changed(
    kind: RecordKind, content: Mapping[str, list[Any]], bodies: Mapping[int, str]
) -> list[tuple[str, Any, Any]]:
    lines = [
        (f.label, *(in_words(f, value, bodies) for value in content[f.name]))
        for f in SCHEMAS[kind].fields
        if f.name in content
    ]
    if "state" in content:
        lines.append((RecordState.__doc__ or "", *map(state_in_words, content["state"])))
    return lines
