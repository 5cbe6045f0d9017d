"""Security headers of responses."""

from typing import Any

import pytest
from flask import Flask
from flask_login import LoginManager

from app.security import headers

PAGES = ("/", "/roster", "/login", "/no-such-page")


@pytest.mark.parametrize("path", PAGES)
def test_policy_allows_no_external_or_inline_content(client: Any, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "nonce-" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_pages_forbid_sniffing_and_framing(client: Any, path: str) -> None:
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"


def test_visitor_without_stored_data_gets_no_cookie(client: Any) -> None:
    for path in ("/", "/roster", "/regulations/bylaws"):
        assert "Set-Cookie" not in client.get(path).headers


def test_pages_of_logged_in_users_are_not_cached(client_as: Any) -> None:
    assert "no-store" in client_as("secretariat").get("/outbox/").headers["Cache-Control"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_untrusted_host_name_is_refused(app: Any, host: str) -> None:
    app.config["TRUSTED_HOSTS"] = ["platform.example.jp"]

    assert app.test_client().get("/", headers={"Host": host}).status_code == 400


def test_browser_keeps_to_https_for_a_year_on_all_names_below() -> None:
    app = Flask("served over https")
    app.config.update(HTTPS=True, SESSION_COOKIE_SECURE=True, SECRET_KEY="of the test")
    LoginManager(app).user_loader(lambda _key: None)
    app.add_url_rule("/", view_func=lambda: "page")
    headers.install(app)

    kept = app.test_client().get("/", base_url="https://platform.example.jp").headers
    age, below = kept["Strict-Transport-Security"].split("; ")
    assert int(age.removeprefix("max-age=")) >= 365 * 24 * 3600
    assert below == "includeSubDomains"


def test_cookies_are_bound_to_this_host_over_https(app: Any, client: Any) -> None:
    app.config["SESSION_COOKIE_SECURE"] = True

    [cookie] = client.get("/lang/en").headers.getlist("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name == "__Host-locale=en"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(attributes)
    assert not any(each.startswith("Domain") for each in attributes)
