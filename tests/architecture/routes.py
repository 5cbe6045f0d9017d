"""The table of roles allowed on each route, joined from tests/views/<wing>/routes.py.

It is written by hand, not derived from the application.

P public, G general member, E executive member, C council, S secretariat, A administrator;
a dash where the role is refused. Any difference between table and application fails a test.
"""

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from app import wings
from app.security.viewer import Role
from tests.support.client import Examples
from tests.support.source import ROOT

LETTERS = {
    "P": Role.PUBLIC,
    "G": Role.GENERAL,
    "E": Role.EXECUTIVE,
    "C": Role.COUNCIL,
    "S": Role.SECRETARIAT,
    "A": Role.ADMINISTRATOR,
}


def _declared() -> Iterator[ModuleType]:
    """Yield the routes module of each wing."""
    for wing in wings.ORDER:
        if (ROOT / "tests" / "views" / wing / "routes.py").exists():
            yield import_module(f"tests.views.{wing}.routes")


EXAMPLES: Examples = {
    rule: values
    for module in _declared()
    for rule, values in getattr(module, "EXAMPLES", {}).items()
}
"""For a rule with arguments, a function of the client that returns values under which every
allowed role gets a response (`client.account_id`, `client.organisation_id`). Called inside the
`session` fixture; tests/factories.py creates the rows.
"""


class Route(NamedTuple):
    """A row of the table."""

    method: str
    rule: str
    allowed: frozenset[Role]


def read_table() -> list[Route]:
    """Return the table's rows. Raises ValueError when a letter is in the wrong column."""
    routes = []
    for line in (row for module in _declared() for row in module.ROUTES.strip().splitlines()):
        method, rule, *marks = line.split()
        if any(mark not in (letter, "-") for letter, mark in zip(LETTERS, marks, strict=True)):
            raise ValueError(line)
        allowed = frozenset(LETTERS[mark] for mark in marks if mark != "-")
        routes.append(Route(method, rule, allowed))
    return routes
