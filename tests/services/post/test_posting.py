"""Letters by post: printed and labelled together, posted, returned, out of date."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import ContactMeans
from app.rules.states.post.outbox import OutboxState
from app.security.viewer import PUBLIC, SYSTEM
from app.services.filings import contact_attempts
from app.services.front import home
from app.services.membership import recipients
from app.services.post import bulks, outbox, posting
from app.services.post.posting import Tray
from tests import factories
from tests.services.post.test_outbox import STAFF, letter, write
from tests.support import bounces, members


def held(number: int = 1, **values: Any) -> OutboxMessage:
    """Write a letter that is to be posted."""
    shown = {"addressee_organisation": f"団体{number}", **values.pop("shown", {})}
    return outbox.write(SYSTEM, letter(**shown), to="", dedupe_key=f"meeting:1:{number}", **values)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_letters_are_one_pdf_each_on_its_pages(session: Any) -> None:
    long = tuple(f"{n}番目の段落です。" * 12 for n in range(20))
    held(1)
    held(2, shown={"paragraphs": long})
    held(3, organisation_id=factories.member(address="東町9番地").id)
    held(4, secret=True)  # its text is stored nowhere
    found = pages(posting.letters(STAFF, Tray.TO_POST, None))

    assert ["団体1" in found[0], "団体2" in found[1], "団体3" in found[-1]] == [True] * 3
    count = len(found) - 2
    assert count >= 2 and f"1 / {count}" in found[1] and f"{count} / {count}" in found[-2]
    assert "/" not in found[0]
    assert "〒680-0011" in found[-1] and "東町9番地" in found[-1]


def test_only_the_chosen_are_printed(session: Any) -> None:
    first, second = held(1), held(2)
    found = pages(posting.letters(STAFF, Tray.TO_POST, [second.id]))
    assert len(found) == 1 and "団体2" in found[0]
    with pytest.raises(RuleViolation, match="選んで"):
        posting.letters(STAFF, Tray.TO_POST, [])
    with pytest.raises(NotPermitted):
        posting.letters(PUBLIC, Tray.TO_POST, [first.id])


@pytest.mark.parametrize("on_a_sheet", [12, 24])
def test_labels(session: Any, on_a_sheet: int) -> None:
    held(1, organisation_id=factories.member().id)
    held(2)
    assert posting.labels(STAFF, Tray.TO_POST, None, on_a_sheet=on_a_sheet) == (b"", ["団体2"])
    content, lacking = posting.labels(STAFF, Tray.TO_POST, None, on_a_sheet=on_a_sheet, anyway=True)
    [page] = pages(content)
    assert "団体1" in page and "団体2" not in page and lacking == ["団体2"]


def test_letters_are_marked_as_posted_on_a_day(session: Any) -> None:
    letters = [held(number) for number in range(5)]
    write()
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(RuleViolation, match="今日まで"):
        posting.mark_posted(STAFF, Tray.TO_POST, None, clock.today() + timedelta(days=1))
    assert posting.mark_posted(STAFF, Tray.TO_POST, [letters[0].id], yesterday) == 1
    assert posting.mark_posted(STAFF, Tray.TO_POST, None, clock.today()) == 4
    assert {each.state for each in letters} == {OutboxState.SENT}
    assert clock.local(letters[0].sent_at or clock.now()).date() == yesterday
    assert letters[0].events[-1].detail.endswith("に郵送しました。")


def test_returned_letter_is_a_task_until_it_is_posted_again(session: Any) -> None:
    message = held()
    numbers = home.secretariat(STAFF)
    assert (numbers["letters_to_post"], numbers["letters"]) == (1, 0)
    posting.mark_posted(STAFF, Tray.TO_POST, None, clock.today())
    assert posting.mark_returned(STAFF, [message.id]) == 1
    numbers = home.secretariat(STAFF)
    assert (numbers["letters_to_post"], numbers["letters_returned"]) == (0, 1)
    posting.mark_posted(STAFF, Tray.RETURNED, None, clock.today())
    assert message.state is OutboxState.SENT
    assert home.secretariat(STAFF)["letters_returned"] == 0


def test_letter_by_mail_does_not_come_back_by_post(session: Any) -> None:
    message = write()
    message.state = OutboxState.SENT
    session.flush()
    with pytest.raises(RuleViolation):
        posting.mark_returned(STAFF, [message.id])


def test_letter_in_due_form_that_came_back_is_to_be_posted(session: Any) -> None:
    message = bounces.sent()
    message.letter = {**(message.letter or {}), "formal": True}
    session.flush()
    bounces.take(bounces.dsn(to=bounces.envelope(message)))
    assert posting.page(STAFF, Tray.TO_POST, number=1) == ([message], 1)
    posting.mark_posted(STAFF, Tray.TO_POST, [message.id], clock.today())
    assert message.state is OutboxState.SENT


def test_returned_contact_question_is_a_failed_attempt(session: Any) -> None:
    organisation = factories.member()
    message, _token = members.contact_question(organisation)
    message.by_post, message.state = True, OutboxState.SENT
    session.flush()
    assert contact_attempts.record_returned(SYSTEM) == 0
    posting.mark_returned(STAFF, [message.id])
    assert contact_attempts.record_returned(SYSTEM) == 1
    [attempt] = contact_attempts.attempts(STAFF, organisation.id)
    assert (attempt.means, attempt.reached) == (ContactMeans.POST, False)
    assert contact_attempts.record_returned(SYSTEM) == 0


def test_letter_is_out_of_date_the_day_after(session: Any, at: Any) -> None:
    day = date(2026, 12, 10)
    dated, ever = held(1, of_use_until=day), held(2)
    at(day)
    assert posting.drop_outdated(SYSTEM) == 0
    at(day + timedelta(days=1))
    assert posting.drop_outdated(SYSTEM) == 1
    assert (dated.state, ever.state) == (OutboxState.CANCELLED, OutboxState.HELD)
    assert "過ぎた" in dated.events[-1].detail


def test_letters_of_a_cancelled_notice_are_not_posted(session: Any) -> None:
    message = held()
    assert message.bulk_id is not None
    bulks.cancel(STAFF, message.bulk_id)
    assert posting.page(STAFF, Tray.TO_POST, number=1)[1] == 0


def test_addresses_of_several_are_those_of_each(session: Any) -> None:
    by_post = factories.member(business_contact_email="", email="")
    of_office = factories.member(business_contact_email="")
    gone = factories.member(business_contact_email="gone@example.jp")
    factories.account(organisation=gone, email="gone@example.jp", active=False)
    other = factories.account(organisation=gone)
    elsewhere = factories.member(business_contact_email="moved@example.jp")
    factories.account(organisation=factories.member(), email="moved@example.jp")
    members = [factories.member(), by_post, of_office, gone, elsewhere]
    found = recipients.addresses_of(members)
    assert found == {each.id: recipients.address_of(each) for each in members}
    assert (found[by_post.id], found[gone.id]) == ("", other.email)
    assert found[elsewhere.id] == elsewhere.email
