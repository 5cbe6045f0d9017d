"""Letters that come back: put down to their letter, posted, counted for the address."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import clock
from app.errors import NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.membership.contact import ContactAttempt
from app.models.membership.organisation import Organisation
from app.models.post.address import DeliveryReport, ForgedReturn, MailAddress
from app.rules.post.addresses import AddressState, ReportKind
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import SYSTEM
from app.services.filings import contact_attempts, my_organisation
from app.services.post import addresses, delivery_reports, outbox, posting
from app.services.post.posting import Tray
from tests import factories
from tests.support import bounces, lanes, members
from tests.support.bounces import CORPUS, RECIPIENT, dsn, envelope, sent, take
from tests.support.desk import officer
from tests.support.mails import BROKEN


def state_of(address: str = RECIPIENT) -> AddressState | None:
    return db.session.scalar(select(MailAddress.state).where(MailAddress.address == address))


def number(entity: type[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


@pytest.mark.both_databases
def test_letter_that_came_back_fails_and_its_address_is_dead(session: Any) -> None:
    message = sent(to="Office@Example.jp")
    raw = dsn(to=envelope(message), recipient="forwarded@elsewhere.example")
    assert take(raw)
    assert take(raw), "the same mail again"

    assert message.state is OutboxState.FAILED
    [report] = session.scalars(select(DeliveryReport))
    assert report.named == "forwarded@elsewhere.example"
    assert state_of("office@example.jp") is AddressState.DEAD
    assert state_of("forwarded@elsewhere.example") is None
    assert "届きませんでした（宛先のアドレスがない）" in message.events[-1].detail


def test_letter_in_due_form_is_to_be_posted(session: Any) -> None:
    member = factories.member()
    message = sent(organisation_id=member.id)
    message.letter = {**(message.letter or {}), "formal": True}
    take(dsn(to=envelope(message)))
    assert message.state is OutboxState.HELD
    assert "印刷して郵送してください" in message.events[-1].detail
    person = members.person_of(member)
    assert my_organisation.letter(person, message.id) is message, "the member may read it meanwhile"
    outbox.mark_sent(officer(), message.id)
    assert message.state is OutboxState.SENT


def test_letter_is_told_by_its_message_id_where_there_is_no_token(session: Any) -> None:
    message = sent()
    returned = bounces.ORIGINAL.format(id=message.message_id)
    assert take(dsn(to="desk@example.jp", returned=returned))
    assert message.state is OutboxState.FAILED
    assert not take(dsn(to="desk@example.jp", returned=bounces.ORIGINAL.format(id="<1@x>")))


@pytest.mark.both_databases
def test_forged_tokens_are_ignored_and_counted(session: Any) -> None:
    message = sent()
    for _time in range(3):
        assert take(dsn(to=envelope(message, "another secret")))
    assert message.state is OutboxState.SENT
    assert session.scalars(select(ForgedReturn.number)).one() == 3
    assert number(DeliveryReport) == number(MailAddress) == 0


def test_three_full_mailboxes_within_a_month_need_a_call(session: Any, at: Any) -> None:
    start = clock.now()
    for day in (0, 10, 29):
        at(start + timedelta(days=day))
        assert state_of() is None
        full = dsn(to=envelope(sent()), status="5.2.2", diagnostic="smtp; 552 mailbox full")
        take(full)
    assert state_of() is AddressState.CALL
    [found], total = addresses.page(officer(), number=1)
    assert (found.address, total) == (RECIPIENT, 1)


def test_late_relayed_and_automatic_say_nothing_against_the_address(session: Any) -> None:
    message = sent()
    for raw in (
        dsn(to=envelope(message), action="delayed", status="4.4.1", diagnostic="smtp; timed out"),
        dsn(to=envelope(message), action="relayed", status="2.0.0"),
        bounces.absence(to=envelope(message)),
        bounces.complaint(mail_from=envelope(message)),
    ):
        assert take(raw)
    assert message.state is OutboxState.SENT
    assert state_of() is None
    assert [row.kind.value for row in session.scalars(select(DeliveryReport))] == [
        *("delayed", "relayed", "auto_reply", "complaint")
    ]


def test_automatic_reply_to_another_address_is_left_to_others(session: Any) -> None:
    assert not take(bounces.absence(to="desk+m12-000000000000000000000000@example.jp"))


def test_report_on_a_letter_on_its_way_is_read_later(session: Any) -> None:
    message = sent()
    message.state = OutboxState.SENDING
    with pytest.raises(StaleState):
        take(dsn(to=envelope(message)))


def test_address_is_lifted_with_a_reason_and_dead_only_by_new_reports(
    session: Any, at: Any
) -> None:
    take(dsn(to=envelope(sent())))
    [found], _total = addresses.page(officer(), number=1)
    with pytest.raises(RuleViolation):
        addresses.lift(officer(), found.id, "　")
    with pytest.raises(NotPermitted):
        addresses.lift(members.person_of(factories.member()), found.id, "電話で確認")
    addresses.lift(officer(), found.id, "電話で確認")
    assert state_of() is AddressState.GOOD

    at(clock.now() + timedelta(days=1))
    for action in ("delayed", "failed"):
        take(dsn(to=envelope(sent()), action=action, status="5.2.2", diagnostic="smtp; 552 full"))
    assert state_of() is AddressState.GOOD
    take(dsn(to=envelope(sent())))
    assert state_of() is AddressState.DEAD


@pytest.mark.both_databases
def test_later_letter_that_does_not_come_back_makes_it_good(session: Any, at: Any) -> None:
    take(dsn(to=envelope(sent())))
    posted = sent()
    posted.data_begun = False
    at(clock.now() + timedelta(days=6))
    assert addresses.recover_quiet(SYSTEM) == 0, "what was posted says nothing"
    sent(to=RECIPIENT.upper())
    assert addresses.recover_quiet(SYSTEM) == 0, "it may still come back"
    at(clock.now() + timedelta(days=5, minutes=1))
    assert addresses.recover_quiet(SYSTEM) == 1
    assert state_of() is AddressState.GOOD


def test_delivery_confirmed_by_the_server_makes_it_good(session: Any) -> None:
    first = sent()
    take(dsn(to=envelope(first)))
    take(dsn(to=envelope(first), action="delivered", status="2.0.0"))
    assert state_of() is AddressState.DEAD, "the same letter cannot outdo itself"
    take(dsn(to=envelope(sent()), action="delivered", status="2.0.0"))
    assert state_of() is AddressState.GOOD


def test_letter_that_no_office_sees_leaves_no_trace(session: Any) -> None:
    message = sent(unlisted=True)
    assert take(dsn(to=envelope(message)))
    assert message.state is OutboxState.FAILED
    assert state_of() is None
    assert not addresses.reports(officer(), RECIPIENT)


def test_address_is_not_made_good_by_a_letter_that_no_office_sees(session: Any, at: Any) -> None:
    take(dsn(to=envelope(sent())))
    sent(unlisted=True)
    at(clock.now() + timedelta(days=6))
    assert addresses.recover_quiet(SYSTEM) == 0
    assert state_of() is AddressState.DEAD


def test_second_report_moves_no_letter_that_was_posted(session: Any) -> None:
    message = sent()
    message.letter = {**(message.letter or {}), "formal": True}
    session.flush()
    take(dsn(to=envelope(message)))
    assert (message.state, message.by_post) == (OutboxState.HELD, True)
    posting.mark_posted(officer(), Tray.TO_POST, [message.id], clock.today())
    take(dsn(to=envelope(message), text="A second server says so, too."))
    assert message.state is OutboxState.SENT


def test_report_keeps_no_link_of_the_letter(session: Any) -> None:
    message = sent(secret=True)
    link = "https://example.jp/contact/" + "a" * 40
    take(dsn(to=envelope(message), diagnostic=f"smtp; 550 5.1.1 User unknown {link}"))
    [report] = session.scalars(select(DeliveryReport))
    assert "a" * 40 not in report.words + message.events[-1].detail


def test_refusal_at_once_counts_like_one_that_came_back(session: Any, at: Any) -> None:
    message = factories.letter(to=RECIPIENT)
    taken = lanes.hold()
    assert taken
    lanes.answer(taken, lanes.UNKNOWN_USER)
    session.refresh(message)
    assert message.state is OutboxState.FAILED
    assert delivery_reports.note_refusals(SYSTEM) == 0, "the lane may find that we are refused"
    at(clock.now() + timedelta(minutes=11))
    assert delivery_reports.note_refusals(SYSTEM) == 0
    lanes.lane(taken).refusal, lanes.lane(taken).refused_ids = "", []
    assert delivery_reports.note_refusals(SYSTEM) == 1
    assert delivery_reports.note_refusals(SYSTEM) == 0
    assert state_of() is AddressState.DEAD


def test_contact_question_that_came_back_is_a_failed_attempt(session: Any) -> None:
    member = factories.member()
    message, _token = members.contact_question(member)
    message.state, message.sent_at = OutboxState.SENT, clock.now()
    assert contact_attempts.record_returned(SYSTEM) == 0
    take(dsn(to=envelope(message)))
    assert contact_attempts.record_returned(SYSTEM) == 1
    assert contact_attempts.record_returned(SYSTEM) == 0
    [attempt] = session.scalars(select(ContactAttempt))
    assert (attempt.message_id, attempt.reached) == (message.id, False)


def test_organisation_is_cut_off_when_its_last_address_fails(session: Any) -> None:
    organisation = db.session.get_one(Organisation, factories.member().id)
    organisation.business_contact_email, organisation.email = "One@example.jp", "two@example.jp"
    session.flush()
    take(dsn(to=envelope(sent(to="one@example.jp"))))
    assert addresses.cut_off(officer(), [organisation.id]) == set()
    assert [one.address for one in addresses.of_organisation(officer(), organisation.id)] == [
        "one@example.jp"
    ]
    take(dsn(to=envelope(sent(to="two@example.jp"))))
    assert addresses.cut_off(officer(), [organisation.id]) == {organisation.id}
    owners = addresses.owners(officer(), addresses.page(officer(), number=1)[0])
    assert {key: [each.id for each in found] for key, found in owners.items()} == {
        "one@example.jp": [organisation.id],
        "two@example.jp": [organisation.id],
    }


@pytest.mark.both_databases
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from([*CORPUS, *BROKEN]), st.integers(0, 2_000), st.binary(max_size=8))
def test_any_bytes_to_a_true_address_are_stored(
    session: Any, name: str, at: int, noise: bytes
) -> None:
    message = sent()
    raw = CORPUS[name].raw if name in CORPUS else BROKEN[name]
    raw = raw.replace(b"To: b@example.jp", f"To: {envelope(message)}".encode(), 1)
    take(raw[: at % len(raw)] + noise + raw[at % len(raw) :])
    session.flush()
    assert set(session.scalars(select(DeliveryReport.kind))) <= set(ReportKind)
