"""The form of a grant's paper: the project, and plain rows for its costs or receipts."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, HiddenField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.rules.grants.calls import ChangeKind, CostKind
from app.rules.grants.content import LINES, RECEIPTS, Content, Line, PaperKind
from app.services.registers import owners
from app.views.common.labels import label
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import (
    LARGEST,
    ChoiceField,
    CountField,
    DayField,
    LineField,
    LinesField,
    choices_of,
)
from app.views.forms.common.validators import Filled
from app.views.forms.filings.receipt import OnBehalf

PARTS = ("kind", "what", "amount", "day", "payee", "kept", "file")
"""The fields of a row, named kind_0, what_0 … ."""


class PaperForm(EditForm):
    """Base: `paper_form` adds the rows, and what a change says."""

    receipts = False
    rows = 0
    title = LineField(_l("Name of the project"), [Filled()], limit=60)
    plan = LinesField(_l("What you do, for whom, where"), [Filled()], limit=1000)
    starts_on = DayField(_l("Begins on"), [Filled()])
    ends_on = DayField(_l("Completed on"), [Filled()])
    income = CountField(
        _l("Other income of the project (fees, donations, other grants)"),
        [Optional(), NumberRange(0)],
    )
    income_note = LineField(_l("What the other income is"), limit=100)

    def row(self, place: int) -> Mapping[str, Field]:
        """Return the fields of a row."""
        return {part: self[f"{part}_{place}"] for part in PARTS if f"{part}_{place}" in self}

    def shown(self) -> int:
        """Return how many rows are shown at once: those filled in, and one more; at least two."""
        filled = [place for place in range(self.rows) if self._is_filled(place)]
        return min(self.rows, max([1, *(place + 1 for place in filled)]) + 1)

    def validate(self, extra_validators: Any = None) -> bool:
        """Require kind, content and amount of each row that is begun."""
        valid = bool(super().validate(extra_validators))
        for place in range(self.rows):
            for part in ("kind", "what", "amount"):
                field = self[f"{part}_{place}"]
                if self._is_filled(place) and field.data in (None, "") and not field.errors:
                    field.errors = [_("Enter this, or leave the whole line empty.")]
                    valid = False
        return valid

    def validate_ends_on(self, field: Field) -> None:
        """Refuse a project that ends before it begins, while it is easy to mend."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(_("Enter the day of the beginning or a later one."))

    def content(self) -> Content:
        """Return the content of a valid form."""
        change = self["change"].data if "change" in self else ""
        return Content(
            title=self.title.data,
            plan=self.plan.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            lines=tuple(self._line(place) for place in self._places()),
            income=self.income.data or 0,
            income_note=self.income_note.data or "",
            change=ChangeKind(change) if change else None,
            reason=(self["reason"].data or "") if "reason" in self else "",
        )

    def uploads(self) -> dict[int, tuple[str, bytes]]:
        """Return the files sent, by the place of their line in the content."""
        found = {}
        for number, place in enumerate(self._places()):
            sent = self[f"file_{place}"].data
            if sent and sent.filename:
                found[number] = (sent.filename, sent.read())
        return found

    def _places(self) -> Sequence[int]:
        return [place for place in range(self.rows) if self._is_filled(place)]

    def _is_filled(self, place: int) -> bool:
        row = self.row(place)
        sent = row["file"].data
        texts = [row[part].data for part in row if part not in ("file", "kept")]
        return any(each not in (None, "") for each in texts) or bool(
            sent and getattr(sent, "filename", "")
        )

    def _line(self, place: int) -> Line:
        row = self.row(place)
        return Line(
            CostKind(row["kind"].data),
            row["what"].data,
            row["amount"].data,
            row["day"].data if "day" in row else None,
            (row["payee"].data or "") if "payee" in row else "",
            row["kept"].data or "",
        )


@cache
def paper_form(kind: PaperKind) -> type[PaperForm]:
    """Return the form of a kind of paper."""
    receipts = kind is PaperKind.REPORT
    made: dict[str, Any] = {"receipts": receipts, "rows": RECEIPTS if receipts else LINES}
    for place in range(made["rows"]):
        made |= _row(place, receipts=receipts)
    if kind is PaperKind.CHANGE:
        made["change"] = ChoiceField(
            _l("What you ask for"),
            [Filled()],
            choices=lambda: [("", _("Select one")), *choices_of(ChangeKind, label)],
        )
        made["reason"] = LinesField(_l("Reason"), [Filled()], limit=1000)
    return type(f"{kind.name.title()}PaperForm", (PaperForm,), made)


def _row(place: int, *, receipts: bool) -> dict[str, Field]:
    named = {
        "kind": ChoiceField(
            _l("Kind of cost"),
            choices=lambda: [("", _("Select one")), *choices_of(CostKind, label)],
        ),
        "what": LineField(_l("What was bought"), limit=60),
        "amount": CountField(_l("Amount"), [Optional(), NumberRange(1, LARGEST // 100)]),
        "kept": HiddenField(),
        "file": FileField(_l("Receipt (photo or PDF)") if receipts else _l("Quote (photo or PDF)")),
    }
    if receipts:
        named["day"] = DayField(_l("Paid on"))
        named["payee"] = LineField(_l("Paid to"), limit=60)
    return {f"{part}_{place}": field for part, field in named.items()}


def flat(content: Content) -> dict[str, Any]:
    """Return a content as the form is filled from it."""
    found: dict[str, Any] = {
        "title": content.title,
        "plan": content.plan,
        "starts_on": content.starts_on,
        "ends_on": content.ends_on,
        "income": content.income or None,
        "income_note": content.income_note,
        "change": content.change.value if content.change else "",
        "reason": content.reason,
    }
    for place, line in enumerate(content.lines):
        found |= {
            f"kind_{place}": line.kind.value,
            f"what_{place}": line.what,
            f"amount_{place}": line.amount,
            f"day_{place}": line.day,
            f"payee_{place}": line.payee,
            f"kept_{place}": line.file,
        }
    return found


class OnBehalfForm(OnBehalf, paper_form(PaperKind.APPLICATION)):  # type: ignore[misc]
    """An application that came on paper: whose, how and when."""

    organisation_id = ChoiceField(
        _l("Organisation"),
        [Filled()],
        choices=lambda: [("", _("Select one")), *owners.offered()],
    )
