"""The search finds only content visible to the user."""

from typing import Any

import pytest

from app import clock
from app.rules.states.admission.application import ApplicationState
from app.services.front import search
from app.services.membership import memberships
from app.views.front import search as search_page
from tests import factories
from tests.support import members
from tests.support.desk import expulsion
from tests.support.meetings import notified, planned, resolution
from tests.support.queries import counted


def test_visitor_finds_members_and_articles(client: Any) -> None:
    page = plain(client.get("/search?q=弁護士").text)
    assert "鳥取県弁護士会" in page

    page = client.get("/search?q=定足数").text
    assert "/regulations/bylaws#a11" in page


def test_secretariat_finds_former_applications_and_letters(client_as: Any, session: Any) -> None:
    application = factories.application(ApplicationState.REFUSED, name="探しものの会")
    letter = factories.letter()
    page = client_as("secretariat").get("/search?q=探しもの").text

    assert f"/applications/show/{application.id}" in page
    assert f"/outbox/{letter.id}" in client_as("secretariat").get("/search?q=お知らせ").text


@pytest.mark.parametrize("role", ["public", "general", "executive", "council", "administrator"])
def test_other_roles_do_not_find_applications(client_as: Any, session: Any, role: str) -> None:
    factories.application(name="探しものの会")
    page = client_as(role).get("/search?q=探しもの").text.partition("<main")[2]

    assert "探しものの会" not in page.replace('value="探しもの"', "")


@pytest.mark.parametrize("text", ["", "   ", "%00", "%", "_", "'", "<script>", "𠮷", "a" * 5000])
def test_any_search_text_is_answered(client_as: Any, text: str) -> None:
    answer = client_as("secretariat").get("/search", query_string={"q": text})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_search_takes_few_queries(app: Any, client_as: Any, session: Any) -> None:
    for _ in range(30):
        factories.application(name="探しものの会")
    client = client_as("secretariat")
    client.get("/")  # asks for the bar, as a page does once in a while
    with counted(app) as statements:
        client.get("/search?q=探しもの")

    assert len(statements) <= 6


def test_meeting_is_found_by_title_and_agenda_by_permitted_users(
    client_as: Any, session: Any
) -> None:
    hidden = planned(title="さがしものの会議")
    resolution(hidden, title="めずらしい議題")
    page = client_as("secretariat").get("/search?q=さがしもの").text
    assert f'/meetings/{hidden.id}"' in page
    assert f'/meetings/{hidden.id}"' not in client_as("executive").get("/search?q=さがしもの").text
    notified(hidden)
    assert f'/meetings/{hidden.id}"' in client_as("executive").get("/search?q=めずらしい").text
    assert f'/meetings/{hidden.id}"' not in client_as("general").get("/search?q=めずらしい").text


def found(client: Any, text: str) -> str:
    """Return the results for the text, without the search boxes that repeat it."""
    page = client.get("/search", query_string={"q": text}).text
    return plain(page).partition("<main")[2].partition("</form>")[2]


def plain(page: str) -> str:
    """Return the page without the marks of what was found."""
    return page.replace("<mark>", "").replace("</mark>", "")


NUMBERS = ("0857-26-7111", "0857267111", "０８５７－２６－７１１１", "(0857)26-7111", "26 7111")
WITHHELD = {
    "phone": {"tier": "secretariat", "reason": "自宅のため"},
    "representative_name": {"tier": "members", "reason": "本人の希望"},
}


@pytest.mark.both_databases
def test_organisation_is_found_by_what_the_viewer_sees_of_it(client_as: Any, session: Any) -> None:
    shown = factories.member(
        name="番号のある会",
        phone="0857-26-7111",
        representative_name="大黒 兎子",
        address="東町一丁目220番地",
        business_contact_name="裏方 太郎",
        public_contact_phone="",
    )
    hidden = factories.member(
        name="番号を伏せた会",
        phone="0857-26-7111",
        representative_name="大黒 兎子",
        public_contact_phone="",
        disclosure=WITHHELD,
    )
    session.commit()
    expected = {
        **dict.fromkeys(NUMBERS, ("s", "s", "sh")),
        "大黒兎子": ("s", "sh", "sh"),
        "大黒 兎子": ("s", "sh", "sh"),
        "東町１－２２０": ("s", "s", "s"),
        "東町一丁目": ("s", "s", "s"),
        "裏方": ("", "", "s"),
        "伯耆太郎": ("", "", "h"),
        "857": ("", "", ""),
    }
    clients = [client_as(role) for role in ("public", "general", "secretariat")]
    for text, keys in expected.items():
        for client, key in zip(clients, keys, strict=True):
            results = found(client, text)
            assert (shown.name in results, hidden.name in results) == (
                "s" in key,
                "h" in key,
            ), (text, key)


