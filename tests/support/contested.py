"""A meeting with concurrent requests through two web processes, and its invariants."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event, Lock

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.meeting.resolution import ResolutionRecord
from app.models.meeting.vote import Vote
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import ResolutionKind
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import EndCause
from app.rules.states.meeting.meeting import Outcome
from app.security.viewer import Role
from app.services.meeting import votes
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.web_processes import WebProcess
from tests.support.windows import BROKEN, Window, at_once

PRESENT, PRINCIPALS = 24, 10
"""Members present, and proxies that they hold: all 34 attend."""
DONE, REFUSED = 303, 422
KILLED = ("before_commit", "after_commit")


class Crowd:
    """All participants, each with their own windows; created once."""

    def __init__(self, app: Flask, webs: Sequence[WebProcess], windows: int) -> None:
        members = hall.executives()
        self.webs = webs
        self.present, self.principals = members[:PRESENT], members[PRESENT:]
        self.proxies = dict(zip(self.present, self.principals, strict=False))
        """Agent → principal."""
        self.voters = [
            (member, self._window(app, member))
            for member in (self.present[n % PRESENT] for n in range(windows))
        ]
        self.absent = {member: self._window(app, member) for member in self.principals}
        self.desk = Window.of(app, factories.account(Role.SECRETARIAT))

    def _window(self, app: Flask, member: int) -> Window:
        organisation = db.session.get_one(Organisation, member)
        return Window.of(app, factories.account(organisation=organisation))


@dataclass(frozen=True)
class Ballot:
    """A sent form: choice by member, response status, and number of attempts."""

    choices: Mapping[int, Choice]
    status: int
    sent: int


class Contest:
    """A meeting in session with resolutions for some rounds, and an expulsion."""

    def __init__(self, crowd: Crowd, rounds: int) -> None:
        self.crowd, self.webs = crowd, crowd.webs
        meeting = hall.planned()
        self.rounds = [hall.resolution(meeting).id for _ in range(rounds)]
        self.killed, self.both = (hall.resolution(meeting).id for _ in range(2))
        file = hall.expulsion_awaiting()
        self.expelled = file.organisation_id
        expulsion = hall.resolution(meeting, ResolutionKind.EXPULSION, expulsion_id=file.id)
        self.expulsion = expulsion.id
        hall.notified(meeting)
        hall.meetings.open_meeting(officer(), meeting.id, reason="都合により")
        hall.arrive(meeting, *crowd.present)
        for agent, principal in crowd.proxies.items():
            hall.delegate(meeting, principal, agent)
        self.path, self.booth = f"/meetings/{meeting.id}/items", f"/meetings/{meeting.id}/ballot"
        db.session.commit()

    # Concurrent requests

    def votes_against_the_close(self, item_id: int, dice: random.Random, kills: bool) -> int:
        """Send two ballots from every window during four closes; return how many were late."""
        self._open(item_id)
        closing, killing, lock = Event(), Event(), Lock()
        total = 2 * len(self.crowd.voters)
        moments = {closing: dice.randrange(total), killing: dice.randrange(total)}
        ballots: list[Ballot] = []

        def vote(window: Window, choices: Sequence[Mapping[int, Choice]]) -> None:
            for each in choices:
                status, sent = window.post_until_answered(
                    self.webs, f"{self.booth}/items/{item_id}", form(each)
                )
                with lock:
                    ballots.append(Ballot(each, status, sent))
                    for event, moment in moments.items():
                        if len(ballots) > moment:
                            event.set()

        def close() -> None:
            closing.wait()
            self._close(item_id)

        def kill() -> None:
            killing.wait()
            dice.choice(self.webs).kill_worker()

        jobs: list[Callable[[], None]] = [close] * 4 + [kill] * kills
        for member, window in self.crowd.voters:
            asked = [self._choices(member, dice) for _ in range(2)]
            jobs.append(partial(vote, window, asked))
        at_once(jobs)
        self._agrees(item_id, ballots)
        return sum(ballot.status == REFUSED for ballot in ballots)

    def many_close_at_once(self, closes: int) -> None:
        """Check that many closes give one record, one letter and one ended membership."""
        self._open(self.expulsion)
        everyone = self.crowd.voters[:PRESENT]
        for member, window in everyone:
            choices = dict.fromkeys(self._speaks_for(member), Choice.FOR)
            path = f"{self.booth}/items/{self.expulsion}"
            assert window.post(self.webs[0], path, form(choices)) == DONE
        before = set(db.session.scalars(select(OutboxMessage.id)))
        db.session.rollback()
        at_once([partial(self._close, self.expulsion)] * closes)
        record = self._record(self.expulsion)
        assert record.outcome is Outcome.PASSED
        letters = select(OutboxMessage).where(OutboxMessage.id.not_in(before))
        told = [(each.organisation_id, each.purpose) for each in db.session.scalars(letters)]
        assert told == [(self.expelled, "expelled")]
        ends = select(Membership.end_cause).where(Membership.organisation_id == self.expelled)
        assert db.session.scalars(ends).all() == [EndCause.EXPULSION]
        db.session.rollback()

    def killed_between_commit_and_answer(self) -> None:
        """Kill a process around its commit and retry: one vote per member, one record."""
        self._open(self.killed)
        path = f"{self.booth}/items/{self.killed}"
        web, other = self.webs
        for place, moment in enumerate(KILLED):
            member, window = self.crowd.voters[place]
            choices = dict.fromkeys(self._speaks_for(member), Choice.FOR)
            assert dies(partial(window.post, web, path, form(choices), moment))
            stored = self._stored(self.killed)
            assert (choices.keys() <= stored.keys()) is (moment == "after_commit")
            assert window.post((web, other)[place], path, form(choices)) == DONE
        close = f"{self.path}/{self.killed}/close"
        assert dies(partial(self.crowd.desk.post, other, close, kill_at="after_commit"))
        first = self._record(self.killed).hash
        self._close(self.killed)
        assert self._record(self.killed).hash == first
        self._agrees(self.killed, [])
        assert len(self._stored(self.killed)) == 4

    def principal_and_agent_at_once(self) -> None:
        """Let each principal arrive and vote while its agent votes for it; its own vote prevails."""
        self._open(self.both)
        path = f"{self.booth}/items/{self.both}"
        answers: dict[int, int] = {}

        def by_agent(window: Window, principal: int) -> None:
            status = window.post(self.webs[0], path, form({principal: Choice.AGAINST}))
            assert status in (DONE, REFUSED)

        def by_itself(window: Window, principal: int) -> None:
            assert window.post(self.webs[1], f"{self.booth}/arrive") == DONE
            answers[principal] = window.post(self.webs[1], path, form({principal: Choice.FOR}))

        jobs: list[Callable[[], None]] = []
        for member, window in self.crowd.voters[:PRESENT]:
            principal = self.crowd.proxies.get(member)
            if principal is not None:
                jobs.append(partial(by_agent, window, principal))
                jobs.append(partial(by_itself, self.crowd.absent[principal], principal))
        at_once(jobs)
        assert set(answers.values()) == {DONE}
        cast = db.session.scalars(select(Vote).where(Vote.item_id == self.both)).all()
        assert {
            vote.organisation_id: (vote.agent_id, vote.choice) for vote in cast
        } == dict.fromkeys(self.crowd.principals, (None, Choice.FOR))
        assert len(cast) == len(self.crowd.principals)
        db.session.rollback()
        self._close(self.both)
        assert self._record(self.both).content["counts"]["in_favour"] == len(cast)

    # Invariants

    def _agrees(self, item_id: int, ballots: Sequence[Ballot]) -> None:
        """Check that stored votes are counted, acknowledged ones stored, none after the close."""
        failed = [ballot for ballot in ballots if ballot.status not in (DONE, REFUSED)]
        assert failed == []
        stored, record = self._stored(item_id), self._record(item_id)
        counted = {int(m): Choice(v["choice"]) for m, v in record.content["votes"].items()}
        assert counted == stored
        counts, said = record.content["counts"], Counter(stored.values())
        for choice, name in zip(Choice, ("in_favour", "against", "abstained"), strict=True):
            assert counts[name] == said[choice], name
        assert counts["entitled"] - counts["silent"] == len(stored)

        trail = self._trail(item_id)
        assert [entry.action for entry in trail].count("agenda.close") == 1
        assert trail[-1].action == "agenda.close", "nothing comes after the close"
        cast = [
            (entry.details["organisation_id"], Choice(entry.details["choice"]))
            for entry in trail
            if entry.action == "vote.cast"
        ]
        assert dict(cast) == stored, "the last vote of each member is the one that is stored"
        acknowledged = Counter(
            pair for each in ballots if each.status == DONE for pair in each.choices.items()
        )
        if ballots:
            sent_again = sum(len(each.choices) * (each.sent - 1) for each in ballots)
            assert acknowledged <= Counter(cast), "what was acknowledged was done"
            assert len(cast) - acknowledged.total() <= sent_again, "and what was not, was not"
        late = select(Vote.id).where(Vote.item_id == item_id, Vote.cast_at > record.closed_at)
        assert db.session.scalars(late).all() == []
        db.session.rollback()

    # Helpers

    def _open(self, item_id: int) -> None:
        votes.open_item(officer(), item_id)
        db.session.commit()

    def _close(self, item_id: int) -> None:
        path = f"{self.path}/{item_id}/close"
        status, _ = self.crowd.desk.post_until_answered(self.webs, path)
        assert status == DONE, status

    def _speaks_for(self, member: int) -> list[int]:
        principal = self.crowd.proxies.get(member)
        return [member] if principal is None else [member, principal]

    def _choices(self, member: int, dice: random.Random) -> dict[int, Choice]:
        return {each: dice.choice(list(Choice)) for each in self._speaks_for(member)}

    def _stored(self, item_id: int) -> dict[int, Choice]:
        db.session.rollback()
        cast = db.session.scalars(select(Vote).where(Vote.item_id == item_id)).all()
        found = {vote.organisation_id: vote.choice for vote in cast}
        assert len(found) == len(cast)
        db.session.rollback()
        return found

    def _record(self, item_id: int) -> ResolutionRecord:
        db.session.rollback()
        wanted = select(ResolutionRecord).where(ResolutionRecord.item_id == item_id)
        found: ResolutionRecord = db.session.scalars(wanted).one()
        db.session.expunge(found)
        db.session.rollback()
        return found

    def _trail(self, item_id: int) -> Sequence[AuditEntry]:
        return db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_type == "agenda_item", AuditEntry.subject_id == str(item_id))
            .order_by(AuditEntry.sequence)
        ).all()


def form(choices: Mapping[int, Choice]) -> dict[str, str]:
    """Return a ballot's form data."""
    return {f"vote_{member}": choice.value for member, choice in choices.items()}


def dies(post: Callable[[], int]) -> bool:
    """Whether the process died instead of responding."""
    try:
        post()
    except BROKEN:
        return True
    return False
