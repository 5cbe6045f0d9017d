"""The kinds of acts that two persons decide, joined from the approval_kinds.py of each wing.

A wing declares KINDS: kind (as in services/common/approvals) → its label and its object's page.
"""

from collections.abc import Iterable
from types import ModuleType
from typing import NamedTuple

from flask_babel import LazyString


class Kind(NamedTuple):
    """A kind of act. endpoint: the page of its object; takes_id: whether it takes `pk`."""

    label: LazyString
    endpoint: str
    takes_id: bool = True


KINDS: dict[str, Kind] = {}


def join(modules: Iterable[ModuleType]) -> None:
    """Add the declarations of the wings."""
    for module in modules:
        KINDS.update(module.KINDS)
