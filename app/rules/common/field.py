"""A field declared once: what columns, forms, tables and papers need to know of it."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


class Kind(Enum):
    """How a field is entered, checked and stored."""

    LINE = auto()
    LINES = auto()
    KANA = auto()
    PHONE = auto()
    MAIL = auto()
    WEB = auto()
    POSTAL_CODE = auto()
    CORPORATE_NUMBER = auto()
    YEAR = auto()
    """A whole number from 1868 to the present year."""
    FISCAL_YEAR = auto()
    """The Gregorian year in which a fiscal year (年度) began."""
    WHOLE = auto()
    """A whole number, with a unit where it has one."""
    DAY = auto()
    TIME = auto()
    """A time of day."""
    FLAG = auto()
    ORGANISATION_KIND = auto()
    CHOICE = auto()
    """One of the field's choices."""
    CHOICES = auto()
    """Any number of the field's choices."""
    MUNICIPALITY = auto()
    """The code of a municipality."""
    MUNICIPALITIES = auto()
    """The codes of any number of municipalities."""
    ACTIVITY_FIELDS = auto()
    """The codes of any number of fields of activity."""
    REFERENCE = auto()
    """The identifier of an entry of another register."""


SEVERAL = (Kind.CHOICES, Kind.MUNICIPALITIES, Kind.ACTIVITY_FIELDS)
"""Kinds whose value is a list of codes."""
NULLABLE = (
    *(Kind.CORPORATE_NUMBER, Kind.MUNICIPALITY, Kind.YEAR, Kind.FISCAL_YEAR, Kind.WHOLE),
    *(Kind.DAY, Kind.TIME, Kind.CHOICE, Kind.REFERENCE),
)


def empty(kind: Kind) -> Any:
    """Return the stored value of a field left out."""
    if kind in SEVERAL:
        return []
    if kind is Kind.FLAG:
        return False
    return None if kind in NULLABLE else ""


@dataclass(frozen=True)
class Field:
    """What every field says. english, hint: English texts of the form, for the catalogue."""

    key: str
    label: str
    """The Japanese name in letters, papers and the secretariat's files."""
    english: str
    kind: Kind = Kind.LINE
    limit: int = 0
    """The greatest number of characters, for the kinds of text."""
    required: bool = False
    hint: str = ""
    narrow: bool = False
    autocomplete: str = ""
    """HTML's name of what a browser may fill in."""
    example: str = ""
