"""What the rules are asked about a meeting, read from its rows: the roll, an item, the votes.

Everything is taken as it is now; at an item's close the caller holds the meeting's lock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from app import clock
from app.extensions import db
from app.models.agenda import AgendaItem, Exclusion
from app.models.attendance import Presence, Proxy, RollEntry
from app.models.meeting import Meeting
from app.models.organisation import Organisation
from app.models.vote import Statement, Vote
from app.rules.deemed import counted_from
from app.rules.roll import Choice, Item, Roll

R = TypeVar("R", Vote, Exclusion)
T = TypeVar("T")
Statements = Mapping[int, Mapping[int, Statement]]


@dataclass(frozen=True)
class Register:
    """A meeting's rows: members are organisation ids, items are agenda item ids."""

    meeting: Meeting
    entries: Mapping[int, RollEntry]
    """All of the record date, those released in the meeting too."""
    there: Mapping[int, Presence]
    """Who is there now."""
    proxies: Mapping[int, Proxy]
    """Principal → its proxy that has not ended."""
    words: Sequence[Statement]
    """Every written word on any of the items, in the order of arrival."""
    statements: Statements
    """Member → item → its last written word."""
    emails: Statements
    """Member → item → its last word by e-mail, link or log-in. What it says on paper besides
    neither adds to that nor takes it back (*reading*: paper speaks under 規約第12条第5項 only)."""
    votes: Mapping[int, Mapping[int, Vote]]
    """Item → member → its vote."""
    exclusions: Mapping[int, Mapping[int, Exclusion]]
    """Item → member."""

    @property
    def executives(self) -> frozenset[int]:
        """E now: of the record date, less those released in this meeting."""
        return frozenset(
            member for member, entry in self.entries.items() if entry.released_at is None
        )

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Member → name."""
        return {member: entry.organisation.name for member, entry in self.entries.items()}

    def roll(self, item: AgendaItem | None = None) -> Roll[int]:
        """The roll, for an item or for the meeting as it stands.

        Who voted on the item itself and then left is there; a proxy whose agent has gone is void,
        whether or not the agent voted (*reading*: the text says so of all items still open).
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
        """The item; a principal whose proxy does not cover it is excluded from it."""
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
        """Every written word on the item, in the order of arrival: a later one replaces an earlier."""
        return [word for word in self.words if word.item_id == item.id]

    def written_words(self, item: AgendaItem) -> list[tuple[date, int, Choice]]:
        """What the rules are asked of the item in a written resolution, in the order of arrival."""
        papers_out = self.meeting.record_date
        return [
            (
                counted_from(papers_out, clock.local(word.arrived_at).date()),
                word.organisation_id,
                word.choice,
            )
            for word in self.words_on(item)
        ]

    def own_votes(self, item: AgendaItem) -> dict[int, Choice]:
        """Member → its own last vote in the meeting."""
        return {
            member: vote.choice
            for member, vote in self.votes.get(item.id, {}).items()
            if vote.agent_id is None
        }

    def proxy_votes(self, item: AgendaItem) -> dict[int, Choice]:
        """Principal → what its present agent cast; a former agent's vote is void, and so is one on
        an item that the proxy was not given for."""
        return {
            member: vote.choice
            for member, vote in self.votes.get(item.id, {}).items()
            if vote.agent_id is not None
            and member in self.proxies
            and self.proxies[member].agent_id == vote.agent_id
            and covers(self.proxies[member], item)
        }

    def assents(self, item: AgendaItem) -> dict[int, date]:
        """Member → day of its written assent to the item (規約第12条第5項): its last own word."""
        return {
            member: clock.local(said_at(word)).date()
            for member, word in self.own_words(item).items()
            if word.choice is Choice.FOR
        }

    def own_words(self, item: AgendaItem) -> dict[int, Statement | Vote]:
        """Member → the last thing that it said itself on the item, where that bears on an assent.

        A vote by its own click or paper is written; a show of hands is not, but one that is not in
        favour takes an earlier assent back (*reading*). Within the same second the vote is later.
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
    """The moment of the word."""
    return word.arrived_at if isinstance(word, Statement) else word.cast_at


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def covers(proxy: Proxy, item: AgendaItem) -> bool:
    """Whether the proxy was given for this item. One added after the notice is never covered."""
    named = any(instruction.item_id == item.id for instruction in proxy.instructions)
    return item.notified and (proxy.covers_all or named)


def instruction(proxy: Proxy, item: AgendaItem) -> Choice | None:
    """What the principal wants on this item; None: the agent is free."""
    return next((each.choice for each in proxy.instructions if each.item_id == item.id), None)


def register(meeting: Meeting) -> Register:
    """Read the meeting's rows: seven queries, however many members and items there are."""
    item_ids = [item.id for item in meeting.items]
    words = db.session.scalars(
        select(Statement)
        .where(Statement.item_id.in_(item_ids))
        .order_by(Statement.arrived_at, Statement.id)
    ).all()
    return Register(
        meeting=meeting,
        entries={entry.organisation_id: entry for entry in entries(meeting.id)},
        there={presence.organisation_id: presence for presence in _presences(meeting)},
        proxies={proxy.principal_id: proxy for proxy in _proxies(meeting)},
        words=words,
        statements=_last_words(words),
        emails=_last_words(word for word in words if word.way.gives_attendance),
        votes=_by_item(_fresh(select(Vote).where(Vote.item_id.in_(item_ids)))),
        exclusions=_by_item(
            db.session.scalars(select(Exclusion).where(Exclusion.item_id.in_(item_ids)))
        ),
    )


def entries(meeting_id: int) -> list[RollEntry]:
    """The roll of a meeting with its members, in the order of their names; those released in it too."""
    wanted = (
        select(RollEntry)
        .where(RollEntry.meeting_id == meeting_id)
        .join(RollEntry.organisation)
        .order_by(Organisation.name_kana, Organisation.id)
        .options(contains_eager(RollEntry.organisation))
    )
    return list(_fresh(wanted))


def _fresh(wanted: Select[T]) -> Iterable[T]:
    return db.session.scalars(wanted.execution_options(populate_existing=True))


def _presences(meeting: Meeting) -> Iterable[Presence]:
    return _fresh(
        select(Presence).where(Presence.meeting_id == meeting.id, Presence.departed_at.is_(None))
    )


def _proxies(meeting: Meeting) -> Iterable[Proxy]:
    return _fresh(
        select(Proxy)
        .where(Proxy.meeting_id == meeting.id, Proxy.ended_at.is_(None))
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
