"""What the audit trail records, in words: joined from the actions.py that each wing declares.

A wing declares ACTIONS (action → label), SUBJECTS (object → label), REASONS (reason → label, for
refusals that the code records in English) and `details`, which yields the texts of an entry's
details. Each of them may be absent.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from flask_babel import LazyString

Details = Callable[[Mapping[str, Any]], Iterator[str]]

ACTIONS: dict[str, LazyString] = {}
SUBJECTS: dict[str, LazyString] = {}
ACTIONS_BY_SUBJECT: dict[str, Mapping[str, LazyString]] = {}
"""Object → the actions of its wing."""
REASONS: dict[str, LazyString] = {}
DETAILS: dict[str, Details] = {}
"""Wing's module → its texts of an entry's details."""


def join(modules: Iterable[ModuleType]) -> None:
    """Add the declarations of the wings. Of an entry's details those of the higher wing come first."""
    for module in reversed(list(modules)):
        ACTIONS.update(getattr(module, "ACTIONS", {}))
        SUBJECTS.update(getattr(module, "SUBJECTS", {}))
        for subject in getattr(module, "SUBJECTS", {}):
            ACTIONS_BY_SUBJECT[subject] = getattr(module, "ACTIONS", {})
        REASONS.update(getattr(module, "REASONS", {}))
        if hasattr(module, "details"):
            DETAILS[module.__name__] = module.details
