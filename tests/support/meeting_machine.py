"""A state machine of random meetings, checked step by step against an independent oracle.

The events go through the services. Each sequence is one transaction, rolled back at the end, so
that thousands run on one database.
"""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select, update

from app import clock
from app.documents.meeting import verify_resolution
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.rules.meeting.agenda import AnswerWay, ItemKind, ResolutionKind, VoteWay
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ReceivedBy, Standing
from app.services.filings import releases
from app.services.meeting import (
    agendas,
    attendance,
    closing,
    meetings,
    notices,
    proxies,
    resolution_records,
    rolls,
    statements,
    votes,
)
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.meeting_oracle import CLICK, HANDS, MAIL, PAPER, Hall, Motion, Result

EXECUTIVES = 7
OUTSIDER = EXECUTIVES
"""The number of a general member."""
LATE = 2
"""Maximum number of items added after the notice."""

MEMBER = st.integers(0, EXECUTIVES - 1)
ANYONE = st.integers(0, EXECUTIVES)
ITEM = st.integers(0, 2 + LATE)
CHOICE = st.sampled_from(["for", "for", "for", "against", "abstain"])
WORD = st.sampled_from(["for", "for", "for", "against", "against", "abstain"])
WORDS = st.dictionaries(ITEM, WORD, min_size=1, max_size=2)
AIMED = st.sampled_from([True, True, True, True, True, False])
"""Whether to choose an existing object: random ones would mostly be refused."""
MAIL_WAYS = (AnswerWay.EMAIL, AnswerWay.LINK, AnswerWay.LOGIN)


class World:
    """The initial database of every sequence: seven executive members and their persons."""

    def __init__(self) -> None:
        ids = hall.executives()
        db.session.execute(
            update(Organisation)
            .where(Organisation.id.in_(ids[EXECUTIVES:]))
            .values(standing=Standing.GENERAL)
        )
        self.members = ids[: EXECUTIVES + 1]
        self.desk, self.second = officer(), officer()
        self.people = [
            hall.voter(member) if n < EXECUTIVES else self.desk
            for n, member in enumerate(self.members)
        ]
        db.session.commit()
        self.begins = clock.now()

    def organisation(self, n: int) -> Organisation:
        return db.session.scalars(
            select(Organisation).where(Organisation.id == self.members[n])
        ).one()


