"""Who may use which route: written by hand, never derived from the application.

P public, G general member, E executive member, C council, S secretariat, A administrator;
a dash where the role is refused. A route missing here, or here and not in the application, fails.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from app.security.viewer import Role
from tests.support.client import PlatformClient

LETTERS = {
    "P": Role.PUBLIC,
    "G": Role.GENERAL,
    "E": Role.EXECUTIVE,
    "C": Role.COUNCIL,
    "S": Role.SECRETARIAT,
    "A": Role.ADMINISTRATOR,
}

TABLE = """
GET   /                                             P G E C S A
GET   /_components                                  P G E C S A
GET   /healthz                                      P G E C S A
GET   /lang/<locale>                                P G E C S A
GET   /login                                        P G E C S A
POST  /login                                        P G E C S A
POST  /logout                                       P G E C S A
GET   /readyz                                       P G E C S A
GET   /roster/                                      P G E C S A
GET   /static/<path:filename>                       P G E C S A
GET   /static/appbuilder/<path:filename>            P G E C S A
"""

Values = Callable[[PlatformClient], dict[str, Any]]

EXAMPLES: dict[str, Values] = {
    "/lang/<locale>": lambda client: {"locale": "en"},
    "/static/<path:filename>": lambda client: {"filename": "css/base.css"},
    "/static/appbuilder/<path:filename>": lambda client: {"filename": "js/ab.js"},
}
"""For a rule with arguments, values under which whoever is allowed gets an answer, for the client
that asks (`client.account_id`, `client.organisation_id`). Called with the `session` fixture at hand:
tests/factories.py makes the row."""


class Route(NamedTuple):
    """One line of the table."""

    method: str
    rule: str
    allowed: frozenset[Role]


def read_table() -> list[Route]:
    """The table as rows. Raises ValueError where a letter stands in the wrong column."""
    routes = []
    for line in TABLE.strip().splitlines():
        method, rule, *marks = line.split()
        if any(mark not in (letter, "-") for letter, mark in zip(LETTERS, marks, strict=True)):
            raise ValueError(line)
        allowed = frozenset(LETTERS[mark] for mark in marks if mark != "-")
        routes.append(Route(method, rule, allowed))
    return routes
