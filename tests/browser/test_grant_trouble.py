"""Grants that go wrong, in the browser: refused, late, changed, suspended, withdrawn, revoked, repaid."""

import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app import clock
from app.models.grants.call import GrantCall
from app.models.post.outbox import OutboxMessage
from app.rules.grants.acts import GrantAct
from app.rules.grants.calls import Payment
from app.services.grants import applying
from tests import factories
from tests.support import grants as made
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import press, send
from tests.support.desk import LINKS

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
pytestmark = pytest.mark.timeout(300)


class Office:
    """Two officers, the person of a body, and what the body was written."""

    def __init__(self, session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> None:
        self.session, self.client_as, self.new_page = session, client_as, new_page
        self.one, self.other = (self.window("secretariat", DESK) for _ in range(2))

    def window(self, role: str, size: Any, organisation: Any = None) -> Page:
        page = self.new_page(viewport=size)
        log_in_page(page, self.client_as(role, organisation))
        return page

    def body(self, case: made.Case) -> Page:
        """Return the window of a person of the body, on its grant's page."""
        page = self.window("general", PHONE, case.organisation)
        page.goto(self.path(case))
        return page

    def path(self, case: made.Case) -> str:
        """Return the grant's path; no transaction stays open, as the servers need the lock."""
        path = f"/grants/{case.id}"
        self.session.commit()
        return path

    def propose(self, case: made.Case, act: GrantAct, **typed: str) -> None:
        """Let one officer propose a decision on the grant's page."""
        page, path = self.one, self.path(case)
        page.goto(path)
        form = page.locator(f"form[action$='/propose/{act.value}']")
        if not form.is_visible():
            page.locator("summary", has_text=f"{act.label}").click()
        for name, value in typed.items():
            form.locator(f"[name={act.value}-{name}]").fill(value)
        with page.expect_navigation():
            form.locator("button[type=submit]").click()

    def release(self, case: made.Case, act: GrantAct) -> None:
        """Let the other officer release it."""
        page, path = self.other, self.path(case)
        page.goto(path)
        press(page, f"/release/{act.value}")

    def letter(self, page: Page, purpose: str) -> str:
        """Return the text of the PDF of the last letter to the body, as the body opens it."""
        found = self.session.scalar(
            select(OutboxMessage.id)
            .where(OutboxMessage.purpose == purpose)
            .order_by(OutboxMessage.id.desc())
        )
        self.session.rollback()
        pdf = page.request.get(f"/my-organisation/letters/{found}.pdf").body()
        text = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        return re.sub(r"\s", "", text)


@pytest.fixture
def office(session: Any, client_as: RoleClients, new_page: Callable[..., Page]) -> Office:
    return Office(session, client_as, new_page)


def test_refused_with_its_reason_and_no_second_application(office: Office) -> None:
    case = made.submitted()
    call, path = case.grant.call.public_id, office.path(case)
    office.propose(case, GrantAct.REJECT)
    expect(office.one.locator("main")).to_contain_text("理由を入力してください")
    office.propose(case, GrantAct.REJECT, reason="対象となる経費がないため")
    office.release(case, GrantAct.REJECT)
    page = office.body(case)
    expect(page.locator("main")).to_contain_text("対象となる経費がないため")
    letter = office.letter(page, "grant_rejected")
    assert "採択しない" in letter and "対象となる経費がないため" in letter
    page.goto(f"/grant-calls/{call}")
    expect(page.get_by_role("link", name="応募する")).to_have_count(0)
    page.goto(f"/grant-calls/{call}/apply")
    expect(page).to_have_url(re.compile(rf"{path}$"))


def test_too_late_to_apply_and_to_confirm(office: Office) -> None:
    case = made.begun()
    applying.ask(case.writer, case.id, links=LINKS)
    other = factories.member()
    call: GrantCall = case.grant.call
    public_id = call.public_id
    page = office.window("general", PHONE, other)
    office.session.commit()
    page.goto(f"/grant-calls/{public_id}/apply")
    for name, value in {
        "title": "ちらし",
        "plan": "配ります。",
        "what_0": "印刷",
        "amount_0": "30000",
    }.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=kind_0]", "printing")
    for name in ("starts_on", "ends_on"):
        page.fill(f"[name={name}]", (clock.today() + timedelta(days=30)).isoformat())
    call.closes_on = clock.today() - timedelta(days=1)
    office.session.commit()
    send(page)
    expect(page.locator("main")).to_contain_text("に終わりました")
    expect(page.locator("[name=plan]")).to_have_value("配ります。")
    page.goto(f"/grant-calls/{public_id}/apply")
    expect(page.locator("main")).to_contain_text("応募の受付は")
    second = office.body(case)
    expect(second.locator("main")).to_contain_text("期限を過ぎたため、提出できません")
    expect(second.locator("form[action$='/do/submit']")).to_have_count(0)
    second.goto("/my-grants/")
    expect(second.locator("main")).to_contain_text("期限を過ぎたため、提出できません")


