"""Acts that one person proposes and another releases."""

from functools import partial
from typing import Any

import pytest
from flask import Flask

from app.errors import NotPermitted, RuleViolation, StaleState
from app.rules.states.common.approval import ApprovalState
from app.security.viewer import SYSTEM, Role
from app.services.common import approvals
from tests.support.concurrency import refused, run_concurrently
from tests.support.desk import officer
from tests.support.trail import entry_details

KIND = "thing.act"


def test_another_person_releases_what_was_proposed(session: Any) -> None:
    first, second = officer(), officer()
    approvals.propose(first, KIND, 7, title="物", reason="急ぐため", rows=3)
    released = approvals.release(second, KIND, 7)
    assert (released.state, released.arguments) == (ApprovalState.RELEASED, {"rows": 3})
    assert (released.proposed_by_id, released.decided_by_id) == (
        first.account_id,
        second.account_id,
    )
    assert entry_details("thing", 7, "approval.release") == [
        {"approval": KIND, "proposed_by": first.name}
    ]
    with pytest.raises(StaleState):
        approvals.release(second, KIND, 7)


def test_proposer_cannot_release_it(session: Any) -> None:
    first = officer()
    approvals.propose(first, KIND, 7, title="物")
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        approvals.release(first, KIND, 7)


def test_one_proposal_of_a_kind_is_pending_at_a_time(session: Any) -> None:
    first, second = officer(), officer()
    approvals.propose(first, KIND, 7, title="物")
    with pytest.raises(StaleState, match="すでに承認待ち"):
        approvals.propose(second, KIND, 7, title="物")
    approvals.propose(second, KIND, 8, title="別の物")
    approvals.take_back(first, KIND, 7)
    assert approvals.propose(second, KIND, 7, title="物").proposed_by_id == second.account_id


def test_sent_back_proposal_keeps_the_reason(session: Any) -> None:
    first, second = officer(), officer()
    approvals.propose(first, KIND, 7, title="物")
    with pytest.raises(RuleViolation, match="差し戻す理由"):
        approvals.send_back(second, KIND, 7, "　")
    approvals.send_back(second, KIND, 7, " 数が違う ")
    found = approvals.last(KIND, 7)
    assert found is not None and approvals.pending(KIND, 7) is None
    assert (found.state, found.return_reason) == (ApprovalState.RETURNED, "数が違う")


def test_proposals_lapse_with_their_object(session: Any) -> None:
    first = officer()
    for kind, pk in ((KIND, 7), ("thing.other", 7), (KIND, 8)):
        approvals.propose(first, kind, pk, title="物")
    approvals.lapse(SYSTEM, "thing", 7)
    assert set(approvals.pending_on(KIND, [7, 8])) == {"8"}
    assert approvals.pending("thing.other", 7) is None


def test_only_the_named_role_releases_and_lists_it(session: Any) -> None:
    first, second = officer(), officer()
    approvals.propose(first, KIND, 7, title="物", role=Role.COUNCIL)
    with pytest.raises(NotPermitted):
        approvals.release(second, KIND, 7)
    assert approvals.page(second, over=False, number=1) == ([], 0)
    approvals.take_back(first, KIND, 7)


def test_software_neither_proposes_nor_releases(session: Any) -> None:
    with pytest.raises(NotPermitted):
        approvals.propose(SYSTEM, KIND, 7, title="物")
    approvals.propose(officer(), KIND, 7, title="物")
    with pytest.raises(NotPermitted):
        approvals.release(SYSTEM, KIND, 7)


def test_pending_ones_are_listed_from_the_oldest(session: Any) -> None:
    first, second = officer(), officer()
    for pk in (1, 2, 3):
        approvals.propose(first, KIND, pk, title=f"物{pk}")
    approvals.release(second, KIND, 1)
    pending, total = approvals.page(second, over=False, number=1)
    assert ([each.title for each in pending], total) == (["物2", "物3"], 2)
    assert [each.title for each in approvals.page(second, over=True, number=1)[0]] == ["物1"]


@pytest.mark.both_databases
def test_one_of_two_releases_at_the_same_moment_counts(app: Flask, session: Any) -> None:
    first, second, third = officer(), officer(), officer()
    approvals.propose(first, KIND, 7, title="物")
    session.commit()
    outcomes = run_concurrently(
        app, [partial(approvals.release, one, KIND, 7) for one in (second, third)]
    )
    assert len(refused(outcomes)) == 1
