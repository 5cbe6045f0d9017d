"""A backup in the middle of the year, and the same database put back."""

import contextvars
from pathlib import Path
from typing import Any

from app.extensions import db
from app.services.front import table_contents
from tests.support.year.office import Office
from tests.support.year.world import World

CHANGED = {
    *("user_session", "one_time_link", "recovery_code", "database_restore", "heartbeat"),
    *("sent_before", "audit_entry", "audit_head"),
}
"""Tables in which a restore itself leaves something, or takes rights away."""


def put_back(office: Office, folder: Path) -> set[str]:
    """Back up and restore; return the tables that differ otherwise."""
    world = office.world
    before = contents()
    invoke(world, "backup", "--folder", str(folder))
    [file] = folder.glob("*.gz")
    invoke(world, "backup", "verify", str(file))
    invoke(world, "restore", str(file), "--force")
    db.session.remove()
    after = contents()
    world.log_everybody_out()
    return {name for name in before if before[name] != after[name]}


def contents() -> dict[str, Any]:
    """Return what each table holds."""
    db.session.rollback()
    with db.engine.connect() as connection:
        return table_contents.digests(connection)


def invoke(world: World, *arguments: str) -> None:
    """Run a command as a process of its own would."""
    db.session.commit()
    runner = world.app.test_cli_runner()
    answer = contextvars.Context().run(runner.invoke, args=list(arguments))
    assert answer.exit_code == 0, answer.output