def test_withdrawn_after_the_decision(office: Office) -> None:
    case = made.decided()
    page = office.body(case)
    page.get_by_role("link", name="取り下げる").click()
    page.fill("[name=reason]", "担当者が退職したため")
    send(page)
    expect(page.locator("main")).not_to_contain_text("まだ")
    letter = office.letter(page, "grant_withdrawn")
    assert "担当者が退職したため" in letter
    office.one.goto("/grants/?tab=over")
    row = office.one.locator("tr", has_text="取下げ")
    expect(row).to_contain_text("0円")
    expect(row).not_to_contain_text("200,000円")


def test_changed_suspended_paid_in_advance_revoked_and_repaid(office: Office) -> None:
    case = made.decided(made.call(has_prenotice=False, payment=Payment.ADVANCE))
    page = office.body(case)
    write_change(page, "content", "150000", "見積りが下がったため")
    press(page, "/do/change")
    office.propose(case, GrantAct.CHANGE)
    office.release(case, GrantAct.CHANGE)
    letter = office.letter(page, "grant_changed")
    assert "変更前の交付決定額200,000円" in letter
    assert "交付決定額100,000円" in letter
    page.reload()
    write_change(page, "suspension", "150000", "会場が使えないため")
    press(page, "/do/change")
    office.propose(case, GrantAct.CHANGE)
    office.release(case, GrantAct.CHANGE)
    page.reload()
    assert "「事業を再開する」" in office.letter(page, "grant_changed")
    press(page, "/do/resume")
    expect(page.locator("main")).not_to_contain_text("会場が使えないため")  # it is over
    page.get_by_role("link", name="概算払").click()
    page.fill("[name=amount]", "80000")
    for name, value in made.BANK.items():
        if name == "account_kind":
            page.select_option(f"[name={name}]", "ordinary")
        else:
            page.fill(f"[name={name}]", value)
    send(page)
    expect(page.get_by_role("link", name="取り下げる")).to_have_count(0)
    office.session.commit()
    office.one.goto("/grants/payments")
    send(office.one)
    said = {"amount": "30000", "reason": "目的のほかに使ったため"}
    office.propose(case, GrantAct.REVOKE, **said, until="")
    expect(office.one.locator("main")).to_contain_text("返還の期限を入力してください")
    office.propose(case, GrantAct.REVOKE, **said)  # the day that the form proposes
    office.release(case, GrantAct.REVOKE)
    page.reload()
    letter = office.letter(page, "grant_revoked")
    assert "取消し前の額100,000円" in letter and "取消し後の額30,000円" in letter
    assert "返還額50,000円" in letter and "納入通知書" in letter
    office.one.goto(office.path(case))
    with office.one.expect_navigation():
        office.one.locator("form[action$='/repaid'] button[type=submit]").click()
    expect(office.one.locator("main")).to_contain_text("支払済み：30,000円")
    page.reload()
    expect(page.locator("main")).to_contain_text("手続はすべて終わりです")


def write_change(page: Page, kind: str, amount: str, reason: str) -> None:
    """Write a change of the grant on its page."""
    page.get_by_role("link", name="変更・中止・廃止").click()
    page.select_option("[name=change]", kind)
    page.fill("[name=reason]", reason)
    page.fill("[name=amount_0]", amount)
    send(page)


def test_the_tenth_cost_line_is_as_wide_as_the_first_on_a_phone(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page]
) -> None:
    path = f"/grant-calls/{made.call().public_id}/apply"
    client = client_as("general")
    session.commit()
    page = new_page(viewport=PHONE)
    log_in_page(page, client)
    page.goto(path)
    page.evaluate("document.querySelectorAll('.disclosure').forEach(each => each.open = true)")
    first, third, tenth = (
        page.locator(f"[name=what_{place}]").evaluate("each => each.offsetWidth")
        for place in (0, 2, 9)
    )
    assert tenth == third > first - 40
