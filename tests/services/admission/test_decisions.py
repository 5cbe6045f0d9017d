"""Decisions of the secretariat on a single application (要領第2条, 第5条)."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.admission.application import Application
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.common.periods import period_end
from app.rules.membership.eligibility import Check, OrganisationKind, required_checks
from app.rules.membership.membership import EndCause, Standing
from app.rules.states.admission.application import ApplicationState
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import Role, Viewer
from app.services.admission import acceptance, corrections, decisions, immediate
from tests import factories
from tests.support.desk import LINKS, accept, check_all, officer, ready_application, refuse

EXPELLED = date(2024, 2, 29)
LAST_DAY = date(2027, 2, 28)
FIRST_DAY = date(2027, 3, 1)
Clock = Callable[[Any], None]


def letters(session: Any, application: Application) -> list[OutboxMessage]:
    return list(
        session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.dedupe_key == f"application:{application.id}")
            .order_by(OutboxMessage.id)
        )
    )


def of_an_expelled(actor: Viewer, **values: Any) -> Application:
    """Return the application of an expelled organisation, recognised and checked."""
    former = factories.former_member(EndCause.EXPULSION, EXPELLED, name="もとの会")
    application = ready_application(
        actor, name="もとの会", was_member=True, readmission_statement="改善しました", **values
    )
    decisions.name_former(actor, application.id, former.id)
    return application


@pytest.mark.parametrize("kind", [k for k in OrganisationKind if k is not k.INDIVIDUAL])
def test_acceptance_requires_each_check_of_the_kind(session: Any, kind: OrganisationKind) -> None:
    actor, application = officer(), factories.application(kind=kind)
    for check in required_checks(kind):
        assert not acceptance.verdict(application)
        with pytest.raises(RuleViolation):
            accept(actor, application.id)
        session.rollback()
        application = session.get(Application, application.id) or factories.application(kind=kind)
        actor = officer()
        for done in required_checks(kind)[: required_checks(kind).index(check) + 1]:
            decisions.record_check(actor, application.id, done, passed=True, note="")
        session.commit()
    assert accept(actor, application.id).state is ApplicationState.ACCEPTED


def test_administrative_bodies_need_the_suitability_finding_only() -> None:
    for kind in (OrganisationKind.ADMINISTRATIVE, OrganisationKind.SOCIAL_WELFARE_COUNCIL):
        assert required_checks(kind) == (Check.SUITABLE,)


def test_check_records_who_when_and_why(session: Any, at: Clock) -> None:
    at(date(2026, 11, 23))
    actor, application = officer(), factories.application()
    decisions.record_check(
        actor, application.id, Check.ELIGIBLE_KIND, passed=True, note="登記事項証明書"
    )
    (row,) = application.checks
    assert (row.checked_by_id, row.checked_by_name) == (actor.account_id, actor.name)
    assert (row.checked_at, row.note, row.passed) == (clock.now(), "登記事項証明書", True)


def test_later_finding_replaces_the_earlier(session: Any) -> None:
    actor, application = officer(), factories.application()
    decisions.record_check(actor, application.id, Check.ELIGIBLE_KIND, passed=True, note="")
    second = officer()
    decisions.record_check(
        second, application.id, Check.ELIGIBLE_KIND, passed=False, note="個人でした"
    )
    (row,) = application.checks
    assert (row.passed, row.note, row.checked_by_id) == (False, "個人でした", second.account_id)
    assert acceptance.verdict(application).reason.startswith("「入会できる種別")


def test_negative_finding_needs_a_note(session: Any) -> None:
    with pytest.raises(RuleViolation, match="理由"):
        decisions.record_check(
            officer(),
            factories.application().id,
            Check.ELIGIBLE_KIND,
            passed=False,
            note=" ",
        )


def test_check_not_applicable_to_the_kind_is_refused(session: Any) -> None:
    with pytest.raises(RuleViolation):
        decisions.record_check(
            officer(), factories.application().id, Check.SUITABLE, passed=True, note=""
        )


@pytest.mark.both_databases
def test_acceptance_creates_a_member_and_writes_the_letter(session: Any) -> None:
    actor = officer()
    application = ready_application(actor, name="NPO法人あたらしい会")
    accept(actor, application.id)
    organisation = session.scalars(
        select(Organisation).where(Organisation.name == "NPO法人あたらしい会")
    ).one()
    (letter,) = letters(session, application)
    assert organisation.standing is Standing.GENERAL
    assert organisation.profile() == application.profile()
    assert (application.organisation_id, application.decided_by_id) == (
        organisation.id,
        actor.account_id,
    )
    assert letter.purpose == "membership_accepted" and letter.number in letter.body
    assert letter.recipient == application.business_contact_email


def test_second_acceptance_creates_no_second_member(session: Any) -> None:
    actor = officer()
    application = ready_application(actor)
    accept(actor, application.id)
    with pytest.raises(StaleState):
        accept(actor, application.id)
    assert len(letters(session, application)) == 1


def test_organisation_cannot_be_accepted_by_a_second_application(session: Any) -> None:
    actor = officer()
    first = ready_application(actor, name="みんなの居場所")
    second = ready_application(actor, name="みんなの居場所")
    accept(actor, first.id)
    session.commit()
    with pytest.raises(RuleViolation, match="みんなの居場所"):
        accept(actor, second.id)
    session.rollback()
    decisions.name_former(actor, second.id, first.organisation_id)
    assert "すでに会員" in acceptance.verdict(second).reason


def test_unresolved_similarity_to_a_former_member_blocks_acceptance(session: Any) -> None:
    actor = officer()
    factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31), name="もとの会")
    application = ready_application(actor, name="もとの会")
    assert "もとの会" in acceptance.verdict(application).reason
    with pytest.raises(RuleViolation):
        accept(actor, application.id)


def test_officer_may_reject_all_suggested_former_members(session: Any) -> None:
    actor = officer()
    factories.former_member(EndCause.EXPULSION, date(2026, 3, 31), name="もとの会")
    application = ready_application(actor, name="もとの会")
    decisions.name_former(actor, application.id, None)
    assert acceptance.verdict(application)


def test_match_found_after_the_officers_check_must_be_reviewed(session: Any) -> None:
    actor = officer()
    application = ready_application(actor, name="もとの会")
    decisions.name_former(actor, application.id, None)
    factories.former_member(EndCause.EXPULSION, date(2026, 3, 31), name="もとの会")
    assert not acceptance.verdict(application)


def test_declared_former_membership_must_be_identified_or_rejected(session: Any) -> None:
    actor = officer()
    application = ready_application(actor, was_member=True)
    assert "申告" in acceptance.verdict(application).reason
    decisions.name_former(actor, application.id, None)
    assert acceptance.verdict(application)


def test_match_by_corporate_number_cannot_be_rejected(session: Any) -> None:
    actor = officer()
    former = factories.former_member(
        EndCause.EXPULSION, date(2026, 3, 31), corporate_number="5013201004656"
    )
    application = ready_application(actor, corporate_number="5013201004656")
    with pytest.raises(RuleViolation, match="法人番号"):
        decisions.name_former(actor, application.id, None)
    decisions.name_former(actor, application.id, former.id)
    assert application.former_organisation_id == former.id


def test_unknown_organisation_cannot_be_named_as_former_member(session: Any) -> None:
    with pytest.raises(NotFound):
        decisions.name_former(officer(), factories.application().id, 987_654)


def test_former_member_needs_a_statement_of_reasons(session: Any) -> None:
    actor = officer()
    former = factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31), name="もとの会")
    application = ready_application(actor, name="もとの会", readmission_statement=" ")
    decisions.name_former(actor, application.id, former.id)
    with pytest.raises(RuleViolation, match="説明書"):
        accept(actor, application.id)


def test_withdrawn_member_is_readmitted_under_its_old_record(session: Any) -> None:
    actor = officer()
    former = factories.former_member(EndCause.WITHDRAWAL, date(2026, 3, 31), name="もとの会")
    application = ready_application(actor, name="もとの会・新", readmission_statement="再開します")
    decisions.name_former(actor, application.id, former.id)
    accept(actor, application.id)
    rows = session.scalars(select(Membership).where(Membership.organisation_id == former.id)).all()
    assert (former.name, former.standing, len(rows)) == ("もとの会・新", Standing.GENERAL, 2)


def test_bar_applies_on_its_last_day_and_not_on_the_next(session: Any, at: Clock) -> None:
    at(LAST_DAY)
    actor = officer()
    application = of_an_expelled(actor)
    assert acceptance.waits_until(application) == FIRST_DAY
    with pytest.raises(RuleViolation, match="令和9年3月1日"):
        accept(actor, application.id)
    session.rollback()

    at(FIRST_DAY)
    actor = officer()
    application = of_an_expelled(actor)
    assert acceptance.waits_until(application) is None
    assert accept(actor, application.id).state is ApplicationState.ACCEPTED


def test_refusal_during_the_bar_states_the_first_possible_day(session: Any, at: Clock) -> None:
    at(LAST_DAY)
    actor = officer()
    application = of_an_expelled(actor)
    refuse(actor, application.id, "今回は見送ります。")
    (letter,) = letters(session, application)
    assert "今回は見送ります。" in letter.body and "令和9年3月1日" in letter.body


def test_refusal_after_the_bar_states_no_day(session: Any, at: Clock) -> None:
    at(FIRST_DAY)
    actor = officer()
    application = of_an_expelled(actor)
    refuse(actor, application.id, "確認できません。")
    assert "最初の日" not in letters(session, application)[0].body


def test_bar_does_not_apply_to_administrative_bodies(session: Any) -> None:
    actor = officer()
    lost_on = clock.today() - timedelta(days=30)
    former = factories.former_member(EndCause.EXPULSION, lost_on, name="もとの役場")
    application = ready_application(
        actor, name="もとの役場", kind=OrganisationKind.ADMINISTRATIVE, was_member=True
    )
    decisions.name_former(actor, application.id, former.id)
    assert period_end(lost_on, years=3) > clock.today()
    assert acceptance.verdict(application)


def test_refusal_needs_a_reason(session: Any) -> None:
    with pytest.raises(RuleViolation):
        refuse(officer(), factories.application().id, " \n")


def test_correction_removes_the_application_from_its_batch(session: Any) -> None:
    application = factories.application()
    corrections.request(officer(), application.id, "住所を番地まで", links=LINKS)
    (letter,) = letters(session, application)
    assert (application.state, application.batch_id) == (ApplicationState.CORRECTION, None)
    assert "住所を番地まで" in letter.body and "/apply/status/" in letter.body


def test_applicant_without_mail_address_gets_the_letter_by_post(session: Any) -> None:
    application = factories.application(email="", business_contact_email="")
    refuse(officer(), application.id, "確認できません。")
    (letter,) = letters(session, application)
    assert (letter.state, letter.recipient) == (OutboxState.HELD, "")
    assert letter.letter is not None and "郵送" in letter.events[0].detail


def verbs(application: Application) -> list[Callable[[Viewer], object]]:
    pk = application.id
    return [
        lambda who: decisions.record_check(who, pk, Check.ELIGIBLE_KIND, passed=True, note=""),
        lambda who: decisions.name_former(who, pk, None),
        lambda who: immediate.propose_acceptance(who, pk, "x"),
        lambda who: corrections.request(who, pk, "x", links=LINKS),
    ]


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.SECRETARIAT, Role.SYSTEM)])
def test_only_the_secretariat_decides(session: Any, role: Role) -> None:
    who = Viewer(1, "someone", frozenset({role}), 1)
    for verb in verbs(factories.application()):
        with pytest.raises(NotPermitted):
            verb(who)


@pytest.mark.parametrize(
    "state",
    [s for s in ApplicationState if s not in (ApplicationState.RECEIVED,)],
)
def test_only_a_received_application_can_be_decided(session: Any, state: ApplicationState) -> None:
    actor, application = officer(), factories.application(state=state)
    for verb in verbs(application):
        with pytest.raises(StaleState):
            verb(actor)


def test_checks_cannot_be_recorded_by_the_system(session: Any) -> None:
    from app.security.viewer import SYSTEM

    with pytest.raises(RuleViolation):
        check_all(SYSTEM, factories.application())
