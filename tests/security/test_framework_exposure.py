"""Flask-AppBuilder's built-in pages and risky defaults are out of reach."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import config
from app import production, require_folder
from app.extensions import csrf
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient

BROUGHT_ALONG = [
    "/api/v1/security/login",
    "/api/v1/security/refresh",
    "/api/v1/security/users/",
    "/api/v1/security/roles/",
    "/api/v1/_openapi",
    "/api/v1/menu/",
    "/swagger/v1",
    "/back",
    "/users/list/",
    "/users/add",
    "/users/userinfo/",
    "/resetpassword/form",
    "/resetmypassword/form",
    "/userinfoeditview/form",
    "/roles/list/",
    "/groups/list/",
    "/permissions/list/",
    "/viewmenus/list/",
    "/permissionviews/list/",
    "/userstatschartview/chart/",
    "/registeruser/list/",
    "/register/form",
    "/register/activation/x",
    "/login/google",
    "/oauth-authorized/google",
]


CHECK_IT_THEMSELVES = {
    "app.views.admission.apply.form",
    "app.views.post.subscriptions.stop",  # by mail programs, with a signed token (RFC 8058)
    "app.views.admission.application_status.correct",
    "app.views.admission.corrections.enter",
    "app.views.admission.paper_application.form",
    "app.views.support.supporter_pages.pass_on",
}
"""Long forms that check the CSRF token themselves, to show the input again when it has expired."""
READING = {"app.views.support.help.search"}
"""Answers a POST and changes nothing: its words shall stand in no address, and its page works offline."""


@pytest.mark.parametrize("path", BROUGHT_ALONG)
def test_framework_pages_do_not_exist(client_as: RoleClients, path: str) -> None:
    assert client_as("administrator").get(path).status_code == 404


OURS = ("ApiView.", "ApiGuideView.", "ApiKeyView.")


def test_no_framework_view_is_registered(app: Flask) -> None:
    theirs = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if (app.view_functions[rule.endpoint].__module__ or "").startswith(
            ("flask_appbuilder.security", "flask_appbuilder.api", "flask_appbuilder.charts")
        )
        or rule.rule.startswith("/swagger")
        or (rule.rule.startswith("/api") and not rule.endpoint.startswith(OURS))
    ]
    assert theirs == []


def test_only_the_known_forms_are_exempt_from_csrf(app: Flask) -> None:
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert app.config.get("WTF_CSRF_CHECK_DEFAULT", True)
    assert (csrf._exempt_views, csrf._exempt_blueprints) == (
        CHECK_IT_THEMSELVES | READING,
        set(),
    )


def test_every_form_requires_the_csrf_token(app: Flask, client_as: RoleClients) -> None:
    client = client_as("secretariat")
    posted = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or set())]
    assert len(posted) > 50
    adapter = app.url_map.bind("localhost")
    for rule in posted:
        values = {
            name: min(getattr(converter, "items", {"x"}))
            if "Integer" not in type(converter).__name__
            else "1"
            for name, converter in rule._converters.items()
        }
        values = {name: int(value) if value == "1" else value for name, value in values.items()}
        answer = client.post(adapter.build(rule.endpoint, values, method="POST"))
        view = app.view_functions[rule.endpoint]
        name = f"{view.__module__}.{view.__name__}"
        if name in READING:
            assert answer.status_code == 200, rule.rule
        elif name in CHECK_IT_THEMSELVES:
            assert answer.status_code in (404, 409, 422), rule.rule
        else:
            assert answer.status_code == 400, rule.rule
    assert client.get("/account/").status_code == 200


def test_csrf_token_of_another_session_is_refused(client_as: RoleClients) -> None:
    mine, theirs = client_as("secretariat"), client_as("secretariat")
    token = csrf_token(theirs)
    answer = mine.post("/logout", headers={"X-CSRFToken": token})
    assert answer.status_code == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_other_http_methods_are_refused(
    app: Flask, client_as: RoleClients, session: Any, method: str
) -> None:
    client = client_as("secretariat")
    headers = {"X-CSRFToken": csrf_token(client)}
    for path in ("/logout", "/account/sessions/end-others", "/accounts/1/disable"):
        assert client.open(path, method=method, headers=headers).status_code == 405, path


@pytest.mark.parametrize("value", ["x", "-1", "99999999999", "1e9", "１", "", "1%00"])
@pytest.mark.parametrize("name", ["psize_AuditView", "page_AuditView"])
def test_invalid_page_number_is_a_bad_request(
    client_as: RoleClients, name: str, value: str
) -> None:
    answer = client_as("secretariat").get(f"/audit/list/?{name}={value}")
    assert answer.status_code == 400


def test_security_headers_are_set(client: PlatformClient) -> None:
    headers = client.get("/login").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy and "unsafe-eval" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_personal_page_is_not_cached(client_as: RoleClients) -> None:
    answer = client_as("general").get("/account/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_commands_of_the_framework_make_no_administrator(tmp_path: Path) -> None:
    person = ("--username", "a", "--firstname", "a", "--lastname", "a", "--email", "a@example.jp")
    refused = subprocess.run(
        [
            sys.executable,
            *["-m", "flask", "--app", "run", "fab", "create-admin"],
            *person,
            "--password",
            "x",
        ],
        cwd=config.ROOT,
        env={"PATH": os.environ["PATH"], "INSTANCE_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )

    assert refused.returncode == 1
    assert "flask --app run users" in refused.stderr


def test_production_refuses_unsafe_settings_by_name() -> None:
    with pytest.raises(production.UnsafeSettings) as refused:
        production.refuse_unsafe(config.load({"APP_ENV": "production"}))
    for name in ("SECRET_KEY", "TOTP_KEY", "TRUSTED_HOSTS", "HTTPS", "BASE_URL", "SMTP_URL"):
        assert name in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_ENV", "prod"),  # else a demonstration would stand where production was meant
        ("HTTPS", "yes"),
        ("OIDC_SECOND_FACTOR", "true"),
        ("DEMONSTRATION", "account"),
        ("PORT", "http"),
        ("PORT", "99999"),
        ("TRUSTED_PROXIES", "-1"),
        ("BACKUP_KEEP", "0"),
        ("MAIL_TIME_DIVISOR", "0"),
        ("CASE_RETENTION_YEARS", "5年"),
        ("CASE_KEY_FILE", "/nonexistent"),
    ],
)
def test_setting_that_means_nothing_is_named(name: str, value: str) -> None:
    with pytest.raises(config.WrongSetting) as refused:
        config.load({name: value})
    assert str(refused.value).startswith(name)
    assert value in str(refused.value)


def test_instance_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    tmp_path.joinpath("file").touch()
    with pytest.raises(config.WrongSetting, match=r"^INSTANCE_DIR: .*Not a directory"):
        require_folder(tmp_path / "file" / "instance")


def test_empty_setting_counts_as_none() -> None:
    settings = config.load(dict.fromkeys(("APP_ENV", "HTTPS", "PORT", "BACKUP_KEEP"), ""))
    assert settings == config.load({})


def test_production_requires_https_for_the_oidc_issuer() -> None:
    settings = config.load({"APP_ENV": "production", "OIDC_ISSUER": "http://directory.example"})
    with pytest.raises(production.UnsafeSettings, match="OIDC_ISSUER"):
        production.refuse_unsafe(settings)


def test_production_is_safe_by_default() -> None:
    settings = config.load({"APP_ENV": "production", "DEMONSTRATION": "1"})
    assert settings["SESSION_COOKIE_SECURE"] and settings["SESSION_COOKIE_HTTPONLY"]
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert settings["DEMONSTRATION"] is False
    assert settings["RATELIMIT_ENABLED"] is True


def test_foreign_host_name_is_refused(app: Flask, client: PlatformClient) -> None:
    app.config["TRUSTED_HOSTS"] = ["platform.example.jp"]
    assert client.get("/login", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/login", headers={"Host": "platform.example.jp"}).status_code == 200
