"""The secretariat's pages of organisations."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select

from app.extensions import db
from app.models.membership.organisation import Organisation, OrganisationNote, OrganisationVersion
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import EndCause
from app.security.guard import acting_as_system, set_viewer
from app.services.membership import memberships
from tests import factories
from tests.support.forms import read_forms
from tests.support.members import person_of
from tests.support.queries import counted


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=米子福祉会", True),
        ("q=ヨナゴフクシ", True),
        ("q=ﾖﾅｺﾞ", True),
        ("q=（株）米子福祉会", True),
        ("q=米子 福祉", True),
        ("q=倉吉", False),
        ("standing=general", True),
        ("standing=former", False),
        ("kind=company", True),
        ("kind=npo", False),
        ("municipality=312029", True),
        ("municipality=312011", False),
        ("field=peer", True),
        ("field=housing", False),
        ("q=%00", True),
    ],
)
@pytest.mark.both_databases
def test_search_uses_normalised_names_and_attributes(
    session: Any, client_as: Any, query: str, found: bool
) -> None:
    organisation = factories.member(
        name="株式会社米子福祉会",
        name_kana="ヨナゴフクシカイ",
        municipality_code="312029",
        activity_fields=["peer", "place"],
    )
    organisation.kind = OrganisationKind.COMPANY
    page = client_as("secretariat").get(f"/organisations/?{query}")
    assert page.status_code == 200
    assert ("株式会社米子福祉会" in page.text) is found


@pytest.mark.parametrize(
    "query", ["standing=king", "kind=x", "municipality=1", "field=%27", "page=0", "page=x"]
)
def test_unknown_filter_value_is_a_bad_request(client_as: Any, query: str) -> None:
    assert client_as("secretariat").get(f"/organisations/?{query}").status_code == 400


def test_correction_with_a_reason_is_effective_from_today(
    session: Any, client_as: Any, at: Callable[[date], None]
) -> None:
    at(date(2026, 4, 1))
    organisation = factories.member(since=date(2026, 4, 1), phone="0857-11-1111")
    at(date(2026, 5, 1))
    secretariat = client_as("secretariat")
    path = f"/organisations/{organisation.id}/correct"
    refused = secretariat.submit(path, {"phone": "0857-22-2222", "reason": ""})
    assert refused.status_code == 422 and "0857-22-2222" in refused.text
    unchanged = secretariat.submit(path, {"reason": "転記の誤り"})
    assert unchanged.status_code == 422 and "変わったところがありません" in unchanged.text
    done = secretariat.submit(path, {"phone": "0857-22-2222", "reason": "転記の誤り"})
    assert done.status_code == 303

    history = f"/organisations/{organisation.id}/history"
    assert "事務局による訂正：転記の誤り" in secretariat.get(history).text
    assert "0857-11-1111" in secretariat.get(f"{history}?on=2026-04-30").text
    assert "0857-22-2222" in secretariat.get(f"{history}?on=2026-05-01").text
    assert "団体名簿に載っていません" in secretariat.get(f"{history}?on=2026-03-31").text
    assert secretariat.get(f"{history}?on=never").status_code == 400


def test_single_field_is_corrected_from_beside_it(session: Any, client_as: Any) -> None:
    """「変更」 is the word for what a member files; the secretariat corrects."""
    desk, member = client_as("secretariat"), factories.member()
    session.commit()
    page = desk.get(f"/organisations/{member.id}").text
    link = f'<a href="/organisations/{member.id}/correct?field=phone">'
    assert page.split(link)[1].startswith("訂正する")


def test_correction_on_a_stale_page_is_refused(session: Any, client_as: Any) -> None:
    organisation = factories.member(phone="0857-11-1111")
    secretariat = client_as("secretariat")
    path = f"/organisations/{organisation.id}/correct"
    [form] = [form for form in read_forms(secretariat.get(path).text) if "reason" in form.values]
    organisation.phone = "0857-33-3333"
    answer = secretariat.post(
        path, data={**form.values, "fax": "0857-22-2222", "reason": "転記の誤り"}
    )
    assert answer.status_code == 422
    assert "ほかの人が次の項目を保存しました" in answer.text


def test_correction_of_a_former_member_does_not_restore_it_to_the_roster(
    session: Any, client_as: Any
) -> None:
    organisation = factories.former_member(EndCause.WITHDRAWAL, date(2025, 5, 1))
    client_as("secretariat").submit(
        f"/organisations/{organisation.id}/correct",
        {"phone": "0857-22-2222", "reason": "転記の誤り"},
    )
    versions = select(OrganisationVersion).where(
        OrganisationVersion.organisation_id == organisation.id
    )
    assert [row.valid_until for row in session.scalars(versions)] == [date(2025, 5, 1)]
    assert memberships.version_on(organisation.id, date(2026, 1, 1)) is None


def test_notes_are_visible_to_the_secretariat_only(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    secretariat, member = client_as("secretariat"), client_as("general", organisation)
    secretariat.submit(f"/organisations/{organisation.id}", {"text": "電話は午後に。"})
    assert "電話は午後に。" in secretariat.get(f"/organisations/{organisation.id}").text
    empty = secretariat.submit(f"/organisations/{organisation.id}", {"text": ""})
    assert empty.status_code == 422
    for path in ("/my-organisation/", f"/roster/{organisation.public_id}"):
        assert "電話は午後に。" not in member.get(path).text


def test_guard_hides_notes_from_members(app: Flask, session: Any, client_as: Any) -> None:
    organisation = factories.member()
    person = person_of(organisation)
    session.add(
        OrganisationNote(
            organisation_id=organisation.id,
            text="内部",
            written_at=factories.clock.now(),
            written_by_name="事務局",
        )
    )
    session.commit()
    with app.app_context():
        set_viewer(db.session(), person)
        assert db.session.scalars(select(OrganisationNote)).all() == []


def test_all_pages_of_an_organisation_are_shown(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    factories.account(organisation=organisation)
    secretariat = client_as("secretariat")
    for part in ("", "/papers", "/history", "/correct"):
        page = secretariat.get(f"/organisations/{organisation.id}{part}")
        assert page.status_code == 200 and organisation.name in page.text
        assert secretariat.get(f"/organisations/999999{part}").status_code == 404


def test_list_takes_six_queries_at_any_length(app: Flask, session: Any, client_as: Any) -> None:
    secretariat = client_as("secretariat")
    secretariat.get("/organisations/")  # puts the CSRF token into the session
    taken = {}
    for number in (100, 10_000):
        fill(number)
        session.commit()
        for query in ("", "?q=団体&standing=general&field=peer&page=2"):
            with counted(app) as statements:
                assert secretariat.get(f"/organisations/{query}").status_code == 200
            taken[number, query] = len(statements)
    assert max(taken.values()) <= 6, taken


def fill(number: int) -> None:
    """Insert this number of further members."""
    with acting_as_system(db.session()):
        first = db.session.scalar(select(db.func.max(Organisation.id))) or 0
        rows = [
            {
                "id": first + n,
                "name": f"団体{first + n}",
                "name_search": f"団体{first + n}",
                "kind": "npo",
                "standing": "general",
                "activity_fields": ["peer"],
                "created_at": factories.clock.now(),
                "public_id": f"id-{first + n}",
            }
            for n in range(1, number + 1)
        ]
        db.session.execute(insert(Organisation), rows)
