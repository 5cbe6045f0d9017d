"""The register of persons: who may be registered, the pledge, the end of a term."""

from datetime import date, timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.accounts.user import Account
from app.models.council.council import CouncilPerson
from app.rules.council.council import PLEDGE_VERSION
from app.security.identity import lacks_pledge, roles_of
from app.security.viewer import PUBLIC, Role
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import namings
from app.services.council import persons as council_persons
from app.services.council import pledges as council_pledges
from tests import factories
from tests.support import council_desk
from tests.support.cases import CONSENT, person, rules_in_force, viewer_of
from tests.support.desk import LINKS, officer

SINCE = date(2024, 4, 1)


def register(account: Account, body_id: int, **values: Any) -> CouncilPerson:
    values = {"begins_on": SINCE, **values}
    return council_persons.register(officer(), account_id=account.id, body_id=body_id, **values)


def test_conditions_of_registration(session: Any) -> None:
    city = factories.founding_member("鳥取市")
    body, account = factories.body(city), factories.account(organisation=city)
    with pytest.raises(NotPermitted):
        council_persons.register(PUBLIC, account_id=account.id, body_id=body.id, begins_on=SINCE)
    with pytest.raises(NotFound):
        council_persons.register(officer(), account_id=0, body_id=body.id, begins_on=SINCE)
    with pytest.raises(NotFound):
        register(account, 99999)
    with pytest.raises(RuleViolation, match="構成機関等である日"):
        register(account, body.id, begins_on=date(2024, 3, 31))
    with pytest.raises(RuleViolation, match="利用が止められて"):
        register(factories.account(active=False), body.id)
    register(account, body.id)
    with pytest.raises(StaleState, match="すでにこの構成機関等の従事者"):
        register(account, body.id)
    other = factories.account(organisation=factories.founding_member("米子市"))
    offered = council_persons.candidates(officer(), body.id)
    assert other not in offered and account not in offered
    assert factories.account() in council_persons.candidates(officer(), body.id)


def test_term_ends_with_a_body_that_is_going_to_leave(session: Any) -> None:
    body = factories.body(factories.founding_member("鳥取市"))
    tomorrow = clock.today() + timedelta(days=1)
    council_bodies.end(officer(), body.id, tomorrow)
    term = register(factories.account(), body.id)
    over = clock.at_start_of(tomorrow + timedelta(days=1))
    assert term.ends_at == over
    with pytest.raises(RuleViolation, match="より後にはできません"):
        council_persons.end(officer(), term.id, over + timedelta(seconds=1))


def test_term_ends_at_a_given_time_and_not_in_the_past(session: Any, at: Any) -> None:
    term = person()
    account = db.session.get_one(Account, term.account_id)
    with pytest.raises(RuleViolation, match="今より後の日時"):
        council_persons.end(officer(), term.id, clock.now())
    later = clock.now() + timedelta(hours=2)
    council_persons.end(officer(), term.id, later)
    assert Role.COUNCIL in roles_of(account)
    at(later)
    assert Role.COUNCIL not in roles_of(account)
    with pytest.raises(StaleState, match="すでに終わっています"):
        council_persons.end(officer(), term.id)
    with pytest.raises(StaleState, match="すでに終わっています"):
        council_persons.revise(officer(), term.id, duty="", briefed_on=None)
    register(account, term.body_id)


def test_duty_and_briefing_can_be_changed(session: Any) -> None:
    term = person("鳥取市")
    with pytest.raises(RuleViolation, match="今日までの日"):
        tomorrow = clock.today() + timedelta(days=1)
        council_persons.revise(officer(), term.id, duty="", briefed_on=tomorrow)
    council_persons.revise(officer(), term.id, duty="主任", briefed_on=clock.today())
    assert (term.duty, term.briefed_on) == ("主任", clock.today())


