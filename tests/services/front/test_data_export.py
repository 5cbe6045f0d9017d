"""All data out and in again: equal by hash, between both databases, in either direction."""

import contextvars
import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.errors import RuleViolation
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Section
from app.rules.cases.fields import RecordKind
from app.rules.states.post.outbox import OutboxState
from app.schema import upgrade
from app.security import ledger
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.cases import attachments as case_attachments
from app.services.cases import records as case_records
from app.services.common import trail
from app.services.front import data_export, data_import, table_contents
from tests import factories
from tests.support import settings as test_settings
from tests.support.canaries import CANARY
from tests.support.cases import filled, new_case, person, viewer_of
from tests.support.search import require_in_step

TEXTS = ("\\N", "\\", '"引用"', "一行目\n二行目\r\n", " 前後 ", "𠮷⺠", "\u3000", "=1+1", "a,b")


def fill() -> None:
    """Create rows with difficult texts, documents, sealed values and letters. Commits."""
    for number, words in enumerate(TEXTS):
        factories.member(activities=words, name=f"{number}の会")
    factories.account(organisation=factories.founding_member())
    factories.letter()
    writer = person()
    case = new_case(writer)
    actor = viewer_of(writer)
    case_records.add(actor, case.id, RecordKind.NOTE, filled(RecordKind.NOTE, CANARY))
    paper = {"name": f"{CANARY}.txt", "content": CANARY.encode()}
    case_attachments.add(actor, case.id, Section.COURSE, **paper)
    db.session.commit()


def run(app: Flask, *arguments: str) -> Any:
    """Run a command like a process of its own."""
    db.session.commit()
    return contextvars.Context().run(app.test_cli_runner().invoke, args=list(arguments))


@pytest.fixture
def target(request: pytest.FixtureRequest, database_kind: str, tmp_path: Path) -> Iterator[Flask]:
    """Return an application on an empty database of the other kind."""
    url = f"sqlite:///{tmp_path / 'target.sqlite3'}"
    if database_kind == "sqlite":
        url = request.getfixturevalue("postgres").create("target")
    target = create_app(test_settings.for_tests(tmp_path / "target", url))
    with target.app_context():
        upgrade()
        db.engine.dispose()
    yield target
    with target.app_context():
        db.engine.dispose()


def digests(app: Flask) -> dict[str, Any]:
    with app.app_context():
        with db.engine.connect() as connection:
            found = table_contents.digests(connection)
        db.engine.dispose()
    return found


@pytest.mark.both_databases
def test_everything_arrives_in_the_other_database(
    app: Flask, session: Any, target: Flask, tmp_path: Path
) -> None:
    fill()
    folder = tmp_path / "all"
    answer = run(app, "export-all", str(folder))
    assert answer.exit_code == 0, answer.output
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["tables"]) == {*db.metadata.tables, "alembic_version"}
    assert digests(app) == manifest["tables"]

    answer = run(target, "import-all", str(folder))
    assert answer.exit_code == 0, answer.output
    with target.app_context(), acting_as_system(db.session):
        factories.member()  # ids go on after the last ones
        db.session.commit()
        require_in_step()
        names = [f"{number}の会" for number in range(len(TEXTS))]
        found = select(Organisation.activities).where(Organisation.name.in_(names))
        assert list(db.session.scalars(found.order_by(Organisation.id))) == list(TEXTS)
        assert list(trail.verify(ledger.current().heads())) == []
        # Another instance may still be sending them.
        assert set(db.session.scalars(select(OutboxMessage.state))) == {OutboxState.HELD}
        db.session.rollback()
        db.engine.dispose()
    again = run(target, "import-all", str(folder))
    assert again.exit_code == 1 and "空のデータベース" in again.output


def test_rows_are_read_by_the_schema_and_sealed_values_stay_sealed(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    fill()
    folder, instance = tmp_path / "all", Path(app.config["INSTANCE_DIR"])
    data_export.export_all(SYSTEM, folder, instance, "0")
    for name in db.metadata.tables:
        schema = json.loads((folder / "tables" / f"{name}.schema.json").read_text())
        with (folder / "tables" / f"{name}.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                values = {key: data_export.unescaped(cell) for key, cell in row.items()}
                assert set(values) == set(schema["properties"])
                assert not [key for key in schema["required"] if values[key] is None]
    keys = {path.name for path in instance.rglob("*.key")}
    assert keys and not keys & {path.name for path in folder.rglob("*")}
    for file in (path for path in folder.rglob("*") if path.is_file()):
        assert CANARY.encode() not in file.read_bytes()


def change_a_cell(folder: Path) -> None:
    file = folder / "tables/organisation.csv"
    file.write_text(file.read_text().replace("鳥取県弁護士会", "鳥取県弁護士"))


def lose_a_document(folder: Path) -> None:
    next(path for path in (folder / "files").rglob("*") if path.is_file()).unlink()


def change_a_document(folder: Path) -> None:
    next(path for path in (folder / "files").rglob("*") if path.is_file()).write_bytes(b"x")


def lose_a_row(folder: Path) -> None:
    file = folder / "tables/organisation.csv"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:10]))


def other_version(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"revision": "x"}))


def test_damaged_export_changes_nothing(app: Flask, session: Any, tmp_path: Path) -> None:
    fill()
    instance = Path(app.config["INSTANCE_DIR"])
    empty = create_app(
        test_settings.for_tests(tmp_path / "target", f"sqlite:///{tmp_path / 'target.sqlite3'}")
    )
    data_export.export_all(SYSTEM, tmp_path / "all", instance, "0")
    with pytest.raises(RuleViolation, match="空ではありません"):
        data_export.export_all(SYSTEM, tmp_path / "all", instance, "0")
    session.rollback()
    damages = (
        (change_a_cell, "取り込んだ表が、書き出したときと違います：organisation"),
        (lose_a_document, "FileNotFoundError"),
        (change_a_document, "ValueError"),
        (lose_a_row, "壊れています"),
        (other_version, "版が違います"),
    )
    with empty.app_context(), acting_as_system(db.session):
        upgrade()
        for damage, words in damages:
            folder = tmp_path / damage.__name__
            shutil.copytree(tmp_path / "all", folder)
            damage(folder)
            with pytest.raises(RuleViolation, match=words):
                data_import.import_all(SYSTEM, folder, tmp_path / "target")
            assert db.session.scalar(select(func.count()).select_from(Organisation)) == 0
            db.session.rollback()
        with pytest.raises(RuleViolation, match="書き出したデータがありません"):
            data_import.import_all(SYSTEM, tmp_path, tmp_path / "target")
        db.session.rollback()
        db.engine.dispose()