class MeetingMachine(RuleBasedStateMachine):
    """The state machine. Members are numbers in the oracle and organisations in the services."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.ids = world, world.members
        self.number = {member: n for n, member in enumerate(self.ids)}
        self.hall = Hall(set(range(EXECUTIVES)))
        self.items: list[int] = []
        self.now = world.begins
        self.closed: dict[int, str] = {}

    def teardown(self) -> None:
        db.session.rollback()

    @initialize(
        releases=st.none() | MEMBER,
        coming=st.sets(MEMBER, min_size=2),
        writing=st.dictionaries(MEMBER, WORD, max_size=3),
        absent=st.dictionaries(MEMBER, MEMBER, max_size=3),
        opened=st.sampled_from([True, True, True, False]),
    )
    def notice(
        self,
        releases: int | None,
        coming: set[int],
        writing: dict[int, str],
        absent: dict[int, int],
        opened: bool,
    ) -> None:
        """Notify a meeting with two or three resolutions; apply arrivals, proxies and statements."""
        with self._moment():
            self.meeting = hall.planned()
            for n in range(2):
                self.items.append(hall.resolution(self.meeting).id)
                self.hall.motions[n] = Motion()
            if releases is not None:
                self._put_release_on(releases)
            notices.submit(self.world.desk, self.meeting.id)
            notices.notify(self.world.second, self.meeting.id, links=hall.LINKS)
        for principal, agent in absent.items():
            if principal not in coming:
                self.delegate(principal, sorted(coming)[agent % len(coming)], None, {})
        for member, word in writing.items():
            self.write(member, {0: word}, MAIL_WAYS[0])
        if opened:
            self.begin()
            for member in sorted(coming):
                self.arrive(member)

    def _put_release_on(self, member: int) -> None:
        """*reading*: the member whose release is decided is excluded from that vote."""
        request = releases.enter(
            self.world.desk,
            self.ids[member],
            received_by=ReceivedBy.PAPER,
            reason="",
            becomes_general=False,
        )
        item = hall.resolution(self.meeting, ResolutionKind.RELEASE, release_request_id=request.id)
        self.hall.motions[len(self.items)] = Motion(releases=member, excluded={member})
        self.items.append(item.id)

    # Events

    @rule()
    @precondition(lambda self: self.hall.state == "notified" or len(self.closed) > 1)
    def begin(self) -> None:
        self._both(
            self.hall.begin,
            lambda: meetings.open_meeting(self.world.desk, self.meeting.id, reason="都合により"),
        )

    @rule(member=ANYONE, online=st.booleans())
    def arrive(self, member: int, online: bool = False) -> None:
        self._both(
            lambda: self.hall.arrive(member),
            lambda: attendance.arrive(
                self.world.desk, self.meeting.id, self.ids[member], online=online
            ),
        )

    @rule(member=ANYONE)
    def depart(self, member: int) -> None:
        self._both(
            lambda: self.hall.depart(member),
            lambda: attendance.depart(self.world.desk, self.meeting.id, self.ids[member]),
        )

    @rule(member=st.none() | ANYONE)
    def elect(self, member: int | None) -> None:
        chosen = None if member is None else self.ids[member]
        self._both(
            lambda: self.hall.elect(member),
            lambda: attendance.elect_chair(self.world.desk, self.meeting.id, chosen),
        )

    @rule(
        aimed=AIMED,
        principal=ANYONE,
        agent=ANYONE,
        items=st.none() | st.sets(ITEM, max_size=2),
        wanted=st.dictionaries(ITEM, CHOICE, max_size=1),
    )
    def delegate(
        self,
        principal: int,
        agent: int,
        items: set[int] | None,
        wanted: dict[int, str],
        aimed: bool = False,
    ) -> None:
        here = sorted(self.hall.here)
        if aimed and here:
            agent = here[agent % len(here)]
        if items is not None:
            items = items | set(wanted)
        named = set(wanted) if items is None else items
        self._both(
            lambda: self.hall.delegate(principal, agent, items, wanted),
            lambda: proxies.file(
                self.world.desk,
                self.meeting.id,
                self.ids[principal],
                self.ids[agent],
                way=AnswerWay.PAPER,
                covers_all=items is None,
                instructions={
                    self._item(key): Choice(wanted[key]) if key in wanted else None for key in named
                },
            ),
        )

    @rule(principal=ANYONE, aimed=AIMED)
    def revoke(self, principal: int, aimed: bool) -> None:
        principals = sorted(self.hall.agent)
        if aimed and principals:
            principal = principals[principal % len(principals)]
        self._both(
            lambda: self.hall.revoke(principal),
            lambda: proxies.revoke(self.world.desk, self.meeting.id, self.ids[principal]),
        )

    @rule(
        member=ANYONE,
        words=WORDS,
        way=st.sampled_from([*MAIL_WAYS, AnswerWay.PAPER, AnswerWay.FAX]),
    )
    def write(self, member: int, words: dict[int, str], way: AnswerWay) -> None:
        self._both(
            lambda: self.hall.write(member, words, MAIL if way in MAIL_WAYS else PAPER),
            lambda: statements.state(
                self.world.desk,
                self.meeting.id,
                self.ids[member],
                {self._item(key): Choice(word) for key, word in words.items()},
                way=way,
            ),
        )

    @rule(key=ITEM, aimed=AIMED, member=ANYONE, choice=CHOICE, way=st.sampled_from(list(VoteWay)))
    def vote(self, key: int, member: int, choice: str, way: VoteWay, aimed: bool = False) -> None:
        key = self._aim(key, aimed, "open")
        if member == OUTSIDER:
            way = VoteWay.HANDS
        how = HANDS if way is VoteWay.HANDS else CLICK  # a ballot paper is in writing, like a click
        self._both(
            lambda: self.hall.vote(key, member, choice, how),
            lambda: (
                votes.cast_all(
                    self.world.people[member], self._item(key), {self.ids[member]: Choice(choice)}
                )
                if way is VoteWay.CLICK
                else votes.record_all(
                    self.world.desk, self._item(key), {self.ids[member]: Choice(choice)}, way=way
                )
            ),
        )

    @rule(
        key=ITEM,
        against=st.dictionaries(MEMBER, CHOICE, max_size=3),
        silent=st.sets(MEMBER, max_size=2),
        way=st.sampled_from([VoteWay.CLICK, VoteWay.HANDS]),
        closes=st.booleans(),
    )
    def all_vote(
        self, key: int, against: dict[int, str], silent: set[int], way: VoteWay, closes: bool
    ) -> None:
        """Open an item and let nearly all vote in favour, including those not entitled."""
        if self._open_item() is None:
            self.put(key, True)
        for member in sorted(self.hall.here - silent):
            self.vote(key, member, against.get(member, "for"), way, True)
        for principal, agent in sorted(self.hall.agent.items()):
            choice = against.get(principal, "for")
            if agent not in silent and principal not in self.hall.here:
                self.vote_for(self._aim(key, True, "open"), agent, principal, choice, False)
        if closes:
            self.close(key, True)

    @rule(
        key=ITEM,
        members=st.sets(MEMBER, min_size=2),
        way=st.sampled_from([*MAIL_WAYS, AnswerWay.PAPER]),
        closes=st.booleans(),
    )
    def many_write(self, key: int, members: set[int], way: AnswerWay, closes: bool) -> None:
        """Record written assents of many members, with an optional close."""
        about = self._aim(key, True, "planned")
        for member in sorted(members):
            self.write(member, {about: "for"}, way)
        if closes:
            self.put(about, False)
            self.close(about, False)

    @rule(key=ITEM, aimed=AIMED, agent=MEMBER, principal=ANYONE, choice=CHOICE, noted=st.booleans())
    def vote_for(
        self,
        key: int,
        agent: int,
        principal: int,
        choice: str,
        noted: bool,
        aimed: bool = False,
    ) -> None:
        key = self._aim(key, aimed, "open")
        principals = sorted(self.hall.agent)
        if aimed and principals:
            principal = principals[principal % len(principals)]
        if noted or aimed:  # the secretariat records the vote of the actual agent
            agent = self.hall.agent.get(principal, agent)
        if agent == principal:
            return
        self._both(
            lambda: self.hall.vote_for(key, agent, principal, choice),
            lambda: (
                votes.record_all(
                    self.world.desk,
                    self._item(key),
                    {self.ids[principal]: Choice(choice)},
                    way=VoteWay.HANDS,
                    agents=[self.ids[principal]],
                )
                if noted
                else votes.cast_all(
                    self.world.people[agent], self._item(key), {self.ids[principal]: Choice(choice)}
                )
            ),
        )

    @rule(key=ITEM, member=MEMBER)
    def exclude(self, key: int, member: int) -> None:
        self._both(
            lambda: self.hall.exclude(key, member),
            lambda: agendas.exclude(
                self.world.desk, self._item(key), self.ids[member], "利害関係があるため"
            ),
        )

    @rule()
    @precondition(lambda self: sum(not m.notified for m in self.hall.motions.values()) < LATE)
    def add_late(self) -> None:
        key = len(self.items)
        added: list[Any] = []

        def add() -> None:
            values = {"title": "追加の議案", "resolution_kind": ResolutionKind.OTHER}
            added.append(agendas.add(self.world.desk, self.meeting.id, ItemKind.RESOLUTION, values))

        if self._both(lambda: self.hall.add_late(key), add):
            self.items.append(added[0].id)

    @rule(key=ITEM, aimed=AIMED)
    def put(self, key: int, aimed: bool) -> None:
        key = self._aim(key, aimed, "planned")
        self._both(
            lambda: self.hall.put(key), lambda: votes.open_item(self.world.desk, self._item(key))
        )

    @rule(key=ITEM)
    @precondition(lambda self: len(self.closed) > 1)
    def drop(self, key: int) -> None:
        self._both(
            lambda: self.hall.drop(key),
            lambda: agendas.withdraw(self.world.desk, self._item(key), "取り下げる"),
        )

    @rule(key=ITEM, aimed=AIMED)
    def close(self, key: int, aimed: bool) -> None:
        """Compare count, outcome and effective day; a second close returns the same record."""
        key = self._aim(key, aimed, "open")
        if key in self.closed:
            record = closing.close(self.world.desk, self._item(key))
            assert record.hash == self.closed[key]
            return
        found: list[Result | None] = []
        sealed: list[Any] = []
        executives = self.hall.electorate
        done = self._both(
            lambda: found.append(self.hall.close(key)) or found[0] is not None,
            lambda: sealed.append(closing.close(self.world.desk, self._item(key))),
        )
        if not done:
            return
        expected, record = found[0], sealed[0]
        assert expected is not None
        self.closed[key] = record.hash
        counts, deemed = record.content["counts"], record.content["deemed"]
        assert expected == Result(
            record.outcome.value,
            counts["entitled"],
            counts["in_favour"],
            counts["against"],
            counts["abstained"],
            counts["silent"],
            deemed["assents"],
            self._day(deemed["effective_on"]),
        )
        sealed_as = resolution_records.canonical(record.content)
        assert verify_resolution.alone(record.content, record.hash, sealed_as, "") == []
        assert {self.number[int(m)] for m in record.content["members"]} == executives
        days = {"passed": self.hall.day, "deemed": expected.deemed_on}
        effective_on = record.effective_on and record.effective_on.isoformat()
        assert self._day(effective_on) == days.get(expected.outcome)

    @rule()
    @precondition(lambda self: len(self.closed) > 1)
    def finish(self) -> None:
        self._both(
            self.hall.finish, lambda: meetings.close_meeting(self.world.desk, self.meeting.id)
        )

    @rule(hours=st.sampled_from([1, 24]))
    def time_passes(self, hours: int) -> None:
        before = clock.local(self.now).date()
        self.now += timedelta(hours=hours)
        self.hall.day += (clock.local(self.now).date() - before).days

    @invariant()
    @precondition(lambda self: self._open_item() is not None)
    def the_count_as_it_stands_agrees(self) -> None:
        key = self._open_item()
        assert key is not None
        register = rolls.register(self.meeting)
        item = next(item for item in self.meeting.items if item.id == self.items[key])
        outcome, _verdict, counts, deemed = closing.judged(register, item)
        assert self.hall.count(key) == Result(
            outcome.value,
            counts.entitled,
            counts.in_favour,
            counts.against,
            counts.abstained,
            counts.silent,
            deemed.assents,
            self._day(deemed.effective_on and deemed.effective_on.isoformat()),
        )

    # Helpers

    def _both(self, oracle: Callable[[], Any], service: Callable[[], Any]) -> bool:
        """Apply an event to oracle and service, which must agree; return whether it is allowed."""
        before = clock.local(self.now).date()
        self.now += timedelta(seconds=1)
        self.hall.day += (clock.local(self.now).date() - before).days
        allowed = bool(oracle())
        refusal = None
        with self._moment():
            try:
                with db.session.begin_nested():
                    service()
            except (RuleViolation, StaleState) as raised:
                refusal = raised
        assert (refusal is None) == allowed, refusal.message if refusal else "let happen"
        return allowed

    def _moment(self) -> ExitStack:
        held = ExitStack()
        held.enter_context(clock.freeze(self.now))
        return held

    def _item(self, key: int) -> int:
        """Return the item's id; if there is none, refuse it like a page with an outdated item."""
        if key < len(self.items):
            return self.items[key]
        raise StaleState("この会議の議案ではありません。")

    def _aim(self, key: int, aimed: bool, state: str) -> int:
        """Return an item in this state, if there is one and `aimed` is set."""
        wanted = [each for each, motion in self.hall.motions.items() if motion.state == state]
        return wanted[key % len(wanted)] if aimed and wanted else key

    def _open_item(self) -> int | None:
        open_items = [key for key, each in self.hall.motions.items() if each.state == "open"]
        return open_items[0] if open_items else None

    def _day(self, iso: str | None) -> int | None:
        if iso is None:
            return None
        return (date.fromisoformat(iso) - clock.local(self.world.begins).date()).days
