"""The pages of grants, walked as the people concerned: once right, and with what goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from app import clock
from app.models.grants.grant import Grant, GrantPaper
from app.rules.grants.acts import GrantAct
from app.rules.grants.content import PaperKind
from app.rules.states.grants.grant import GrantState as S
from app.security.viewer import Role
from app.services.grants import papers
from app.views.grants.facts import reckoning_of
from tests import factories
from tests.support import grants as made
from tests.support.accounts import press
from tests.support.client import PlatformClient
from tests.support.queries import counted

Clients = Callable[..., PlatformClient]


def typed(**values: Any) -> dict[str, Any]:
    """Return an application as a browser sends it."""
    today = clock.today()
    return {
        "title": "ちらし",
        "plan": "ちらしを作り、配ります。",
        "starts_on": (today + timedelta(days=30)).isoformat(),
        "ends_on": (today + timedelta(days=60)).isoformat(),
        "kind_0": "printing",
        "what_0": "印刷",
        "amount_0": "250000",
        "income": "10000",
        **values,
    }


def two_of(client_as: Clients) -> tuple[PlatformClient, PlatformClient]:
    """Return two persons of one body in their browsers."""
    body = factories.member()
    return client_as(Role.GENERAL, body), client_as(Role.GENERAL, body)


def test_member_applies_and_a_second_person_submits(session: Any, client_as: Clients) -> None:
    call = made.call()
    writer, second = two_of(client_as)
    sent = typed(file_0=(BytesIO("見積り".encode()), "見積書.txt"))
    done = writer.submit(f"/grant-calls/{call.public_id}/apply", sent)
    assert done.status_code == 303, done.text
    page = writer.get(done.location).text
    assert "240,000円×2/3" in page and "160,000円" in page and "見積書.txt" in page
    writer.submit(done.location, form="/do/ask")
    assert "確認を頼んだため" in writer.get(done.location).text
    second.submit(done.location, form="/do/submit")
    grant = session.scalars(select(Grant)).one()
    assert (grant.state, grant.place, grant.asked) == (S.SUBMITTED, 1, 160_000)
    mine = second.get("/my-grants/").text
    assert grant.number in mine and "審査中" in mine


def test_half_a_line_is_shown_again_with_all_input(session: Any, client_as: Clients) -> None:
    call = made.call()
    client = client_as(Role.GENERAL)
    sent = typed(what_1="会場", amount_1="", income="１００円")
    refused = client.submit(f"/grant-calls/{call.public_id}/apply", sent)
    assert refused.status_code == 422
    assert "この明細のすべての欄を空に" in refused.text and "会場" in refused.text
    assert 'value="250000"' in refused.text
    assert session.scalars(select(Grant)).all() == []


def test_an_end_before_the_beginning_is_refused(session: Any, client_as: Clients) -> None:
    call = made.call()
    sent = typed(ends_on=clock.today().isoformat())
    refused = client_as(Role.GENERAL).submit(f"/grant-calls/{call.public_id}/apply", sent)
    assert refused.status_code == 422 and "開始日以後の日" in refused.text


@pytest.mark.parametrize("amount", ["250,000", "２５０，０００"])
def test_amounts_are_taken_with_their_commas(session: Any, client_as: Clients, amount: str) -> None:
    page = f"/grant-calls/{made.call().public_id}/apply"
    client = client_as(Role.GENERAL)
    assert client.submit(page, typed(amount_0=amount)).status_code == 303
    other = client_as(Role.GENERAL)
    assert other.submit(page, typed(amount_0="25,00")).status_code == 422


def test_trial_works_the_amount_out_and_stores_nothing(session: Any, client_as: Clients) -> None:
    call = made.call(opens_on=clock.today() + timedelta(days=3))
    client = client_as(Role.GENERAL)
    tried = client.submit(f"/grant-calls/{call.public_id}/try", typed())
    assert tried.status_code == 200 and "これはお試しです" in tried.text
    assert "160,000円" in tried.text
    assert session.scalars(select(Grant)).all() == []
    early = client.get(f"/grant-calls/{call.public_id}/apply", follow_redirects=True)
    assert "応募の受付は" in early.text


def test_another_body_finds_nothing_and_the_public_sees_the_decision_only(
    session: Any, client_as: Clients
) -> None:
    case = made.decided()
    case.report()
    case.settle()
    case.claim()
    call = case.grant.call.public_id
    number = case.grant.number
    paper = papers.of(case.grant)[0]
    file = next(iter(papers.files(case.grant)))
    stranger, public = client_as(Role.GENERAL), client_as(Role.PUBLIC)
    for part in ("", f"/papers/{paper.id}.pdf", f"/files/{file}", "/claims/1.pdf", "/claim"):
        assert stranger.get(f"/grants/{case.id}{part}").status_code == 404
    shown = public.get(f"/grant-calls/{call}").text
    assert case.organisation.name in shown and "200,000円" in shown
    for secret in ("1234567", number, "ちらし"):
        assert secret not in shown
    assert case.organisation.name not in public.get("/grant-calls/").text


def test_draft_is_the_bodys_own_and_officers_are_not_named(
    session: Any, client_as: Clients
) -> None:
    case = made.begun(title="ひみつの案")
    draft = papers.of(case.grant)[0].id
    desk = client_as(Role.SECRETARIAT)
    assert "ひみつの案" not in desk.get(f"/grants/{case.id}").text
    assert desk.get(f"/grants/{case.id}/papers/{draft}.pdf").status_code == 404
    case.submit()
    case.decide(GrantAct.OFFER)
    assert "ひみつの案" in desk.get(f"/grants/{case.id}").text
    own = client_as(Role.GENERAL, case.organisation).get(f"/grants/{case.id}").text
    assert case.writer.name in own
    assert all(officer.name not in own for officer in case.officers)


def test_officer_proposes_and_another_releases_by_the_pages(
    session: Any, client_as: Clients
) -> None:
    case = made.submitted()
    one, other = client_as(Role.SECRETARIAT), client_as(Role.SECRETARIAT)
    path = f"/grants/{case.id}"
    refused = one.submit(path, {"offer-amount": "900000"}, form="/propose/offer")
    assert refused.status_code == 422 and "申請額（200,000円）まで" in refused.text
    sent = {"offer-amount": "150000", "offer-reason": "県内に発注すること。"}
    assert one.submit(path, sent, form="/propose/offer").status_code == 303
    assert "県内に発注すること。" in other.get(path).text, "what they are to release"
    assert "別の職員" in one.get(path).text
    assert path in other.get("/approvals/").text
    other.submit(path, form="/release/offer")
    assert (case.fresh().state, case.grant.amount) == (S.OFFERED, 150_000)


def test_lines_left_out_by_the_inspection_are_marked(session: Any, client_as: Clients) -> None:
    case = made.decided()
    case.report(made.receipts(100_000, 100_000, 50_000))
    assert "検査により対象外" not in client_as(Role.SECRETARIAT).get(f"/grants/{case.id}").text
    case.settle(struck=(1,))
    for client in (client_as(Role.SECRETARIAT), client_as(Role.GENERAL, case.organisation)):
        page = client.get(f"/grants/{case.id}").text
        assert page.count("検査により対象外") == 1, "of two lines alike the one that was struck"
    report = next(each for each in papers.of(case.grant) if each.kind is PaperKind.REPORT)
    assert reckoning_of(case.grant, report).amount == report.amount, "the paper stays as submitted"
    assert reckoning_of(case.grant, report, case.grant.struck).amount == case.grant.amount


def test_application_on_paper_is_entered_in_the_order_of_arrival(
    session: Any, client_as: Clients
) -> None:
    call = made.call()
    by_web = made.submitted(call)
    body = factories.member()
    desk, own = client_as(Role.SECRETARIAT), client_as(Role.GENERAL, body)
    page = f"/grant-calls/{call.public_id}/on-behalf"
    sent = typed(organisation_id=str(body.id), received_by="paper")
    before = (call.opens_on - timedelta(days=1)).isoformat()
    assert desk.submit(page, sent | {"received_on": before}).status_code == 422
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    done = desk.submit(page, sent | {"received_on": yesterday})
    assert done.status_code == 303, done.text
    twice = desk.submit(page, sent | {"received_on": yesterday})
    assert twice.status_code == 422 and "すでにこの補助金に応募" in twice.text
    [grant] = session.scalars(select(Grant).where(Grant.organisation_id == body.id))
    assert (grant.state, grant.place, by_web.fresh().place) == (S.SUBMITTED, 1, 2)
    [paper] = session.scalars(select(GrantPaper).where(GrantPaper.grant_id == grant.id))
    assert body.name in paper.submitted_by and "代行入力" in paper.submitted_by
    other = client_as(Role.SECRETARIAT)
    other.submit(done.location, {"return-reason": "印がありません。"}, form="/return")
    assert "代行入力" in desk.get(done.location).text
    desk.submit(done.location, form="/do/receive")
    assert grant.state is S.SUBMITTED and grant.place == 1
    desk.submit(done.location, {"offer-amount": "100000"}, form="/propose/offer")
    other.submit(done.location, form="/release/offer")
    desk.submit(done.location, form="/do/request")
    session.expire_all()
    assert grant.state is S.REQUESTED and "交付申請中" in own.get(done.location).text
    assert "代行入力" not in desk.get(f"/grants/{by_web.id}").text
    assert press(desk, f"/grants/{by_web.id}/do/request").status_code == 404


def test_payments_are_listed_and_recorded(session: Any, client_as: Clients) -> None:
    case = made.decided()
    case.report()
    case.settle()
    case.claim()
    desk = client_as(Role.SECRETARIAT)
    listed = desk.submit("/grants/payments", form="payments.xlsx")
    sheet = load_workbook(BytesIO(listed.data)).active
    assert [cell.value for cell in sheet[2]][6:] == [200_000, *made.BANK.values()]
    assert sheet[3][6].value == 200_000
    late = {"day": (clock.today() + timedelta(days=1)).isoformat()}
    assert desk.submit("/grants/payments", late).status_code == 422
    assert desk.submit("/grants/payments").status_code == 303
    assert case.fresh().state is S.PAID


def test_export_as_gif_and_the_lists_within_their_queries(
    app: Flask, session: Any, client_as: Clients
) -> None:
    call = made.call()
    body = made.submitted(call).organisation
    given = client_as(Role.PUBLIC).get("/api/v1/grant-calls?format=gif-451-4")
    assert "66.7,200000,有" in given.data.decode("utf-8-sig")
    for _each in range(3):
        made.submitted(organisation=body)
        made.submitted(call)
    for client, path in (
        (client_as(Role.SECRETARIAT), "/grants/?tab=all"),
        (client_as(Role.GENERAL, body), "/my-grants/"),
        (client_as(Role.SECRETARIAT), "/grants/payments"),
    ):
        client.get(path)
        with counted(app) as statements:
            assert client.get(path).status_code == 200
        assert len(statements) <= 6, "\n".join(statements)


def test_papers_are_set(session: Any, client_as: Clients) -> None:
    case = made.submitted()
    paper = session.scalars(select(GrantPaper)).one()
    client = client_as(Role.SECRETARIAT)
    answer = client.get(f"/grants/{case.id}/papers/{paper.id}.pdf")
    assert answer.data.startswith(b"%PDF-")


def test_grant_is_found_by_its_body_and_the_secretariat(session: Any, client_as: Clients) -> None:
    one, other = client_as(Role.GENERAL), client_as(Role.GENERAL)
    one.submit(f"/grant-calls/{made.call(name='探しもの補助金').public_id}/apply", typed())
    grant = session.scalars(select(Grant)).one()
    for client, found in ((one, True), (client_as(Role.SECRETARIAT), True), (other, False)):
        for text in (grant.number, "探しもの"):
            page = client.get("/search", query_string={"q": text}).text
            assert (f"/grants/{grant.id}" in page) is found
