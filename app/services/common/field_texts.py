"""Values of declared fields as texts, for pages, letters, papers and tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from typing import Any, Self

from sqlalchemy import Select, select

from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.rules.common.era import era_date, in_fiscal_year
from app.rules.common.field import SEVERAL, Field, Kind
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.past_roster import REPLACED

_NUMBERS = (Kind.WHOLE, Kind.YEAR, Kind.FISCAL_YEAR)


def japanese(member: Enum) -> str:
    """Return the Japanese label of an enumeration member."""
    return str(getattr(member, "label", member.value))


@dataclass(frozen=True)
class FieldTexts:
    """The labels of the codes in fields."""

    municipalities: Mapping[str, str]
    activity_fields: Mapping[str, str]
    label: Callable[[Enum], str] = japanese
    titles: Mapping[str, str] = field(default_factory=dict)
    """Identifier → title of an entry that a reference leads to."""

    @classmethod
    def load(
        cls,
        label: Callable[[Enum], str] = japanese,
        titles: Mapping[str, str] | None = None,
        fields: Iterable[Field] | None = None,
    ) -> Self:
        """Load the labels, in the order of the codes' own lists.

        fields: those whose values are to be put into words, by default any. Up to two queries.
        """
        kinds = set(Kind) if fields is None else {field.kind for field in fields}
        municipalities = select(Municipality.code, Municipality.name).order_by(Municipality.code)
        activities = select(ActivityField.code, ActivityField.label).order_by(
            ActivityField.position, ActivityField.id
        )
        return cls(
            _pairs(municipalities) if kinds & {Kind.MUNICIPALITY, Kind.MUNICIPALITIES} else {},
            _pairs(activities) if Kind.ACTIVITY_FIELDS in kinds else {},
            label,
            titles or {},
        )

    def text(self, declared: Field, value: Any) -> str:
        """Return a field's value, as loaded or as JSON holds it; "" for nothing."""
        if declared.kind is Kind.FLAG:
            return "はい" if value and value != REPLACED else value or ""
        if value is None or value == "" or value == []:
            return ""
        if value == REPLACED:
            return REPLACED
        return self._text(declared, value)

    def _text(self, declared: Any, value: Any) -> str:
        match declared.kind:
            case Kind.ORGANISATION_KIND:
                return self.label(OrganisationKind(value))
            case Kind.CHOICE:
                return self.label(declared.choices(value))
            case Kind.CHOICES:
                return "、".join(self.label(declared.choices(code)) for code in value)
            case Kind.MUNICIPALITY:
                return self.municipalities.get(value, str(value))
            case Kind.MUNICIPALITIES:
                return "、".join(self.municipalities.get(code, code) for code in value)
            case Kind.ACTIVITY_FIELDS:
                return "、".join(self.activity_fields.get(code, code) for code in value)
            case Kind.REFERENCE:
                return self.titles.get(value, "")
            case Kind.YEAR:
                return f"{value}年"
            case Kind.FISCAL_YEAR:
                return in_fiscal_year(value)
            case Kind.WHOLE:
                return f"{value:,}{declared.unit}"
            case Kind.DAY:
                return era_date(value if isinstance(value, date) else date.fromisoformat(value))
            case Kind.TIME:
                return (value if isinstance(value, time) else time.fromisoformat(value)).strftime(
                    "%H:%M"
                )
        return str(value)

    def cell(self, declared: Field, value: Any) -> str | int | date:
        """Return a value for a table that programs read: a number and a day are themselves."""
        if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        return self.text(declared, value)

    def foreign(self, declared: Field, value: Any) -> Any:
        """Return a plain value for the formats of others: numbers, flags, days and times as they are."""
        if declared.kind in SEVERAL:
            return [self.text(declared, [code]) for code in value or ()]
        is_plain = declared.kind in (*_NUMBERS, Kind.FLAG, Kind.DAY, Kind.TIME)
        return value if is_plain else self.text(declared, value)


def _pairs(statement: Select[str, str]) -> dict[str, str]:
    return {code: name for code, name in db.session.execute(statement)}
