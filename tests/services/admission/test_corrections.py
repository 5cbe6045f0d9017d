"""Correction of an application: the difference is kept, findings stand, the applicant is reminded."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.models.admission.application import Application
from app.rules.admission.correction import FIELDS_OF
from app.rules.membership.eligibility import Check
from app.rules.membership.membership import EndCause, ReceivedBy
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import PUBLIC, SYSTEM, Viewer
from app.services.admission import acceptance, applicants, corrections, decisions
from tests import factories
from tests.support.application_form import letters
from tests.support.desk import LINKS, accept, check_all, officer, ready_application

State = ApplicationState
Clock = Callable[[Any], None]
NOT_PLEDGED = {"pledge_version": "", "bylaws_version": "", "privacy_version": ""}
GIVEN = {"pledge_version": "1", "bylaws_version": "2", "privacy_version": "3"}


def corrected(application: Application, **values: Any) -> Application:
    """Ask for a correction and receive it on the applicant's page."""
    corrections.request(officer(), application.id, "直してください", links=LINKS)
    given = application.profile() | {"kind": application.kind} | values
    token = LINKS.status_token(application.id, application.status_nonce)
    return applicants.resubmit(PUBLIC, token, given, links=LINKS)


def told(application: Application, actor: Viewer, **values: Any) -> Application:
    """Enter a correction told by telephone."""
    given = {"received_by": ReceivedBy.SPOKEN, "told_by": "因幡理事長", "told_on": clock.today()}
    options = {name: values.pop(name, value) for name, value in given.items()}
    profile = application.profile() | {"kind": application.kind} | values
    return corrections.enter(actor, application.id, profile, **options)


def test_table_of_checks_names_fields_of_the_form() -> None:
    assert frozenset().union(*FIELDS_OF.values()) <= set(PROFILE_FIELDS)
    assert FIELDS_OF.keys() == set(Check)


def test_checks_stand_and_those_whose_basis_changed_are_repeated(session: Any) -> None:
    one = officer()
    application = ready_application(one)
    corrected(application, activities="別の活動", fax="0857-26-0009")
    again = {row.check for row in application.checks if row.again}
    assert len(application.checks) == 3 and again == {Check.RELEVANT_ACTIVITY}
    verdict = acceptance.verdict(application)
    assert not verdict and "要再確認" in verdict.reason
    decisions.record_check(one, application.id, Check.RELEVANT_ACTIVITY, passed=True, note="")
    assert acceptance.verdict(application)


def test_each_round_keeps_what_was_before(session: Any) -> None:
    application = ready_application(officer(), fax="1", activities="一")
    corrected(application, fax="2")
    corrected(application, fax="3", activities="二")
    corrected(application)
    first, second, third = application.corrections
    assert (first.before, first.after) == ({"fax": "1"}, {"fax": "2"})
    assert second.before == {"fax": "2", "activities": "一"}
    assert (third.before, third.received_by, first.request) == (
        {},
        ReceivedBy.WEB,
        "直してください",
    )


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"activities": "別の活動"}, True),
        ({"fax": "0857-26-0009"}, True),
        ({"phone": "0857-26-0009"}, False),
        ({"representative_name": "別の 人"}, False),
        ({"was_member": True}, False),
    ],
)
def test_decision_on_former_membership_stands_unless_identity_changed(
    session: Any, values: dict[str, Any], kept: bool
) -> None:
    one = officer()
    former = factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31))
    application = ready_application(one, readmission_statement="再開します")
    decisions.name_former(one, application.id, former.id)
    corrected(application, **values)
    check_all(one, application)
    assert (application.former_checked, application.former_organisation_id) == (kept, former.id)
    verdict = acceptance.verdict(application)
    assert bool(verdict) is kept
    if not kept:
        assert "確かめて記録" in verdict.reason
        decisions.name_former(one, application.id, former.id)
        assert acceptance.verdict(application)


@pytest.mark.parametrize("missing", list(GIVEN))
def test_nothing_is_accepted_without_pledge_and_consents(session: Any, missing: str) -> None:
    one = officer()
    application = ready_application(one, **{missing: ""})
    verdict = acceptance.verdict(application)
    assert not verdict and "補正を求めて" in verdict.reason
    if missing == "pledge_version":
        assert str(verdict.article) == "要領第2条第3項第2号"
    with pytest.raises(RuleViolation):
        accept(one, application.id)


