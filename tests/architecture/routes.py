"""The table of roles allowed on each route, joined from tests/views/<wing>/routes.py.

It is written by hand, not derived from the application.

A line of REGISTERS is a register with those who read it and those who keep it.

P public, G general member, E executive member, C council, S secretariat, A administrator;
a dash where the role is refused. Any difference between table and application fails a test.
"""

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any, NamedTuple

from app import clock, wings
from app.security.viewer import Role
from tests.support import register_samples
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


REGISTER_ROUTES = (
    *(("GET", part, "read") for part in ("/", "/<pk>", "/past", "/export.csv", "/export.xlsx")),
    *((method, part, "keep") for method in ("GET", "POST") for part in ("/new", "/<pk>/edit")),
    *(("POST", part, "keep") for part in ("/<pk>/confirm", "/<pk>/retire")),
    *(("POST", "/<pk>/restore", "handle"), ("GET", "/<pk>/history", "handle")),
    ("POST", "/ticked/<act>", "keep"),
)
"""The routes of every register, and which of its permissions each needs."""
FILE_ROUTES = (
    *(("POST", "/<pk>/files", "keep"), ("GET", "/<pk>/files/<file_id>", "read")),
    ("POST", "/<pk>/files/<file_id>/remove", "keep"),
)
"""Those of a register whose entries carry files."""
WALKED_REGISTERS = ("meeting-templates",)
"""The registers that the tests of all routes visit, too."""


def register_lines() -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield key, marks of those who read and of those who keep, of each register."""
    for module in _declared():
        for line in getattr(module, "REGISTERS", "").strip().splitlines():
            key, *marks = line.split()
            yield key, marks[:6], marks[6:]


def _parts(key: str) -> tuple[tuple[str, str, str], ...]:
    has_files = register_samples.model_of(key).register.files
    return (*REGISTER_ROUTES, *(FILE_ROUTES if has_files else ()))


def _register_examples() -> Iterator[tuple[str, Any]]:
    for key, _read, _keep in register_lines():
        for _method, part, _permission in _parts(key):
            if "<pk>" in part:
                retired = part.endswith("/restore")
                filed = "<file_id>" in part
                yield f"/{key}{part}", partial(_entry, key, retired=retired, filed=filed)
        yield f"/{key}/ticked/<act>", lambda _client: {"act": "retire"}


def _entry(key: str, client: Any, *, retired: bool, filed: bool) -> dict[str, Any]:
    found = register_samples.entry(register_samples.model_of(key), client.organisation_id)
    if retired:
        found.retired_on = clock.today()
    file = {"file_id": register_samples.file(found).public_id} if filed else {}
    return {"pk": found.public_id, **file}


EXAMPLES: Examples = dict(_register_examples()) | {
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
    lines = (line for module in _declared() for line in module.ROUTES.strip().splitlines())
    for method, rule, *marks in map(str.split, lines):
        if any(mark not in (letter, "-") for letter, mark in zip(LETTERS, marks, strict=True)):
            raise ValueError(rule)
        allowed = frozenset(LETTERS[mark] for mark in marks if mark != "-")
        routes.append(Route(method, rule, allowed))
    return [*routes, *routes_of_registers()]


def routes_of_registers(*keys: str) -> list[Route]:
    """Return the routes of these registers, by default of all of them."""
    return [
        Route(method, f"/{key}{part}", frozenset(LETTERS[mark] for mark in marks if mark != "-"))
        for key, read, keep in register_lines()
        for method, part, permission in _parts(key)
        for marks in [{"read": read, "keep": keep, "handle": "S"}[permission]]
        if not keys or key in keys
    ]


def walked() -> list[Route]:
    """Return the table without what only tests/views/registers visits: registers are all alike."""
    left_out = {each.rule for each in routes_of_registers()}
    left_out -= {each.rule for each in routes_of_registers(*WALKED_REGISTERS)}
    return [route for route in read_table() if route.rule not in left_out]
