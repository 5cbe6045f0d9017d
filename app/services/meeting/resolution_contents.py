"""Content of a sealed resolution record: everything needed to recalculate it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app import clock
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.vote import Statement, Vote
from app.rules.meeting import grounds
from app.rules.meeting.attendance import proxy_verdict
from app.rules.meeting.deemed import Deemed
from app.rules.meeting.roll import Roll
from app.rules.meeting.voting import Tally
from app.services.meeting import rolls

AGENT_LEFT = "代理人が退席したため、委任は無効です。"


def facts(register: rolls.MeetingRows, item: AgendaItem) -> dict[str, Any]:
    """Return the basis of the count, before the resolution takes effect.

    That is E, attendance, proxies and every vote and statement on the item, uncounted ones
    included.
    """
    return {
        "meeting": _meeting(item),
        "item": _item(register, item),
        **_roll(register, item),
        **_votes(register, item),
    }


def counts(tally: Tally | None) -> dict[str, Any] | None:
    """Return the count of a vote in a meeting; None for a written resolution."""
    if tally is None:
        return None
    return {
        "entitled": tally.entitled,
        "in_favour": tally.in_favour,
        "against": tally.against,
        "abstained": tally.abstained,
        "silent": tally.silent,
    }


def deemed(found: Deemed) -> dict[str, Any]:
    """Return the count of the written assents."""
    return {
        "assents": found.assents,
        "needed": found.needed,
        "passed": found.passed,
        "effective_on": day(found.effective_on),
    }


def day(value: date | None) -> str | None:
    """Return a day as written in the record."""
    return value.isoformat() if value else None


def instant(value: datetime) -> str:
    """Return an instant as written in the record, in Japan's time."""
    return clock.local(value).isoformat(timespec="seconds")


def _meeting(item: AgendaItem) -> dict[str, Any]:
    meeting = item.meeting
    return {
        "number": meeting.number,
        "title": meeting.title,
        "form": meeting.form.value,
        "starts_at": instant(meeting.starts_at),
        "answers_end": instant(meeting.answers_end) if meeting.is_written else None,
        "record_date": day(meeting.record_date),
    }


def _item(register: rolls.MeetingRows, item: AgendaItem) -> dict[str, Any]:
    return {
        "label": item.label,
        "title": item.title,
        "resolution_kind": item.resolution_kind.value if item.resolution_kind else None,
        "notified": item.notified,
        "excluded": {
            _key(member): exclusion.reason
            for member, exclusion in register.exclusions.get(item.id, {}).items()
        },
        "not_covered": _keys(
            member
            for member, proxy in register.proxies.items()
            if item.notified and not rolls.covers(proxy, item)
        ),
    }


def _roll(register: rolls.MeetingRows, item: AgendaItem) -> dict[str, Any]:
    """Return E, attendance, grounds of attendance and proxies with their validity.

    A member that voted on this item and then left counts as present on it.
    """
    roll = register.roll(item)
    return {
        "members": {_key(member): register.names[member] for member in sorted(roll.executives)},
        "there": _keys(register.there),
        "present": _keys(roll.present),
        "chair": _key(roll.chair) if roll.chair is not None else None,
        "grounds": {_key(member): ground.value for member, ground in grounds(roll).items()},
        "proxies": {
            _key(principal): _proxy(roll, principal, proxy.agent_id)
            for principal, proxy in register.proxies.items()
        },
    }


def _proxy(roll: Roll[int], principal: int, agent: int) -> dict[str, Any]:
    verdict = proxy_verdict(roll, principal)
    return {
        "agent": _key(agent),
        "holds": bool(verdict),
        "reason": verdict.reason if principal in roll.proxies else AGENT_LEFT,
    }


def _votes(register: rolls.MeetingRows, item: AgendaItem) -> dict[str, Any]:
    """Return all statements on the item, each member's last in time, the votes and the assents."""
    cast, words = register.votes.get(item.id, {}), register.words_on(item)
    in_time = [word for word in words if not item.meeting.is_late(word.arrived_at)]
    return {
        "words": [{"member": _key(word.organisation_id), **_word(word)} for word in words],
        "statements": {_key(word.organisation_id): _word(word) for word in in_time},
        "emails": {
            _key(word.organisation_id): _word(word) for word in in_time if word.way.gives_attendance
        },
        "attending_by_email": _keys(
            member for member, words in register.roll(item).statements.items() if words
        ),
        "votes": {_key(member): _vote(vote) for member, vote in cast.items()},
        "assents": {_key(member): day(on) for member, on in register.assents(item).items()},
    }


def _word(statement: Statement) -> dict[str, Any]:
    return {
        "choice": statement.choice.value,
        "way": statement.way.value,
        "arrived_at": instant(statement.arrived_at),
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "choice": vote.choice.value,
        "agent": _key(vote.agent_id) if vote.agent_id is not None else None,
        "way": vote.way.value,
        "cast_at": instant(vote.cast_at),
    }


def _key(member: int) -> str:
    return str(member)


def _keys(members: Iterable[int]) -> list[str]:
    return [_key(member) for member in sorted(members)]
