"""What is said of a register (台帳) and of each of its fields, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.rules.common.field import Field, Kind
from app.rules.common.labelled import Labelled
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.roster import Tier


@dataclass(frozen=True, kw_only=True)
class RegisterField(Field):
    """A field of a register. key: the name of its column, filled in by the model."""

    section: str = ""
    """The heading in form and page under which it begins; fields without one follow the last."""
    is_folded: bool = False
    """Whether the form folds the section that begins here, until something of it is entered."""
    is_inner: bool = False
    """Whether the entry's page shows it to its keepers alone: what readers are told elsewhere."""
    tier: Tier = Tier.PUBLIC
    """Who sees it, of an entry that they see."""
    choices: type[Labelled] | None = None
    refers_to: str = ""
    """The table to whose entries a reference leads."""
    is_fixed: bool = False
    """Whether it can be given only once, when the entry is made."""
    is_entered: bool = True
    """Whether forms and imports take it; else the register's own verbs set it."""
    listed: bool = False
    """Whether the list has a column for it."""
    filtered: bool = False
    """Whether the list can be narrowed by it."""
    searched: bool = False
    exported: bool = True
    """Whether tables and the open interface contain it."""
    personal: bool = False
    """Whether it tells of a person: its values stay out of trail and history, so that they can go."""
    unit: str = ""
    least: int | None = None
    most: int | None = None
    heading: str = ""
    """Its heading in open data and imports; by default its Japanese name."""
    synonyms: tuple[str, ...] = ()
    """Other headings for it in others' tables."""
    name: str = ""
    """Its name in the open interface; by default its key."""
    formats: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Format → its place there: {"schema.org": "telephone"}; see services/registers/formats."""

    @property
    def open_name(self) -> str:
        """Its name in the open interface."""
        return self.name or self.key

    @property
    def codes(self) -> type[Labelled] | None:
        """What its value is one of, where that is the program's."""
        return OrganisationKind if self.kind is Kind.ORGANISATION_KIND else self.choices

    @property
    def column(self) -> str:
        """Its heading in tables: with the unit, since a number alone does not tell it."""
        heading = self.heading or self.label
        return f"{heading}（{self.unit}）" if self.unit else heading


@dataclass(frozen=True)
class Register:
    """A register. english, one, about: English texts for the catalogue (many, one, a sentence)."""

    key: str
    """Its address, its name in the open interface."""
    label: str
    english: str
    one: str
    about: str = ""
    adds: str = ""
    """English text of the button and page by which somebody enters one, if "Add" does not say it."""
    withdraws: str = ""
    """English text of taking one out, likewise."""
    tiers: tuple[Tier, ...] = (Tier.PUBLIC, Tier.MEMBERS, Tier.SECRETARIAT)
    """Who an entry may be shown to; the first is what a new entry begins with."""
    tier_is_entered: bool = True
    """Whether the form offers the tiers; else the register's own verbs set it."""
    is_reference: bool = False
    """Whether other rows name its entries by code, so that everybody reads the retired ones, too."""
    is_found: bool = True
    """Whether the search over everything finds its entries; not where its pages are settings."""
    owned: bool = False
    """Whether an entry may belong to a member, which then keeps it."""
    confirmed_every: int = 0
    """Months after which an entry has to be confirmed again; 0 for never."""
    category: str = ""
    """The field by which entries are counted and plotted."""
    title: str = "name"
    """The field that names an entry."""
    order: str = "name"
    """The field by which the list is sorted."""
    newest_first: bool = False
    """Whether the list begins with the greatest value of that field."""
    told_apart_by: str = ""
    """The field beside the title where an entry is chosen among others of the same title."""
    recognised_by: tuple[str, ...] = ("name",)
    """The fields by which an import finds the entry that a row is about."""
    forgets: bool = False
    """Whether what tells of persons is deleted when an entry is taken out."""
    files: bool = False
    """Whether entries carry files."""
    reports: bool = False
    """Whether anybody may report a mistake in an entry: of registers that everybody reads."""
    schema_type: str = ""
    """The type of schema.org as which public pages describe an entry."""

    @property
    def has_tiers(self) -> bool:
        """Whether an entry may be shown to one group or another."""
        return len(self.tiers) > 1
