"""Procedures with several steps or several persons, by keyboard alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app import clock
from app.models.accounts.user import Account
from app.models.admission.application import Application, DecisionBatch
from app.models.filings.expulsion import Expulsion, ExpulsionEvidence, ExpulsionStatement
from app.models.filings.withdrawal import WithdrawalNotice
from app.models.membership.contact import Contact
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import OrganisationMerge, RosterImport
from app.rules.membership.membership import ContactKind, ReceivedBy
from app.rules.states.admission.application import ApplicationState, BatchState
from app.rules.states.filings.expulsion import ExpulsionState
from app.rules.states.roster.roster_import import RosterImportState
from app.tasks.roster import imports as task
from tests import factories
from tests.support import members, roster_files
from tests.support.accounts import RoleClients, log_in_page
from tests.support.desk import expulsion, hearing, officer, ready_application
from tests.support.keyboard import press, tab_to
from tests.support.visitor import SEND, Visitor

People = Callable[..., Visitor]


@pytest.fixture
def person(session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> People:
    """Return `person(role, organisation)`, which opens a page for a new person.

    `public` is not logged in.
    """

    def come(role: str, organisation: Organisation | None = None) -> Visitor:
        page = new_page()
        if role != "public":
            log_in_page(page, client_as(role, organisation))
        return Visitor(session, page)

    return come


def button(visitor: Visitor, name: str) -> None:
    """Reach a button of the page's main part by its text, and press it."""
    press(visitor.page, visitor.page.locator("main").get_by_role("button", name=name).first)


def test_a_batch_is_opened_closed_and_approved_by_a_second_person(person: People) -> None:
    ready_application(officer())
    first = person("secretariat")
    first.open("/batches/")
    button(first, "一括決定を始める")
    press(first.page, first.page.locator("main tbody th a").first)
    first.confirm("締め切る")
    button(first, "入会承認の案")
    first.confirm("承認")
    where = first.page.url
    assert first.count(DecisionBatch, DecisionBatch.state == BatchState.AWAITING_APPROVAL)

    second = person("secretariat")
    second.open(where)
    second.confirm("承認")
    assert second.count(Application, Application.state == ApplicationState.ACCEPTED)


def test_members_are_imported_from_a_file(person: People, session: Any) -> None:
    content = roster_files.csv([roster_files.row()])
    clerk = person("secretariat")
    clerk.open("/imports/")
    with clerk.page.expect_file_chooser() as chooser:
        tab_to(clerk.page, clerk.page.locator("input[type=file]"))
        clerk.page.keyboard.press("Enter")
    chooser.value.set_files({"name": "r.csv", "mimeType": "text/csv", "buffer": content})
    button(clerk, "確認")
    session.rollback()
    task.sweep()
    clerk.open(clerk.page.url)
    clerk.type_into("basis", "令和8年11月の入会決定")
    press(clerk.page, clerk.page.locator(SEND).first)
    session.rollback()
    task.sweep()
    clerk.open(clerk.page.url)
    expect(clerk.page.locator("main")).to_contain_text("取り込みました")
    assert clerk.count(RosterImport, RosterImport.state == RosterImportState.IMPORTED)


def test_two_records_are_merged_and_separated_again(person: People) -> None:
    for _each in range(2):
        factories.member(name="鳥取さざなみの会")
    clerk = person("secretariat")
    clerk.open("/merges/")
    press(clerk.page, clerk.page.get_by_role("link", name="見比べる").first)
    button(clerk, "統合を提案する")
    other = person("secretariat")
    other.open("/approvals/")
    press(other.page, other.page.get_by_role("link", name="鳥取さざなみの会").first)
    other.confirm("承認して統合する")
    assert clerk.count(OrganisationMerge, OrganisationMerge.undone_at.is_(None))
    clerk.open("/merges/")
    press(clerk.page, clerk.page.get_by_role("link", name="元に戻す").first)
    button(clerk, "取消しを提案する")
    other.open(clerk.page.url)
    other.confirm("承認して元に戻す")
    assert clerk.count(OrganisationMerge, OrganisationMerge.undone_at.is_not(None))


def test_a_withdrawal_on_paper_is_entered(person: People) -> None:
    number = factories.member().id
    clerk = person("secretariat")
    clerk.open(f"/withdrawals/enter/{number}")
    clerk.send(received_by="fax", when="receipt", reason="活動を終えたため")
    expect(clerk.page.locator("main")).to_contain_text("に終わること")
    clerk.send(no_scan="原本を簿冊に綴った")
    assert clerk.count(WithdrawalNotice, WithdrawalNotice.received_by == ReceivedBy.FAX)


def test_an_expulsion_file_gets_evidence_and_a_hearing(person: People) -> None:
    number = expulsion().id
    clerk = person("secretariat")
    clerk.open(f"/expulsions/{number}/evidence")
    clerk.send(description="会議を妨げた日の記録")
    assert clerk.count(ExpulsionEvidence)
    clerk.open(f"/expulsions/{number}/hearing")
    tab_to(clerk.page, clerk.page.locator("[name=until]"))
    clerk.page.keyboard.type(f"{clock.today() + timedelta(days=20):%m%d%Y}")  # Chromium's order
    clerk.confirm("通知を送る")
    assert clerk.count(Expulsion, Expulsion.state == ExpulsionState.HEARING)


def test_a_member_submits_a_hearing_statement(person: People) -> None:
    member = factories.member()
    number = hearing(member).id
    visitor = person("general", member)
    visitor.open(f"/hearing/{number}")
    visitor.send(text="行き違いでした。今後も活動を続けたいと考えています。")
    assert visitor.count(ExpulsionStatement, ExpulsionStatement.received_by == ReceivedBy.WEB)


def test_a_member_answers_the_contact_question_by_its_link(person: People) -> None:
    _letter, token = members.contact_question(factories.member())
    visitor = person("public")
    visitor.open(f"/contact/{token}")
    press(visitor.page, visitor.page.locator(SEND).first)
    assert visitor.count(Contact, Contact.kind == ContactKind.REPLY)


def test_a_colleague_hands_over_to_a_successor(person: People) -> None:
    member = factories.member()
    leaving = factories.account(organisation=member, password=factories.PASSWORD).id
    visitor = person("general", member)
    visitor.open(f"/colleagues/{leaving}/hand-over")
    visitor.send(email="next@example.jp", family_name="倉吉", given_name="三郎")
    assert visitor.count(Account, Account.email == "next@example.jp")
