"""Supporters from the application to the end: stages, letters, what is forgotten, what is counted."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.models.common.audit import AuditEntry
from app.models.post.outbox import OutboxMessage
from app.models.registers.entry import RegisterVersion
from app.models.support.supporter import Supporter, SupporterActivity
from app.rules.membership.eligibility import OrganisationKind
from app.rules.states.post.outbox import OutboxState
from app.rules.states.support.supporter import SupporterStage
from app.rules.support.supporter import SupporterActivityKind, SupporterKind
from app.security.identity import viewer_for
from app.security.viewer import PUBLIC, SYSTEM
from app.services.support import supporters
from tests import factories
from tests.support import register_samples
from tests.support.cases import see_as
from tests.support.desk import LINKS, officer
from tests.support.supporters import APPLICATION, applicant, serving

At = Callable[[Any], None]
TODAY = date(2026, 11, 30)


def letters(session: Any, purpose: str) -> list[OutboxMessage]:
    return list(
        session.scalars(
            select(OutboxMessage).where(OutboxMessage.purpose == purpose).order_by(OutboxMessage.id)
        )
    )


def test_an_application_is_acknowledged_and_taken_in_once(session: Any) -> None:
    given = APPLICATION | {"kind": SupporterKind.PREFECTURAL}
    factories.account(*officer().roles)
    first = supporters.apply(PUBLIC, given)
    assert supporters.apply(PUBLIC, given | {"phone": "", "address": "別の番地"}) is first
    assert supporters.apply(PUBLIC, given | {"name": "別　人"}) is not first
    assert first.stage is SupporterStage.APPLIED and first.pledge_version
    assert first.email in {each.recipient for each in letters(session, "supporter_received")}
    told = letters(session, "supporter_application")
    assert told and all(APPLICATION["name"] not in each.body for each in told)


def test_stages_follow_each_other_and_the_number_is_of_the_fiscal_year(
    session: Any, at: At
) -> None:
    at(TODAY)
    desk, row = officer(), applicant(email="a@example.jp")
    with pytest.raises(StaleState):
        supporters.appoint(desk, row.public_id, TODAY, links=LINKS)
    with pytest.raises(RuleViolation):
        supporters.train(desk, row.public_id, TODAY + timedelta(days=1))
    session.rollback()
    desk, row = officer(), applicant(email="a@example.jp")
    supporters.train(desk, row.public_id, date(2026, 11, 20))
    supporters.appoint(desk, row.public_id, date(2026, 11, 29), links=LINKS)
    assert row.number.startswith("R8-") and len(row.number) == len("R8-0001")
    assert row.term_until == date(2028, 11, 28)
    [letter] = [each for each in letters(session, "supporter_appointed")]
    assert "/supporters/pass-on/" in letter.body and letter.secret and letter.letter is None
    second = serving()
    assert int(second.number[-4:]) == int(row.number[-4:]) + 1


def test_an_unpledged_minor_is_not_appointed(session: Any) -> None:
    desk, row = officer(), applicant(is_minor=True, guardian_agreed=False)
    supporters.train(desk, row.public_id, clock.today())
    with pytest.raises(RuleViolation, match="保護者"):
        supporters.appoint(desk, row.public_id, clock.today(), links=LINKS)


def test_only_the_secretariat_appoints(session: Any) -> None:
    row = applicant()
    member = viewer_for(factories.account(organisation=factories.member()))
    for actor in (PUBLIC, member):
        with pytest.raises(NotPermitted):
            supporters.train(actor, row.public_id, clock.today())


@pytest.mark.both_databases
def test_a_refresher_is_reminded_of_once_and_extends_the_term(session: Any, at: At) -> None:
    at(TODAY)
    factories.account(*officer().roles)
    row, connecting = serving(), serving(kind=SupporterKind.CONNECTING)
    until = row.term_until
    assert until is not None and connecting.term_until is None
    at(until - timedelta(days=91))
    assert supporters.remind_due(SYSTEM, LINKS) == 0
    at(until - timedelta(days=90))
    assert supporters.remind_due(SYSTEM, LINKS) == 1
    assert supporters.remind_due(SYSTEM, LINKS) == 0
    assert row.stage is SupporterStage.REFRESHER
    assert connecting.stage is SupporterStage.APPOINTED
    assert letters(session, "supporter_refresher") and letters(session, "supporter_term_ends")
    supporters.renew(officer(), row.public_id, clock.today())
    assert (row.stage, row.term_until) == (SupporterStage.APPOINTED, date(2030, 11, 29))


@pytest.mark.both_databases
def test_the_end_forgets_the_person_and_keeps_the_count(session: Any) -> None:
    row = serving(name="因幡　はる", email="haru@example.jp", phone="0857-26-9999")
    activity = register_samples.entry(
        SupporterActivity,
        supporter=row.public_id,
        month=date(2026, 5, 1),
        kind=SupporterActivityKind.VISIT,
        times=3,
        people=2,
    )
    for letter in letters(session, "supporter_appointed"):
        letter.state = OutboxState.SENT
    supporters.end(officer(), Supporter, row.public_id, "本人の申出")
    session.commit()
    assert (row.name, row.email, row.phone, row.address) == ("（削除済み）", "", "", "")
    assert row.stage is SupporterStage.ENDED and row.retired_on and row.nonce == ""
    told = session.scalars(select(AuditEntry.details)).all()
    kept = session.scalars(select(RegisterVersion.values)).all()
    mails = [
        (each.recipient, each.recipient_name, each.body, each.letter)
        for each in letters(session, "supporter_appointed")
    ]
    for word in ("因幡　はる", "haru@example.jp", "0857-26-9999"):
        assert word not in str(told) + str(kept) + str(mails)
    assert activity.people == 2 and supporters.in_numbers(PUBLIC).years
    with pytest.raises(StaleState):
        supporters.train(officer(), row.public_id, clock.today())


@pytest.mark.parametrize("over", ["ended", "term", "link", "other", "stage"])
def test_a_link_is_void_when_it_is_not_that_of_a_serving_supporter(
    session: Any, at: At, over: str
) -> None:
    at(TODAY)
    row = serving()
    nonce = row.nonce
    assert supporters.by_link(PUBLIC, row.id, nonce) is row
    if over == "ended":
        supporters.end(officer(), Supporter, row.public_id, "本人の申出")
    elif over == "term":
        assert row.term_until is not None
        at(row.term_until)
        assert supporters.by_link(PUBLIC, row.id, nonce) is row
        at(row.term_until + timedelta(days=1))
    elif over == "link":
        supporters.send_link(officer(), row.public_id, links=LINKS)
        assert supporters.by_link(PUBLIC, row.id, row.nonce) is row
    elif over == "other":
        row = serving()
    else:
        row = applicant()
        nonce = row.nonce
    with pytest.raises(NotFound):
        supporters.by_link(PUBLIC, row.id, nonce)


@pytest.mark.both_databases
def test_numbers_name_the_gaps_and_nobody(session: Any) -> None:
    before = supporters.in_numbers(PUBLIC)
    assert len(before.places) == 19 and len(before.gaps) == 19
    serving(area=["312011", "313025"])
    serving(kind=SupporterKind.CONNECTING, area=["312011"])
    applicant(area=["312029"])
    found = supporters.in_numbers(PUBLIC)
    assert dict(found.places)["鳥取市"] == {
        SupporterKind.PREFECTURAL: 1,
        SupporterKind.CONNECTING: 1,
    }
    assert len(found.gaps) == 17 and "鳥取市" not in found.gaps
    assert found.total == {SupporterKind.PREFECTURAL: 1, SupporterKind.CONNECTING: 1}


@pytest.mark.both_databases
def test_a_municipality_sees_those_who_agreed_and_work_there(session: Any) -> None:
    serving(name="同意　一", shares_with_municipality=True, area=["312011"])
    serving(name="不同意　二", shares_with_municipality=False, area=["312011"])
    serving(name="他所　三", shares_with_municipality=True, area=["312029"])
    city = factories.account(organisation=factories.founding_member("鳥取市"))
    actor = see_as(viewer_for(city))
    found = supporters.of_own_municipality(actor)
    assert [each.name for each in found] == ["同意　一"]
    session.commit()
    see_as(SYSTEM)
    looks = session.scalars(select(AuditEntry).where(AuditEntry.action == "supporter.look")).all()
    assert [each.actor_id for each in looks] == [actor.account_id]
    assert "同意" not in str([each.details for each in looks])


@pytest.mark.parametrize("which", ["another kind", "another name", "nobody"])
def test_no_other_member_sees_supporters(session: Any, which: str) -> None:
    serving(shares_with_municipality=True, area=["312011"])
    if which == "nobody":
        with pytest.raises(NotPermitted):
            supporters.of_own_municipality(PUBLIC)
        return
    organisation = factories.member(name="鳥取市")
    if which == "another name":
        organisation = factories.member(name="鳥取市社会課")
        organisation.kind = OrganisationKind.ADMINISTRATIVE
    actor = viewer_for(factories.account(organisation=organisation))
    with pytest.raises(NotFound):
        supporters.of_own_municipality(see_as(actor))
