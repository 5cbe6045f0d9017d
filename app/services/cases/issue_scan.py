"""Texts of a case against which an issue sheet (課題票) is scanned.

Records in all versions, texts of conferences and between bodies, names of documents, and the
contents of plain-text ones. PDFs and images are not read: nothing in this stack can.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.cases.case import EmergencyAccess, PassingOn
from app.models.cases.conference import Conference, ConferencePaper
from app.models.cases.record import CaseChange, CaseRecord
from app.models.cases.request import CaseOffer, CaseRequest
from app.models.common.master import Municipality
from app.rules.cases.deidentify import CaseTerms, Finding, scan
from app.rules.cases.fields import SCHEMAS, FieldType, RecordKind
from app.security import guard, vault
from app.security.viewer import Viewer
from app.services.cases import attachments, participations
from app.services.cases import records as case_records
from app.services.council import councils

WHO = (RecordKind.PERSON, RecordKind.FAMILY_IDENTITY)
BODY_FIELDS = (FieldType.BODY, FieldType.BODIES)
SPOKEN: Mapping[type[Any], tuple[str, ...]] = {
    Conference: ("content", "outcome", "minutes"),
    ConferencePaper: ("content",),
    CaseRequest: ("content", "answer"),
    CaseOffer: ("content", "answer"),
    PassingOn: ("content",),
    EmergencyAccess: ("reason", "review_note"),
}
"""Texts about the person besides the records, as sealed columns by class."""
LONGEST_TEXT = 100_000
"""Maximum characters compared per attached text, to keep the scan fast."""


def findings(case_id: str, *texts: str) -> tuple[Finding, ...]:
    """Return passages of the texts that could identify the case.

    All sections are compared, including those the writer cannot read: a finding shows only the
    writer's own text.
    """
    names = db.session.scalars(select(Municipality.name).order_by(Municipality.code)).all()
    with guard.acting_as_system(db.session):
        own = _own_words(case_id)
    return scan("\n".join(texts), own, names)


def findings_for(actor: Viewer, *texts: str) -> tuple[Finding, ...]:
    """Return passages that could identify a person of the actor's cases, as far as they read them."""
    names = db.session.scalars(select(Municipality.name).order_by(Municipality.code)).all()
    case_ids = sorted(set(db.session.scalars(participations.of(actor))))
    known = [_own_words(case_id) for case_id in case_ids]
    joined = {
        each.name: tuple(value for one in known for value in getattr(one, each.name))
        for each in fields(CaseTerms)
    }
    return scan("\n".join(texts), CaseTerms(**joined), names)


def _own_words(case_id: str) -> CaseTerms:
    said = _wordings(case_id)
    who = [values for kind, values in said if kind in WHO]
    bodies = {person.body.name for person in participations.people(case_id)}
    known = {body.id: body.name for body in councils.bodies()}
    bodies |= {known[id_] for id_ in _values(said, *BODY_FIELDS) if id_ in known}
    names = [name.rpartition(".")[0] for name in attachments.names(case_id)]
    texts = *_values(said, FieldType.TEXT, FieldType.LINE), *_spoken(case_id), *names
    return CaseTerms(
        names=_words(who, "name", "kana"),
        addresses=_words(who, "address"),
        phones=_words(who, "phone"),
        bodies=tuple(bodies),
        days=tuple(_values(said, FieldType.DAY)),
        texts=(*texts, *attachments.texts(case_id, longest=LONGEST_TEXT)),
        documents=tuple(names),
    )


def _wordings(case_id: str) -> list[tuple[RecordKind, dict[str, Any]]]:
    """Return the content of each record, and the values before and after each change."""
    records = db.session.scalars(select(CaseRecord).where(CaseRecord.case_id == case_id)).all()
    kinds = {record.id: record.kind for record in records}
    said = [(record.kind, case_records.content(record)) for record in records]
    changes = select(CaseChange).where(CaseChange.case_id == case_id)
    for change in db.session.scalars(changes):
        if change.record_id in kinds:  # changes of the case itself hold codes only
            fields = case_records.changed(change)
            said += [
                (kinds[change.record_id], {name: pair[side] for name, pair in fields.items()})
                for side in (0, 1)
            ]
    return said


def _spoken(case_id: str) -> Iterator[str]:
    for entity, columns in SPOKEN.items():
        for row in db.session.scalars(select(entity).where(entity.case_id == case_id)):
            for column in columns:
                yield from _texts(vault.unseal(row, column))


def _texts(value: Any) -> Iterator[str]:
    """Yield every string in a sealed value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _words(records: Iterable[dict[str, Any]], *fields: str) -> tuple[str, ...]:
    found = (values.get(field) for values in records for field in fields)
    return tuple(str(words) for words in found if words)


def _values(said: Iterable[tuple[RecordKind, dict[str, Any]]], *types: FieldType) -> Iterator[Any]:
    """Yield the values of fields of these types, flattening lists."""
    for kind, values in said:
        for field in SCHEMAS[kind].fields:
            value = values.get(field.name)
            if field.type in types and value:
                yield from value if isinstance(value, list) else (value,)
