"""The audit trail: written in the transaction of the recorded action, chained by hash."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import datetime
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app import clock
from app.extensions import db
from app.models.common.audit import AuditEntry, AuditHead
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import Viewer
from app.services.common import ledger_lines

GENESIS = "0" * 64
PENDING = "audit_pending"


def record(
    actor: Viewer,
    action: str,
    subject_type: str,
    subject_id: object,
    /,
    **details: Any,
) -> None:
    """Record an action of the actor. Chained at the commit, with the chain's head locked last.

    details: plain values (JSON). No content of a case, no password, no token.
    """
    db.session.info.setdefault(PENDING, []).append(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.account_id,
            actor_name=actor.name,
            action=action,
            subject_type=subject_type,
            subject_id=str(subject_id),
            details=details,
            refused=False,
        )
    )


def record_refusal(
    actor: Viewer, action: str, subject: str, reason: str, *, case_id: str | None = None
) -> None:
    """Record a refused attempt. The caller has rolled back and commits this entry alone.

    case_id: the case concerned. The entry then belongs to the case and is for its manager alone.
    """
    if case_id is None:
        record(actor, action, "refusal", subject[:40], reason=reason[:300])
    else:
        record(actor, action, CASE_SUBJECT, case_id, reason=reason[:300])
    db.session.info[PENDING][-1].refused = True


@contextmanager
def savepoint() -> Iterator[None]:
    """Run a block in a savepoint: if it raises, its rows and its audit entries are undone."""
    collected = (PENDING, ledger_lines.NOTED, ledger_lines.EVENT)
    before = {key: copy(value) for key, value in db.session.info.items() if key in collected}
    try:
        with db.session.begin_nested():
            yield
    except BaseException:
        db.session.info.update(before)
        raise


def seal(session: Session) -> list[AuditEntry]:
    """Append the pending entries to the chain and return them."""
    session.flush()
    pending: list[AuditEntry] = session.info.pop(PENDING, [])
    if not pending:
        return []
    head = locked_head(session)
    for entry in pending:
        entry.sequence = head.sequence + 1
        entry.previous_hash = head.hash
        entry.hash = digest(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
        session.add(entry)
    return pending


def locked_head(session: Session) -> AuditHead:
    """Return the end of the chain, locked until the commit."""
    return session.scalars(
        select(AuditHead).with_for_update().execution_options(populate_existing=True)
    ).one()


def last_change() -> str:
    """Return the hash of the last entry outside the cases; it changes with every such entry.

    A response must not reveal to a visitor that a case is being worked on at this moment.
    """
    outside = select(AuditEntry.hash).where(AuditEntry.subject_type != CASE_SUBJECT)
    return db.session.scalar(outside.order_by(AuditEntry.sequence.desc()).limit(1)) or GENESIS


def digest(entry: AuditEntry) -> str:
    """Return the hash over an entry and all entries before it."""
    content = {
        "sequence": entry.sequence,
        "at": instant(entry.at),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "details": entry.details,
        "refused": entry.refused,
        "previous_hash": entry.previous_hash,
    }
    return digest_of(content)


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the hash over an entry's plain values. Raises TypeError for any other value."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def instant(value: datetime) -> str:
    """Return a moment as it is hashed."""
    return value.isoformat(timespec="microseconds")


@event.listens_for(db.session, "before_commit")
def _seal_before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return
    ledger_lines.write_ahead(session, seal(session))


@event.listens_for(db.session, "after_soft_rollback")
def _forget_after_rollback(session: Session, previous: Any) -> None:
    session.info.pop(PENDING, None)
