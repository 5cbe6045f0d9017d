"""Membership from application to withdrawal and readmission, in the browsers of those involved."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.membership.membership import EndCause
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM
from app.services.membership import memberships
from app.tasks.post.outbox import sweep
from tests import factories
from tests.support.accounts import log_in_page

NAME = "NPO法人𠮷野の会"
CONTACT = "tantou@yoshino.example.jp"
TYPED = {
    "name": NAME,
    "name_kana": "よしののかい",
    "representative_name": "因幡 花子",
    "postal_code": "６８０－００１１",
    "address": "東町1-1",
    "phone": "０８５７−２６−７１１１",
    "activities": "居場所づくり",
    "relation": "孤独を感じる人が集まれる場を開いています。",
    "public_contact_name": "事務所",
    "business_contact_name": "伯耆 太郎",
    "business_contact_email": CONTACT,
}
pytestmark = pytest.mark.timeout(300)


class World:
    """The persons, each with a browser, and their mail."""

    def __init__(self, app: Flask, new_page: Callable[..., Page], client_as: Any) -> None:
        self.app = app
        self.applicant = new_page(viewport={"width": 390, "height": 844})
        self.desk = new_page(viewport={"width": 1280, "height": 900})
        self.second = new_page(viewport={"width": 1280, "height": 900})
        self.client_as = client_as
        self.come_to_the_desk()
        self.member = new_page(viewport={"width": 390, "height": 844})

    def come_to_the_desk(self) -> None:
        """Log both officers in again: a session lasts half a day at most."""
        for page in (self.desk, self.second):
            log_in_page(page, self.client_as("secretariat"))

    def mail(self, purpose: str) -> str:
        """Run the sweep and return the text of the latest letter for this purpose."""
        with self.app.app_context(), acting_as_system(db.session):
            sweep()
            message = db.session.scalars(
                select(OutboxMessage)
                .where(OutboxMessage.purpose == purpose)
                .order_by(OutboxMessage.id.desc())
            ).first()
            assert message is not None, purpose
            assert (message.state, message.recipient) == (OutboxState.SENT, CONTACT)
            return message.body

    def apply(self, *, statement: str = "") -> str:
        """Send an application and confirm it by the mailed link; return its receipt number."""
        page = self.applicant
        page.goto("/apply/form")
        for name, value in TYPED.items():
            page.fill(f"main [name={name}]", value)
        page.select_option("[name=kind]", "npo")
        page.select_option("[name=municipality_code]", "312011")
        page.check("[name=activity_fields][value=place]")
        page.check(f"[name=was_member][value={'yes' if statement else 'no'}]")
        page.fill("[name=readmission_statement]", statement)
        for consent in ("pledge", "bylaws", "privacy"):
            page.check(f"[name={consent}]")
        press(page, "form[action='/apply/form'] .button-primary")
        press(page, "form[action='/apply/check'] .button-primary")
        page.goto(link(self.mail("application_confirm"), "confirm-address"))
        press(page, "main form button")
        found = re.search(r"N\d{4}-\d{4}", page.inner_text("main"))
        assert found is not None
        return found.group(0)

    def open_application(self, receipt_number: str) -> None:
        self.desk.goto(f"/applications/?q={receipt_number}")
        press(self.desk, f"main a:has-text('{NAME}')")

    def check_all(self) -> None:
        """Record the three checks of 要領第2条第3項 as the officer."""
        press(self.desk, "form[action*='/checks'] button[name=all]")

    def name_former(self) -> None:
        """Record the first proposed former member as the applicant, as the officer."""
        press(self.desk, "form[action$='/former'] button >> nth=0")

    def accept(self) -> None:
        """Propose acceptance at once as the officer, and release it as another."""
        page = self.desk.url
        self.desk.goto(urlsplit(page).path.replace("/show/", "/") + "/accept-at-once")
        self.desk.fill("[name=reason]", "総会に間に合わせるため")
        press(self.desk, "main form .button-primary")
        self.second.goto(page)
        form = "form[action$='/release']"
        self.second.click(f"button[popovertarget]:has(+ [popover] {form})")
        press(self.second, f"{form} button")


def press(page: Page, selector: str) -> None:
    """Press a button or follow a link, and wait for the next page."""
    page.click(selector)
    page.wait_for_load_state()


def link(body: str, part: str) -> str:
    """Return the path of the letter's link that contains `part`."""
    found = re.search(rf"http://[^/\s]+(/\S*{part}\S*)", body)
    assert found is not None, body
    return found.group(1)


