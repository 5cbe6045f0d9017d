"""Files of register entries (添付資料): whoever sees the entry sees them, its keeper adds and removes."""

from collections.abc import Callable, Sequence
from functools import wraps
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.registers.entry import RegisterEntry, RegisterFile, RegisterModel
from app.security.viewer import Viewer
from app.services.common import attachments, rows
from app.services.registers import entries

Upload = tuple[str, bytes]
"""Name and content of a file as it was sent."""
MOST = 50
"""Files of one entry."""


def of(entry: RegisterEntry) -> Sequence[RegisterFile]:
    """Return the files of an entry that the viewer sees, without their content, in order."""
    return db.session.scalars(_of(entry).order_by(RegisterFile.id)).all()


def one(model: RegisterModel, public_id: str, file_id: str) -> tuple[Any, RegisterFile]:
    """Return entry and file, if the viewer of the session sees the entry. Raises NotFound."""
    entry = entries.one(model, public_id)
    return entry, rows.only(_of(entry).where(RegisterFile.public_id == file_id))


def add(
    actor: Viewer, model: RegisterModel, public_id: str, name: str, content: bytes
) -> RegisterFile:
    """Add a file to an entry. Raises NotFound, RuleViolation for a file that is not taken."""
    entry = _locked(actor, model, public_id)
    kept_as, kind = attachments.checked(name, content)
    held, digest = of(entry), sha256(content).hexdigest()
    if digest in {file.sha256 for file in held}:
        raise RuleViolation(None, f"「{kept_as}」と同じ内容のファイルが、すでにあります。")
    if len(held) >= MOST:
        raise RuleViolation(None, f"1件の登録に付けられるファイルは、{MOST}個までです。")
    file = RegisterFile(
        register=model.register.key,
        entry=public_id,
        name=kept_as,
        media_type=kind,
        size=len(content),
        sha256=digest,
        added_at=clock.now(),
        content=content,
    )
    db.session.add(file)
    _record(actor, "attach", entry, file)
    return file


def remove(actor: Viewer, model: RegisterModel, public_id: str, file_id: str) -> None:
    """Remove a file from an entry; the trail keeps its name and checksum. Raises NotFound."""
    entry = _locked(actor, model, public_id)
    file = rows.only(_of(entry).where(RegisterFile.public_id == file_id))
    db.session.delete(file)
    _record(actor, "detach", entry, file)


def with_files(verb: Callable[..., Any], uploads: Sequence[Upload]) -> Callable[..., Any]:
    """Return a verb of `entries` that then adds the files to the entry, in one transaction."""

    @wraps(verb)
    def both(actor: Viewer, model: RegisterModel, *args: Any) -> Any:
        entry = verb(actor, model, *args)
        for name, content in uploads:
            add(actor, model, entry.public_id, name, content)
        return entry

    return both


def _of(entry: RegisterEntry) -> Any:
    return select(RegisterFile).where(
        RegisterFile.register == entry.register.key, RegisterFile.entry == entry.public_id
    )


def _locked(actor: Viewer, model: RegisterModel, public_id: str) -> Any:
    entry = entries.locked(actor, model, public_id)
    if not model.register.files:
        raise NotFound
    if entry.retired_on is not None:
        raise RuleViolation(None, "抹消した登録のファイルは変えられません。")
    return entry


def _record(actor: Viewer, verb: str, entry: Any, file: RegisterFile) -> None:
    db.session.flush()
    entry.changed_at = clock.now()
    before = entry.tier
    entry.settle(by_staff=actor.is_staff)
    record = entries.note if entry.tier is before else entries.record
    record(actor, verb, entry, file=file.name, sha256=file.sha256)
    db.session.flush()
