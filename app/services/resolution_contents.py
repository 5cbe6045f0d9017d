"""What a sealed record of a resolution holds: all that is needed to count it again."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from app import clock
from app.models.agenda import AgendaItem
from app.models.vote import Statement, Vote
from app.rules.attendance import proxy_verdict
from app.rules.deemed import Deemed
from app.rules.meeting import grounds
from app.rules.roll import Roll
from app.rules.voting import Tally
from app.services import rolls

AGENT_LEFT = "代理人が退席したため、委任は無効です。"


def facts(register: rolls.Register, item: AgendaItem) -> dict[str, Any]:
    """What the count rests on, as it is before the resolution takes its effect: E, who was there,
    the proxies, every expression on the item, the uncounted ones too."""
    return {
        "meeting": _meeting(item),
        "item": _item(register, item),
        **_roll(register, item),
        **_votes(register, item),
    }


def counts(tally: Tally | None) -> dict[str, Any] | None:
    """The count of a vote in a meeting; None for a written resolution."""
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
    """The count of the written assents."""
    return {
        "assents": found.assents,
        "needed": found.needed,
        "passed": found.passed,
        "effective_on": day(found.effective_on),
    }


def day(value: date | None) -> str | None:
    """A day as the record writes it."""
    return value.isoformat() if value else None


def instant(value: datetime) -> str:
    """An instant as the record writes it: Japan's time."""
    return clock.local(value).isoformat(timespec="seconds")


def _meeting(item: AgendaItem) -> dict[str, Any]:
    meeting = item.meeting
    return {
        "number": meeting.number,
        "title": meeting.title,
        "form": meeting.form.value,
        "starts_at": instant(meeting.starts_at),
        "record_date": day(meeting.record_date),
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
        "not_covered": _keys(
            member
            for member, proxy in register.proxies.items()
            if item.notified and not rolls.covers(proxy, item)
        ),
    }


def _roll(register: rolls.Register, item: AgendaItem) -> dict[str, Any]:
    """E, who is there now, who counts as there on this item (having voted on it, and left), by which
    ground each attends, and the proxies with what became of each."""
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


def _votes(register: rolls.Register, item: AgendaItem) -> dict[str, Any]:
    """Every word ever said on the item, the last of each member, the votes, the assents."""
    cast, words = register.votes.get(item.id, {}), register.words_on(item)
    return {
        "words": [{"member": _key(word.organisation_id), **_word(word)} for word in words],
        "statements": {_key(word.organisation_id): _word(word) for word in words},
        "emails": {
            _key(word.organisation_id): _word(word) for word in words if word.way.gives_attendance
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
