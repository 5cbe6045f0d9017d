"""A database that is older than its ledger was put back: by `restore`, a snapshot, a copied file.

Compared at the start of every process and every minute. What must not come back is ended: sessions,
one-time links and recovery codes, rights that had ended (services/common/ledger_lines), letters that
may have left. The secretariat sees what was done, and confirms.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.orm import Session

from app import clock, services, wings
from app.errors import StaleState
from app.extensions import db
from app.models.accounts.user import OneTimeLink, RecoveryCode, UserSession
from app.models.common.audit import AuditEntry
from app.models.common.restore import DatabaseRestore
from app.models.common.scope import CaseScoped
from app.models.post.outbox import OutboxEvent, OutboxMessage
from app.rules.states.common.table import next_state
from app.rules.states.post.outbox import OUTBOX, OutboxState, OutboxVerb
from app.security import ledger
from app.security.case_visibility import CASE_SUBJECT
from app.security.ledger import Mark
from app.security.viewer import Role, Viewer
from app.services.common import audit, ledger_lines, rows
from app.services.common.ledger_lines import Restored
from app.services.post import outbox

ledger_lines.join(wings.declared(services, "revocations"))

WAITING = (OutboxState.PENDING, OutboxState.RETRY, OutboxState.SENDING)
RESTORED = "復元した時点で送信待ちでした。すでに送信したかどうかを確かめてください。"
DEAD_LINK = "復元で無効になったリンクが書かれています。招待などの手続をもう一度行ってください。"
AT_ONCE = 500
"""Hashes asked for in one query."""


def check(actor: Viewer) -> DatabaseRestore | None:
    """Compare the database with its ledger, and hold it where it is older."""
    actor.require(Role.SYSTEM)
    store = ledger.current()
    with Session(db.engine.execution_options(reading=True)) as own:
        reached = _reached(own)
        if reached is None:
            return None
        mark = _mark_of(reached)
        if not _is_behind(own, mark, reached):
            return None
    store.level()
    return hold(actor, mark)


def start(actor: Viewer) -> None:
    """Compare at the start of a process, and take back lines whose commit a crash prevented."""
    if check(actor) is not None:
        return
    last = db.session.scalar(select(func.max(AuditEntry.sequence))) or 0
    over = [line for line in _forgotten() if line.get("sequence", last + 1) <= last]
    ledger.current().undo(sorted({line["hash"] for line in over}))


def hold(actor: Viewer, mark: Mark | None = None) -> DatabaseRestore | None:
    """End and hold what must not come back with an older database; None where nothing is to do.

    mark: how far the database had come; None where it was certainly put back, by `restore`.
    """
    actor.require(Role.SYSTEM)
    head = audit.locked_head(db.session())
    reached = _reached(db.session())
    assert reached is not None  # a database with a head has a first entry
    if mark is not None and (
        # the mark may be of a commit after the first comparison
        not _is_behind(db.session(), mark, reached) or _was_found(mark, reached)
    ):
        return None
    known = mark or _mark_of(reached)
    last = db.session.get_one(AuditEntry, head.sequence)
    lost = _forgotten()
    found = DatabaseRestore(
        found_at=clock.now(),
        state_of=last.at,
        lost=max(known.sequence - head.sequence, 0),
        lost_hash=known.hash,
        letters=_hold_letters(actor),
        links=_void_secrets(),
        ended=_end_again(actor, lost),
        confirmed_by_name="",
    )
    db.session.add(found)
    db.session.flush()
    audit.record(actor, "backup.restore", "backup", found.id, lost=found.lost)
    event = db.session.scalar(select(func.max(OutboxEvent.id))) or 0
    db.session.info[ledger_lines.RESTORED] = Restored(reached.origin, event, _commits(lost))
    return found


def all_of(actor: Viewer) -> Sequence[DatabaseRestore]:
    """Return the restores, latest first."""
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    return db.session.scalars(select(DatabaseRestore).order_by(DatabaseRestore.id.desc())).all()


def confirm(actor: Viewer, restore_id: int) -> DatabaseRestore:
    """Confirm that what a restore ended and held has been looked through.

    Raises NotFound, StaleState when somebody has confirmed it.
    """
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    found = rows.locked(DatabaseRestore, restore_id)
    if found.confirmed_at is not None:
        raise StaleState("この復元は、すでに確認されています。")
    found.confirmed_at, found.confirmed_by_id = clock.now(), actor.account_id
    found.confirmed_by_name = actor.name
    db.session.flush()
    audit.record(actor, "backup.confirm", "backup", found.id)
    return found


def note_head(actor: Viewer) -> None:
    """Note the present head of the audit trail in the ledger, unless that is there."""
    actor.require(Role.SYSTEM)
    last = db.session.scalars(_last_entry()).one_or_none()
    noted = [line for line in ledger.current().lines() if line["kind"] == ledger.HEAD]
    if last is not None and (not noted or noted[-1]["sequence"] != last.sequence):
        ledger_lines.note_head(Mark(sequence=last.sequence, hash=last.hash))


def _mark_of(reached: Mark) -> Mark:
    """Return how far this database had come; the first of a ledger, and another one, begins it."""
    store = ledger.current()
    mark = store.mark()
    if mark is not None and mark.origin == reached.origin:
        return mark
    is_other = mark is None or mark.origin != ""
    if mark is not None and not is_other:  # commits came before the first comparison
        reached = replace(mark, origin=reached.origin)
    store.begin(reached, is_other=is_other)
    return reached


def _reached(own: Session) -> Mark | None:
    last = own.scalars(_last_entry()).one_or_none()
    if last is None:
        return None
    event = own.scalar(select(func.max(OutboxEvent.id))) or 0
    return Mark(_origin(own), last.sequence, last.hash, event)


def _last_entry() -> Any:
    return select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)


def _origin(own: Session) -> str:
    first = select(AuditEntry.hash).order_by(AuditEntry.sequence).limit(1)
    return own.scalar(first) or ""


def _is_behind(own: Session, mark: Mark, reached: Mark) -> bool:
    there = own.scalar(select(AuditEntry.hash).where(AuditEntry.sequence == mark.sequence))
    is_another = mark.sequence > 0 and there != mark.hash
    return mark.is_left or is_another or reached.event < mark.event


def _was_found(mark: Mark, reached: Mark) -> bool:
    """Whether another process, or a run that ended before its note, has done it; note it then."""
    found = select(DatabaseRestore.id).where(DatabaseRestore.lost_hash == mark.hash).limit(1)
    if db.session.scalar(found) is None:
        return False
    ledger.current().go_back(_commits(_forgotten()), reached)
    return True


def _hold_letters(actor: Viewer) -> int:
    """Hold the waiting letters; those that no office sees go out: twice does no harm."""
    waiting = select(OutboxMessage).where(
        OutboxMessage.state.in_(WAITING), OutboxMessage.unlisted.is_(False)
    )
    held = db.session.scalars(waiting).all()
    for letter in held:
        is_leaving = letter.state is OutboxState.SENDING
        verb = OutboxVerb.LOSE if is_leaving else OutboxVerb.HOLD
        letter.state = next_state(OUTBOX, letter.state, verb)
        outbox.add_event(letter, DEAD_LINK if letter.secret else RESTORED, actor)
    db.session.flush()
    return len(held)


def _void_secrets() -> int:
    """End all sessions, and void the one-time links and recovery codes: each may have been used."""
    now = clock.now()
    db.session.execute(delete(UserSession))
    db.session.execute(
        update(RecoveryCode).where(RecoveryCode.used_at.is_(None)).values(used_at=now)
    )
    open_links = (OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
    voided = update(OneTimeLink).where(*open_links).values(expires_at=now)
    return len(db.session.scalars(voided.returning(OneTimeLink.id)).all())


def _forgotten() -> list[dict[str, Any]]:
    """Return the lines whose entry of the trail the database does not have.

    Those of letters have none: whether it knows them, their row tells.
    """
    lines = ledger.current().lines()
    known = _hashes(line["sequence"] for line in lines if "sequence" in line)
    return [line for line in lines if known.get(line.get("sequence", 0)) != line.get("hash", "")]


def _commits(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted({line["hash"] for line in lines if "hash" in line})


def _hashes(sequences: Iterable[int]) -> Mapping[int, str]:
    asked, found = sorted(set(sequences)), {}
    for start in range(0, len(asked), AT_ONCE):
        part = AuditEntry.sequence.in_(asked[start : start + AT_ONCE])
        entries = select(AuditEntry.sequence, AuditEntry.hash).where(part)
        found.update({sequence: digest for sequence, digest in db.session.execute(entries)})
    return found


def _end_again(actor: Viewer, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """End the rights of these lines; return kind → ids of what was alive, of cases the number."""
    ended: dict[str, list[Any]] = defaultdict(list)
    for line in lines:
        revocation = ledger_lines.KINDS.get(line["kind"])
        if revocation is None:
            continue
        row = db.session.get(revocation.entity, line["id"])
        if revocation.again(actor, row, line):
            ended[line["kind"]].append(line["id"])
            _record(actor, line["kind"], row)
        db.session.flush()
    return {kind: sorted(set(ids)) if _is_shown(kind) else len(ids) for kind, ids in ended.items()}


def _is_shown(kind: str) -> bool:
    """Whether the secretariat may see which rows they are."""
    entity = ledger_lines.KINDS[kind].entity
    return entity is not OutboxMessage and not issubclass(entity, CaseScoped)


def _record(actor: Viewer, kind: str, row: Any) -> None:
    if row is None or isinstance(row, OutboxMessage):
        return  # a letter's history is its events
    if isinstance(row, CaseScoped):
        subject = (CASE_SUBJECT, row.case_id)
    else:
        subject = (
            kind.partition(".")[0],
            str(getattr(row, "meeting_id", inspect(row).identity[0])),
        )
    audit.record(actor, "backup.end_again", *subject, right=kind)
