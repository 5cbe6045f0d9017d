"""Formatting of case data as lines of text, for a disclosure request."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import FieldType
from app.rules.common.era import in_era


class TextRow(NamedTuple):
    """The text of one row, with its key and title."""

    key: str
    title: str
    text: str


Found = Iterator[TextRow]


def rows(entity: Any, case_id: str, order: Any, *options: Any) -> Any:
    """Return the case's rows of a class, in this order."""
    wanted = select(entity).where(entity.case_id == case_id).options(*options)
    return db.session.scalars(wanted.order_by(order, entity.id)).all()


def text_row(row: Any, title: str, *lines: tuple[str, Any]) -> TextRow:
    """Return a row as labelled lines, leaving out empty ones."""
    return TextRow(row.id, title, "\n".join(f"{label}：{words}" for label, words in lines if words))


def words(
    value: Any, type_: FieldType | None = None, names: Mapping[int, str] | None = None
) -> str:
    """Return a field's value as text. names: body id → name, for fields that hold bodies."""
    if isinstance(value, list):
        return "、".join(filter(None, (words(each, type_, names) for each in value)))
    if type_ in (FieldType.BODY, FieldType.BODIES):
        return (names or {}).get(value, words(value))
    if type_ is FieldType.DAY and value:
        return in_era(date.fromisoformat(value))
    return "" if value is None else str(value)


def sections(grants: Mapping[Section, Level]) -> str:
    """Return the granted sections as text."""
    return "、".join(f"{each.label}（{grants[each].label}）" for each in Section if each in grants)


def who(person: Any) -> str:
    """Return a council person's name with their body."""
    return f"{person.account.get_full_name()}（{person.body.name}）"


def day(moment: datetime) -> str:
    """Return the day in Japan, in era notation."""
    return in_era(clock.local(moment).date())