def test_pledge_on_screen_covers_own_terms_and_is_signed_once(session: Any) -> None:
    term = council_desk.unpledged()
    account = db.session.get_one(Account, term.account_id)
    assert lacks_pledge(account) and Role.COUNCIL not in roles_of(account)
    coordinators.pledge(viewer_of(term))
    assert (term.pledged_on, term.pledge_version) == (clock.today(), PLEDGE_VERSION)
    assert not lacks_pledge(account) and Role.COUNCIL in roles_of(account)
    with pytest.raises(StaleState, match="誓約する従事はありません"):
        coordinators.pledge(viewer_of(term))
    with pytest.raises(NotPermitted):
        coordinators.pledge(PUBLIC)


def test_pledge_on_paper_requires_its_signed_copy(session: Any) -> None:
    term = council_desk.unpledged()
    values: dict[str, Any] = {
        "pledged_on": SINCE,
        "version": "2024-04",
        "name": "..\\誓約書.exe",
        "content": council_desk.PDF,
    }

    def refused(error: type[Exception], words: str, **changes: Any) -> None:
        with pytest.raises(error, match=words):
            coordinators.pledge_on_paper(officer(), term.id, **values | changes)

    refused(RuleViolation, "今日までの日", pledged_on=clock.today() + timedelta(days=1))
    refused(RuleViolation, "版を入力", version=" ")
    refused(RuleViolation, "PDF、PNG", content=b"MZ\x90\0")
    refused(RuleViolation, "読み取った", content="誓約します".encode())
    with pytest.raises(NotFound):
        council_pledges.copy(officer(), term.id)
    coordinators.pledge_on_paper(officer(), term.id, **values)
    kept = council_pledges.copy(officer(), term.id)
    assert (kept.pledge_name, kept.pledge_copy) == ("誓約書.pdf", council_desk.PDF)
    refused(StaleState, "すでに記録")
    with pytest.raises(NotPermitted):
        council_pledges.copy(viewer_of(term), term.id)


def test_officers_cannot_grant_themselves_access_to_the_council(session: Any) -> None:
    lawyers = factories.founding_member("鳥取県弁護士会")
    body = factories.body(lawyers)
    coordinators.designate(officer(), body.id)
    account = factories.account(Role.SECRETARIAT, organisation=lawyers)
    term = register(account, body.id)
    own = viewer_of(term)
    with pytest.raises(RuleViolation, match="ほかの職員"):
        council_persons.register(own, account_id=account.id, body_id=body.id, begins_on=SINCE)
    with pytest.raises(RuleViolation, match="ほかの職員"):
        namings.propose(own, term.id)
    with pytest.raises(RuleViolation, match="ほかの職員"):
        coordinators.pledge_on_paper(
            own, term.id, pledged_on=SINCE, version="1", name="a.pdf", content=b"%PDF-1.4"
        )
    council_persons.revise(own, term.id, duty="相談", briefed_on=None)
    rules_in_force()
    namings.propose(officer(), term.id)
    with pytest.raises(RuleViolation, match="ほかの職員"):
        coordinators.confirm(own, term.id, LINKS, CONSENT)


def test_mistaken_entry_is_struck_with_a_reason_before_a_pledge(session: Any) -> None:
    term, pledged = council_desk.unpledged("鳥取市"), person("米子市")
    with pytest.raises(NotPermitted):
        council_persons.strike(viewer_of(pledged), term.id, "同姓の別人")
    with pytest.raises(RuleViolation, match="理由"):
        council_persons.strike(officer(), term.id, " ")
    with pytest.raises(RuleViolation, match="誓約した人"):
        council_persons.strike(officer(), pledged.id, "同姓の別人")
    struck = council_persons.strike(officer(), term.id, "同姓の別人")
    account = db.session.get_one(Account, struck.account_id)
    assert struck.struck_reason == "同姓の別人" and not lacks_pledge(account)
    for verb in (council_persons.strike, council_persons.end):
        with pytest.raises(StaleState):
            verb(officer(), term.id, "再び") if verb is council_persons.strike else verb(
                officer(), term.id
            )
    assert struck in council_persons.page(officer(), former=True, number=1)[0]
    assert struck not in council_persons.page(officer(), former=False, number=1)[0]
    register(account, struck.body_id)
