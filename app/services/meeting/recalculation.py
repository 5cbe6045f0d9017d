"""Recalculation of a sealed record by app/rules from its own content (再計算)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.extensions import db
from app.models.meeting.resolution import ResolutionRecord
from app.rules import Verdict
from app.rules.meeting import grounds, quorum, tally
from app.rules.meeting.agenda import MeetingForm, VoteWay
from app.rules.meeting.deemed import counted_from, deemed_resolution, written_resolution
from app.rules.meeting.roll import Choice, Item, Roll
from app.rules.states.meeting.meeting import Outcome
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.meeting import resolution_contents, resolution_records

Content = Mapping[str, Any]
THIS, ANOTHER = "this", "another"
"""Keys of the record's own item, and of any other item on which a member made a statement."""


@dataclass(frozen=True)
class Difference:
    """A recorded value and the recalculated one."""

    what: str
    stored: str
    found: str


def recalculate(actor: Viewer, sequence: int) -> list[Difference]:
    """Recalculate the record; returns all differences, none if it agrees."""
    actor.require(Role.SECRETARIAT)
    record = resolution_records.one(actor, sequence)
    differences = list(_differences(record))
    audit.record(
        actor,
        "resolution.recalculate",
        "agenda_item",
        record.item_id,
        record=record.sequence,
        differences=len(differences),
    )
    db.session.flush()
    return differences


def _differences(record: ResolutionRecord) -> Iterator[Difference]:
    content: Content = record.content
    checked = [("ハッシュ", record.hash, resolution_records.digest(content))]
    found = counted(content)
    checked += [(name, content[key], found[key]) for key, name in NAMES.items()]
    checked += [(f"{name}（台帳）", stored, content[key]) for key, name, stored in _columns(record)]
    for name, stored, value in checked:
        if stored != value:
            yield Difference(name, str(stored), str(value))


NAMES = {
    "grounds": "出席とその区分",
    "assents": "書面による賛成",
    "counts": "票の数",
    "deemed": "みなし決議の数",
    "outcome": "結果",
    "effective_on": "効力の生じた日",
    "article": "根拠の条文",
    "reason": "計算",
}
"""Derived fields of a record → label."""


def _columns(record: ResolutionRecord) -> Iterator[tuple[str, str, Any]]:
    yield "sequence", "通し番号", record.sequence
    yield "previous_hash", "前の記録のハッシュ", record.previous_hash
    yield "closed_at", "締切日時", resolution_contents.instant(record.closed_at)
    yield "outcome", "結果", record.outcome.value
    yield "effective_on", "効力の生じた日", resolution_contents.day(record.effective_on)
    yield "article", "根拠の条文", record.article
    yield "reason", "計算", record.reason
    yield "effect", "効果", record.effect


def counted(content: Content) -> Content:
    """Return the fields of NAMES, computed from the others."""
    roll = _roll(content)
    assents = _assents(content)
    found = {
        "grounds": {member: ground.value for member, ground in grounds(roll).items()},
        "assents": {member: day.isoformat() for member, day in assents.items()},
    }
    if content["meeting"]["form"] == MeetingForm.WRITTEN.value:
        deemed = written_resolution(roll.executives, _words(content))
        outcome = Outcome.DEEMED if deemed.passed else Outcome.NOT_DEEMED
        return found | _ending(None, deemed.verdict, outcome, deemed.effective_on) | _deemed(deemed)
    deemed = deemed_resolution(roll.executives, assents)
    counts = tally(
        roll,
        _item(content),
        votes=_votes(content, own=True),
        proxy_votes=_votes(content, own=False),
    )
    if counts.passed:
        closed_on = date.fromisoformat(content["closed_at"][:10])
        ending = _ending(counts, counts.verdict, Outcome.PASSED, closed_on)
    elif deemed.passed:
        ending = _ending(counts, deemed.verdict, Outcome.DEEMED, deemed.effective_on)
    else:
        missing = Outcome.REJECTED if quorum(roll) else Outcome.NO_QUORUM
        ending = _ending(counts, counts.verdict, missing, None)
    return found | ending | _deemed(deemed)


def _ending(counts: Any, verdict: Verdict, outcome: Outcome, on: date | None) -> dict[str, Any]:
    return {
        "counts": resolution_contents.counts(counts),
        "outcome": outcome.value,
        "effective_on": resolution_contents.day(on),
        "article": str(verdict.article),
        "reason": verdict.reason,
    }


def _deemed(deemed: Any) -> dict[str, Any]:
    return {"deemed": resolution_contents.deemed(deemed)}


def _roll(content: Content) -> Roll[str]:
    present = frozenset(content["present"])
    statements: dict[str, dict[str, Choice]] = {
        member: {ANOTHER: Choice.FOR} for member in content["attending_by_email"]
    }
    for member, word in content["emails"].items():
        statements.setdefault(member, {})[THIS] = Choice(word["choice"])
    return Roll(
        executives=frozenset(content["members"]),
        present=present,
        proxies={
            principal: proxy["agent"]
            for principal, proxy in content["proxies"].items()
            if proxy["agent"] in content["there"] or proxy["agent"] not in present
        },
        statements=statements,
        chair=content["chair"],
    )


def _item(content: Content) -> Item:
    item = content["item"]
    attends_otherwise = {*content["present"], *content["attending_by_email"]}
    return Item(
        key=THIS,
        notified=item["notified"],
        excluded=frozenset({*item["excluded"], *(set(item["not_covered"]) - attends_otherwise)}),
    )


def _votes(content: Content, *, own: bool) -> dict[str, Choice]:
    """Return the members' own votes, or those of agents with a proxy for the item."""
    proxies, uncovered = content["proxies"], content["item"]["not_covered"]
    found = {}
    for member, vote in content["votes"].items():
        agent = proxies.get(member, {}).get("agent")
        by_agent = vote["agent"] is not None and vote["agent"] == agent and member not in uncovered
        if vote["agent"] is None if own else by_agent:
            found[member] = Choice(vote["choice"])
    return found


def _assents(content: Content) -> dict[str, date]:
    words = {
        member: (word["arrived_at"], Choice(word["choice"]))
        for member, word in content["statements"].items()
    }
    for member, vote in content["votes"].items():
        choice = Choice(vote["choice"])
        bears = VoteWay(vote["way"]).is_written or choice is not Choice.FOR
        is_later = member not in words or words[member][0] <= vote["cast_at"]
        if vote["agent"] is None and bears and is_later:
            words[member] = vote["cast_at"], choice
    return {
        member: date.fromisoformat(at[:10])
        for member, (at, choice) in words.items()
        if choice is Choice.FOR
    }


def _words(content: Content) -> list[tuple[date, str, Choice]]:
    papers_out, answers_end = None, content["meeting"].get("answers_end")
    if content["format"] != resolution_records.FIRST_FORMAT:
        papers_out = date.fromisoformat(content["meeting"]["record_date"])
    return [
        (
            counted_from(papers_out, date.fromisoformat(word["arrived_at"][:10])),
            word["member"],
            Choice(word["choice"]),
        )
        for word in content["words"]
        if answers_end is None or word["arrived_at"] < answers_end
    ]
