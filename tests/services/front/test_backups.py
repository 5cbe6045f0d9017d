"""Backups: whole, encrypted, restored on trial; each kind of damage has its own words."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import psycopg
import pyrage
import pytest
from flask import Flask
from sqlalchemy import NullPool, create_engine

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.common import audit, heartbeats
from app.services.common.checks import Level, Surroundings
from app.services.front import archives, backups, database_copies, findings
from app.tasks.front.backups import daily
from tests import factories
from tests.support import desk
from tests.support.postgres import Postgres
from tests.support.processes import program
from tests.support.restored import Rounds
from tests.support.smtp import SmtpSink

KEY = pyrage.x25519.Identity.generate()
OTHER = pyrage.x25519.Identity.generate()


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    """Return the file of the private key, as age-keygen writes it."""
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026-11-29\n# public key: {KEY.to_public()}\n{KEY}\n")
    return file


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> dict[str, Any]:
    """Return the settings, with a folder and a public key for backups."""
    app.config["BACKUP_FOLDER"] = str(tmp_path / "backups")
    app.config["BACKUP_RECIPIENT"] = f"{KEY.to_public()}, {OTHER.to_public()}"
    return app.config


def written(settings: dict[str, Any], **other: Any) -> Path:
    db.session.commit()
    found = backups.write(SYSTEM, backups.Place.of(settings | other))
    db.session.commit()
    assert found.fault == ""
    return found.file


def verified(settings: dict[str, Any], file: Path, key: Path | None) -> Any:
    return backups.verify(SYSTEM, file, key, Path(settings["INSTANCE_DIR"]))


def test_keys_and_secrets_are_never_in_it(
    session: Any, settings: dict[str, Any], identity: Path, tmp_path: Path
) -> None:
    instance = Path(settings["INSTANCE_DIR"])
    for name in ("case_keys/0.key", "case_key", "totp_key", "secret_key", "ledger/mark"):
        (instance / name).parent.mkdir(exist_ok=True)
        (instance / name).write_text("x")
    archive = archives.opened(written(settings), archives.identities(identity), tmp_path / "tar")
    with tarfile.open(archive) as packed:
        assert set(packed.getnames()) == {"manifest.json", "database"}


def test_stand_alone_age_opens_it(
    session: Any, settings: dict[str, Any], identity: Path, tmp_path: Path
) -> None:
    file = written(settings)
    command = [program("age"), "--decrypt", "-i", str(identity), "-o", str(tmp_path / "tar")]
    subprocess.run([*command, str(file)], check=True)
    with tarfile.open(tmp_path / "tar") as packed:
        assert json.load(packed.extractfile("manifest.json"))["format"] == backups.FORMAT  # type: ignore[arg-type]
    sums = subprocess.run(["sha256sum", "--check", f"{file.name}.sha256"], cwd=file.parent)
    assert sums.returncode == 0


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def lose_sum(file: Path) -> None:
    file.with_name(file.name + archives.SUM).unlink()


def break_sum(file: Path) -> None:
    file.with_name(file.name + archives.SUM).write_text("x")


def leave(file: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("damage", "key", "words"),
    [
        (flip, KEY, "内容が変わっています"),
        (cut, KEY, "途中で切れています"),
        (Path.unlink, KEY, "がありません"),
        (lose_sum, KEY, "これがないと"),
        (break_sum, KEY, "が壊れています"),
        (leave, pyrage.x25519.Identity.generate(), "この秘密鍵では開けません"),
        (leave, None, "暗号化されています"),
        (leave, "no key", "秘密鍵のファイルとして読めません"),
        (leave, "# no key", "秘密鍵がありません"),
    ],
)
def test_each_damage_is_refused_with_words_of_its_own(
    tmp_path: Path, damage: Callable[[Path], None], key: Any, words: str
) -> None:
    archive, file = tmp_path / "archive", tmp_path / "platform.tar.gz.age"
    archive.write_bytes(bytes(range(256)) * 1000)
    archives.put(archive, file, [KEY.to_public()])
    damage(file)
    (other := tmp_path / "other.txt").write_text(f"{key}\n")
    with pytest.raises(RuleViolation, match=words):
        archives.opened(file, archives.identities(other) if key else [], tmp_path / "opened")


def without_database(folder: Path) -> None:
    (folder / "database").unlink()


def without_file(folder: Path) -> None:
    shutil.rmtree(folder / "spool")


def other_file(folder: Path) -> None:
    (folder / "spool/1.eml").write_text("other")


def other_row(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "database")) as database:
        database.execute("UPDATE organisation SET address = 'other' WHERE id = 3")
        database.commit()


def other_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")


CHANGES = (
    (without_database, "データベースがありません"),
    (without_file, "の中に spool/1.eml がありません"),
    (other_file, "spool/1.eml が、書いたときと違います"),
    (other_row, "復元した表が、書いたときと違います：organisation"),
    (other_manifest, "バックアップではありません"),
)


def test_archive_that_was_made_again_is_refused(
    session: Any, settings: dict[str, Any], identity: Path, tmp_path: Path
) -> None:
    """Whoever has the public key can encrypt something else."""
    (spool := Path(settings["INSTANCE_DIR"], "spool")).mkdir(exist_ok=True)
    (spool / "1.eml").write_text("Subject: a\n\nb")
    file = written(settings)
    archive = archives.opened(file, archives.identities(identity), tmp_path / "tar")
    before = heartbeats.last_beat(backups.VERIFIED)
    for change, words in CHANGES:
        within = tmp_path / change.__name__
        archives.unpack(archive, within)
        change(within)
        members = {str(each.relative_to(within)): each for each in within.rglob("*.*")}
        if (within / "database").exists():
            members["database"] = within / "database"
        archives.pack(members, tmp_path / "again")
        archives.put(tmp_path / "again", file, [KEY.to_public()])
        with pytest.raises(RuleViolation, match=words):
            verified(settings, file, identity)
    assert heartbeats.last_beat(backups.VERIFIED) == before


def test_production_refuses_a_plain_backup(session: Any, settings: dict[str, Any]) -> None:
    session.commit()
    plain = settings | {"PRODUCTION": True, "BACKUP_RECIPIENT": ""}
    with pytest.raises(RuleViolation, match="BACKUP_RECIPIENT"):
        backups.write(SYSTEM, backups.Place.of(plain))
    with pytest.raises(RuleViolation, match="公開鍵"):
        backups.write(SYSTEM, backups.Place.of(settings | {"BACKUP_RECIPIENT": "age1nothing"}))


@pytest.fixture
def busy(app: Flask) -> Iterator[Event]:
    """Let two threads write until the event is set."""
    over = Event()

    def write(number: int) -> None:
        with app.app_context():
            while not over.is_set():
                organisation = db.session.get_one(Organisation, number)
                organisation.address = clock.now().isoformat()
                audit.record(SYSTEM, "test.do", "thing", number)
                db.session.commit()

    threads = [Thread(target=write, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    yield over
    over.set()
    for thread in threads:
        thread.join()


@pytest.mark.both_databases
def test_backup_under_load_is_of_one_moment_and_restored_as_a_whole(
    app: Flask, settings: dict[str, Any], identity: Path, busy: Event
) -> None:
    instance = Path(settings["INSTANCE_DIR"])
    (instance / "spool").mkdir(exist_ok=True)
    (spooled := instance / "spool/1.eml").write_text("Subject: a\n\nb")
    with app.app_context(), acting_as_system(db.session):
        file = written(settings)
        busy.set()
        assert heartbeats.last_beat(backups.WRITTEN) and heartbeats.last_beat(backups.VERIFIED)
        manifest = verified(settings, file, identity)
        assert manifest["tables"]["organisation"]["rows"] == 34
        assert set(db.metadata.tables) <= set(manifest["tables"])
        assert (manifest["version"], manifest["epoch"]) == (settings["VERSION"], 0)
        assert manifest["trail"]["sequence"] > 0 and manifest["revision"]
        assert list(manifest["files"]) == ["spool/1.eml"]
        assert not list(instance.glob("backup-*"))

        spooled.unlink()
        db.session.get_one(Organisation, 3).address = "changed"
        db.session.commit()
        shutil.copyfile(file, other := file.with_name("other.age"))
        with pytest.raises(RuleViolation, match="これがないと"):
            backups.restore(SYSTEM, other, identity, instance, force=True)
        assert db.session.get_one(Organisation, 3).address == "changed"
        with pytest.raises(RuleViolation, match="--force"):
            backups.restore(SYSTEM, file, identity, instance)
        backups.restore(SYSTEM, file, identity, instance, force=True)
        db.session.expunge_all()
        assert db.session.get_one(Organisation, 3).address != "changed"
        assert spooled.read_text() == "Subject: a\n\nb"
        factories.member()  # ids go on after the last one
        db.session.commit()


def test_every_day_one_backup_is_written_and_the_oldest_deleted(
    session: Any, settings: dict[str, Any], at: Callable[[Any], None]
) -> None:
    session.commit()
    settings["BACKUP_KEEP"] = 1
    folder = Path(settings["BACKUP_FOLDER"])
    for day in (1, 1, 2):
        at(date(2026, 4, day))
        daily()
        names = sorted(each.name for each in folder.iterdir())
        assert [name[:17] for name in names] == [f"platform-2026040{day}"] * 2
    asked = findings.all_findings(desk.officer(), Surroundings(folder, False))
    told = {each.check.name: each.level for each in asked}
    assert (told["backup"], told["backup.verified"]) == (Level.FINE, Level.FINE)
    at(date(2026, 4, 1))
    assert backups.is_due(SYSTEM)  # the clock had run ahead
    settings["BACKUP_FOLDER"] = ""
    at(date(2026, 4, 3))
    daily()
    assert len(list(folder.iterdir())) == 2


@pytest.mark.both_databases
def test_nothing_comes_back_with_a_backup(
    app: Flask, tmp_path: Path, smtp_sink: SmtpSink, identity: Path
) -> None:
    """One round of tests/soak/test_restores.py."""
    Rounds(app, tmp_path / "backups", smtp_sink, str(KEY.to_public()), identity).play(1, 1)


def test_backup_that_could_not_be_verified_is_not_called_whole(
    postgres: Postgres, tmp_path: Path
) -> None:
    """The server lets this user create no scratch database."""
    url = postgres.create("weak")
    with closing(psycopg.connect(postgres.url("postgres").replace("+psycopg", ""))) as connection:
        connection.autocommit = True
        connection.execute("DROP ROLE IF EXISTS weak")
        connection.execute("CREATE ROLE weak LOGIN NOCREATEDB")
    engine = create_engine(url.replace("postgres@", "weak@"), poolclass=NullPool)
    with (
        pytest.raises(RuleViolation, match="確認できませんでした"),
        database_copies.scratch(engine, tmp_path),
    ):
        pass
