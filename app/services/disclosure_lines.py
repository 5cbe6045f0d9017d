"""How what a case holds is put into lines of text, for a request for disclosure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.rules.case_access import Level, Section
from app.rules.case_fields import FieldType
from app.rules.era import in_era


class Said(NamedTuple):
    """What one row says: its key, what it is, its text."""

    key: str
    title: str
    text: str


Found = Iterator[Said]


def rows(entity: Any, case_id: str, order: Any, *options: Any) -> Any:
    """The case's rows of a class, in this order."""
    wanted = select(entity).where(entity.case_id == case_id).options(*options)
    return db.session.scalars(wanted.order_by(order, entity.id)).all()


def said(row: Any, title: str, *lines: tuple[str, Any]) -> Said:
    """What a row says, line by line; a line without words falls away."""
    return Said(row.id, title, "\n".join(f"{label}：{words}" for label, words in lines if words))


def words(
    value: Any, type_: FieldType | None = None, names: Mapping[int, str] | None = None
) -> str:
    """A field's value. names: of the bodies that it may name by their ids."""
    if isinstance(value, list):
        return "、".join(filter(None, (words(each, type_, names) for each in value)))
    if type_ in (FieldType.BODY, FieldType.BODIES):
        return (names or {}).get(value, words(value))
    if type_ is FieldType.DAY and value:
        return in_era(date.fromisoformat(value))
    return "" if value is None else str(value)


def sections(grants: Mapping[Section, Level]) -> str:
    """What was opened to somebody."""
    return "、".join(f"{each.label}（{grants[each].label}）" for each in Section if each in grants)


def who(person: Any) -> str:
    """A person of the council with its body."""
    return f"{person.account.get_full_name()}（{person.body.name}）"


def day(moment: datetime) -> str:
    """The day in Japan."""
    return in_era(clock.local(moment).date())
