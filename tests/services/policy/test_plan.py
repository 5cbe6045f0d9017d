"""The plan of a year: results from declared figures, put to the meeting as a paper."""

from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, RuleViolation
from app.models.meeting.agenda import AgendaPaper
from app.models.policy.plan import PlanActivity
from app.rules.meeting.agenda import ItemKind
from app.rules.membership.roster import Tier
from app.rules.policy.plan import PlanState
from app.security.viewer import PUBLIC
from app.services.common import figures
from app.services.policy import meeting_papers, plan
from tests import factories
from tests.support import meetings as hall
from tests.support.desk import officer
from tests.support.proposals import acting
from tests.support.register_samples import entry

YEAR = 2026


def planned(**values: Any) -> PlanActivity:
    found: PlanActivity = entry(
        PlanActivity, fiscal_year=YEAR, state=PlanState.UNDER_WAY, result=None, measure="", **values
    )
    return found


def test_result_is_taken_from_the_figure_of_the_year_and_taken_again(session: Any) -> None:
    activity = planned(target=2)
    plan.measure(officer(), activity.public_id, "members.joined")
    before = activity.result
    assert (before, activity.measure, activity.measured_on is not None) == (
        figures.cells(figures.named("members.joined"), YEAR).total,
        "団体",
        True,
    )
    factories.member(since=activity.measured_on)
    assert plan.take_all(officer(), YEAR) == 1
    assert activity.result == before + 1
    plan.measure(officer(), activity.public_id, "")
    assert (activity.figure, activity.measured_on) == ("", None)
    assert plan.take_all(officer(), YEAR) == 0


@pytest.mark.parametrize("key", ["meetings.attendance", "nothing", "supporters.by_municipality"])
def test_figure_without_a_number_of_the_year_is_refused(session: Any, key: str) -> None:
    with pytest.raises(RuleViolation, match="システムにありません"):
        plan.measure(officer(), planned().public_id, key)


def test_small_number_of_persons_is_no_result(session: Any) -> None:
    from tests.support import supporters

    supporters.serving()
    with pytest.raises(RuleViolation, match="特定される"):
        plan.measure(officer(), planned().public_id, "supporters.by_kind")


def test_keeper_takes_the_result_and_nobody_else(session: Any) -> None:
    body = factories.founding_member("鳥取県弁護士会")
    mine, other = planned(organisation_id=body.id), planned()
    actor = acting(body)
    assert plan.measure(actor, mine.public_id, "members.joined").result is not None
    for who in (actor, PUBLIC):
        with pytest.raises(NotFound):
            plan.measure(who, other.public_id, "members.joined")


def test_paper_is_put_to_a_meeting_that_is_being_prepared(session: Any) -> None:
    planned(tier=Tier.SECRETARIAT, name="事務局だけ")
    shared = planned(name="皆に見える")
    assert plan.of_year(YEAR, shared=True) == [shared]
    meeting = hall.planned()
    assert meeting.id in dict(meeting_papers.planned(officer()))
    item = meeting_papers.put(
        officer(),
        meeting.id,
        ItemKind.REPORT,
        title="企画・検証",
        text="",
        content=b"%PDF-1.7 body",
    )
    paper = session.scalars(select(AgendaPaper).where(AgendaPaper.item_id == item.id)).one()
    assert (paper.file_name, paper.media_type) == ("企画・検証.pdf", "application/pdf")
    hall.notified(meeting)
    assert meeting.id not in dict(meeting_papers.planned(officer()))
