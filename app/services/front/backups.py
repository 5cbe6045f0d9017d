"""Backups: written in operation, restored at once on trial, encrypted. They hold no case keys.

A backup is the database and the spool, with a manifest: rows and SHA-256 of each table, the last
migration, the version, how far the trail had come. It is verified by putting it into a scratch
database and comparing; what could not be verified is never called whole.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, func, inspect, select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.models.common.audit import AuditHead
from app.models.common.restore import DatabaseRestore
from app.models.membership.organisation import Organisation
from app.security.viewer import Role, Viewer
from app.services.common import heartbeats
from app.services.front import archives, database_copies, table_contents

FORMAT = "kodoku-platform/backup/1"
DATABASE, MANIFEST = "database", "manifest.json"
FILES = ("spool",)
"""Folders of the instance that belong to the database. Its secrets and keys are never among them."""
WRITTEN, VERIFIED = "backup", "backup.verified"
"""Heartbeats: the last backup written, the last one restored on trial and found the same."""
PREFIX = "platform-"


@dataclass(frozen=True)
class Place:
    """Where backups go and how. recipient: public keys; may_be_plain: whether one may do without."""

    folder: Path
    instance: Path
    recipient: str
    may_be_plain: bool
    keep: int
    version: str

    @classmethod
    def of(cls, settings: Mapping[str, Any], folder: Path | None = None) -> "Place":
        """Return the place that the settings name, or with another folder."""
        return cls(
            folder or Path(settings["BACKUP_FOLDER"]),
            Path(settings["INSTANCE_DIR"]),
            settings["BACKUP_RECIPIENT"],
            not settings["PRODUCTION"],
            settings["BACKUP_KEEP"],
            settings["VERSION"],
        )


@dataclass(frozen=True)
class Written:
    """A backup. fault: why it could not be verified; empty if it could."""

    file: Path
    fault: str = ""


def write(actor: Viewer, place: Place) -> Written:
    """Write a backup into a new file of the folder, verify it, and delete the oldest.

    Raises RuleViolation without a public key in production, and where it cannot be written.
    """
    actor.require(Role.SYSTEM)
    keys = archives.recipients(place.recipient)
    if not keys and not place.may_be_plain:
        raise RuleViolation(
            None,
            "BACKUP_RECIPIENT に公開鍵を設定してください。暗号化しないバックアップは書きません。",
        )
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    moment = clock.local(clock.now())
    name = f"{PREFIX}{moment:%Y%m%d-%H%M%S}.tar.gz{'.age' if keys else ''}"
    with _work(place.instance) as work:
        archive = work / "archive"
        _pack(place, work, archive)
        archives.put(archive, place.folder / name, keys)
        _prune(place)
        fault = ""
        try:
            _unpacked(archive, work / "again")
        except RuleViolation as refusal:
            fault = refusal.message
    # Not before: on SQLite everybody would wait for the trial restore.
    heartbeats.beat(actor, WRITTEN)
    if not fault:
        heartbeats.beat(actor, VERIFIED)
    return Written(place.folder / name, fault)


def is_due(actor: Viewer) -> bool:
    """Whether there has been no backup today. One of a day to come shows that the clock was wrong."""
    actor.require(Role.SYSTEM)
    last = heartbeats.last_beat(WRITTEN)
    return last is None or clock.local(last).date() != clock.today()


def verify(actor: Viewer, file: Path, identity: Path | None, instance: Path) -> Mapping[str, Any]:
    """Restore a backup into a scratch database, compare, and return its manifest.

    identity: the file of the private key. Raises RuleViolation, which says what is wrong.
    """
    actor.require(Role.SYSTEM)
    keys = archives.identities(identity) if identity else []
    with _work(instance) as work:
        manifest = _unpacked(archives.opened(file, keys, work / "archive"), work / "again")
    heartbeats.beat(actor, VERIFIED)
    return manifest


def restore(
    actor: Viewer, file: Path, identity: Path | None, instance: Path, *, force: bool = False
) -> None:
    """Replace the database by a backup, once it is verified. The service must be stopped.

    Raises RuleViolation as `verify`, and for a database in use unless forced.
    """
    actor.require(Role.SYSTEM)
    if not force and is_in_use():
        raise RuleViolation(
            None, "データベースにデータがあります。上書きするときは --force を付けてください。"
        )
    keys = archives.identities(identity) if identity else []
    db.session.rollback()
    with _work(instance) as work:
        again = work / "again"
        manifest = _unpacked(archives.opened(file, keys, work / "archive"), again)
        database_copies.put_back(again / DATABASE, db.engine)
        for name in manifest["files"]:
            (instance / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(again / name, instance / name)


def is_in_use() -> bool:
    """Whether the database holds accounts or organisations."""
    if not inspect(db.session.connection()).has_table("ab_user"):
        return False
    found = (select(entity.id).limit(1) for entity in (Account, Organisation))
    return any(db.session.scalar(statement) is not None for statement in found)


@contextmanager
def _work(instance: Path) -> Iterator[Path]:
    """Yield a folder beside the database: what is not encrypted yet goes nowhere else."""
    with TemporaryDirectory(prefix="backup-", dir=instance) as folder:
        yield Path(folder)


def _pack(place: Place, work: Path, archive: Path) -> None:
    files = {
        str(file.relative_to(place.instance)): file
        for name in FILES
        for file in sorted((place.instance / name).rglob("*"))
        if file.is_file()
    }
    with database_copies.at_one_moment(db.engine) as connection:
        manifest = _manifest(connection, place.version) | {
            "files": {name: archives.sha256(file) for name, file in files.items()}
        }
        database_copies.copy(connection, work / DATABASE)
    (work / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    ours = {MANIFEST: work / MANIFEST, DATABASE: work / DATABASE}
    archives.pack(ours | files, archive)


def _manifest(connection: Connection, version: str) -> dict[str, Any]:
    head = connection.execute(select(AuditHead.sequence, AuditHead.hash)).one_or_none()
    epoch = connection.scalar(select(func.max(DatabaseRestore.id)))
    return {
        "format": FORMAT,
        "version": version,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "database": connection.dialect.name,
        "revision": table_contents.revision(connection),
        "epoch": epoch or 0,
        "trail": {"sequence": head.sequence, "hash": head.hash} if head else None,
        "tables": table_contents.digests(connection),
    }


def _unpacked(archive: Path, folder: Path) -> dict[str, Any]:
    """Unpack an archive, restore it on trial, compare, and return its manifest."""
    folder.mkdir()
    archives.unpack(archive, folder)
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        expected, files = manifest["tables"], manifest["files"]
        if manifest["format"] != FORMAT:
            raise ValueError(manifest["format"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuleViolation(None, "このプログラムのバックアップではありません。") from error
    for name, digest in files.items():
        if not (folder / name).is_file():
            raise RuleViolation(None, f"バックアップの中に {name} がありません。")
        if archives.sha256(folder / name) != digest:
            raise RuleViolation(None, f"バックアップの中の {name} が、書いたときと違います。")
    if not (folder / DATABASE).is_file():
        raise RuleViolation(None, "バックアップの中にデータベースがありません。")
    _compare(folder, expected)
    return manifest


def _compare(folder: Path, expected: Mapping[str, Any]) -> None:
    with database_copies.scratch(db.engine, folder) as engine:
        database_copies.put_back(folder / DATABASE, engine)
        with engine.connect() as connection:
            found = table_contents.digests(connection)
    differing = sorted(
        name for name in expected.keys() | found if expected.get(name) != found.get(name)
    )
    if differing:
        raise RuleViolation(None, f"復元した表が、書いたときと違います：{'、'.join(differing)}")


def _prune(place: Place) -> None:
    """Delete the oldest backups beyond the number to keep."""
    written = sorted(place.folder.glob(f"{PREFIX}*.tar.gz*"), reverse=True)
    kept = [file for file in written if file.suffix != archives.SUM]
    for file in kept[max(place.keep, 1) :]:
        file.unlink()
        file.with_name(file.name + archives.SUM).unlink(missing_ok=True)
