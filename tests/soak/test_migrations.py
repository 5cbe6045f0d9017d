"""Data of every earlier revision come to the newest: by steps, and at once; on both databases.

make soak ARGS="tests/soak/test_migrations.py"
"""

import pytest
from alembic.script import ScriptDirectory
from flask import Flask

from app.extensions import db
from app.schema import downgrade, upgrade
from tests.architecture.test_migrations import row_counts, walk_up_with_rows, write_rows
from tests.support.source import ROOT

REVISIONS = [
    each.revision for each in ScriptDirectory(str(ROOT / "app/migrations")).walk_revisions()
]
pytestmark = [pytest.mark.both_databases, pytest.mark.timeout(600)]


def test_rows_are_kept_by_every_step_up_and_down(app: Flask) -> None:
    with app.app_context():
        downgrade(revision="base")
        written = walk_up_with_rows()
        for revision in (*REVISIONS[1:], "base"):
            downgrade(revision=revision)
            found = row_counts()
            assert found == {name: written[name] for name in found}
        upgrade()
        db.engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS[1:])
def test_database_of_an_earlier_version_is_upgraded_at_once(app: Flask, revision: str) -> None:
    with app.app_context():
        downgrade(revision="base")
        upgrade(revision=revision)
        for number in range(1, 4):
            write_rows(number)
        before = row_counts()
        upgrade()
        after = row_counts()
        assert {name: after.get(name) for name in before} == before
        downgrade(revision="base")
        upgrade()
        db.engine.dispose()
