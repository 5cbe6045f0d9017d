"""What may be chosen for a field of a register."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.models.registers.entry import RegisterModel, fields_by_key
from app.rules.common.field import SEVERAL, Kind
from app.rules.registers.schema import RegisterField
from app.services.registers import texts
from app.views.common.base import viewer
from app.views.common.labels import label
from app.views.common.widgets import FilterWidget
from app.views.forms.common.fields import choices_of
from app.views.forms.common.kinds import CHOICES, Choices
from app.views.registers.interface import (
    RETIRED,
    UNCONFIRMED,
    WORDS,
    labels,
    searched_text,
    unconfirmed_since,
)


def choices(field: RegisterField) -> Choices | None:
    """Return the function that returns a field's choices; none for a field that is typed."""
    if field.kind in CHOICES:
        return CHOICES[field.kind]
    if field.choices is not None:
        found = field.choices
        blank = [] if field.kind in SEVERAL else [("", _("Select one"))]
        return lambda: [*blank, *choices_of(found, label)]
    if field.kind is Kind.REFERENCE:
        return lambda: [("", _("Select one")), *texts.offered(field.refers_to)]
    return None


class RegisterFilter(FilterWidget):
    """The filter of a register's list: a box for words, and what may be chosen."""

    template = "registers/_filter.html"
    others = (WORDS, RETIRED, UNCONFIRMED)
    model: RegisterModel

    @property
    def choices(self) -> Mapping[str, Mapping[str, Any]]:
        """The choices of the fields by which the list can be narrowed."""
        fields = fields_by_key(self.model)
        wanted = [fields[key] for key in self.template_args["include_cols"] if key in fields]
        referred: dict[str, Mapping[str, Any]] = {}
        return {field.key: found for field in wanted if (found := self._choices(field, referred))}

    def _choices(
        self, field: RegisterField, referred: dict[str, Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        """Return value → words; of codes the retired ones, too, which entries may still have.

        referred: table → its entries, read once for all fields that lead to it.
        """
        if field.kind in (Kind.MUNICIPALITY, Kind.MUNICIPALITIES):
            return labels(self.model).municipalities
        if field.kind is Kind.ACTIVITY_FIELDS:
            return labels(self.model).activity_fields
        if field.refers_to:
            if field.refers_to not in referred:
                referred[field.refers_to] = dict(texts.offered(field.refers_to))
            return referred[field.refers_to]
        offered = choices(field)
        return {value: words for value, words in offered() if value} if offered else {}

    def __call__(self, **kwargs: Any) -> str:
        markup: str = super().__call__(
            text=searched_text(),
            is_staff=viewer().is_staff,
            asks=bool(self.model.register.confirmed_every),
            unconfirmed=unconfirmed_since(self.model),
            **kwargs,
        )
        return markup
