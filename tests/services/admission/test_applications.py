"""Applications: submission, confirmation, correction and lapse."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.admission.application import Application
from app.models.common.draft import Draft
from app.models.post.outbox import OutboxMessage
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import ApplicationState
from app.rules.states.post.outbox import OutboxState
from app.security.tokens import token_hash
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.services.admission import applicants, applications, submissions
from app.services.common import drafts
from app.services.common.links import Links
from app.services.post import outbox
from tests import factories
from tests.support.application_form import letters, link_in, status_token

STAFF = Viewer(None, "事務局", frozenset({Role.SECRETARIAT}))
LINKS = Links("http://localhost", "a secret of the tests, long enough")


def submit(key: str = "key", **values: Any) -> Application:
    return submissions.submit(PUBLIC, factories.profile(**values), links=LINKS, idempotency_key=key)


def token_of(letter: OutboxMessage) -> str:
    return link_in(letter).rsplit("/", 1)[1]


def confirm(application: Application) -> Application:
    return submissions.confirm(PUBLIC, token_of(letters("application_confirm")[-1]), links=LINKS)


def count(entity: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def test_application_counts_only_after_its_address_is_confirmed(session: Any) -> None:
    application = submit()
    assert application.state is ApplicationState.UNCONFIRMED
    assert (application.receipt_number, application.received_on) == (None, None)

    confirm(application)
    assert application.state is ApplicationState.RECEIVED
    assert application.receipt_number is not None
    assert application.received_on == clock.today()
    assert letters("application_received")[0].recipient == application.business_contact_email


def test_same_draft_yields_one_application(session: Any) -> None:
    assert submit("one").id == submit("one").id
    assert submit("other").id != submit("one").id
    assert count(Application) == 2


def test_individual_cannot_apply(session: Any) -> None:
    with pytest.raises(RuleViolation) as refused:
        submit(kind=OrganisationKind.INDIVIDUAL)
    assert str(refused.value.article) == "要領第2条第3項第3号"


def test_link_works_once_and_for_three_days(session: Any, at: Any) -> None:
    at(date(2026, 11, 1))
    submit("first")
    first = token_of(letters("application_confirm")[-1])
    submissions.confirm(PUBLIC, first, links=LINKS)
    with pytest.raises(StaleState, match="使用済み"):
        submissions.confirm(PUBLIC, first, links=LINKS)

    submit("second")
    second = token_of(letters("application_confirm")[-1])
    at(date(2026, 11, 4) + timedelta(days=1))
    with pytest.raises(StaleState, match="期限"):
        submissions.confirm(PUBLIC, second, links=LINKS)


@pytest.mark.parametrize("token", ["", "no such token", "x" * 5000])
def test_unknown_link_confirms_nothing(session: Any, token: str) -> None:
    with pytest.raises(NotFound):
        submissions.confirm(PUBLIC, token, links=LINKS)


def test_letters_to_one_address_are_limited(session: Any, at: Any) -> None:
    at(date(2026, 11, 1))
    for number in range(submissions.LINKS_AN_HOUR):
        submit(str(number), business_contact_email="Same@example.jp")
    with pytest.raises(RuleViolation, match="1時間"):
        submit("more", business_contact_email="same@example.jp")
    submit("another", business_contact_email="another@example.jp")

    at(clock.now() + timedelta(hours=1, seconds=1))
    submit("later", business_contact_email="same@example.jp")


def test_link_can_be_resent_until_it_is_used(session: Any) -> None:
    application = submit("key")
    submissions.send_again(PUBLIC, "key", links=LINKS)
    sent = letters("application_confirm")
    assert len(sent) == 2 and token_of(sent[0]) != token_of(sent[1])

    submissions.confirm(PUBLIC, token_of(sent[0]), links=LINKS)
    with pytest.raises(StaleState):
        submissions.confirm(PUBLIC, token_of(sent[1]), links=LINKS)
    with pytest.raises(StaleState):
        submissions.send_again(PUBLIC, "key", links=LINKS)
    assert application.state is ApplicationState.RECEIVED


def test_reopened_application_can_be_submitted_again_from_the_same_draft(session: Any) -> None:
    token = drafts.save(PUBLIC, "application", "", {"name": ["団体"]})
    key = token_hash(token)
    first = submit(key)
    old = token_of(letters("application_confirm")[-1])
    submissions.reopen(PUBLIC, key)

    assert first.state is ApplicationState.TAKEN_BACK
    assert drafts.find(PUBLIC, "application", token) is not None
    with pytest.raises(StaleState):
        submissions.confirm(PUBLIC, old, links=LINKS)
    second = submit(key)
    assert second.id != first.id


def test_draft_is_deleted_when_the_application_is_confirmed(session: Any) -> None:
    token = drafts.save(PUBLIC, "application", "", {"name": ["団体"]})
    confirm(submit(token_hash(token)))
    assert count(Draft) == 0


def test_unconfirmed_applications_lapse_after_three_days(session: Any, at: Any) -> None:
    at(date(2026, 11, 1))
    waiting, confirmed = submit("a"), confirm(submit("b"))
    at(clock.now() + applications.CONFIRM_WITHIN)
    assert applications.expire_unconfirmed(SYSTEM) == 0
    at(clock.now() + timedelta(seconds=1))
    assert applications.expire_unconfirmed(SYSTEM) == 1
    assert waiting.state is ApplicationState.EXPIRED
    assert confirmed.state is ApplicationState.RECEIVED
    with pytest.raises(NotPermitted):
        applications.expire_unconfirmed(STAFF)


def enter(**options: Any) -> Application:
    values = factories.profile(business_contact_email="", email="")
    given = {"received_on": date(2026, 11, 20), "links": LINKS} | options
    return applications.enter_on_paper(STAFF, values, ReceivedBy.FAX, **given)


def test_paper_application_counts_from_its_day_of_receipt(session: Any, at: Any) -> None:
    at(date(2026, 11, 23))
    application = enter()
    assert application.state is ApplicationState.RECEIVED
    assert application.received_on == date(2026, 11, 20)
    assert application.received_by is ReceivedBy.FAX
    with pytest.raises(RuleViolation):
        enter(received_on=date(2026, 11, 24))


def test_only_the_secretariat_enters_paper_applications(session: Any) -> None:
    with pytest.raises(NotPermitted):
        applications.enter_on_paper(
            PUBLIC,
            factories.profile(),
            ReceivedBy.FAX,
            received_on=clock.today(),
            links=LINKS,
        )


def test_letter_to_an_applicant_without_address_is_held_for_posting(session: Any) -> None:
    enter()
    letter = letters("application_received")[0]
    assert letter.state is OutboxState.HELD
    assert letter.recipient == ""
    assert letter.letter is not None, "it has to be printed"
    assert "http" not in letter.body


def test_posted_letter_is_marked_as_sent_and_never_mailed(session: Any) -> None:
    enter()
    letter = letters("application_received")[0]
    with pytest.raises(RuleViolation, match="郵送"), session.begin_nested():
        outbox.release(STAFF, letter.id)
    assert letter.state is OutboxState.HELD
    outbox.mark_sent(STAFF, letter.id)
    assert letter.state is OutboxState.SENT
    assert letter.sent_at is not None


def correct(application: Application, **values: Any) -> Application:
    profile = application.profile() | {"kind": application.kind} | values
    return applicants.resubmit(
        PUBLIC, LINKS.status_token(application.id, application.status_nonce), profile, links=LINKS
    )


def corrected(**values: Any) -> Application:
    return factories.application(ApplicationState.CORRECTION, **values)


def test_correction_keeps_the_confirmed_address(session: Any) -> None:
    with pytest.raises(RuleViolation):
        correct(corrected(), business_contact_email="other@example.jp")


def test_correction_requires_a_request(session: Any) -> None:
    with pytest.raises(StaleState):
        correct(factories.application(ApplicationState.RECEIVED))


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        (ApplicationState.RECEIVED, True),
        (ApplicationState.CORRECTION, True),
        (ApplicationState.PROPOSED, True),
        (ApplicationState.ACCEPTED, False),
        (ApplicationState.REFUSED, False),
        (ApplicationState.TAKEN_BACK, False),
    ],
)
def test_application_can_be_withdrawn_until_it_is_decided(
    session: Any, state: ApplicationState, possible: bool
) -> None:
    application = factories.application(state)
    token = LINKS.status_token(application.id, application.status_nonce)
    if possible:
        applicants.take_back(PUBLIC, token, links=LINKS)
        assert application.state is ApplicationState.TAKEN_BACK
    else:
        with pytest.raises(StaleState):
            applicants.take_back(PUBLIC, token, links=LINKS)


def test_status_link_opens_its_own_application_only(session: Any) -> None:
    one, other = factories.application(), factories.application()
    token = status_token(one)
    assert applicants.by_status_token(token, links=LINKS) is one
    for forged in (token[:-1], token + "x", status_token(other)[:20] + token[20:], "", "é"):
        with pytest.raises(NotFound):
            applicants.by_status_token(forged, links=LINKS)
    one.status_nonce = "changed"
    with pytest.raises(NotFound):
        applicants.by_status_token(token, links=LINKS)
