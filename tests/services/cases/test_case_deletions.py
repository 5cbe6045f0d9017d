"""Deletion of a case: proposed after the retention period, approved by another person, final."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.errors import NotFound, NotPermitted, RuleViolation
from app.models.accounts.user import Account
from app.models.cases.case import DeletionRecord, SupportCase
from app.models.common.audit import AuditEntry
from app.models.common.scope import CaseScoped
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind
from app.rules.states.cases.case import CaseState
from app.security import vault
from app.security.case_keys import KeyDestroyed
from app.security.case_visibility import case_classes
from app.security.viewer import SYSTEM, Viewer
from app.services.cases import deletions as case_deletions
from app.services.cases import records as case_records
from app.services.common.links import Links
from app.services.front import council_home
from tests.support.cases import add_participant, filled, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases
LINKS = Links("https://platform.example", "secret")
YEARS = 5
CLOSED_ON = date(2024, 5, 31)
DUE_FROM = date(2029, 6, 1)
"""The day of closing is not counted: retained until 2029-05-31."""
Hold = Callable[[date], None]


@pytest.fixture
def closed(session: Any, at: Hold) -> tuple[str, Viewer, Viewer]:
    """Create a closed case with records and two case managers."""
    one, other = person("鳥取県"), person("鳥取市")
    at(date(2024, 5, 1))
    case = new_case(one)
    for kind in (RecordKind.PERSON, RecordKind.NOTE):
        case_records.write(viewer_of(one), case.id, kind, filled(kind))
    add_participant(case, other, Section.MANAGEMENT, level=Level.WRITE)
    case.state, case.closed_on = CaseState.CLOSED, CLOSED_ON
    session.commit()
    return case.id, viewer_of(one), viewer_of(other)


def propose(day: date, at: Hold) -> int:
    at(day)
    return case_deletions.propose_due(SYSTEM, years=YEARS, links=LINKS)


def test_deletion_awaits_approval_by_another_than_the_proposer(closed: Any, at: Hold) -> None:
    case_id, one, other = closed
    at(DUE_FROM)
    case_deletions.propose(see_as(one), case_id, years=YEARS, links=LINKS)
    assert council_home.waiting(one)["council_deletions"] == 0
    see_as(other)
    assert council_home.waiting(other)["council_deletions"] == 1
    case_deletions.hold(other, case_id, "訴訟")
    assert council_home.waiting(other)["council_deletions"] == 0


def test_case_is_retained_to_the_end_of_its_period(session: Any, closed: Any, at: Hold) -> None:
    assert propose(DUE_FROM - timedelta(days=1), at) == 0
    assert propose(DUE_FROM, at) == 1
    case = session.get(SupportCase, closed[0])
    assert case.state is CaseState.TO_DELETE
    assert case.closed_on == CLOSED_ON
    assert propose(DUE_FROM, at) == 0


def test_letters_to_the_managers_contain_nothing_of_the_case(
    session: Any, closed: Any, at: Hold
) -> None:
    case = session.get(SupportCase, closed[0])
    propose(DUE_FROM, at)
    letters = session.scalars(select(OutboxMessage)).all()
    managers = [session.get(Account, viewer.account_id).email for viewer in closed[1:]]
    assert [letter.recipient for letter in letters] == managers
    for letter in letters:
        everything = f"{letter.subject}{letter.body}{letter.dedupe_key}{letter.letter}"
        assert case.id not in everything and case.alias not in everything
        assert "https://platform.example/cases/" in letter.body


def test_approval_by_another_leaves_only_the_deletion_record(
    session: Any, closed: Any, at: Hold
) -> None:
    case_id, one, other = closed
    label = session.get(SupportCase, case_id).alias
    at(DUE_FROM)
    case_deletions.propose(see_as(one), case_id, years=YEARS, links=LINKS)
    with pytest.raises(RuleViolation, match="提案した人は承認できません"):
        case_deletions.approve(one, case_id)
    case_deletions.approve(see_as(other), case_id)
    session.commit()
    assert vault.key_store().key(case_id)  # the deletion could be rolled back before the commit

    assert case_deletions.destroy_keys(other) == 1
    [record], total = case_deletions.page(see_as(one), 1)
    assert (record.case_id, record.alias, record.closed_on) == (case_id, label, CLOSED_ON)
    assert (record.proposed_by_id, record.approved_by_id) == (one.account_id, other.account_id)
    assert record.rows > 5 and record.key_destroyed_at is not None and total == 1
    see_as(SYSTEM)
    for entity in case_classes():
        if issubclass(entity, CaseScoped):
            assert session.scalar(select(func.count()).select_from(entity)) == 0, entity
    assert session.get(SupportCase, case_id) is None
    with pytest.raises(KeyDestroyed):
        vault.key_store().key(case_id)
    trail = set(session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == case_id)))
    assert {"case.begin", "case.write", "case.delete", "case.destroy_key"} <= trail


def test_any_manager_may_approve_a_proposal_of_the_system(
    session: Any, closed: Any, at: Hold
) -> None:
    case_id, one, _other = closed
    propose(DUE_FROM, at)
    case_deletions.approve(see_as(one), case_id)
    see_as(SYSTEM)
    assert session.scalars(select(DeletionRecord.proposed_by_id)).one() is None


def test_key_left_by_a_crash_is_destroyed_by_the_sweep(session: Any, closed: Any, at: Hold) -> None:
    case_id, one, _other = closed
    propose(DUE_FROM, at)
    case_deletions.approve(see_as(one), case_id)
    session.commit()  # the process dies here
    see_as(SYSTEM)
    assert case_deletions.destroy_keys(SYSTEM) == 1
    assert case_deletions.destroy_keys(SYSTEM) == 0
    with pytest.raises(KeyDestroyed):
        vault.key_store().key(case_id)


def test_restored_key_is_destroyed_again(session: Any, closed: Any, at: Hold) -> None:
    case_id, one, _other = closed
    [file] = vault.key_store().folders[0].glob(f"{case_id}.key")
    wrapped = file.read_bytes()
    propose(DUE_FROM, at)
    case_deletions.approve(see_as(one), case_id)
    session.commit()
    see_as(SYSTEM)
    assert case_deletions.destroy_keys(SYSTEM) == 1
    file.write_bytes(wrapped)  # from a disk that was unavailable
    assert case_deletions.destroy_keys(SYSTEM) == 1
    assert not file.exists()
    assert case_deletions.destroy_keys(SYSTEM) == 0


def test_case_with_extended_retention_is_not_proposed(session: Any, closed: Any, at: Hold) -> None:
    case_id, one, _other = closed
    propose(DUE_FROM, at)
    actor = see_as(one)
    with pytest.raises(RuleViolation, match="理由"):
        case_deletions.hold(actor, case_id, " ")
    case_deletions.hold(actor, case_id, "訴訟が続いている")
    case = see_and_get(session, case_id)
    assert (case.state, case.closed_on, case.is_held) == (CaseState.CLOSED, CLOSED_ON, True)
    assert vault.unseal(case, "hold_reason") == "訴訟が続いている"
    assert "訴訟".encode() not in case.hold_reason
    assert propose(DUE_FROM, at) == 0
    with pytest.raises(RuleViolation, match="保存を継続"):
        case_deletions.propose(see_as(one), case_id, years=YEARS, links=LINKS)

    case_deletions.end_hold(one, case_id)
    see_as(SYSTEM)
    assert propose(DUE_FROM, at) == 1


def see_and_get(session: Any, case_id: str) -> Any:
    see_as(SYSTEM)
    return session.get(SupportCase, case_id)


def test_early_proposal_and_approval_without_proposal_are_refused(
    session: Any, closed: Any, at: Hold
) -> None:
    case_id, one, _other = closed
    at(DUE_FROM - timedelta(days=1))
    actor = see_as(one)
    with pytest.raises(RuleViolation, match="保存期間"):
        case_deletions.propose(actor, case_id, years=YEARS, links=LINKS)
    with pytest.raises(RuleViolation, match="提案されていません"):
        case_deletions.approve(actor, case_id)


def test_non_manager_cannot_handle_deletions(session: Any, closed: Any, at: Hold) -> None:
    case_id = closed[0]
    reader, stranger = person("米子市"), person("境港市")
    add_participant(session.get(SupportCase, case_id), reader)
    propose(DUE_FROM, at)
    who = ((viewer_of(reader), NotPermitted), (viewer_of(stranger), NotFound))
    for actor, refusal in who:
        see_as(actor)
        for verb, arguments in (
            (case_deletions.approve, {}),
            (case_deletions.hold, {"reason": "理由"}),
            (case_deletions.end_hold, {}),
            (case_deletions.propose, {"years": YEARS, "links": LINKS}),
        ):
            with pytest.raises(refusal):
                verb(actor, case_id, **arguments)  # type: ignore[operator]


def test_sweep_proposes_and_destroys(app: Any, session: Any, closed: Any, at: Hold) -> None:
    from app.tasks.cases.retention import sweep

    at(DUE_FROM)
    assert app.config["CASE_RETENTION_YEARS"] == YEARS
    sweep()
    assert session.get(SupportCase, closed[0]).state is CaseState.TO_DELETE
