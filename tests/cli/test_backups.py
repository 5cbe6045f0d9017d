"""Command-line commands for backups and case keys."""

import contextvars
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app, folder_lock
from app.extensions import db
from app.models.accounts.user import UserSession
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseRecord
from app.models.common.restore import DatabaseRestore
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CaseState
from app.rules.states.post.outbox import OutboxState
from app.security import vault
from app.security.case_keys import KeyDestroyed
from app.security.viewer import SYSTEM
from app.services.cases import deletions as case_deletions
from app.services.cases import records as case_records
from app.services.common.links import Links
from app.services.front import archives
from tests import factories
from tests.support.accounts import log_in
from tests.support.canaries import CANARY
from tests.support.cases import filled, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases


def invoke(app: Flask, *arguments: str) -> Any:
    """Run a command like a separate process, outside the test's application context."""
    db.session.commit()
    return contextvars.Context().run(app.test_cli_runner().invoke, args=list(arguments))


def backed_up(app: Flask, folder: Path) -> str:
    answer = invoke(app, "backup", "--folder", str(folder))
    assert answer.exit_code == 0, answer.output
    [file] = folder.glob("*.gz")
    assert {each.stat().st_mode & 0o077 for each in folder.iterdir()} == {0}
    assert answer.output.strip() == str(file)
    return str(file)


def test_restore_recovers_the_backed_up_data(app: Flask, session: Any, tmp_path: Path) -> None:
    letter_id = factories.letter().id
    session.commit()
    file = backed_up(app, tmp_path / "backups")
    session.get_one(Organisation, 1).address = "changed"
    session.commit()

    refused = invoke(app, "restore", file)
    assert refused.exit_code == 1 and "--force" in refused.output
    assert session.get_one(Organisation, 1).address == "changed"
    answer = invoke(app, "restore", file, "--force")
    assert answer.exit_code == 0, answer.output
    session.expunge_all()
    assert session.get_one(Organisation, 1).address != "changed"
    # The letter may have been sent after the backup: an officer decides.
    assert session.get_one(OutboxMessage, letter_id).state is OutboxState.HELD
    assert invoke(app, "audit", "verify").exit_code == 0


def test_nothing_is_restored_beneath_a_running_service(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    file = backed_up(app, tmp_path / "backups")
    with folder_lock.held(Path(app.config["INSTANCE_DIR"])):
        refused = invoke(app, "restore", file, "--force")

    assert refused.exit_code == 1 and "end it first" in refused.output
    assert session.scalar(select(DatabaseRestore)) is None


def test_folder_that_cannot_be_written_is_told_in_a_sentence(
    app: Flask, session: Any, tmp_path: Path
) -> None:
    tmp_path.joinpath("file").touch()
    answer = invoke(app, "backup", "--folder", str(tmp_path / "file" / "backups"))

    assert answer.exit_code == 1
    assert "Not a directory" in answer.output and "Traceback" not in answer.output


def test_nobody_is_logged_in_after_a_restore(
    app: Flask, client: Any, session: Any, tmp_path: Path
) -> None:
    log_in(client, factories.account(organisation=factories.member()))
    assert client.get("/account/").status_code == 200
    file = backed_up(app, tmp_path / "backups")
    assert invoke(app, "restore", file, "--force").exit_code == 0
    assert client.get("/account/").status_code != 200
    assert set(session.scalars(select(UserSession.account_id))) <= {None}


def test_file_that_is_not_a_backup_is_refused(app: Flask, session: Any, tmp_path: Path) -> None:
    letter, file = tmp_path / "letter.txt", tmp_path / "letter.tar.gz"
    letter.write_text("この表は違います")
    archives.put(letter, file, [])
    answer = invoke(app, "restore", str(file), "--force")
    assert answer.exit_code == 1 and "バックアップではありません" in answer.output
    assert session.scalar(select(Organisation.id).limit(1)) is not None


@pytest.fixture
def erased(
    app: Flask, session: Any, tmp_path: Path, at: Callable[[date], None]
) -> tuple[str, Path]:
    """Erase a case; return its id and a backup made before the erasure."""
    writer = person()
    at(date(2024, 5, 1))
    case = new_case(writer)
    kind = RecordKind.NOTE
    case_records.write(viewer_of(writer), case.id, kind, filled(kind, CANARY))
    case.state, case.closed_on = CaseState.CLOSED, date(2024, 5, 1)
    session.commit()
    file = backed_up(app, tmp_path / "backups")
    at(date(2029, 5, 2))
    links = Links("https://platform.example", "secret")
    case_id, actor = case.id, viewer_of(writer)
    assert case_deletions.propose_due(SYSTEM, years=5, links=links) == 1
    case_deletions.approve(see_as(actor), case_id)
    session.commit()
    assert "1 keys destroyed" in invoke(app, "case-keys", "destroy-erased").output
    return case_id, Path(file)


def test_erased_case_is_unreadable_in_an_old_backup(app: Flask, session: Any, erased: Any) -> None:
    case_id, file = erased
    assert invoke(app, "restore", str(file), "--force").exit_code == 0

    see_as(SYSTEM)
    assert session.get(SupportCase, case_id) is not None
    record = session.scalars(select(CaseRecord).where(CaseRecord.case_id == case_id)).one()
    with pytest.raises(KeyDestroyed):
        vault.unseal(record, "content")
    archives.unpack(file, file.parent)
    assert CANARY.encode() not in (file.parent / "database").read_bytes()
    assert f"{case_id}.key" not in str(list(Path(app.config["INSTANCE_DIR"]).rglob("*")))


def test_case_keys_are_rewrapped_with_a_new_key(app: Flask, session: Any) -> None:
    case = new_case(person())
    case_id, key = case.id, vault.key_store().key(case.id)
    new = "a new secret of the tests, long enough"
    settings = dict(app.config) | {"CASE_KEY": new, "CASE_KEY_PREVIOUS": app.config["CASE_KEY"]}
    session.commit()
    rotating = create_app(settings)
    assert "1 keys rewrapped" in invoke(rotating, "case-keys", "rotate").output
    after = create_app(settings | {"CASE_KEY_PREVIOUS": ""})
    with after.app_context():
        assert vault.key_store().key(case_id) == key
