"""What a case says, for the scan of an issue sheet (課題票)."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.case_record import CaseRecord
from app.models.master import Municipality
from app.rules.case_fields import SCHEMAS, FieldType, RecordKind
from app.rules.deidentify import Finding, OwnWords, scan
from app.security import guard
from app.services import case_records, councils, participations

WHO = (RecordKind.PERSON, RecordKind.FAMILY_IDENTITY)
BODY_FIELDS = (FieldType.BODY, FieldType.BODIES)


def findings(case_id: str, *texts: str) -> tuple[Finding, ...]:
    """What in the texts could point to the case.

    All of the case is compared, whichever sections the writer may read: what the scan tells is a
    stretch of the writer's own text.
    """
    names = db.session.scalars(select(Municipality.name).order_by(Municipality.code)).all()
    with guard.acting_as_system(db.session):
        own = _own_words(case_id)
    return scan("\n".join(texts), own, names)


def _own_words(case_id: str) -> OwnWords:
    records = db.session.scalars(select(CaseRecord).where(CaseRecord.case_id == case_id)).all()
    said = [(record.kind, case_records.content(record)) for record in records]
    who = [values for kind, values in said if kind in WHO]
    bodies = {person.body.name for person in participations.people(case_id)}
    known = {body.id: body.name for body in councils.bodies()}
    bodies |= {known[id_] for id_ in _values(said, *BODY_FIELDS) if id_ in known}
    return OwnWords(
        names=_words(who, "name", "kana"),
        addresses=_words(who, "address"),
        phones=_words(who, "phone"),
        bodies=tuple(bodies),
        days=tuple(_values(said, FieldType.DAY)),
        texts=tuple(_values(said, FieldType.TEXT, FieldType.LINE)),
    )


def _words(records: Iterable[dict[str, Any]], *fields: str) -> tuple[str, ...]:
    found = (values.get(field) for values in records for field in fields)
    return tuple(str(words) for words in found if words)


def _values(said: Iterable[tuple[RecordKind, dict[str, Any]]], *types: FieldType) -> Iterator[Any]:
    """What stands in fields of these types; of a field with several, each."""
    for kind, values in said:
        for field in SCHEMAS[kind].fields:
            value = values.get(field.name)
            if field.type in types and value:
                yield from value if isinstance(value, list) else (value,)
