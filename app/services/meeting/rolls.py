"""A meeting's rows as input to app/rules: the roll, an item, the votes.

Always the current state; at an item's close the caller holds the meeting's lock.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, selectinload

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem, Exclusion
from app.models.meeting.attendance import Presence, Proxy, RollEntry
from app.models.meeting.meeting import Meeting
from app.models.meeting.vote import Statement, Vote
from app.models.membership.organisation import Organisation
from app.rules.meeting.deemed import counted_from
from app.rules.meeting.roll import Choice, Item, Roll

R = TypeVar("R", Vote, Exclusion)
T = TypeVar("T")
Statements = Mapping[int, Mapping[int, Statement]]


@dataclass(frozen=True)
class MeetingRows:
    """The rows of a meeting; members are organisation ids, items are agenda item ids."""

    meeting: Meeting
    entries: Mapping[int, RollEntry]
    """All members of the record date, including those released in the meeting."""
    there: Mapping[int, Presence]
    """The members present now."""
    proxies: Mapping[int, Proxy]
    """Principal → its proxy that has not ended."""
    words: Sequence[Statement]
    """All statements on the items, in order of arrival."""
    statements: Statements
    """Member → item → its last statement, late ones apart."""
    late: Statements
    """Member → item → its last statement after the end of a written resolution: not counted."""
    emails: Statements
    """Member → item → its last statement by e-mail, link or log-in. Statements on paper neither
    add to it nor revoke it (*reading*: paper counts under 規約第12条第5項 only).
    """
    votes: Mapping[int, Mapping[int, Vote]]
    """Item → member → its vote."""
    exclusions: Mapping[int, Mapping[int, Exclusion]]
    """Item → member → its exclusion."""

    @property
    def executives(self) -> frozenset[int]:
        """E now: members of the record date, less those released in this meeting."""
        return frozenset(
            member for member, entry in self.entries.items() if entry.released_at is None
        )

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Member → name."""
        return {member: entry.organisation.name for member, entry in self.entries.items()}

    def roll(self, item: AgendaItem | None = None) -> Roll[int]:
        """Return the roll, for an item or for the meeting as it is now.

        A member that voted on the item itself and then left counts as present; a proxy whose
        agent has left is void, whether or not the agent voted (*reading*: the text covers all
        items still open).
        """
        present = set(self.there)
        if item is not None:
            votes = self.votes.get(item.id, {}).values()
            present |= {vote.organisation_id for vote in votes if vote.agent_id is None}
        return Roll(
            executives=self.executives,
            present=frozenset(present),
            proxies={
                principal: proxy.agent_id
                for principal, proxy in self.proxies.items()
                if proxy.agent_id in self.there or proxy.agent_id not in present
            },
            statements={
                member: {each: statement.choice for each, statement in stated.items()}
                for member, stated in self.emails.items()
            },
            chair=self.meeting.chair_id,
        )

    def item(self, item: AgendaItem) -> Item:
        """Return the item; a principal whose proxy does not cover it is excluded from it."""
        excluded = set(self.exclusions.get(item.id, ()))
        roll = self.roll(item)
        stated = {member for member, words in roll.statements.items() if words}
        excluded |= {
            principal
            for principal, proxy in self.proxies.items()
            if item.notified and not covers(proxy, item) and principal not in roll.present | stated
        }
        return Item(key=item.id, notified=item.notified, excluded=frozenset(excluded))

    def words_on(self, item: AgendaItem) -> list[Statement]:
        """Return all statements on the item by arrival; a later one replaces an earlier one."""
        return [word for word in self.words if word.item_id == item.id]

    def written_words(self, item: AgendaItem) -> list[tuple[date, int, Choice]]:
        """Return the statements in time on an item of a written resolution, for the rules."""
        papers_out = self.meeting.record_date
        return [
            (
                counted_from(papers_out, clock.local(word.arrived_at).date()),
                word.organisation_id,
                word.choice,
            )
            for word in self.words_on(item)
            if not self.meeting.is_late(word.arrived_at)
        ]

    def own_votes(self, item: AgendaItem) -> dict[int, Choice]:
        """Return member → its own last vote in the meeting."""
        return {
            member: vote.choice
            for member, vote in self.votes.get(item.id, {}).items()
            if vote.agent_id is None
        }

    def proxy_votes(self, item: AgendaItem) -> dict[int, Choice]:
        """Return principal → the vote cast by its present agent.

        Votes of a former agent, and votes on an item not covered by the proxy, are void.
        """
        return {
            member: vote.choice
            for member, vote in self.votes.get(item.id, {}).items()
            if vote.agent_id is not None
            and member in self.proxies
            and self.proxies[member].agent_id == vote.agent_id
            and covers(self.proxies[member], item)
        }

    def assents(self, item: AgendaItem) -> dict[int, date]:
        """Return member → day of its written assent (規約第12条第5項), as of `own_words`."""
        return {
            member: clock.local(said_at(word)).date()
            for member, word in self.own_words(item).items()
            if word.choice is Choice.FOR
        }

    def own_words(self, item: AgendaItem) -> dict[int, Statement | Vote]:
        """Return member → its last own vote or statement on the item that bears on an assent.

        A vote by click or paper counts as written; a show of hands does not, but one not in
        favour revokes an earlier assent (*reading*). Within the same second the vote counts as
        later.
        """
        words: dict[int, Statement | Vote] = {
            member: stated[item.id]
            for member, stated in self.statements.items()
            if item.id in stated
        }
        for member, vote in self.votes.get(item.id, {}).items():
            by_hand = not vote.way.is_written and vote.choice is Choice.FOR
            if vote.agent_id is not None or by_hand:
                continue
            if member not in words or _second(said_at(words[member])) <= _second(vote.cast_at):
                words[member] = vote
        return words


