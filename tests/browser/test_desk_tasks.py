"""Tasks of the secretariat, by keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.models.admission.application import Application
from app.models.common.approval import Approval
from app.models.filings.change_notice import ChangeNotice
from app.models.filings.expulsion import Expulsion
from app.models.membership.contact import ContactAttempt
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import ReceivedBy
from app.rules.states.admission.application import ApplicationState
from app.rules.states.filings.member import ChangeNoticeState
from app.rules.states.post.outbox import OutboxState
from tests import factories
from tests.support import members
from tests.support.accounts import RoleClients, log_in_page
from tests.support.application_form import PAPER
from tests.support.desk import proposed_at_once
from tests.support.keyboard import press
from tests.support.visitor import SEND, Visitor


@pytest.fixture
def officer(session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> Visitor:
    """Return an officer of the secretariat at a page."""
    page = new_page()
    log_in_page(page, client_as("secretariat"))
    return Visitor(session, page)


def test_an_application_is_sent_back_for_correction(officer: Visitor) -> None:
    number = factories.application().id
    officer.open(f"/applications/{number}/correct")
    officer.send(what="電話番号を確かめてください。")
    assert officer.count(Application, Application.state == ApplicationState.CORRECTION)


def test_a_refusal_that_another_officer_proposed_is_released(officer: Visitor) -> None:
    officer.open(f"/applications/{factories.application().id}/refuse-at-once")
    officer.send(words="孤独・孤立対策に関わる活動がないため。", reason="急ぎのため")
    assert officer.count(Approval, Approval.kind == "application.refuse")
    officer.open(f"/applications/show/{proposed_at_once().id}")
    officer.confirm("承認して決定する")
    assert officer.count(Application, Application.state == ApplicationState.REFUSED)


def test_an_application_on_paper_is_entered(officer: Visitor) -> None:
    officer.open("/applications/new/")
    officer.send(
        **{name: value for name, value in PAPER.items() if value}, pledge=True, bylaws=True
    )
    press(officer.page, officer.page.locator(SEND).first)
    assert officer.count(Application, Application.received_by == ReceivedBy.FAX)


def test_a_change_notice_is_accepted(officer: Visitor) -> None:
    number = members.filed_change(factories.member()).id
    officer.open(f"/change-notices/{number}")
    press(officer.page, officer.page.locator("button[value=accept]"))
    assert officer.count(ChangeNotice, ChangeNotice.state == ChangeNoticeState.ACCEPTED)


def test_a_contact_attempt_is_recorded(officer: Visitor) -> None:
    number = factories.member().id
    officer.open(f"/contacts/{number}")
    officer.send(means="telephone", result="failed", note="3回、留守でした。")
    assert officer.count(ContactAttempt, ContactAttempt.reached.is_(False))


def test_a_letter_is_held(officer: Visitor) -> None:
    number = factories.letter().id
    officer.open(f"/outbox/{number}")
    press(officer.page, officer.page.get_by_role("button", name="保留する"))
    assert officer.count(OutboxMessage, OutboxMessage.state == OutboxState.HELD)


def test_an_expulsion_file_is_opened(officer: Visitor) -> None:
    number = factories.member().id
    officer.open(f"/expulsions/open/{number}")
    officer.send(ground="breach", facts="規約に反する行為があった。")
    assert officer.count(Expulsion)


def test_an_organisation_is_found_from_any_page(officer: Visitor) -> None:
    officer.open("/")
    press(officer.page, officer.page.get_by_role("banner").get_by_role("link", name="検索"))
    expect(officer.page.locator("[name=q]")).to_be_focused()
    officer.page.keyboard.type("いのちの電話")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    expect(officer.page.locator("main")).to_contain_text("鳥取いのちの電話")
