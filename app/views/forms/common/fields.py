"""Form fields that normalise their input, and preserve it if that fails."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from wtforms import (
    DateField,
    Field,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import EmailInput, TelInput, URLInput

from app import clock
from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.rules.common.era import fiscal_year, in_fiscal_year
from app.rules.common.identifiers import normalise_email, normalise_phone, normalise_postal_code
from app.rules.common.text import multi_line
from app.rules.common.years import normalise_year
from app.views.forms.common import validators
from app.views.forms.common.validators import Normalise

_SIGNS_PER_CHARACTER = 8
"""No character of a living script consists of more code points than this."""
EARLIEST, LATEST = 1868, 2999
"""Years of a date: outside them it is a slip, and a moment may not exist in every time zone."""
LARGEST = 2**31 - 1
"""The largest whole number that a column takes on both databases."""
_THOUSANDS = re.compile(r"[,，](?=\d{3}(\D|$))")
"""Commas between groups of three digits; any other comma stays, and is an error."""
FIRST_FISCAL_YEAR = 2019
"""令和元年度, the earliest that forms offer."""


class _Normalised(Field):  # type: ignore[misc]
    """Field that applies `normalise` to the input, which stays as it is on a ValueError."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, limit: int, **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self.limit = limit

    def normalise(self, text: str) -> str:
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        self.data = valuelist[0]
        # Composing long runs of combining marks takes quadratic time: reject them before.
        if len(self.data) > self.limit * _SIGNS_PER_CHARACTER:
            raise ValueError(
                f"{self.limit}文字以内で入力してください（今は{len(self.data)}文字です）。"
            )
        self.data = self.normalise(self.data)


class LineField(_Normalised, StringField):  # type: ignore[misc]
    """One line of text."""

    then: Normalise | None = None

    def normalise(self, text: str) -> str:
        return validators.line(text, limit=self.limit, then=type(self).then)


class LinesField(_Normalised, TextAreaField):  # type: ignore[misc]
    """Text with line breaks."""

    def normalise(self, text: str) -> str:
        return multi_line(text, limit=self.limit)


class KanaField(LineField):
    """フリガナ."""

    then = staticmethod(validators.katakana)


class CorporateNumberField(LineField):
    """法人番号; None for empty input."""

    then = staticmethod(validators.corporate_number)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        self.data = self.data or None


class PostalCodeField(LineField):
    """郵便番号."""

    then = staticmethod(normalise_postal_code)


class PhoneField(LineField):
    """Telephone or FAX number."""

    widget = TelInput()
    then = staticmethod(normalise_phone)


class MailField(LineField):
    """One mail address."""

    widget = EmailInput()
    then = staticmethod(normalise_email)


class WebField(LineField):
    """The address of a web site."""

    widget = URLInput()
    then = staticmethod(validators.url)


class YearField(StringField):  # type: ignore[misc]
    """A year, as 1998 or 平成10年; None for empty input."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0].strip() else None
        if self.data is not None:
            self.data = normalise_year(self.data, latest=clock.today().year)


class ChoiceField(SelectField):  # type: ignore[misc]
    """One of several choices; `choices` are (value, label) or a function that returns them.

    Whether nothing may be chosen, the validators decide; without any it has to be offered.
    """

    def pre_validate(self, form: Any) -> None:
        may_be_blank = self.data is None or (not self.data and self.validators)
        if not may_be_blank and self.data not in {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(self.gettext("Not a valid choice."))


class ChoicesField(SelectMultipleField):  # type: ignore[misc]
    """Any number of choices, as checkboxes."""

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or ()) <= {choice[0] for choice in self.iter_choices()}:
            raise ValidationError(self.gettext("Not a valid choice."))


class FiscalYearField(ChoiceField):
    """A fiscal year (年度): the Gregorian year in which it begins, a whole number."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, coerce=lambda year: int(year or 0) or None, **options)


class DayField(DateField):  # type: ignore[misc]
    """A date: 2026-11-23 as sent by the browser's date picker, or 2026/11/23 typed by hand."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = unicodedata.normalize("NFKC", valuelist[0][:40]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            day = date(*(int(part) for part in typed.replace("/", "-").split("-")))
            if not EARLIEST <= day.year <= LATEST:
                raise ValueError
            self.data = day
        except (TypeError, ValueError, OverflowError) as error:
            raise ValueError(
                "日付は 2026-11-23 のように、実在する日を入力してください。"
            ) from error


class CountField(IntegerField):  # type: ignore[misc]
    """A whole number; 300,000 is taken too, and full-width digits with commas.

    Non-numeric input gets this error alone, without those of the validators. Whether the field may
    be empty, the validators decide.
    """

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([_THOUSANDS.sub("", each) for each in valuelist])
        if self.data is not None and abs(self.data) > LARGEST:
            self.data = None
            raise ValueError(f"{LARGEST:,}までの数で入力してください。")

    def pre_validate(self, form: Any) -> None:
        if self.process_errors and "".join(self.raw_data or ()).strip():
            raise StopValidation


def municipalities() -> list[tuple[str, str]]:
    """Return the choices of a municipality field; outside the prefecture (県外) comes last."""
    rows = db.session.execute(
        select(Municipality.code, Municipality.name)
        .where(Municipality.retired_on.is_(None))
        .order_by(Municipality.code)
    )
    return [("", _("Select one")), *((row.code, row.name) for row in rows)]


def fiscal_years() -> list[tuple[int, str]]:
    """Return the choices of a fiscal year: from the next one back to the first."""
    following = fiscal_year(clock.today()) + 1
    years = range(following, FIRST_FISCAL_YEAR - 1, -1)
    return [(0, _("Select one")), *((year, in_fiscal_year(year)) for year in years)]


def activity_fields() -> list[tuple[str, str]]:
    """Return the choices of the fields of activity."""
    rows = db.session.execute(
        select(ActivityField.code, ActivityField.label)
        .where(ActivityField.retired_on.is_(None))
        .order_by(ActivityField.position, ActivityField.id)
    )
    return [(row.code, row.label) for row in rows]


def choices_of(members: Iterable[Any], label: Callable[[Any], str]) -> list[tuple[str, str]]:
    """Return an enumeration's members as choices."""
    return [(member.value, label(member)) for member in members]
