"""The secretariat's settings: what is seen, changed, refused, and shown on pages and in letters."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from app.mail.post import member_letter
from app.models.post.outbox import OutboxMessage
from app.rules.common.office_settings import DIVISION
from app.security.viewer import SYSTEM
from app.services.common import settings
from app.services.post import outbox
from app.views.common import context
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.forms import read_forms
from tests.support.trail import entry_details

PATH = "/settings/office/"
PHONE, EMAIL = "0857-26-7111", "pf@example.jp"
OFFICE = {
    "office-sender": "鳥取県\n孤独・孤立対策課長",
    "office-seal_note": "printed",
    "office-contact_office": "孤独・孤立対策課",
    "office-contact_person": "担当 鳥取",
    "office-address": "鳥取市東町一丁目220",
    "office-phone": PHONE,
    "office-fax": "0857-26-7112",
    "office-email": EMAIL,
}


def written(key: str) -> OutboxMessage:
    letter = member_letter.letter(factories.member(), "test", "件名", ("本文です。",), number="")
    return outbox.write(SYSTEM, letter, to="a@example.jp", dedupe_key=f"test:{key}")


def test_every_page_names_the_division_given_in_the_bylaws(client_as: RoleClients) -> None:
    page = client_as("public").get("/roster").text
    assert "事務局：鳥取県福祉保健部ささえあい福祉局孤独・孤立対策課" in page
    assert "tel:" not in page.partition("<footer")[2]


def test_change_is_seen_at_once_on_pages_error_pages_and_by_visitors_with_a_copy(
    session: Any, client_as: RoleClients
) -> None:
    visitor, desk = client_as("public"), client_as("secretariat")
    tag = visitor.get("/roster").headers["ETag"]
    assert desk.submit(PATH, OFFICE, form="/settings/office/office").status_code == 303

    again = visitor.get("/roster", headers={"If-None-Match": tag})
    assert again.status_code == 200
    footer = again.text.partition("<footer")[2]
    assert "孤独・孤立対策課" in footer and DIVISION not in footer
    assert f'href="tel:{PHONE}"' in footer and "FAX：" in footer
    error = visitor.get("/nowhere").text.partition("<footer")[0]
    assert f'href="tel:{PHONE}"' in error and EMAIL in error


def test_letters_name_sender_and_contact_as_set(session: Any, client_as: RoleClients) -> None:
    before = written("1")
    client_as("secretariat").submit(PATH, OFFICE, form="/settings/office/office")
    session.info.clear()
    after = written("2")
    assert "\n鳥取県\n孤独・孤立対策課長\n（公印省略）\n" in after.body
    assert "（問合せ先）\n孤独・孤立対策課\n担当　担当 鳥取\n" in after.body
    assert "FAX　0857-26-7112" in after.body and "FAX" not in before.body
    assert after.letter["contact"][0] == "孤独・孤立対策課"


def test_faulty_input_is_kept_and_refused_in_words(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    wrong = {**OFFICE, "office-phone": "七一一一", "office-sender": "　"}
    answer = desk.submit(PATH, wrong, form="/settings/office/office")
    assert answer.status_code == 422
    assert "「発信者」を入力してください。" in answer.text and 'value="七一一一"' in answer.text
    refused = desk.submit(
        PATH,
        {"numbers-numbering": "counted", "numbers-number_sign": ""},
        form="/settings/office/numbers",
    )
    assert refused.status_code == 422 and "「文書記号」を入力" in refused.text


def test_change_by_another_meanwhile_is_not_overwritten(
    session: Any, client_as: RoleClients
) -> None:
    desk, other = client_as("secretariat"), client_as("secretariat")
    opened = read_forms(desk.get(PATH).text)
    values = next(form for form in opened if form.action.endswith("/office/office")).values
    other.submit(PATH, OFFICE, form="/settings/office/office")
    stale = desk.post(f"{PATH}office", data={**values, "office-phone": "0857-26-0000"})
    assert stale.status_code == 422 and "ほかの職員が設定を変えました" in stale.text
    session.info.clear()
    assert settings.value("phone") == PHONE


def test_trail_shows_from_and_to(session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    desk.submit(PATH, OFFICE, form="/settings/office/office")
    assert entry_details("setting", "phone", "setting.change")[0]["after"] == PHONE
    text = client_as("administrator").get("/audit/list/").text
    assert f"電話：（空欄） → {PHONE}" in text


def test_page_names_the_environment_as_origin_until_it_is_set(
    session: Any, client_as: RoleClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings._initial, "phone", "0857-00-0000")
    desk = client_as("secretariat")
    assert "環境変数 SECRETARIAT_PHONE" in desk.get(PATH).text
    desk.submit(PATH, OFFICE, form="/settings/office/office")
    assert "環境変数 SECRETARIAT_PHONE" not in desk.get(PATH).text


def test_limits_are_changed_by_two_officers_on_the_page(
    session: Any, client_as: RoleClients
) -> None:
    first, second = client_as("secretariat"), client_as("secretariat")
    wanted = {"release-import_rows": "200", "release-recipients": "20"}
    assert first.submit(PATH, wanted, form="/settings/office/release").status_code == 303
    assert "/settings/office/proposal/release" not in first.get(PATH).text
    assert PATH in second.get("/approvals/").text
    assert second.submit(PATH, form="/proposal/release").status_code == 303
    session.info.clear()
    assert settings.value("import_rows") == 200


def test_proposal_of_limits_is_sent_back_with_a_reason_or_taken_back(
    session: Any, client_as: RoleClients
) -> None:
    first, second = client_as("secretariat"), client_as("secretariat")
    wanted = {"release-import_rows": "200", "release-recipients": "10"}
    first.submit(PATH, wanted, form="/settings/office/release")
    assert second.submit(PATH, {"reason": ""}, form="/proposal/return").status_code == 422
    assert second.submit(PATH, {"reason": "大きすぎる"}, form="/proposal/return").status_code == 303
    assert "大きすぎる" in first.get(PATH).text
    first.submit(PATH, wanted, form="/settings/office/release")
    assert first.submit(PATH, form="/proposal/take-back").status_code == 303


def test_error_page_without_a_database_shows_the_first_settings(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(settings, "values", broken)
    assert context.office()["contact_office"] == DIVISION
