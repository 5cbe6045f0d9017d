"""Forms for the agenda of a meeting, for the secretariat."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from app.models.meeting.agenda import AgendaItem
from app.models.regulations.regulation import Regulation
from app.rules.meeting.agenda import ItemKind, ResolutionKind
from app.rules.regulations.regulation_text import parsed, written
from app.views.forms.common.edit import EditForm
from app.views.forms.common.fields import ChoiceField, DayField, LineField, LinesField
from app.views.forms.common.validators import Filled

LONG = 8000
LONGEST_TEXT = 60_000


class Sort(StrEnum):
    """Sorts of agenda items: the kinds, with resolutions divided by their purpose."""

    REPORT = "report"
    DISCUSSION = "discussion"
    OTHER = "other"
    SELECTION = "selection"
    RELEASE = "release"
    EXPULSION = "expulsion"
    BYLAWS = "bylaws"
    GUIDELINE = "guideline"
    NEW = "new"

    @property
    def kind(self) -> ItemKind:
        """Resolution, report or discussion."""
        talked_about = {Sort.REPORT: ItemKind.REPORT, Sort.DISCUSSION: ItemKind.DISCUSSION}
        return talked_about.get(self, ItemKind.RESOLUTION)

    @property
    def resolution_kind(self) -> ResolutionKind | None:
        """The kind of resolution; None for other items."""
        if self.kind is not ItemKind.RESOLUTION:
            return None
        if self in (Sort.BYLAWS, Sort.GUIDELINE, Sort.NEW):
            return ResolutionKind.REGULATION
        return ResolutionKind(self.value)


def sort_of(item: AgendaItem) -> Sort:
    """Return the sort of an existing item."""
    if item.resolution_kind is ResolutionKind.REGULATION:
        known = item.regulation_slug in (Sort.BYLAWS, Sort.GUIDELINE)
        return Sort(item.regulation_slug) if known else Sort.NEW
    return Sort((item.resolution_kind or item.kind).value)


class ItemForm(EditForm):
    """Heading and explanation, common to all sorts."""

    title = LineField(_l("Heading"), [Filled()], limit=200)
    text = LinesField(
        _l("Explanation"), limit=LONG, description=_l("Content and reason for the proposal.")
    )

    def values(self) -> dict[str, Any]:
        """Return the values by FIELDS of the service for agendas."""
        return {"title": self.title.data, "text": self.text.data or ""}


class SubjectForm(ItemForm):
    """A resolution on a pending matter."""

    subject = ChoiceField(_l("Description"), [Filled()])
    field = ""

    def offer(self, waiting: Iterable[tuple[int | str, str]]) -> None:
        """Set the pending matters as choices."""
        self.subject.choices = [("", _l("Select one"))]
        self.subject.choices += [(str(row_id), name) for row_id, name in waiting]

    def values(self) -> dict[str, Any]:
        return super().values() | {self.field: int(self.subject.data)}


class DeclaredForm(SubjectForm):
    """A resolution on something of a higher wing. key: the kind of effect that it declares."""

    key = ""

    def values(self) -> dict[str, Any]:
        return ItemForm.values(self) | {"effect": self.key, "subject": self.subject.data}


class SelectionForm(SubjectForm):
    """規約第9条第2号: the organisation to become an executive member."""

    field = "consent_id"


class ExpulsionForm(SubjectForm):
    """規約第9条第3号: the member to be expelled."""

    field = "expulsion_id"


class ReleaseForm(SubjectForm):
    """規約第9条第2号: the executive member to be released, and its standing afterwards."""

    field = "release_request_id"
    becomes_general = BooleanField(_l("Remains a member as a general member"))

    def values(self) -> dict[str, Any]:
        return super().values() | {"becomes_general": bool(self.becomes_general.data)}


class RegulationTextForm(EditForm):
    """A text of articles, and its entry into force. of: the version to be amended."""

    in_force_from = DayField(_l("In force from"), [Filled()])
    body = LinesField(
        _l("New text"),
        [Filled()],
        limit=LONGEST_TEXT,
        description=_l(
            "The current text is shown here. Edit it. Begin each article with a line such as 第１条（名称）, second paragraphs with ２ and a full-width space, and items with （１）."
        ),
    )

    def __init__(self, *args: Any, of: Regulation, **options: Any) -> None:
        data = {"body": written(of.text)} | (options.pop("data", None) or {})
        super().__init__(*args, data=data, **options)
        self.of = of
        self.parsed: dict[str, Any] = {}

    def validate_body(self, field: LinesField) -> None:
        """Require a text that parses as articles and differs from the version in force."""
        if field.errors or not field.data:
            return
        try:
            self.parsed = parsed(field.data, self.of.text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if self.parsed == parsed(written(self.of.text), self.of.text):
            raise ValidationError("今の条文と同じです。変える所を書き直してください。")


class RetroactiveForm(FlaskForm):  # type: ignore[misc]
    """The confirmation of a day of entry into force before the resolution."""

    is_retroactive = BooleanField(
        _l("In force retroactively, from a day before the resolution"),
        description=_l("Select this only if the resolution is meant to say so. It is recorded."),
    )


class RegulationForm(RegulationTextForm, RetroactiveForm, ItemForm):
    """規約第9条第1号: the new text of the by-laws or the guideline."""

    def values(self) -> dict[str, Any]:
        return ItemForm.values(self) | {
            "regulation_slug": self.of.slug,
            "regulation_text": self.parsed,
            "in_force_from": self.in_force_from.data,
            "is_retroactive": bool(self.is_retroactive.data),
        }


class NewRegulationForm(RetroactiveForm, ItemForm):
    """規約第9条第1号: rules that do not exist yet. slug: their name in the URL."""

    name = LineField(_l("Name of the rules"), [Filled()], limit=200)
    in_force_from = DayField(_l("In force from"), [Filled()])
    body = LinesField(
        _l("New text"),
        [Filled()],
        limit=LONGEST_TEXT,
        description=_l(
            "Begin each article with a line such as 第１条（名称）, second paragraphs with ２ and a full-width space, and items with （１）."
        ),
    )

    def __init__(self, *args: Any, slug: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.slug = slug
        self.parsed: dict[str, Any] = {}

    def validate_body(self, field: LinesField) -> None:
        """Require a text that parses as articles."""
        if field.errors or not field.data:
            return
        try:
            self.parsed = parsed(field.data, {"slug": self.slug, "title": self.name.data})
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def values(self) -> dict[str, Any]:
        return super().values() | {
            "regulation_slug": self.slug,
            "regulation_text": self.parsed,
            "in_force_from": self.in_force_from.data,
            "is_retroactive": bool(self.is_retroactive.data),
        }


class MinorAmendmentForm(RegulationTextForm):
    """An amendment of the guideline that needs no resolution (要領第6条)."""

    reason = LinesField(
        _l("Reason the amendment is minor"),
        [Filled()],
        limit=280,
        description=_l("It is kept in the record of the rules."),
    )


class WithdrawForm(FlaskForm):  # type: ignore[misc]
    """The reason for taking an item off the agenda."""

    reason = LinesField(_l("Reason for withdrawal"), [Filled()], limit=1000)


class PaperForm(FlaskForm):  # type: ignore[misc]
    """A paper on an item."""

    title = LineField(
        _l("Name of the paper"), limit=200, description=_l("If left empty, the file name is used.")
    )
    document = FileField(_l("File"), description=_l("PDF, PNG, JPEG or text, up to 10 MB."))

    def validate_document(self, field: FileField) -> None:
        """Require a file."""
        if not field.data or not field.data.filename:
            raise ValidationError("ファイルを選んでください。")


class ExclusionForm(FlaskForm):  # type: ignore[misc]
    """A member excluded from the vote on an item, and the reason."""

    member = ChoiceField(_l("Organisation"), [Filled()])
    reason = LineField(_l("Interest in the item"), [Filled()], limit=300)
