"""What is said of a field of an organisation's profile: kind, section, row of 別紙1, amendment."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from app.rules.common import field
from app.rules.common.articles import IN_FORCE
from app.rules.common.field import Kind


@dataclass(frozen=True)
class Section:
    """A section of form and page. title and intro: English texts."""

    title: str
    paper: str
    """The heading on 別紙1, where neighbouring sections may share one."""
    intro: str = ""
    personal: bool = False
    """Whether it names a person: never public, one setting for all its fields (要領第3条第3項)."""


class Layout(Enum):
    """How a row of 別紙1 is set."""

    LINE = "line"
    YEAR = "year"
    PROSE = "prose"
    CHOICES = "choices"
    JOINED = "joined"
    PLACE = "place"
    CONTACT = "contact"


_LAYOUTS = {
    **dict.fromkeys(Kind, Layout.LINE),
    Kind.YEAR: Layout.YEAR,
    Kind.LINES: Layout.PROSE,
    Kind.ORGANISATION_KIND: Layout.CHOICES,
    Kind.ACTIVITY_FIELDS: Layout.CHOICES,
}


@dataclass(frozen=True)
class Row:
    """A row of 別紙1. Fields with an equal row share it."""

    label: str
    layout: Layout | None = None
    """By default that of the field's kind."""
    note: str = ""
    above: bool = False
    """Whether it stands above the row of the field before it."""


@dataclass(frozen=True)
class Amendment:
    """The minor amendment that added a field to 別紙1, without a resolution (要領第6条).

    *Reading*: 別紙1 is a part of the guideline, and a field more amends it. An optional field lays
    no duty on anybody: that is minor, and the secretariat says why.
    """

    on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class Field(field.Field):
    """One field of the profile. short: an English text of the form, translated by the catalogue."""

    section: Section
    searched: bool = False
    """Whether the search box finds the organisation by it, besides its name."""
    withholdable: bool = True
    """Whether it may be withheld from the public with a reason; not for what makes up the entry."""
    short: str = ""
    """The label in the form's own section."""
    note: str = ""
    """The remark in the template of an import, besides whether it is required."""
    needed: bool = False
    """Whether the roster cannot do without it even for an entry with gaps (記入なし)."""
    row: Row | None = None
    """Where it stands on 別紙1; by default in a row of its own."""
    line_to_withhold: bool = True
    """Whether the blank 別紙1 has a line for withholding it."""
    amendment: Amendment | None = None

    @property
    def form_label(self) -> str:
        """The Japanese name in forms and pages: 代表者の氏名."""
        return self.label.replace(" ", "の")

    @property
    def printed(self) -> Row:
        """The row of 別紙1 on which it stands."""
        return self.row or Row(self.label)

    @property
    def layout(self) -> Layout:
        """How its row is set."""
        return self.printed.layout or _LAYOUTS[self.kind]

    @property
    def added_on(self) -> date:
        """The day from which 別紙1 has the field."""
        return self.amendment.on if self.amendment else IN_FORCE
