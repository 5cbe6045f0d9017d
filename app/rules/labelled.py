"""Enumerations whose members carry their Japanese label beside their stored value."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A value with its Japanese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """A member from (stored value, Japanese label); to look one up, the value is enough."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
