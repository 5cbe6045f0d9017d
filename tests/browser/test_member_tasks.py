"""Tasks of applicants and members, by keyboard alone, with and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.models.accounts.user import Account, UserSession
from app.models.admission.application import Application
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.rules.states.admission.application import ApplicationState
from app.rules.states.filings.member import ConsentState
from app.services.accounts.links import Purpose
from tests import factories
from tests.support import application_form, desk, members, people
from tests.support.accounts import RoleClients, log_in_page
from tests.support.client import PlatformClient
from tests.support.keyboard import fill, press
from tests.support.visitor import SEND, Visitor

pytestmark = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
PASSWORD = "sunny afternoon by the sea"


@pytest.fixture
def visitor(session: Any, new_page: Callable[..., Page], scripts: bool) -> Visitor:
    """Return a visitor who is not logged in."""
    return Visitor(session, new_page(java_script_enabled=scripts))


@pytest.fixture
def member(visitor: Visitor, client_as: RoleClients) -> PlatformClient:
    """Log the visitor in for a general member."""
    client = client_as("general")
    log_in_page(visitor.page, client)
    return client


def test_an_applicant_corrects_its_application(visitor: Visitor) -> None:
    token = application_form.status_token()
    visitor.open(f"/apply/status/{token}")
    press(visitor.page, visitor.page.get_by_role("link", name="申込書を直す"))
    visitor.send(representative_title="代表理事", activity_fields=["place"])
    expect(visitor.page.locator("main")).to_contain_text("代表理事")
    press(visitor.page, visitor.page.locator(SEND).first)
    assert visitor.count(
        Application,
        Application.state == ApplicationState.RECEIVED,
        Application.representative_title == "代表理事",
    )


def test_an_applicant_withdraws_its_application(visitor: Visitor) -> None:
    visitor.open(f"/apply/status/{application_form.status_token()}")
    visitor.confirm("申込みを取り下げる")
    assert visitor.count(Application, Application.state == ApplicationState.TAKEN_BACK)


def test_a_half_filled_application_is_continued_later(visitor: Visitor) -> None:
    visitor.open("/apply/form")
    fill(visitor.page, {"name": "つながりの会"}, visitor.page.locator("button[name=save]"))
    expect(visitor.page.get_by_role("status")).to_contain_text("続きから再開できます")
    visitor.open("/apply/")
    press(visitor.page, visitor.page.get_by_role("link", name="続きから入力する"))
    expect(visitor.page.locator("[name=name]")).to_have_value("つながりの会")


def test_anyone_finds_a_member_on_the_roster(visitor: Visitor) -> None:
    visitor.open("/roster")
    search = visitor.page.get_by_role("search").locator("button[type=submit]")
    fill(visitor.page, {"q": "弁護士", "member_kind": "executive"}, search)
    press(visitor.page, visitor.page.get_by_role("link", name="鳥取県弁護士会"))
    expect(visitor.page.locator("h1")).to_have_text("鳥取県弁護士会")


def test_a_member_answers_the_contact_question(visitor: Visitor) -> None:
    organisation = factories.member()
    token = members.contact_question(organisation)[1]
    before = organisation.last_contact_on
    visitor.open(f"/contact/{token}")
    press(visitor.page, visitor.page.locator(SEND).first)
    visitor.session.rollback()
    assert organisation.last_contact_on > before


@pytest.mark.usefixtures("member")
def test_a_member_consents_to_serve(visitor: Visitor) -> None:
    visitor.open("/consents/new")
    visitor.send(statement="県東部で居場所を開いています。")
    assert visitor.count(ConsentToServe, ConsentToServe.state == ConsentState.FILED)


def test_an_executive_member_requests_its_release(visitor: Visitor, client_as: RoleClients) -> None:
    log_in_page(visitor.page, client_as("executive"))
    visitor.open("/my-organisation/")
    press(visitor.page, visitor.page.locator("main a[href='/release-requests/new']"))
    visitor.send(reason="再編のため", becomes_general=True)
    assert visitor.count(ReleaseRequest, ReleaseRequest.becomes_general.is_(True))


def test_a_member_submits_a_hearing_statement(visitor: Visitor, member: PlatformClient) -> None:
    file = desk.hearing(members.member_of(member))
    visitor.open(f"/hearing/{file.id}")
    visitor.send(text="その日は大雪でした。")
    visitor.session.rollback()
    assert "大雪" in visitor.page.locator("main").inner_text()
    assert visitor.count(Expulsion, Expulsion.id == file.id)


@pytest.mark.usefixtures("member")
def test_a_member_invites_a_colleague(visitor: Visitor) -> None:
    visitor.open("/colleagues/")
    press(visitor.page, visitor.page.get_by_role("link", name="招待する"))
    visitor.send(email="taro@example.jp", family_name="伯耆")
    assert visitor.count(Account, Account.email == "taro@example.jp")


def test_a_member_hands_over_to_a_successor(visitor: Visitor, member: PlatformClient) -> None:
    visitor.open("/account/")
    press(visitor.page, visitor.page.get_by_role("link", name="後任者への引継ぎ"))
    visitor.send(email="jiro@example.jp", family_name="因幡")
    assert visitor.count(Account, Account.email == "jiro@example.jp")


def test_an_invited_person_sets_a_password_and_logs_in(visitor: Visitor) -> None:
    visitor.open(f"/invitation/{people.token_of(Purpose.INVITATION)}")
    name = visitor.page.locator("input[autocomplete=username]").input_value()
    visitor.send(password=PASSWORD, again=PASSWORD)
    fill(
        visitor.page,
        {"username": name, "password": PASSWORD},
        visitor.page.locator("main button[type=submit]").first,
    )
    expect(visitor.page.locator("#user-menu")).to_have_count(1)


def test_a_forgotten_password_is_reset(visitor: Visitor) -> None:
    person = factories.account(organisation=factories.member(), password=factories.PASSWORD)
    address = person.email
    visitor.open("/password/forgotten")
    visitor.send(username=address)
    visitor.session.rollback()
    visitor.open(people.link_in(people.last_letter(address)))
    visitor.send(password=PASSWORD, again=PASSWORD)
    expect(visitor.page.locator("h1")).to_have_text("ログイン")


@pytest.mark.usefixtures("member")
def test_a_member_sets_up_the_second_factor(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.open("/account/second-factor/")
    press(visitor.page, visitor.page.get_by_role("link", name="設定する"))
    secret = visitor.page.locator("details code").text_content() or ""
    monkeypatch.setattr(people, "SECRET", secret.replace(" ", ""))
    visitor.send(code=people.code())
    expect(visitor.page.locator("h1")).to_have_text("回復コード")


def test_a_user_ends_their_other_sessions(
    visitor: Visitor, member: PlatformClient, client_as: RoleClients
) -> None:
    person = visitor.session.get(Account, member.account_id)
    people.log_in_by_page(client_as("public"), _with_password(visitor, person))
    visitor.open("/account/sessions")
    assert visitor.count(UserSession, UserSession.account_id == member.account_id) == 2
    visitor.confirm("ほかをすべて終了する")
    assert visitor.count(UserSession, UserSession.account_id == member.account_id) == 1


def test_form_input_survives_the_end_of_the_session(
    visitor: Visitor, member: PlatformClient
) -> None:
    name = _with_password(visitor, visitor.session.get(Account, member.account_id))
    visitor.open("/consents/new")
    visitor.page.context.clear_cookies()
    visitor.send(statement="県東部で居場所を開いています。")
    expect(visitor.page.get_by_role("status").last).to_contain_text("入力した内容は残っています")
    fill(
        visitor.page,
        {"username": name, "password": factories.PASSWORD},
        visitor.page.locator("main button[type=submit]").first,
    )
    expect(visitor.page.locator("[name=statement]")).to_have_value("県東部で居場所を開いています。")
    assert visitor.count(ConsentToServe) == 0
    press(visitor.page, visitor.page.locator(SEND).first)
    assert visitor.count(ConsentToServe) == 1


def _with_password(visitor: Visitor, person: Account) -> str:
    known = factories.account(password=factories.PASSWORD)
    person.password = known.password
    visitor.session.commit()
    return str(person.username)