def test_changed_details_are_found_at_once_and_the_old_ones_no_longer(
    client_as: Any, session: Any
) -> None:
    organisation = factories.member(name="引っ越した会", phone="0857-26-1111")
    organisation.phone = "0859-31-2222"
    memberships.write_version(organisation, clock.today(), "変更届")
    session.commit()
    for role in ("public", "secretariat"):
        client = client_as(role)
        assert organisation.name in found(client, "0859312222")
        assert organisation.name not in found(client, "0857261111")


@pytest.mark.both_databases
def test_filings_are_found_by_number_and_organisation(client_as: Any, session: Any) -> None:
    mine, other = factories.member(name="届け出た会"), factories.member(name="よその会")
    notice = members.filed_change(mine)
    others = members.filed_withdrawal(other)
    file = expulsion(other)
    session.commit()
    officer, member = client_as("secretariat"), client_as("general", mine)
    for text in (notice.receipt_number, notice.receipt_number.lower(), "届け出た"):
        assert f"/change-notices/{notice.id}" in found(officer, text)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in notice.receipt_number)
    assert f"/change-notices/{notice.id}" in found(officer, wide)
    assert f"/withdrawals/{others.id}" in found(officer, "よその会")
    assert f"/expulsions/{file.id}" in found(officer, "よその会")
    assert f"/change-notices/{notice.id}" in found(member, notice.receipt_number)
    for text in (others.receipt_number, "よその会"):
        results = found(member, text)
        assert "/withdrawals/" not in results and "/expulsions/" not in results
    assert "/change-notices/" not in found(client_as("public"), notice.receipt_number)


@pytest.mark.both_databases
@pytest.mark.parametrize("text", ["第6条", "第６条", "第六条", "六条", "6条"])
def test_article_is_found_however_its_number_is_written(client: Any, text: str) -> None:
    results = found(client, text)
    assert "/regulations/bylaws#a6" in results
    assert results.index("/regulations/bylaws#a6") == results.index("/regulations/")
    assert "第１６条（" not in results.partition("</ul>")[0].partition("/regulations/bylaws")[0]


def test_persons_are_found_by_those_who_manage_them(client_as: Any, session: Any) -> None:
    person = factories.account(last_name="倉吉", first_name="一郎")
    session.commit()
    for role, sees in (("secretariat", True), ("administrator", True), ("executive", False)):
        client = client_as(role)
        for text in ("倉吉一郎", "倉吉 一郎", person.email):
            assert (f"/accounts/{person.id}" in found(client, text)) is sees, (role, text)


@pytest.mark.both_databases
def test_letters_are_found_by_their_subject_without_its_prefix(
    client_as: Any, session: Any
) -> None:
    letter = factories.letter(to="ABC@example.jp")
    client = client_as("secretariat")
    for text in ("お知らせ", "abc@EXAMPLE", letter.number):
        assert f"/outbox/{letter.id}" in found(client, text), text
    assert "/outbox/" not in found(client, "孤独")
    assert "/outbox/" not in found(client, "プラットフォーム")


@pytest.mark.both_databases
@pytest.mark.parametrize("text", ["第十六条", "第16条", "十六条"])
def test_article_of_the_act_is_found_by_its_whole_number(client: Any, text: str) -> None:
    assert "/regulations/act#a16" in found(client, text)
    assert "/regulations/act#a16" not in found(client, "六条")


def test_one_kind_has_pages_and_hits_are_marked(client_as: Any, session: Any) -> None:
    for number in range(search.PER_PAGE + 3):
        factories.application(name=f"<さがす>ｻｶﾞｽ会{number}")
    client = client_as("secretariat")
    page = client.get("/search?q=さがす").text
    assert "&lt;<mark>さがす</mark>&gt;<mark>ｻｶﾞｽ</mark>会" in page
    assert page.count("<mark>ｻｶﾞｽ") == search.FIRST
    assert f'<span class="count">{search.PER_PAGE + 3}</span>' in page
    assert "/search?q=%E3%81%95%E3%81%8C%E3%81%99&amp;kind=application" in page
    second = client.get("/search?q=さがす&kind=application&page=2").text
    assert second.count("<mark>ｻｶﾞｽ") == 3
    assert client.get("/search?q=さがす&kind=case").status_code == 404
    assert client.get("/search?q=さがす&kind=application&page=9").status_code == 200


def test_tabs_name_the_kinds_found_only(client_as: Any, session: Any) -> None:
    factories.application(name="さがす会")
    assert "kind=application" in client_as("secretariat").get("/search?q=さがす").text
    page = client_as("administrator").get("/search?q=さがす").text
    assert "kind=" not in page


def test_every_kind_has_a_title_and_an_address(app: Any) -> None:
    assert set(search.kinds()) == set(search_page.kinds())
