"""Error pages: shown in the page frame, in plain words, accessible."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.pages import faults
from tests.support.accounts import RoleClients, log_in_page


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "ページが見つかりません"),
        ("/logout", 405, "ここからは操作できません"),
    ],
)
@pytest.mark.parametrize("role", ["public", "secretariat"])
def test_error_page_is_usable(
    client_as: RoleClients,
    new_page: Callable[..., Page],
    role: str,
    path: str,
    status: int,
    words: str,
) -> None:
    page = new_page()
    if role != "public":
        log_in_page(page, client_as(role))
    response = page.goto(path)
    assert response is not None and response.status == status
    assert page.locator("h1").inner_text() == words
    assert list(faults(page)) == []


def test_server_error_page_needs_neither_account_nor_database(
    app: Flask, new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> str:
        raise RuntimeError("on purpose")

    monkeypatch.setitem(app.view_functions, "HomeView.index", break_down)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = new_page()
    response = page.goto("/")
    assert response is not None and response.status == 500
    assert page.locator("h1").inner_text() == "システムに不具合が起きました"
    assert "on purpose" not in page.content()
    assert page.get_by_role("navigation").count() == 0
    assert list(faults(page)) == []


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 413, 422, 429, 500])
def test_every_error_page_states_what_to_do_next(app: Flask, code: int) -> None:
    with app.test_request_context("/"):
        app.preprocess_request()
        page = app.jinja_env.get_template(f"errors/{code}.html")
        text = page.render(app.jinja_env.globals | context(app))
    assert "<p>" in text.partition("<main")[2].partition("</main>")[0]
    assert f"{code}" in text
    assert "ホームへ" in text


def context(app: Flask) -> dict[str, object]:
    values: dict[str, object] = {}
    app.update_template_context(values)
    return values
