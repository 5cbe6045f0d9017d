"""Two hours of ordinary use as every role: memory stays flat after the warm-up, no server errors.

make soak ARGS="tests/soak/test_memory_hours.py -s"; SECONDS=1500 for a shorter run.
"""

import os
import shlex
from typing import Any

import pytest
import yaml
from flask import Flask

from app.extensions import db
from tests.embedded.test_memory import OUTSIDE, start
from tests.support import memory, sample_rows
from tests.support.accounts import RoleClients
from tests.support.crowd import Crowd, every_page
from tests.support.memory import children
from tests.support.source import ROOT

__all__ = ["start"]
SECONDS = float(os.environ.get("SECONDS", "7200"))
WARM_UP = 3
"""How often every page is read before the memory is measured."""
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SHAPES = {
    "sqlite": ["run.py"],
    "postgresql": ["-m", *shlex.split(COMPOSE["services"]["web"]["command"])],
}


@pytest.mark.both_databases
@pytest.mark.timeout(0)
def test_memory_stays_flat(
    app: Flask, session: Any, client_as: RoleClients, database_kind: str, start: Any
) -> None:
    """`run.py` with its worker and beat; on PostgreSQL the web processes of compose.yaml."""
    sample_rows.fill_lists()
    visits = every_page(client_as)
    session.commit()
    db.engine.dispose()
    outside = {name: app.config[name] for name in OUTSIDE}
    process, address = start(*SHAPES[database_kind], **outside)
    processes = names(process)  # none that a page starts for a moment
    crowd = Crowd(address, visits)
    with crowd.at_work(readers=4, applicants=1, pause=2, look=1):
        crowd.wait_for(WARM_UP * len(visits))
        before = crowd.statuses.total()
        found = memory.growth(processes, SECONDS)
    answers = crowd.statuses.total() - before
    print(f"\n{SECONDS:.0f} s, {answers:,} answers, {len(crowd.applied):,} applications: {found}")
    print(f"by status {dict(crowd.statuses)}, slowest {crowd.slowest:.1f} s")
    assert crowd.faults == [] and 503 not in crowd.statuses
    assert {name: each for name, each in found.items() if each[1] > each[0] * 1.1} == {}


def names(process: int) -> dict[str, int]:
    """Return the program's processes, by their place in it."""
    return {"parent": process} | {f"child {n}": id_ for n, id_ in enumerate(children(process), 1)}