@pytest.fixture
def world(app: Flask, new_page: Callable[..., Page], client_as: Any) -> World:
    return World(app, new_page, client_as)


def test_membership_from_application_to_withdrawal_and_readmission(world: World) -> None:
    applicant, desk, member = world.applicant, world.desk, world.member

    number = world.apply()
    world.open_application(number)
    world.check_all()
    world.accept()
    assert "一般団体" in world.mail("membership_accepted")

    applicant.goto("/roster?q=吉野")
    assert NAME in applicant.inner_text("main")
    assert NAME in applicant.request.get("/roster.csv").text()
    assert CONTACT not in applicant.request.get("/roster.csv").text()

    invitation = link(world.mail("account_invitation"), "invitation")
    member.goto(invitation)
    for field in member.locator("main input[type=password]").all():
        field.fill(factories.PASSWORD)
    press(member, "main form .button-primary")
    if "/login" in member.url:
        member.fill("[name=username]", CONTACT)
        member.fill("[name=password]", factories.PASSWORD)
        press(member, "main form .button-primary")

    member.goto("/change-notices/new")
    member.fill("main [name=phone]", "0857-26-9999")
    press(member, "main form .button-primary")
    press(member, "form[action='/change-notices/check'] .button-primary")
    desk.goto("/change-notices/")
    press(desk, "main table a >> nth=0")
    press(desk, "button[name=decision][value=accept]")
    world.mail("change_accepted")
    applicant.goto("/roster?q=吉野")
    press(applicant, f"main a:has-text('{NAME}')")
    assert "0857-26-9999" in applicant.inner_text("main")

    member.goto("/withdrawals/new")
    press(member, "form[action='/withdrawals/new'] .button-primary")
    press(member, "form[action='/withdrawals/send'] .button-danger")
    world.mail("withdrawal_received")
    applicant.goto("/roster?q=吉野")
    assert NAME not in applicant.inner_text("main")

    again = world.apply()
    world.open_application(again)
    world.check_all()
    world.name_former()
    assert desk.locator("a[href*='/accept-at-once']").count() == 0
    assert "説明書" in desk.inner_text("main")

    with_statement = world.apply(statement="活動を再開したため、もう一度参加したい。")
    world.open_application(with_statement)
    world.check_all()
    world.name_former()
    world.accept()
    applicant.goto("/roster?q=吉野")
    assert NAME in applicant.inner_text("main")


def test_expelled_organisation_is_accepted_after_the_bar_ends(world: World, at: Any) -> None:
    at(date(2027, 2, 28))
    world.come_to_the_desk()
    with world.app.app_context(), acting_as_system(db.session):
        expelled: Organisation = factories.member(since=date(2023, 4, 1), name=NAME)
        memberships.end(SYSTEM, expelled, EndCause.EXPULSION, on=date(2024, 2, 29))
        db.session.commit()

    number = world.apply(statement="活動を改めた。")
    world.open_application(number)
    world.check_all()
    world.name_former()
    assert world.desk.locator("a[href*='/accept-at-once']").count() == 0
    assert "令和9年3月1日" in world.desk.inner_text("main")

    at(date(2027, 3, 1))
    world.come_to_the_desk()
    world.open_application(number)
    world.accept()
    world.applicant.goto("/roster?q=吉野")
    assert NAME in world.applicant.inner_text("main")
