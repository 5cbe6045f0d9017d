"""The library as it begins: what the first four meetings left."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.models.policy.paper import Paper
from app.rules.membership.roster import Tier
from app.rules.policy.papers import PaperKind
from app.security.viewer import PUBLIC
from app.services.policy import papers
from app.services.registers import entries
from tests import factories
from tests.support.desk import officer
from tests.support.members import person_of


def test_papers_of_four_meetings_are_there_and_public(session: Any) -> None:
    found = session.scalars(select(Paper)).all()
    days = {paper.meeting_number: paper.day for paper in found}
    assert days == {
        1: date(2022, 9, 14),
        2: date(2022, 12, 27),
        3: date(2023, 8, 28),
        4: date(2024, 3, 18),
    }
    assert {paper.tier for paper in found} == {Tier.PUBLIC}
    assert sum(paper.kind is PaperKind.RULES for paper in found) == 3
    whole = " ".join(paper.text for paper in found)
    for said in ("統轄監室（オンライン）", "広報・交流経費補助金 ３０万円×2/3", "智頭町福祉課参事"):
        assert said in whole
    assert not any("⼀" <= sign <= "⿕" for sign in whole)  # radicals in place of ideographs


def test_newer_version_is_named_and_compared(session: Any) -> None:
    desk = officer()
    shared = {"name": "手引き", "kind": PaperKind.OTHER}
    old = entries.add(desk, Paper, {**shared, "day": date(2025, 4, 1), "text": "月に1回"})
    values = {**shared, "day": date(2026, 4, 1), "text": "週に1回", "replaces": old.public_id}
    new = entries.add(desk, Paper, values)
    assert list(papers.replaced_by(old)) == [new]
    assert len(papers.changes(new)) == 2 and papers.changes(old) == []
    entries.change(desk, Paper, new.public_id, {"text": ""})
    assert papers.changes(new) == []


def test_meeting_is_linked_for_those_who_may_open_it(session: Any) -> None:
    paper = session.scalars(select(Paper).where(Paper.meeting_number == 4)).first()
    executive = person_of(factories.founding_member("鳥取県弁護士会"))
    for actor in (officer(), executive):
        meeting = papers.meeting_of(actor, paper)
        assert meeting is not None and meeting.number == 4
    for actor in (PUBLIC, person_of(factories.member())):
        assert papers.meeting_of(actor, paper) is None
