"""The directory: leaves no word behind, needs no session, and says first what helps first."""

import logging
from typing import Any

import pytest
from flask import Flask

from app.rules.support.trouble_words import Trouble
from app.security.viewer import Role
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.queries import counted
from tests.support.register_samples import entry, model_of

WORDS = "ひみつのことばでお金がない"
PAGES = ("/help/", *(f"/help/{trouble.value}" for trouble in Trouble))
MOST_QUERIES = 6


def search(client: PlatformClient, words: str, **more: str) -> Any:
    return client.post("/help/search", data={"q": words, **more})


@pytest.mark.parametrize("path", [*PAGES, "/help/search"])
def test_every_page_has_the_numbers_and_the_way_out(session: Any, client: Any, path: str) -> None:
    page = client.get(path).text if path != "/help/search" else search(client, WORDS).text
    assert 'href="tel:119"' in page and 'href="tel:110"' in page
    assert 'rel="noreferrer" data-quick-exit' in page
    main = page.split("<main")[1]
    assert main.index("tel:119") < main.index('class="label"')


def test_words_are_in_no_address_no_log_and_no_session(
    app: Flask, session: Any, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    entry(model_of("desks"), troubles=["money"], name="お金の窓口")
    session.commit()
    with counted(app) as statements:
        answer = search(client, WORDS)
    assert answer.status_code == 200 and "お金の窓口" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers and "Location" not in answer.headers
    written = [each for each in statements if each.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []
    told = [str(vars(record)) for record in caplog.records]
    assert any("/help/search" in each for each in told)
    assert not any("ひみつ" in each for each in told)
    links = [part.split('"')[0] for part in answer.text.split('href="')[1:]]
    assert not any("q=" in link or "ひみつ" in link or "%E3" in link for link in links)
    assert "ひみつ" not in client.get("/help/").text


def test_words_in_an_address_are_not_read(session: Any, client: Any) -> None:
    answer = client.get("/help/search", query_string={"q": WORDS})
    assert answer.status_code == 303 and answer.location == "/help/"


def test_visitor_gets_no_cookie(session: Any, client: Any) -> None:
    entry(model_of("desks"))
    for path in (*PAGES, "/help/worker.js"):
        assert "Set-Cookie" not in client.get(path).headers, path


@pytest.mark.parametrize("path", [*PAGES[:2], "search"])
def test_pages_take_few_queries(app: Flask, session: Any, client: Any, path: str) -> None:
    for _ in range(15):
        entry(model_of("desks"))
    go = (lambda: search(client, WORDS)) if path == "search" else (lambda: client.get(path))
    go()
    with counted(app) as statements:
        assert go().status_code == 200
    assert len(statements) <= MOST_QUERIES, statements


def test_danger_is_answered_with_its_numbers(session: Any, client: Any) -> None:
    page = search(client, "もう死にたい").text
    assert "すぐに電話してください" in page
    assert "すぐに電話してください" not in search(client, WORDS).text


def test_unknown_words_and_places_end_nowhere(session: Any, client: Any) -> None:
    page = search(client, "ぬぬぬ", near="nowhere")
    assert page.status_code == 200 and "合う窓口が見つかりませんでした" in page.text
    assert all(f"/help/{trouble.value}" in page.text for trouble in Trouble)
    assert client.get("/help/nothing").status_code == 404
    assert client.get("/help/money?near=999999").status_code == 200


def test_near_is_kept_through_tiles_and_words(session: Any, client: Any) -> None:
    page = search(client, "ぬぬぬ", near="312011").text
    assert "/help/money?near=312011" in page
    assert '<option value="312011" selected>' in page


def test_worker_keeps_the_visitors_pages_of_the_directory_only(
    session: Any, client_as: RoleClients
) -> None:
    for role in (Role.PUBLIC, Role.SECRETARIAT):
        answer = client_as(role).get("/help/worker.js")
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] in ("no-cache", "no-store")
        kept = answer.text.split("const FILES")[0]
        assert [path for path in PAGES if f'"{path}"' in kept] == list(PAGES)
        assert kept.count('"/') == len(PAGES)
        assert 'credentials: "omit"' in answer.text
    assert client_as(Role.SECRETARIAT).get("/help/").headers["Cache-Control"] == "no-store"
