"""Enumerations whose members carry their Japanese label beside their stored value."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A value with its Japanese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Create a member from (stored value, Japanese label); look-up needs only the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
