"""The pages of contact with members (規約第6条第1号), and the link that replies to a question."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app.extensions import db
from app.models.membership.contact import ContactAttempt
from app.models.membership.organisation import Organisation
from app.rules.states.post.outbox import OutboxState
from app.security.guard import acting_as_system
from tests import factories
from tests.support import members
from tests.support.queries import counted

At = Callable[[date], None]


def test_contact_link_is_confirmed_once_by_its_button_only(session: Any, client: Any) -> None:
    organisation = factories.member(name="かぜの会")
    _message, token = members.contact_question(organisation)
    before = organisation.last_contact_on
    page = client.get(f"/contact/{token}")
    assert "かぜの会に事務局のメールが届いたこと" in page.text
    session.refresh(organisation)
    assert organisation.last_contact_on == before

    answer = client.submit(f"/contact/{token}")
    assert answer.status_code == 200 and "連絡を確認しました" in answer.text
    session.refresh(organisation)
    assert organisation.last_contact_on > before
    again = client.get(f"/contact/{token}")
    assert again.status_code == 409 and "済んでいます" in again.text


def test_invalid_contact_link_is_not_found(client: Any) -> None:
    assert client.get("/contact/abc").status_code == 404
    assert client.get(f"/contact/{'a' * 3000}").status_code == 404


def test_failed_attempt_is_recorded_on_the_members_page(
    session: Any, client_as: Any, at: At
) -> None:
    at(date(2024, 2, 29))
    organisation = factories.member(since=date(2024, 2, 29))
    at(date(2025, 3, 1))
    secretariat = client_as("secretariat")
    path = f"/contacts/{organisation.id}"
    assert "第1号には該当しません" in secretariat.get(path).text
    answer = secretariat.submit(
        path,
        {"means": "telephone", "attempted_on": "2025-03-01", "result": "failed", "note": "不在"},
    )
    assert answer.location == path
    page = secretariat.get(path).text
    assert "1年以上、連絡が取れていません" in page and "不在" in page
    assert f"/expulsions/open/{organisation.id}?ground=out_of_contact" in page
    listed = secretariat.get("/contacts/?group=ground").text
    assert organisation.name in listed


def test_undelivered_question_is_recorded_as_a_failed_attempt(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    message, _token = members.contact_question(organisation)
    message.state, message.reply = OutboxState.FAILED, "550 no such user"
    secretariat = client_as("secretariat")
    path = f"/contacts/{organisation.id}"
    assert "確認のメールが届きませんでした" in secretariat.get(path).text
    secretariat.submit(path, form="undelivered")
    page = secretariat.get(path).text
    assert "確認のメールが届きませんでした" not in page and "550 no such user" in page


def test_invalid_attempt_is_refused(session: Any, client_as: Any) -> None:
    organisation = factories.member()
    secretariat = client_as("secretariat")
    for typed in (
        {"means": "pigeon", "result": "failed"},
        {"means": "post", "result": ""},
        {"means": "post", "result": "failed", "attempted_on": "9999-01-01"},
        {"means": "post", "result": "failed", "attempted_on": "昨日"},
        {"means": "post", "result": "failed", "note": "あ" * 1001},
    ):
        answer = secretariat.submit(f"/contacts/{organisation.id}", {"note": "控え", **typed})
        assert answer.status_code == 422
    assert session.scalars(select(ContactAttempt)).all() == []


def test_member_cannot_see_contact_attempts(session: Any, client_as: Any, app: Flask) -> None:
    organisation = factories.member()
    assert client_as("general", organisation).get(f"/contacts/{organisation.id}").status_code != 200
    assert client_as("general", organisation).get("/contacts/").status_code != 200


def test_list_takes_six_queries_at_any_length(
    app: Flask, session: Any, client_as: Any, at: At
) -> None:
    secretariat = client_as("secretariat")
    today = date(2025, 3, 1)
    at(today)
    secretariat.get("/contacts/")  # puts the CSRF token into the session
    taken = {}
    for number in (100, 10_000):
        fill(number, today)
        session.commit()
        for group in ("silent", "call", "year", "ground"):
            with counted(app) as statements:
                answer = secretariat.get(f"/contacts/?group={group}&page=2")
            assert answer.status_code == 200
            taken[number, group] = len(statements)
    assert max(taken.values()) <= 6, taken


def fill(number: int, today: date) -> None:
    """Insert members without recent contact; every second one has a failed attempt."""
    with acting_as_system(db.session()):
        first = db.session.scalar(select(db.func.max(Organisation.id))) or 0
        rows = [
            {
                "id": first + n,
                "name": f"団体{first + n}",
                "kind": "npo",
                "standing": "general",
                "email": "" if n % 3 else f"a{n}@example.jp",
                "last_contact_on": today - timedelta(days=300 + n % 200),
                "created_at": factories.clock.now(),
                "public_id": f"id-{first + n}",
            }
            for n in range(1, number + 1)
        ]
        db.session.execute(insert(Organisation), rows)
        attempts = [
            {
                "organisation_id": row["id"],
                "means": "telephone",
                "attempted_on": today,
                "reached": False,
                "recorded_at": factories.clock.now(),
            }
            for row in rows[::2]
        ]
        db.session.execute(insert(ContactAttempt), attempts)
