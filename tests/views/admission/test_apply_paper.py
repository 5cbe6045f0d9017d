"""Applications on paper, entered by the secretariat."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from app.models.admission.application import Application
from app.rules.admission.statements import FORMER_PAPER
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import ApplicationState
from app.rules.states.post.outbox import OutboxState
from tests.support.application_form import PAPER, letters
from tests.support.forms import read_forms

FORM = "/applications/new/"
CHECK = "/applications/new/check"


@pytest.fixture
def desk(client_as: Any, at: Any) -> Any:
    at(date(2026, 11, 23))
    return client_as("secretariat")


def enter(desk: Any, **values: Any) -> Any:
    answer = desk.submit(FORM, {**PAPER, **values}, form=FORM)
    return answer if answer.status_code == 422 else desk.submit(CHECK, form=CHECK)


def test_fax_counts_from_its_day_of_arrival(desk: Any, session: Any) -> None:
    assert enter(desk).status_code == 303
    application = session.scalars(select(Application)).one()
    assert application.state is ApplicationState.RECEIVED
    assert application.received_on == date(2026, 11, 20)
    assert application.received_by is ReceivedBy.FAX
    assert (application.pledge_version, application.bylaws_version) == ("", "")


def test_pledge_and_consent_on_paper_are_recorded(desk: Any, session: Any) -> None:
    enter(desk, pledge="y", bylaws="y")
    application = session.scalars(select(Application)).one()
    assert application.pledge_version and application.bylaws_version


def test_paper_of_the_former_form_keeps_its_text_and_its_scan(desk: Any, session: Any) -> None:
    values = {**PAPER, "pledge": "y", "bylaws": "y", "texts_version": FORMER_PAPER}
    desk.submit(FORM, values, form=FORM)
    check = read_forms(desk.get(CHECK).text)[-1].values
    scan = {**check, "scan": (BytesIO(b"%PDF-1.7 x"), "申込書.pdf")}
    assert desk.post(CHECK, data=scan).status_code == 303
    application = session.scalars(select(Application)).one()
    assert application.pledge_version == application.privacy_version == FORMER_PAPER
    assert application.pledged_on == date(2026, 11, 20)
    assert desk.get(f"/applications/{application.id}/scan").data == b"%PDF-1.7 x"


def test_missing_pledge_is_said_before_the_entry(desk: Any, session: Any) -> None:
    desk.submit(FORM, PAPER, form=FORM)
    assert "入会を承認できません" in desk.get(CHECK).text


def test_letter_without_email_address_is_held_for_post(desk: Any, session: Any) -> None:
    enter(desk, email="", business_contact_email="")
    letter = letters("application_received")[0]
    assert (letter.state, letter.recipient) == (OutboxState.HELD, "")
    paper = desk.get(f"/outbox/{letter.id}.pdf")
    assert paper.data.startswith(b"%PDF")


@pytest.mark.parametrize("day", ["2026-11-24", "2024-03-31", "2026-02-30", "0000-00-00", "x", ""])
def test_invalid_or_impossible_day_of_receipt_is_refused(desk: Any, session: Any, day: str) -> None:
    answer = enter(desk, received_on=day)
    assert answer.status_code == 422
    assert 'id="received_on-error"' in answer.text


@pytest.mark.parametrize("typed", ["2026/11/20", "２０２６－１１－２０", "2026-11-20"])
def test_day_of_receipt_can_be_typed_in_several_forms(desk: Any, session: Any, typed: str) -> None:
    enter(desk, received_on=typed)
    assert session.scalars(select(Application)).one().received_on == date(2026, 11, 20)


@pytest.mark.parametrize("way", ["web", "", "pigeon"])
def test_channel_of_receipt_must_be_a_paper_channel(desk: Any, session: Any, way: str) -> None:
    assert enter(desk, received_by=way).status_code == 422


def test_second_submission_leads_to_the_same_application(desk: Any, session: Any) -> None:
    desk.submit(FORM, PAPER, form=FORM)
    shown = read_forms(desk.get(CHECK).text)[-1].values
    answers = [desk.post(CHECK, data=shown) for _ in range(2)]
    assert answers[0].location == answers[1].location
    assert session.scalar(select(func.count()).select_from(Application)) == 1
