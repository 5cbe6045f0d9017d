"""The access log of a case and its monthly review."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.cases.case import PassingOn
from app.rules.cases.access import Level, PassingOnBasis, Section
from app.security import vault
from app.security.case_visibility import CASE_SUBJECT
from app.security.viewer import SYSTEM
from app.services.cases import access_log
from app.services.common import audit
from tests.support.cases import add_participant, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases


def at(day: int, hour: int = 3, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_monthly_review_counts_accesses_by_person_in_japanese_time(session: Any) -> None:
    manager, reader = person("鳥取県"), person("鳥取市")
    case, other = new_case(manager), new_case(manager)
    looks = [
        (manager, "read", at(30, 16, 9)),  # 1 October in Japan
        (manager, "read", at(5)),
        (reader, "print", at(31)),
        (reader, "denied", at(7)),
        (reader, "read", at(31, 15)),  # November in Japan
    ]
    for who, look, moment in looks:
        with clock.freeze(moment):
            audit.record(viewer_of(who), f"case.{look}", CASE_SUBJECT, case.id)
            audit.record(viewer_of(who), f"case.{look}", CASE_SUBJECT, other.id)
            audit.record(viewer_of(who), "case.write", CASE_SUBJECT, case.id, kind="note")
    case_id, actor = case.id, viewer_of(manager)
    session.commit()
    found = access_log.monthly_summary(see_as(actor), case_id, "2026-10")
    assert [{look: n for look, n in numbers.items() if n} for _name, numbers in found.people] == [
        {"read": 2},
        {"print": 1, "denied": 1},
    ]


def test_passed_on_information_is_counted_by_basis(session: Any) -> None:
    manager = person("鳥取県")
    case = new_case(manager)
    for basis in (PassingOnBasis.CONSENT, PassingOnBasis.CONSENT, PassingOnBasis.DANGER):
        row = PassingOn(
            case_id=case.id,
            basis=basis,
            recipient_id=manager.id,
            passed_at=at(5),
            passed_by_id=manager.account_id,
        )
        vault.seal(row, "content", {})
        session.add(row)
    session.flush()
    found = access_log.monthly_summary(viewer_of(manager), case.id, "2026-10")
    assert found.passed_on == {PassingOnBasis.CONSENT: 2, PassingOnBasis.DANGER: 1}


def test_month_is_reviewed_once_and_after_it_has_ended(session: Any) -> None:
    manager = person("鳥取県")
    with clock.freeze(at(1)):
        case, actor = new_case(manager), viewer_of(manager)
    with clock.freeze(at(31, 14)), pytest.raises(RuleViolation):
        access_log.review(actor, case.id, "2026-10", "問題なし")
    with clock.freeze(at(31, 15)):
        done = access_log.review(actor, case.id, "2026-10", "問題なし")
        assert access_log.note(done) == "問題なし"
        assert "問題なし".encode() not in done.note
        with pytest.raises(StaleState):
            access_log.review(actor, case.id, "2026-10", "もう一度")
        assert access_log.months(case.id, at(30, 16, 9)) == [("2026-11", False), ("2026-10", True)]
    assert (
        access_log.monthly_summary(actor, case.id, "2026-10").reviewer
        == manager.account.get_full_name()
    )


def test_non_manager_sees_no_accesses(session: Any) -> None:
    manager, other, reader = person("鳥取県"), person("鳥取市"), person("米子市")
    case = new_case(manager)
    add_participant(case, other, *(set(Section) - {Section.MANAGEMENT}), level=Level.WRITE)
    add_participant(case, reader, Section.MANAGEMENT)
    case_id, viewers = case.id, (viewer_of(other), viewer_of(reader))
    audit.record(SYSTEM, "case.read", CASE_SUBJECT, case_id)
    actor = see_as(viewers[0])
    for look in (
        lambda: access_log.page(actor, case_id, 1),
        lambda: access_log.monthly_summary(actor, case_id, "2026-10"),
    ):
        with pytest.raises(NotPermitted):
            look()
    actor = see_as(viewers[1])
    assert access_log.page(actor, case_id, 1)[1] > 0
    with pytest.raises(NotPermitted):
        access_log.review(actor, case_id, "2026-10", "問題なし")