def test_missing_pledge_is_given_with_the_correction(session: Any, at: Clock) -> None:
    at(date(2026, 11, 23))
    application = ready_application(officer(), pledged_on=None, **NOT_PLEDGED)
    corrected(application, **GIVEN)
    assert {name: getattr(application, name) for name in GIVEN} == GIVEN
    assert application.pledged_on == date(2026, 11, 23)
    assert acceptance.verdict(application)


def test_pledge_is_not_given_by_telephone(session: Any) -> None:
    application = factories.application(State.CORRECTION, **NOT_PLEDGED)
    with pytest.raises(RuleViolation, match="書面か電子申請"):
        told(application, officer(), **GIVEN)
    told(application, officer(), received_by=ReceivedBy.PAPER, **GIVEN)
    assert acceptance.given(application)


def test_correction_by_telephone_records_who_told_it_and_is_confirmed(session: Any) -> None:
    one = officer()
    application = factories.application(State.CORRECTION)
    told(application, one, phone="0857-26-0009")
    assert (application.state, application.phone) == (State.RECEIVED, "0857-26-0009")
    (row,) = application.corrections
    assert (row.told_by, row.told_on, row.received_by, row.entered_by_name) == (
        "因幡理事長",
        clock.today(),
        ReceivedBy.SPOKEN,
        one.name,
    )
    (letter,) = letters("correction_entered")
    assert "電話番号" in letter.body and "因幡理事長" in letter.body


def test_correction_by_telephone_is_refused_without_person_day_or_request(
    session: Any, at: Clock
) -> None:
    at(date(2026, 11, 23))
    one = officer()
    application = factories.application(State.CORRECTION, correction_requested_at=clock.now())
    for wrong in (
        {"told_by": " "},
        {"told_on": date(2026, 11, 24)},
        {"told_on": date(2026, 11, 22)},
        {"business_contact_email": "other@example.jp"},
    ):
        with pytest.raises(RuleViolation), session.begin_nested():
            told(application, one, **wrong)
    with pytest.raises(StaleState):
        told(factories.application(), one)
    with pytest.raises(NotPermitted):
        told(application, PUBLIC)


def test_applicant_is_reminded_after_two_weeks_then_monthly(session: Any, at: Clock) -> None:
    at(date(2026, 11, 2))
    application = factories.application()
    corrections.request(officer(), application.id, "番地まで", links=LINKS)
    reminded = []
    for day in (date(2026, 11, 15), date(2026, 11, 16), date(2026, 12, 16), date(2027, 1, 16)):
        at(day)
        reminded.append(corrections.remind_due(SYSTEM, links=LINKS))
    assert reminded == [0, 1, 1, 1]
    letter = letters("correction_reminder")[0]
    assert "番地まで" in letter.body and "/apply/status/" in letter.body
    corrected_on_page = application.profile() | {"kind": application.kind}
    token = LINKS.status_token(application.id, application.status_nonce)
    applicants.resubmit(PUBLIC, token, corrected_on_page, links=LINKS)
    at(date(2027, 6, 1))
    assert corrections.remind_due(SYSTEM, links=LINKS) == 0


def test_reminder_by_hand_goes_once_a_day(session: Any) -> None:
    application = factories.application(State.CORRECTION, correction_request="番地まで")
    for _ in range(2):
        corrections.remind(officer(), application.id, links=LINKS)
    assert len(letters("correction_reminder")) == 1
    with pytest.raises(StaleState):
        corrections.remind(officer(), factories.application().id, links=LINKS)


def test_application_is_taken_back_as_the_applicant_asked(session: Any, at: Clock) -> None:
    at(date(2026, 11, 23))
    application = factories.application(State.CORRECTION, received_on=date(2026, 11, 20))
    asked: dict[str, Any] = {
        "asked_by": "因幡理事長",
        "way": ReceivedBy.SPOKEN,
        "asked_on": date(2026, 11, 22),
    }
    for wrong in (
        {"asked_by": ""},
        {"asked_on": date(2026, 11, 24)},
        {"asked_on": date(2026, 11, 19)},
    ):
        with pytest.raises(RuleViolation):
            applicants.take_back_for(officer(), application.id, **asked | wrong)
    applicants.take_back_for(officer(), application.id, **asked)
    assert (application.state, application.decided_on) == (State.TAKEN_BACK, date(2026, 11, 22))
    (letter,) = letters("application_taken_back")
    assert "因幡理事長" in letter.body and letter.recipient == application.business_contact_email
    with pytest.raises(StaleState):
        applicants.take_back_for(
            officer(), factories.application(State.UNCONFIRMED, received_on=None).id, **asked
        )
