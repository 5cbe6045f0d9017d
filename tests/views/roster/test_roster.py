"""The roster pages for each tier, and their query counts."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app.extensions import db
from tests import factories
from tests.bench import platform_rows
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient

MOST = 6


def statements(app: Flask, client: PlatformClient, path: str) -> int:
    """Return the number of statements of the second request of the page."""
    client.get(path)
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len([each for each in found if not each.startswith(("BEGIN", "PRAGMA"))])


@pytest.mark.parametrize("count", [100, 10_000])
def test_list_pages_take_few_queries(
    app: Flask, session: Any, client_as: RoleClients, count: int
) -> None:
    platform_rows.fill(count)
    session.commit()
    officer, visitor = client_as("secretariat"), client_as("public")
    for path in ("/roster", "/roster?q=つながり", "/roster?on=2025-06-01"):
        assert statements(app, visitor, path) <= MOST, path
    for path in ("/organisations/", "/organisations/?q=つながり", "/roster"):
        assert statements(app, officer, path) <= MOST + 2, path  # two more for session and account


def test_each_role_sees_its_tier(session: Any, client_as: RoleClients) -> None:
    organisation = factories.member(
        phone="0857-77-7777",
        public_contact_phone="",
        business_contact_name="伯耆 秘子",
        disclosure={"phone": {"tier": "members", "reason": "理由"}},
    )
    path = f"/roster/{organisation.public_id}"
    pages = {role: client_as(role).get(path).text for role in ("public", "general", "secretariat")}
    assert ["0857-77-7777" in page for page in pages.values()] == [False, True, True]
    assert ["伯耆 秘子" in page for page in pages.values()] == [False, False, True]


def test_member_is_called_and_written_to_by_a_tap(session: Any, client: PlatformClient) -> None:
    values = {"phone": "0857-77-7777", "email": "a@example.jp", "website": "https://a.example.jp/"}
    page = client.get(f"/roster/{factories.member(**values).public_id}").text
    for link in ("tel:0857777777", "mailto:a@example.jp", "https://a.example.jp/"):
        assert f'<a href="{link}"' in page, link


def test_invalid_query_is_a_bad_request(session: Any, client: PlatformClient) -> None:
    for path in ("/roster?on=2025-02-30", "/roster?kind=x", "/roster?page=0", "/roster.csv?on=x"):
        assert client.get(path).status_code == 400, path
    assert client.get("/roster/no-such-entry").status_code == 404
    assert client.get("/roster?q=%00").status_code == 200


def test_open_data_supports_conditional_requests(session: Any, client: PlatformClient) -> None:
    for path in ("/roster.csv", "/roster.json"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code) == (200, 304)


def test_shift_jis_export_with_losses_needs_confirmation(
    session: Any, client: PlatformClient
) -> None:
    factories.member(name="𠮷野の会")
    asked = client.get("/roster.csv?encoding=cp932")
    assert "𠮷" in asked.text and asked.mimetype == "text/html"
    anyway = client.get("/roster.csv?encoding=cp932&anyway=1")
    assert "〓野の会" in anyway.data.decode("cp932")
