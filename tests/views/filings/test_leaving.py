"""The pages of withdrawal, release request and consent to serve."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from app.models.filings.consent import ConsentToServe
from app.models.filings.withdrawal import ReleaseRequest, WithdrawalNotice
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import ExpulsionGround, Standing
from app.rules.states.filings.expulsion import ExpulsionState
from app.rules.states.filings.member import ConsentState
from app.services.filings import expulsions
from tests import factories
from tests.support import members
from tests.support.accounts import csrf_token
from tests.support.desk import officer
from tests.support.forms import read_forms

STATEMENT = "県中部で相談の窓口を開いています。"


def send_checked(client: Any, page: Any) -> Any:
    """Press the button of the confirmation page."""
    assert page.status_code == 200
    [form] = [form for form in read_forms(page.text) if form.action == "/withdrawals/send"]
    return client.post(form.action, data=form.values, follow_redirects=True)


def test_withdrawal_takes_effect_only_after_confirmation(
    session: Any, client_as: Any, at: Callable[[date], None]
) -> None:
    at(date(2026, 5, 1))
    organisation = factories.member()
    client = client_as("general", organisation)
    page = client.submit(
        "/withdrawals/new",
        {"when": "named", "last_day": "2026-06-30", "reason": "解散するため"},
    )
    for part in (
        "令和8年6月30日",
        "令和8年7月1日から会員ではなくなり",
        "解散するため",
        "手続中の補助金や開催前の行事",
        "取り下げられません",
    ):
        assert part in page.text
    assert session.scalars(select(WithdrawalNotice)).all() == []

    answer = send_checked(client, page)
    assert "退会届を受け付けました" in answer.text
    notice = session.scalars(select(WithdrawalNotice)).one()
    assert (notice.effective_on, notice.reason) == (date(2026, 7, 1), "解散するため")
    assert (
        client.get("/my-organisation/").text.count("最後の日は令和8年6月30日で、令和8年7月1日から")
        == 1
    )
    pdf = client.get(f"/withdrawals/{notice.id}.pdf")
    assert (pdf.mimetype, pdf.data[:4]) == ("application/pdf", b"%PDF")
    assert notice.receipt_number in client_as("secretariat").get("/withdrawals/").text


def test_going_back_to_the_form_preserves_the_input(
    session: Any, client_as: Any, at: Callable[[date], None]
) -> None:
    at(date(2026, 5, 1))
    client = client_as("general")
    typed = {"when": "named", "last_day": "2026-06-30", "reason": "解散するため"}
    page = client.submit("/withdrawals/new", typed)
    [form] = [form for form in read_forms(page.text) if form.action == "/withdrawals/send"]
    page = client.post("/withdrawals/new", data={**form.values, "back": "1"})
    assert page.status_code == 200
    assert 'value="2026-06-30"' in page.text and "解散するため" in page.text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"when": "named", "last_day": ""}, "最後の日を入力してください"),
        ({"when": "named", "last_day": "2026-04-30"}, "受け取る日以後"),
        ({"when": "named", "last_day": "2026-02-31"}, "実在する日"),
        ({"when": "named", "last_day": "2999-12-31"}, "受け取る日以後"),
        ({"when": "some day"}, "選"),
        ({"when": "receipt", "reason": "あ" * 1001}, "1000文字以内"),
        ({"when": "receipt", "reason": "\0"}, "制御文字"),
    ],
)
def test_invalid_input_is_refused(
    session: Any,
    client_as: Any,
    at: Callable[[date], None],
    typed: dict[str, str],
    message: str,
) -> None:
    at(date(2026, 5, 1))
    answer = client_as("general").submit("/withdrawals/new", typed)
    assert answer.status_code == 422
    assert message in answer.text


def test_double_submission_creates_one_notice(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    client = client_as("general", organisation)
    page = client.submit("/withdrawals/new", {"when": "receipt"})
    assert "本日、退会となりました" in send_checked(client, page).text
    again = send_checked(client, page)
    assert "本日、退会となりました" not in again.text
    assert len(session.scalars(select(WithdrawalNotice)).all()) == 1
    assert session.get_one(Organisation, organisation.id).standing is Standing.FORMER


def test_expulsion_file_lapses_when_the_member_withdraws(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    file = expulsions.open_file(
        officer(), organisation.id, ground=ExpulsionGround.BREACH, facts="規約に違反した。"
    )
    client = client_as("general", organisation)
    send_checked(client, client.submit("/withdrawals/new", {"when": "receipt"}))
    session.refresh(file)
    assert file.state is ExpulsionState.LAPSED


def test_executive_member_is_redirected_to_the_release_request(
    session: Any, client_as: Any
) -> None:
    client = client_as("executive")
    assert client.get("/withdrawals/new").location == "/release-requests/new"
    answer = client.submit(
        "/release-requests/new", {"reason": "再編のため", "becomes_general": "y"}
    )
    request = session.scalars(select(ReleaseRequest)).one()
    assert answer.location == f"/release-requests/{request.id}"
    assert request.becomes_general
    page = client.get(answer.location).text
    assert "議決待ち" in page and "再編のため" in page
    assert client.get("/release-requests/new").location == f"/release-requests/{request.id}"
    assert request.receipt_number in client_as("secretariat").get("/withdrawals/").text
    answer = client.submit(f"/release-requests/{request.id}", form="take-back")
    assert "取下げ" in client.get(answer.location).text


def test_general_member_asking_for_release_is_refused_with_a_reason(
    session: Any, client_as: Any
) -> None:
    client = client_as("general")
    assert client.get("/release-requests/new").location == "/withdrawals/new"
    answer = client.post("/release-requests/new", data={"csrf_token": csrf_token(client)})
    assert answer.status_code == 422
    assert "退会届を提出してください" in answer.text


def test_secretariat_enters_notices_on_behalf(session: Any, client_as: Any) -> None:
    secretariat = client_as("secretariat")
    general, executive = factories.member(), factories.founding_member("鳥取県弁護士会")
    path = f"/withdrawals/enter/{general.id}"
    page = secretariat.submit(path, {"received_by": "paper", "when": "receipt"})
    for part in (general.name, "に終わること", "元に戻せません", "書面（郵送・持参）"):
        assert part in page.text
    assert session.scalars(select(WithdrawalNotice)).all() == []
    [form] = [form for form in read_forms(page.text) if form.action == f"{path}/send"]
    again = secretariat.post(path, data={**form.values, "back": "1"})
    assert again.status_code == 200 and "checked" in again.text
    refused = secretariat.post(form.action, data=form.values)
    assert refused.status_code == 422 and "写しを添付するか" in refused.text
    wrong = {**form.values, "scan": (BytesIO(b"GIF89a\xff\x00"), "x.gif")}
    assert secretariat.post(form.action, data=wrong).status_code == 422
    assert session.scalars(select(WithdrawalNotice)).all() == []
    scan = {**form.values, "scan": (BytesIO(b"%PDF-1.7 x"), "退会届.pdf")}
    answer = secretariat.post(form.action, data=scan)
    notice = session.scalars(select(WithdrawalNotice)).one()
    assert answer.location == f"/withdrawals/{notice.id}"
    assert "退会届.pdf" in secretariat.get(answer.location).text
    assert secretariat.get(f"/withdrawals/{notice.id}/scan").data == b"%PDF-1.7 x"
    answer = secretariat.get(f"/withdrawals/enter/{executive.id}")
    assert answer.location == f"/organisations/{executive.id}"
    answer = secretariat.submit(
        f"/release-requests/enter/{executive.id}", {"received_by": "mail", "reason": ""}
    )
    assert session.scalars(select(ReleaseRequest)).one().organisation_id == executive.id


def test_consent_is_filed_shown_and_withdrawn(session: Any, client_as: Any) -> None:
    client = client_as("general")
    refused = client.submit("/consents/new", {"statement": " "})
    assert refused.status_code == 422 and "入力または選択してください" in refused.text
    answer = client.submit("/consents/new", {"statement": STATEMENT})
    consent = session.scalars(select(ConsentToServe)).one()
    assert answer.location == f"/consents/{consent.id}"
    assert STATEMENT in client.get(answer.location).text
    assert client.get("/consents/new").location == answer.location
    assert client.get(f"/consents/{consent.id}.pdf").data[:4] == b"%PDF"
    assert consent.receipt_number in client_as("secretariat").get("/consents/").text
    client.submit(f"/consents/{consent.id}", form="take-back")
    session.refresh(consent)
    assert consent.state is ConsentState.TAKEN_BACK


def test_executive_member_needs_no_consent(session: Any, client_as: Any) -> None:
    page = client_as("executive").get("/consents/new")
    assert "すでに幹事団体です" in page.text


def test_secretariat_enters_consents(session: Any, client_as: Any) -> None:
    secretariat = client_as("secretariat")
    organisation = factories.member(name="つながりの家")
    answer = secretariat.submit(
        f"/consents/enter/{organisation.id}", {"received_by": "paper", "statement": STATEMENT}
    )
    assert answer.status_code == 303
    candidate = {"received_by": "paper", "statement": STATEMENT, "kind": "voluntary"}
    refused = secretariat.submit("/consents/candidate", {**candidate, "name": "つながりの家"})
    assert refused.status_code == 422 and "すでにあります" in refused.text
    answer = secretariat.submit("/consents/candidate", {**candidate, "name": "みなとの会"})
    consent = session.scalars(
        select(ConsentToServe).order_by(ConsentToServe.id.desc()).limit(1)
    ).one()
    assert answer.location == f"/consents/{consent.id}"
    assert "みなとの会" not in secretariat.get("/roster").text


def test_consent_is_visible_to_all_users_of_the_member(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    consent = members.filed_consent(organisation)
    for _ in range(2):
        assert client_as("general", organisation).get(f"/consents/{consent.id}").status_code == 200


def test_both_days_are_shown_wherever_a_withdrawal_is(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    notice = members.filed_withdrawal(organisation)  # named before the form asked for the last day
    session.commit()
    member, desk = client_as("general", organisation), client_as("secretariat")
    path = f"/withdrawals/{notice.id}"
    for client, page in ((member, path), (desk, path), (desk, "/withdrawals/")):
        text = client.get(page).text
        assert "会員である最後の日" in text and "会員でなくなる日" in text
        assert "令和81年3月30日" in text and "令和81年3月31日" in text
    assert "令和81年3月30日" in member.get("/withdrawals/new").text


def test_last_day_may_be_the_day_of_receipt(
    session: Any, client_as: Any, at: Callable[[date], None]
) -> None:
    at(date(2026, 5, 1))
    organisation = factories.member()
    client = client_as("general", organisation)
    page = client.submit("/withdrawals/new", {"when": "named", "last_day": "2026-05-01"})
    assert "令和8年5月2日から会員ではなくなり" in page.text
    send_checked(client, page)
    assert client.get("/my-organisation/").status_code == 200
    notice = session.scalars(select(WithdrawalNotice)).one()
    assert (notice.last_day, notice.effective_on) == (date(2026, 5, 1), date(2026, 5, 2))
