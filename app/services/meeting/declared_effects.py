"""What a resolution does about something of a higher wing, which declares it.

A wing declares its kinds as EFFECTS in services/<wing>/effects.py. The item is an ordinary
resolution (規約第9条第4号, 第12条) that names the kind and the public identifier of its subject.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app import services, wings
from app.models.meeting.agenda import AgendaItem
from app.security.viewer import Viewer


@dataclass(frozen=True)
class DeclaredEffect:
    """A kind. english, heading, nothing: English texts for the catalogue.

    subjects are public identifiers. All functions are called inside the transaction of the verb.
    """

    key: str
    english: str
    """The button that adds such an item."""
    heading: str
    nothing: str
    """What has to happen first, where no subject is waiting."""
    waiting: Callable[[Viewer], Sequence[tuple[str, str]]]
    """Returns subject and name of what awaits a resolution and is on no agenda."""
    name: Callable[[str], str]
    fault: Callable[[str], str]
    """Returns why the resolution could not take effect now, in Japanese; "" when it could."""
    facts: Callable[[Collection[str]], Mapping[str, list[str]]]
    """Returns subject → lines on it for those who decide."""
    preview: Callable[[str, date], str]
    apply: Callable[[Viewer, AgendaItem, date], None]
    fail: Callable[[Viewer, AgendaItem], None]


def every() -> Mapping[str, DeclaredEffect]:
    """Return the declared kinds by key."""
    found = wings.declared(services, "effects")
    return {each.key: each for module in found for each in getattr(module, "EFFECTS", ())}


def of(item: AgendaItem) -> DeclaredEffect | None:
    """Return the declared kind of an item; None for any other."""
    return every()[item.effect] if item.effect else None
