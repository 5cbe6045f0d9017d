"""Closing an item in one transaction: lock, frozen roll, count, verdict, effect, letters."""

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.resolution import ResolutionRecord
from app.rules import Verdict
from app.rules.common import articles
from app.rules.meeting import quorum, tally
from app.rules.meeting.agenda import ItemKind
from app.rules.meeting.deemed import Deemed, deemed_resolution, written_resolution
from app.rules.meeting.voting import Tally
from app.rules.states.common.table import next_state
from app.rules.states.meeting.meeting import AGENDA_ITEM, ItemState, ItemVerb, MeetingState, Outcome
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers
from app.services.meeting import (
    effects,
    meetings,
    moments,
    resolution_contents,
    resolution_records,
    rolls,
    subjects,
    written_end,
)

CHAIN = "resolution"
"""Lock held from the count to the commit, so that records form a chain. Taken after the meeting's
lock and before any other, by everything that settles an item.
"""


def close(actor: Viewer, item_id: int, *, reads_mail: bool = False) -> ResolutionRecord:
    """Close the vote on a resolution; the result is final.

    Passed under 規約第12条第1項, else deemed passed under 第5項 with enough written assents. A
    second close returns the existing record. reads_mail: whether an inbox is read automatically.
    Raises RuleViolation when the effect has become impossible, and for an item of a written
    resolution whose answers are not all known yet.
    """
    actor.require(Role.SECRETARIAT)
    item = meetings.locked_item(item_id)
    if item.kind is not ItemKind.RESOLUTION:
        raise RuleViolation(articles.DECISION, "採決する議案ではありません。")
    if item.state is ItemState.CLOSED:
        return resolution_records.of_item(item.id)
    numbers.hold(CHAIN)
    if item.meeting.is_written:
        return _close_written(actor, item, reads_mail)
    if item.meeting.state is not MeetingState.OPEN:
        raise StaleState("会議が開会していません。")
    register = rolls.register(item.meeting)
    outcome, verdict, counts, deemed = judged(register, item)
    return _settle(actor, register, item, outcome, verdict, counts, deemed)


def judged(register: rolls.MeetingRows, item: AgendaItem) -> tuple[Outcome, Verdict, Tally, Deemed]:
    """Return the result of closing an item of a meeting now."""
    roll = register.roll(item)
    counts = tally(
        roll,
        register.item(item),
        votes=register.own_votes(item),
        proxy_votes=register.proxy_votes(item),
    )
    deemed = deemed_resolution(register.executives, register.assents(item))
    if counts.passed:
        return Outcome.PASSED, counts.verdict, counts, deemed
    if deemed.passed:
        return Outcome.DEEMED, deemed.verdict, counts, deemed
    missing = Outcome.REJECTED if quorum(roll) else Outcome.NO_QUORUM
    return missing, counts.verdict, counts, deemed


def resolve_if_deemed(actor: Viewer, item: AgendaItem) -> ResolutionRecord | None:
    """Settle an item of a written resolution if the latest assent was the deciding one.

    After the last day only a person settles it, when all that arrived by then has been read.
    """
    if item.state is not ItemState.OPEN or written_end.is_over(item.meeting):
        return None
    numbers.hold(CHAIN)
    register = rolls.register(item.meeting)
    deemed = deemed_now(register, item)
    if deemed.effective_on is None or subjects.fault(item):
        return None
    return _settle(actor, register, item, Outcome.DEEMED, deemed.verdict, None, deemed)


def deemed_now(register: rolls.MeetingRows, item: AgendaItem) -> Deemed:
    """Return the count for an item of a written resolution, from the statements by arrival."""
    return written_resolution(register.executives, register.written_words(item))


def _close_written(actor: Viewer, item: AgendaItem, reads_mail: bool) -> ResolutionRecord:
    """Close an item after the last day: unresolved, or resolved by what was read afterwards."""
    hindrance = written_end.hindrance(item.meeting, reads_mail=reads_mail)
    if hindrance:
        raise RuleViolation(articles.DEEMED_RESOLUTION, hindrance)
    register = rolls.register(item.meeting)
    deemed = deemed_now(register, item)
    outcome = Outcome.DEEMED if deemed.passed else Outcome.NOT_DEEMED
    return _settle(actor, register, item, outcome, deemed.verdict, None, deemed)


def _settle(
    actor: Viewer,
    register: rolls.MeetingRows,
    item: AgendaItem,
    outcome: Outcome,
    verdict: Verdict,
    counts: Tally | None,
    deemed: Deemed,
) -> ResolutionRecord:
    """Record the outcome, apply its effect and seal the record."""
    item.state = next_state(AGENDA_ITEM, item.state, ItemVerb.CLOSE)
    item.outcome, item.closed_at = outcome, moments.now()
    day = deemed.effective_on if outcome is Outcome.DEEMED else clock.local(item.closed_at).date()
    facts = resolution_contents.facts(register, item)  # before the effect changes the roll
    effect = ""
    if outcome.carried:
        assert day is not None
        effect = effects.apply(actor, item, day)
    elif outcome is not Outcome.NO_QUORUM:  # it may continue in writing
        effects.fail(actor, item)
    record = resolution_records.seal(
        item,
        facts,
        verdict=verdict,
        counts=counts,
        deemed=deemed,
        effective_on=day if outcome.carried else None,
        effect=effect,
    )
    audit.record(
        actor,
        "agenda.close",
        "agenda_item",
        item.id,
        outcome=outcome,
        record=record.sequence,
    )
    db.session.flush()
    return record
