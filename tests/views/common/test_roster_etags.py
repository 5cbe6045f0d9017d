"""Conditional requests for the public roster: 304 only while its content is unchanged."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app import clock
from app.models.common.master import ActivityField
from app.rules.membership.membership import EndCause
from app.security.viewer import SYSTEM, Role
from app.services.common import settings
from app.services.membership import memberships
from app.views.common import etags
from tests import factories
from tests.support import cases
from tests.support.accounts import RoleClients, press
from tests.support.client import PlatformClient
from tests.support.queries import counted

Ask = Callable[[], int]


def asks_again(client: PlatformClient, path: str = "/roster") -> Ask:
    """Return a function that repeats the request and returns its status: 304 or 200."""
    tag = client.get(path).headers["ETag"]
    return lambda: client.get(path, headers={"If-None-Match": tag}).status_code


@pytest.mark.both_databases
def test_unchanged_roster_takes_one_query(app: Flask, session: Any, client: PlatformClient) -> None:
    first = client.get("/roster")
    assert (first.headers["Cache-Control"], first.headers["Vary"]) == ("no-cache", "Cookie")
    with counted(app) as statements:
        answer = client.get("/roster", headers={"If-None-Match": first.headers["ETag"]})
    assert (answer.status_code, answer.data) == (304, b"")
    assert len(statements) == 1, statements
    assert answer.headers["ETag"] == first.headers["ETag"]
    assert "Content-Security-Policy" in answer.headers
    assert asks_again(client, "/roster?q=とっとり")() == 304


def test_roster_change_changes_the_tag(session: Any, client: PlatformClient) -> None:
    ask = asks_again(client)
    organisation = factories.member()
    assert ask() == 200
    ask = asks_again(client)
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=clock.today())
    assert ask() == 200


def test_master_data_change_changes_the_tag(session: Any, client_as: RoleClients) -> None:
    visitor, officer = client_as("public"), client_as("secretariat")
    field = session.query(ActivityField).first()
    pk, label = field.public_id, field.label
    ask = asks_again(visitor)
    officer.submit(f"/activity-fields/{pk}/edit", {"label": f"{label}（新）"})
    assert ask() == 200
    assert f"{label}（新）" in visitor.get("/roster").text


def test_new_day_changes_the_tag(
    session: Any, client: PlatformClient, at: Callable[[date], None]
) -> None:
    today = clock.today()
    at(today)
    ask = asks_again(client)
    assert ask() == 304
    at(today + timedelta(days=1))
    assert ask() == 200


def test_language_changes_the_tag(session: Any, client: PlatformClient) -> None:
    ask = asks_again(client)
    client.get("/lang/en")
    assert ask() == 200
    assert asks_again(client)() == 304


@pytest.mark.parametrize("key", ["address", "phone", "email"])
def test_displayed_setting_of_the_environment_changes_the_tag(
    session: Any, client: PlatformClient, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    ask = asks_again(client)
    monkeypatch.setitem(settings._initial, key, "別のもの")
    assert ask() == 200
    assert "別のもの" in client.get("/roster").text


def test_name_of_the_service_changes_the_tag(
    app: Flask, session: Any, client: PlatformClient
) -> None:
    ask = asks_again(client)
    app.config["APP_NAME"] = "別のもの"
    assert ask() == 200
    assert "別のもの" in client.get("/roster").text


def test_each_query_has_its_own_tag(session: Any, client: PlatformClient) -> None:
    tags = {
        client.get(path).headers["ETag"]
        for path in ("/roster", "/roster?q=a", "/roster?page=2", "/roster?on=2025-06-01")
    }
    assert len(tags) == 4


def test_logged_in_user_or_session_gets_the_page_without_a_tag(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    tag = client.get("/roster").headers["ETag"]
    for role in ("general", "secretariat"):
        answer = client_as(role).get("/roster", headers={"If-None-Match": tag})
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert "ETag" not in answer.headers
    client.get("/login")  # the form puts a token into the session
    assert "ETag" not in client.get("/roster").headers


def test_refused_query_has_no_tag(session: Any, client: PlatformClient) -> None:
    answer = client.get("/roster?kind=x")
    assert answer.status_code == 400 and "ETag" not in answer.headers
    assert client.get("/roster?kind=x", headers={"If-None-Match": '"x"'}).status_code == 400


def test_program_files_change_the_tag(tmp_path: Any) -> None:
    found = []
    for number in ("1", "2"):
        (tmp_path / number).mkdir()
        (tmp_path / number / "page.html").write_text(number)
        found.append(etags._hashed(str(tmp_path / number)))
    assert found[0] != found[1]


def test_case_work_does_not_change_the_tag(
    session: Any, client: PlatformClient, client_as: RoleClients
) -> None:
    person = client_as(Role.COUNCIL)
    case_id = cases.of(person).id
    ask = asks_again(client)
    assert person.get(f"/cases/{case_id}").status_code == 200
    assert press(person, f"/cases/{case_id}/accept").status_code == 303
    assert ask() == 304
