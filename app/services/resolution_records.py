"""Sealed records of resolutions (議決の記録): everything that the count rests on, chained by hash."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.agenda import AgendaItem
from app.models.resolution import ResolutionRecord
from app.models.vote import Vote
from app.rules import Verdict
from app.rules.attendance import proxy_verdict
from app.rules.deemed import Deemed
from app.rules.meeting import grounds
from app.rules.voting import Tally
from app.security.viewer import Viewer
from app.services import rolls, rows

FORMAT = "kodoku-platform/resolution/1"
GENESIS = "0" * 64


def seal(
    register: rolls.Register,
    item: AgendaItem,
    *,
    verdict: Verdict,
    counts: Tally | None,
    deemed: Deemed,
    effective_on: date | None,
    effect: str,
) -> ResolutionRecord:
    """Write the record of an item that was just closed, and give it its place in the chain."""
    assert item.closed_at is not None and item.outcome is not None
    last = db.session.scalars(
        select(ResolutionRecord)
        .order_by(ResolutionRecord.sequence.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, GENESIS)
    content = {
        "format": FORMAT,
        "sequence": sequence,
        "previous_hash": previous,
        "closed_at": _instant(item.closed_at),
        "meeting": _meeting(item),
        "item": _item(register, item),
        **_roll(register, item),
        **_votes(register, item),
        "counts": _counts(counts),
        "deemed": {
            "assents": deemed.assents,
            "needed": deemed.needed,
            "passed": deemed.passed,
            "effective_on": _day(deemed.effective_on),
        },
        "outcome": item.outcome.value,
        "effective_on": _day(effective_on),
        "article": str(verdict.article),
        "reason": verdict.reason,
        "effect": effect,
    }
    record = ResolutionRecord(
        sequence=sequence,
        item_id=item.id,
        closed_at=item.closed_at,
        outcome=item.outcome,
        effective_on=effective_on,
        article=str(verdict.article),
        reason=verdict.reason,
        effect=effect,
        content=content,
        previous_hash=previous,
        hash=digest(content),
    )
    db.session.add(record)
    db.session.flush()
    return record


def digest(content: Mapping[str, Any]) -> str:
    """The hash that seals a record and all before it: SHA-256 of its canonical JSON."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def of_item(item_id: int) -> ResolutionRecord:
    """The record of an item. Raises NotFound while it is not closed."""
    record = db.session.scalars(
        select(ResolutionRecord).where(ResolutionRecord.item_id == item_id)
    ).one_or_none()
    if record is None:
        raise NotFound
    return record


def passed(_actor: Viewer, number: int) -> tuple[Sequence[ResolutionRecord], int]:
    """One page of the register of resolutions (議決一覧), the latest first: for everyone."""
    wanted = (
        select(ResolutionRecord)
        .where(ResolutionRecord.effective_on.is_not(None))
        .order_by(ResolutionRecord.sequence.desc())
    )
    return rows.page(
        wanted, number, joinedload(ResolutionRecord.item).joinedload(AgendaItem.meeting)
    )


def verify() -> Iterator[str]:
    """Walk the chain; yield a sentence for each thing that does not hold."""
    previous, sequence = GENESIS, 0
    for record in db.session.scalars(select(ResolutionRecord).order_by(ResolutionRecord.sequence)):
        sequence += 1
        if record.sequence != sequence:
            yield f"record {sequence} is missing; found {record.sequence}"
            sequence = record.sequence
        if record.previous_hash != previous or record.content["previous_hash"] != previous:
            yield f"record {record.sequence} does not follow from the record before it"
        if record.hash != digest(record.content):
            yield f"record {record.sequence} was altered after it was sealed"
        previous = record.hash


def _meeting(item: AgendaItem) -> dict[str, Any]:
    meeting = item.meeting
    return {
        "number": meeting.number,
        "title": meeting.title,
        "form": meeting.form.value,
        "starts_at": _instant(meeting.starts_at),
        "record_date": _day(meeting.record_date),
    }


def _item(register: rolls.Register, item: AgendaItem) -> dict[str, Any]:
    return {
        "label": item.label,
        "title": item.title,
        "resolution_kind": item.resolution_kind.value if item.resolution_kind else None,
        "notified": item.notified,
        "excluded": {
            _key(member): exclusion.reason
            for member, exclusion in register.exclusions.get(item.id, {}).items()
        },
        "not_covered": [
            _key(member)
            for member, proxy in register.proxies.items()
            if item.notified and not rolls.covers(proxy, item)
        ],
    }


def _roll(register: rolls.Register, item: AgendaItem) -> dict[str, Any]:
    """E, who was there, by which ground, and the proxies with what became of each."""
    roll = register.roll(item)
    by_ground = grounds(roll)
    return {
        "members": {_key(member): register.names[member] for member in sorted(roll.executives)},
        "present": sorted(_key(member) for member in roll.present),
        "chair": _key(roll.chair) if roll.chair is not None else None,
        "grounds": {_key(member): ground.value for member, ground in by_ground.items()},
        "proxies": {
            _key(principal): {
                "agent": _key(agent),
                "holds": bool(proxy_verdict(roll, principal)),
                "reason": proxy_verdict(roll, principal).reason,
            }
            for principal, agent in roll.proxies.items()
        },
    }


def _votes(register: rolls.Register, item: AgendaItem) -> dict[str, Any]:
    """Every expression on the item, the uncounted ones too: the rules say which counts."""
    cast = register.votes.get(item.id, {})
    return {
        "statements": {
            _key(member): {
                "choice": words[item.id].choice.value,
                "way": words[item.id].way.value,
                "arrived_at": _instant(words[item.id].arrived_at),
            }
            for member, words in register.statements.items()
            if item.id in words
        },
        "attending_by_email": sorted(
            _key(member) for member, words in register.roll(item).statements.items() if words
        ),
        "votes": {_key(member): _vote(vote) for member, vote in cast.items()},
        "assents": {_key(member): _day(day) for member, day in register.assents(item).items()},
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "choice": vote.choice.value,
        "agent": _key(vote.agent_id) if vote.agent_id is not None else None,
        "way": vote.way.value,
        "cast_at": _instant(vote.cast_at),
    }


def _counts(counts: Tally | None) -> dict[str, Any] | None:
    if counts is None:
        return None
    return {
        "entitled": counts.entitled,
        "in_favour": counts.in_favour,
        "against": counts.against,
        "abstained": counts.abstained,
        "silent": counts.silent,
    }


def _key(member: int) -> str:
    return str(member)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(instant: datetime) -> str:
    return clock.local(instant).isoformat(timespec="seconds")
