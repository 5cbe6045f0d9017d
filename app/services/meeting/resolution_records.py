"""Sealed records of resolutions (議決の記録): the complete basis of each count, chained by hash."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.errors import NotFound
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.resolution import ResolutionRecord
from app.rules import Verdict
from app.rules.meeting.deemed import Deemed
from app.rules.meeting.voting import Tally
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import resolution_contents

FORMAT = "kodoku-platform/resolution/3"
"""In its predecessor, resolution/2, a written resolution had no last moment."""
FIRST_FORMAT = "kodoku-platform/resolution/1"
"""Earlier format, in which a written resolution could take effect before its papers were sent."""
READERS = (Role.SECRETARIAT, Role.EXECUTIVE)


def seal(
    item: AgendaItem,
    facts: Mapping[str, Any],
    *,
    verdict: Verdict,
    counts: Tally | None,
    deemed: Deemed,
    effective_on: date | None,
    effect: str,
) -> ResolutionRecord:
    """Write the record of an item just closed and append it to the chain.

    facts: from resolution_contents, taken before the effect, which may change the roll.
    """
    assert item.closed_at is not None and item.outcome is not None
    sequence, previous = _next_place()
    words = {"article": str(verdict.article), "reason": verdict.reason, "effect": effect}
    content = {
        "format": FORMAT,
        "sequence": sequence,
        "previous_hash": previous,
        "closed_at": resolution_contents.instant(item.closed_at),
        **facts,
        "counts": resolution_contents.counts(counts),
        "deemed": resolution_contents.deemed(deemed),
        "outcome": item.outcome.value,
        "effective_on": resolution_contents.day(effective_on),
        **words,
    }
    record = ResolutionRecord(
        sequence=sequence,
        item_id=item.id,
        closed_at=item.closed_at,
        outcome=item.outcome,
        effective_on=effective_on,
        content=content,
        previous_hash=previous,
        hash=digest(content),
        **words,
    )
    db.session.add(record)
    db.session.flush()
    return record


def _next_place() -> tuple[int, str]:
    """Return the next sequence number and the previous hash, locking the end of the chain."""
    last = db.session.scalars(
        select(ResolutionRecord)
        .order_by(ResolutionRecord.sequence.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    return (last.sequence + 1, last.hash) if last else (1, audit.GENESIS)


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON of a record: sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(content: Mapping[str, Any]) -> str:
    """Return the hash that seals a record and all before it: SHA-256 of its canonical JSON."""
    return hashlib.sha256(canonical(content)).hexdigest()


def one(actor: Viewer, sequence: int) -> ResolutionRecord:
    """Return the record with this number, its item and meeting. Raises NotFound.

    It shows every member's vote, so it is for the secretariat and the executive members only.
    """
    actor.require(*READERS)
    return by_sequence(sequence)


def by_sequence(sequence: int) -> ResolutionRecord:
    """Return the record with this number, its item and meeting. Raises NotFound."""
    record = db.session.scalars(
        select(ResolutionRecord)
        .where(ResolutionRecord.sequence == sequence)
        .options(joinedload(ResolutionRecord.item).joinedload(AgendaItem.meeting))
    ).one_or_none()
    if record is None:
        raise NotFound
    return record


def file_name(record: ResolutionRecord, ending: str) -> str:
    """Return the file name of a download, with the hash, which the verifier compares."""
    return f"resolution-{record.sequence}-{record.hash}.{ending}"


def of_meeting(meeting: Meeting, *options: ExecutableOption) -> Mapping[int, ResolutionRecord]:
    """Return item → its record, for the decided items of a meeting."""
    decided = [item.id for item in meeting.items if item.outcome is not None]
    if not decided:
        return {}
    wanted = select(ResolutionRecord).where(ResolutionRecord.item_id.in_(decided))
    found = db.session.scalars(wanted.order_by(ResolutionRecord.sequence).options(*options))
    return {record.item_id: record for record in found}


def of_item(item_id: int) -> ResolutionRecord:
    """Return the record of an item. Raises NotFound while it is not closed."""
    record = db.session.scalars(
        select(ResolutionRecord).where(ResolutionRecord.item_id == item_id)
    ).one_or_none()
    if record is None:
        raise NotFound
    return record


def deemed(record: ResolutionRecord) -> Deemed:
    """Return the count of the written assents as sealed."""
    sealed = dict(record.content["deemed"])
    day = sealed.pop("effective_on")
    return Deemed(**sealed, effective_on=date.fromisoformat(day) if day else None)


def is_sealed(item_id: int) -> bool:
    """Whether the item is decided and has a record."""
    sealed = select(ResolutionRecord.id).where(ResolutionRecord.item_id == item_id)
    return db.session.scalar(sealed) is not None


def verify() -> Iterator[str]:
    """Verify the chain; yield a sentence for each fault."""
    previous, sequence = audit.GENESIS, 0
    for record in db.session.scalars(select(ResolutionRecord).order_by(ResolutionRecord.sequence)):
        sequence += 1
        if record.sequence != sequence:
            yield f"record {sequence} is missing; found {record.sequence}"
            sequence = record.sequence
        if record.previous_hash != previous or record.content["previous_hash"] != previous:
            yield f"record {record.sequence} does not follow from the record before it"
        if record.hash != digest(record.content):
            yield f"record {record.sequence} was altered after it was sealed"
        if _told(record) != {field: record.content[field] for field in _told(record)}:
            yield f"record {record.sequence} says something else than what was sealed"
        previous = record.hash
    sealed = select(ResolutionRecord.item_id)
    for item_id in db.session.scalars(
        select(AgendaItem.id)
        .where(AgendaItem.outcome.is_not(None), AgendaItem.id.not_in(sealed))
        .order_by(AgendaItem.id)
    ):
        yield f"agenda item {item_id} is decided and has no record"


def _told(record: ResolutionRecord) -> dict[str, Any]:
    """Return the content that lists and letters take from the record's columns."""
    return {
        "closed_at": resolution_contents.instant(record.closed_at),
        "outcome": record.outcome.value,
        "effective_on": resolution_contents.day(record.effective_on),
        "article": record.article,
        "reason": record.reason,
        "effect": record.effect,
    }