def said_at(word: Statement | Vote) -> datetime:
    """Return the time of a statement or vote."""
    return word.arrived_at if isinstance(word, Statement) else word.cast_at


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def covers(proxy: Proxy, item: AgendaItem) -> bool:
    """Whether the proxy covers this item; never for an item added after the notice."""
    named = any(instruction.item_id == item.id for instruction in proxy.instructions)
    return item.notified and (proxy.covers_all or named)


def instruction(proxy: Proxy, item: AgendaItem) -> Choice | None:
    """Return the principal's instruction on this item; None: the agent is free."""
    return next((each.choice for each in proxy.instructions if each.item_id == item.id), None)


def register(meeting: Meeting, only: Collection[int] | None = None) -> MeetingRows:
    """Read the meeting's rows in seven queries, however many members and items there are.

    only: members; of the others nothing is read, except of their agents and of the chair.
    """
    item_ids = [item.id for item in meeting.items]
    proxies = {proxy.principal_id: proxy for proxy in _proxies(meeting, only)}
    if only is not None:
        agents = (proxy.agent_id for proxy in proxies.values())
        only = {*only, *agents, *([meeting.chair_id] if meeting.chair_id else [])}
    words = db.session.scalars(
        select(Statement)
        .where(Statement.item_id.in_(item_ids), _among(Statement.organisation_id, only))
        .order_by(Statement.arrived_at, Statement.id)
    ).all()
    in_time = [word for word in words if not meeting.is_late(word.arrived_at)]
    return MeetingRows(
        meeting=meeting,
        entries={entry.organisation_id: entry for entry in entries(meeting.id, only)},
        there={presence.organisation_id: presence for presence in _presences(meeting, only)},
        proxies=proxies,
        words=words,
        statements=_last_words(in_time),
        late=_last_words(word for word in words if meeting.is_late(word.arrived_at)),
        emails=_last_words(word for word in in_time if word.way.gives_attendance),
        votes=_by_item(_fresh(_on(Vote, item_ids, only))),
        exclusions=_by_item(db.session.scalars(_on(Exclusion, item_ids, only))),
    )


def entries(meeting_id: int, only: Collection[int] | None = None) -> list[RollEntry]:
    """Return the roll with its members by name, including those released in the meeting."""
    wanted = (
        select(RollEntry)
        .where(RollEntry.meeting_id == meeting_id, _among(RollEntry.organisation_id, only))
        .join(RollEntry.organisation)
        .order_by(Organisation.name_kana, Organisation.id)
        .options(contains_eager(RollEntry.organisation))
    )
    return list(_fresh(wanted))


def _fresh(wanted: Select[T]) -> Iterable[T]:
    return db.session.scalars(wanted.execution_options(populate_existing=True))


def _among(member: InstrumentedAttribute[int], only: Collection[int] | None) -> ColumnElement[bool]:
    return true() if only is None else member.in_(only)


def _on(model: type[R], item_ids: Sequence[int], only: Collection[int] | None) -> Select[R]:
    return select(model).where(model.item_id.in_(item_ids), _among(model.organisation_id, only))


def _presences(meeting: Meeting, only: Collection[int] | None) -> Iterable[Presence]:
    return _fresh(
        select(Presence).where(
            Presence.meeting_id == meeting.id,
            Presence.departed_at.is_(None),
            _among(Presence.organisation_id, only),
        )
    )


def _proxies(meeting: Meeting, only: Collection[int] | None) -> Iterable[Proxy]:
    return _fresh(
        select(Proxy)
        .where(
            Proxy.meeting_id == meeting.id,
            Proxy.ended_at.is_(None),
            _among(Proxy.principal_id, only),
        )
        .options(selectinload(Proxy.instructions))
    )


def _last_words(statements: Iterable[Statement]) -> dict[int, dict[int, Statement]]:
    words: dict[int, dict[int, Statement]] = {}
    for statement in statements:
        words.setdefault(statement.organisation_id, {})[statement.item_id] = statement
    return words


def _by_item(rows: Iterable[R]) -> dict[int, dict[int, R]]:
    found: dict[int, dict[int, R]] = {}
    for row in rows:
        found.setdefault(row.item_id, {})[row.organisation_id] = row
    return found
