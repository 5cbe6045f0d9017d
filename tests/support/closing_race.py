"""Votes and changes of votes against several closes at once: what is stored is what is counted."""

import random
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models.agenda import AgendaItem
from app.models.meeting import Meeting
from app.models.resolution import ResolutionRecord
from app.models.vote import Vote
from app.rules.roll import Choice
from app.security.viewer import Viewer
from app.services import closing, votes
from tests.support import at_once
from tests.support import meetings as hall
from tests.support.desk import officer

VOTERS, CLOSES = 23, 4


class ClosingRace:
    """A meeting in session with its voters; each round decides one more item."""

    def __init__(self) -> None:
        self.meeting, _first = hall.in_session()
        self.members = hall.executives()[:VOTERS]
        hall.arrive(self.meeting, *self.members)
        self.people = {member: hall.voter(member) for member in self.members}
        self.desk = officer()
        self.meeting_id = self.meeting.id
        db.session.commit()

    def round(self, app: Flask, seed: int) -> tuple[int, int]:
        """One race; returns how many votes were counted and how many came too late."""
        dice = random.Random(seed)
        item_id = self._put()
        ballots = [
            (member, dice.choice(list(Choice))) for member in self.members for _change in range(2)
        ]
        jobs: list[Callable[[], Any]] = [
            partial(_cast, self.people[member], item_id, member, choice)
            for member, choice in ballots
        ]
        jobs += [partial(_close, self.desk, item_id)] * CLOSES
        order = dice.sample(range(len(jobs)), len(jobs))
        given = dict(zip(order, at_once.at_once(app, [jobs[n] for n in order]), strict=True))
        outcomes = [given[n] for n in range(len(jobs))]

        db.session.rollback()
        cast = select(Vote).where(Vote.item_id == item_id)
        stored = {vote.organisation_id: vote.choice for vote in db.session.scalars(cast)}
        record = db.session.scalars(
            select(ResolutionRecord).where(ResolutionRecord.item_id == item_id)
        ).one()
        counted = record.content["votes"]
        assert {int(m): Choice(vote["choice"]) for m, vote in counted.items()} == stored
        assert set(outcomes[len(ballots) :]) == {record.hash}, "every close gives the same record"
        acknowledged: dict[int, set[Choice]] = {}
        for (member, choice), outcome in zip(ballots, outcomes, strict=False):
            if outcome is True:
                acknowledged.setdefault(member, set()).add(choice)
        assert set(acknowledged) == set(stored), "what was acknowledged is stored, and nothing else"
        assert all(stored[member] in said for member, said in acknowledged.items())
        counts = record.content["counts"]
        assert counts["entitled"] - counts["silent"] == len(stored)
        late = len(at_once.refused(outcomes))
        db.session.rollback()
        return len(stored), late

    def _put(self) -> int:
        meeting = db.session.get_one(Meeting, self.meeting_id)
        item: AgendaItem = hall.resolution(meeting)
        votes.open_item(self.desk, item.id)
        item_id = item.id
        db.session.commit()
        return item_id


def _cast(person: Viewer, item_id: int, member: int, choice: Choice) -> bool:
    votes.cast(person, item_id, member, choice)
    return True


def _close(desk: Viewer, item_id: int) -> str:
    return closing.close(desk, item_id).hash
