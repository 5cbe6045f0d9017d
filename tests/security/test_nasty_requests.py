"""Requests that no browser sends are answered, and a blank is no answer to a required field.

The walk over every route as every role is in tests/soak/test_nasty_requests.py.
"""

import io
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder, run_wsgi_app
from wtforms import BooleanField
from wtforms.fields.core import UnboundField

from app.models.admission.application import Application
from app.security.limits import DatabaseStorage
from app.security.viewer import Role
from app.views.forms.common.validators import Filled
from tests.architecture.routes import LETTERS, read_table
from tests.support.accounts import RoleClients, csrf_token
from tests.support.application_form import FILLED, fill_in
from tests.support.client import PlatformClient
from tests.support.nasty import BLANKS, BODIES, Walk

SEED = 20261129
OPEN = [route for route in read_table() if route.method == "GET" and "<" not in route.rule]
HOSTS = ("a" * 400, "x..y", "xn--" + "a" * 100, "é.jp", "a b", "[::1", "a:99999999", "a/b", "\\")
CONSENTS = ("pledge", "bylaws", "privacy")


def test_sample_of_nasty_requests_meets_no_server_error(
    app: Flask, session: object, client_as: RoleClients
) -> None:
    with Walk(app, client_as, seed=SEED, density=2) as walk:
        for route in Random(SEED).sample(OPEN, 8):
            for role in route.allowed:
                walk.visit(route, role)
    assert walk.failed == [], walk.report()
    assert walk.statuses.total() > 60


@pytest.mark.parametrize("host", HOSTS)
def test_impossible_host_name_is_no_server_error(app: Flask, host: str) -> None:
    for path in ("/", "/login", "/nothing"):
        environ = EnvironBuilder(path).get_environ()
        environ["HTTP_HOST"] = host
        _body, status, _headers = run_wsgi_app(app, environ, buffered=True)
        assert int(status.split()[0]) < 500


def test_file_in_place_of_text_is_no_text(client: PlatformClient, session: Any) -> None:
    for names in (("name",), ("name_kana", "kind", "activity_fields"), tuple(FILLED)):
        answer = fill_in(client, **{name: (io.BytesIO(b"\xfftext"), "a.txt") for name in names})
        assert answer.status_code == 422
        assert all(f'id="{name}-error"' in answer.text for name in names[:2])
        assert "a.txt" not in answer.text
    assert session.scalar(select(func.count()).select_from(Application)) == 0


@pytest.mark.parametrize("body", [body for kind, body in BODIES if kind == "application/json"])
def test_json_fills_in_no_form(client: PlatformClient, session: object, body: bytes) -> None:
    headers = {"X-CSRFToken": csrf_token(client), "Content-Type": "application/json"}
    assert client.post("/apply/form", data=body, headers=headers).status_code == 422
    assert client.post("/login", data=body, headers=headers).status_code < 500


def test_exceeded_limit_has_a_page_for_every_role(
    app: Flask, session: object, client_as: RoleClients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseStorage, "incr", lambda *_all, **_more: 10**6)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    limited = 0
    for role in LETTERS.values():
        client = client_as(role)
        for route in read_table():
            if route.method == "POST" and "<" not in route.rule and role in route.allowed:
                headers = {"X-CSRFToken": csrf_token(client)}
                answer = client.post(route.rule, headers=headers)
                assert answer.status_code < 500, (role, route)
                if answer.status_code == 429:
                    limited += 1
                    assert "<h1>" in answer.text
    assert limited > 20


def required_fields() -> Iterator[tuple[str, UnboundField]]:
    """Yield every required field, but ticks, that a form of ours declares."""
    forms = list(FlaskForm.__subclasses__())
    for form in forms:
        forms += form.__subclasses__()
        for name, field in vars(form).items():
            is_text = isinstance(field, UnboundField) and field.field_class is not BooleanField
            if is_text and form.__module__.startswith("app.views"):
                validators = field.kwargs.get("validators") or (*field.args, (), ())[1]
                if any(isinstance(each, Filled) for each in validators):
                    yield f"{form.__name__}.{name}", field


def test_blank_fills_in_no_required_field(app: Flask, session: object) -> None:
    taken, tried = [], 0
    with app.test_request_context("/"):
        for name, field in required_fields():
            one = type(
                "One", (FlaskForm,), {"field": field, "Meta": type("M", (), {"csrf": False})}
            )
            for blank in BLANKS:
                tried += 1
                form = one(MultiDict({"field": blank}))
                if hasattr(form.field, "iter_choices") and form.field.choices is None:
                    form.field.choices = []
                if form.validate():
                    taken.append((name, blank))
    assert taken == []
    assert tried > 57 * len(BLANKS)


@pytest.mark.parametrize("name", CONSENTS)
@pytest.mark.parametrize("sent", ["false", ""])
def test_tick_sent_as_false_is_no_consent(
    client: PlatformClient, session: object, name: str, sent: str
) -> None:
    answer = fill_in(client, **{name: sent})
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "1867-12-31", "3000-01-01", "9999-12-31"])
def test_day_out_of_all_proportion_is_refused(
    session: object, client_as: RoleClients, day: str
) -> None:
    answer = client_as(Role.SECRETARIAT).submit("/applications/new/", {"received_on": day})
    assert answer.status_code == 422
    assert 'id="received_on-error"' in answer.text


def test_blank_is_no_choice_where_none_is_offered(session: object, client_as: RoleClients) -> None:
    answer = client_as(Role.SECRETARIAT).submit(
        "/exports/", {"on_a_sheet": ""}, form="/exports/labels.pdf"
    )
    assert answer.status_code == 422
    assert 'id="on_a_sheet-error"' in answer.text


@pytest.mark.parametrize("blank", BLANKS)
def test_blank_choice_of_a_filter_is_none(client: PlatformClient, blank: str) -> None:
    for name in ("kind", "member_kind", "field", "municipality", "on"):
        assert client.get("/roster", query_string={name: blank}).status_code == 200
