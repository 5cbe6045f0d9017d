"""How the system does: the checks of all wings, asked together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from app import services, wings
from app.extensions import db
from app.security.guard import acting_as_system
from app.security.viewer import Role, Viewer
from app.services.common.checks import Check, Level, Surroundings
from app.services.common.gauges import Gauge


class Finding(NamedTuple):
    """A check, what it found, and how good that is."""

    check: Check
    value: Any
    level: Level


def checks() -> Iterator[Check]:
    """Yield the checks of all wings."""
    for wing in wings.declared(services, "health"):
        yield from getattr(wing, "CHECKS", ())


def gauges() -> Iterator[Gauge]:
    """Yield the gauges of all wings."""
    for wing in wings.declared(services, "health"):
        yield from getattr(wing, "GAUGES", ())


def all_findings(actor: Viewer, where: Surroundings) -> Sequence[Finding]:
    """Return what every check finds, in one query."""
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    return _ask([check for check in checks() if check.applies(where)], where)


def sweeps(actor: Viewer, where: Surroundings) -> Mapping[str, bool]:
    """Return whether each sweep that should run every minute does."""
    actor.require(Role.SYSTEM)
    asked = [check for check in checks() if check.is_sweep and check.applies(where)]
    return {each.check.name: each.level is Level.FINE for each in _ask(asked, where)}


def measurements(actor: Viewer, gauge: Gauge) -> Sequence[tuple[Any, ...]]:
    """Return the rows of a gauge."""
    actor.require(Role.SYSTEM)
    return [tuple(row) for row in db.session.execute(gauge.rows())]


def _ask(asked: Sequence[Check], where: Surroundings) -> list[Finding]:
    """Ask as the system: the checks see letters and entries of everyone, and tell numbers only."""
    facts = {check.name: check.fact(where) for check in asked}
    stored = [fact.label(name) for name, fact in facts.items() if isinstance(fact, ColumnElement)]
    with acting_as_system(db.session), db.session.no_autoflush:
        values = {**facts, **db.session.execute(select(*stored)).one()._mapping}
    return [
        Finding(check, value, check.judge(value))
        for check in asked
        for value in [values[check.name]]
    ]
