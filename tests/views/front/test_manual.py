"""The user guide agrees with the program: its pages, links, buttons and readers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.security.viewer import Role, Viewer
from app.services.front import manuals
from app.services.front.manuals import READERS, ManualPage
from app.views.front import manual
from app.views.registers.register import RegisterView
from tests.architecture.routes import read_table
from tests.support.source import ROOT

BUTTON = re.compile(r"\*\*「(.+?)」\*\*")
LINK = re.compile(r"\]\((/[^)\s]*)\)")
PLACEHOLDER = re.compile(r"%\(\w+\)s")
PICTURE = "/static/"
PAGES = [page for pages in manuals.everything().values() for page in pages]


def names(page: ManualPage) -> str:
    return f"{page.part}/{page.slug}"


def shown_texts() -> Iterator[str]:
    """Yield the Japanese texts of the catalogue, with ○○ for what the program fills in."""
    with (ROOT / "translations/ja_JP/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="ja_JP"):
            texts = [message.string] if isinstance(message.string, str) else message.string
            yield from (PLACEHOLDER.sub("○○", text) for text in texts)


SHOWN = frozenset(shown_texts())
ALLOWED = {route.rule: route.allowed for route in read_table() if route.method == "GET"}


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_named_buttons_and_menu_entries_exist(page: ManualPage) -> None:
    assert {word for word in BUTTON.findall(page.text) if word not in SHOWN} == set()


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_register_with_a_button_of_its_own_is_not_said_to_have_the_usual_one(
    app: Flask, page: ManualPage
) -> None:
    explained = {endpoint.partition(".")[0] for endpoint in page.endpoints}
    views = [each for each in app.appbuilder.baseviews if isinstance(each, RegisterView)]
    own = {type(each).__name__ for each in views if each.model.register.adds}
    assert not explained & own or "**「追加」**" not in page.text


def test_catalogue_has_no_button_that_nobody_wrote() -> None:
    assert "このボタンはありません" not in SHOWN and "承認を求める" in SHOWN


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_links_lead_to_pages_that_the_reader_may_open(app: Flask, page: ManualPage) -> None:
    paths = app.url_map.bind("localhost")
    for link in LINK.findall(page.text):
        path = link.partition("?")[0].partition("#")[0]
        if path.startswith(PICTURE):
            assert (ROOT / "app" / path.lstrip("/")).exists(), path
            continue
        rule = rule_of(paths, path)
        assert rule is not None, f"{path} is no page"
        readers = READERS[page.part]
        if page.part == "member":  # its tasks need a log-in, which anybody may read about
            readers = frozenset({Role.PUBLIC, Role.GENERAL, Role.EXECUTIVE})
        if path.startswith("/manual/"):
            _root, _manual, part, slug = path.split("/")
            assert slug in {each.slug for each in manuals.everything()[part]}, path
            assert READERS[page.part] <= READERS[part], path
        assert ALLOWED[rule] & readers, f"{path} answers none of its readers"


def rule_of(paths: Any, path: str) -> str | None:
    try:
        rule, _values = paths.match(path, method="GET", return_rule=True)
    except (RequestRedirect, HTTPException):
        return None
    return str(rule.rule)


def test_pages_of_the_program_that_are_explained_exist(app: Flask) -> None:
    for page in PAGES:
        endpoints = {each.partition(manuals.VALUE)[0] for each in page.endpoints}
        assert endpoints <= app.view_functions.keys(), names(page)
    for part, pages in manuals.everything().items():
        named = [endpoint for page in pages for endpoint in page.endpoints]
        assert len(named) == len(set(named)), f"two pages of {part} explain one page"


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        ("public", {"member"}),
        ("general", {"member"}),
        ("executive", {"member"}),
        ("council", {"member", "council"}),
        ("secretariat", {"member", "officer", "second"}),
        ("administrator", {"member", "administrator"}),
    ],
)
def test_each_role_reads_its_own_pages(client_as: Any, role: str, parts: set[str]) -> None:
    client = client_as(role)
    contents = client.get("/manual/").text
    for part, pages in manuals.everything().items():
        paths = [f"/manual/{part}/{page.slug}" for page in pages]
        assert {path in contents for path in paths} == {part in parts}
        answer = client.get(paths[0])
        assert answer.status_code == (200 if part in parts else 404)


@pytest.mark.parametrize("part", READERS)
def test_every_page_is_shown(client_as: Any, part: str) -> None:
    client = client_as(min(READERS[part] - {Role.PUBLIC}).value)
    for page in manuals.everything()[part]:
        shown = client.get(f"/manual/{part}/{page.slug}").text
        assert page.title in shown and "**" not in shown, names(page)


def test_a_word_is_found_in_any_notation(client_as: Any) -> None:
    client = client_as("general")
    assert "/manual/member/proxy" in client.get("/manual/?q=委任状").text
    found = client.get("/manual/", query_string={"q": "ｷｬﾝｾﾙ待ち"}).text
    assert "/manual/member/event" in found and "/manual/member/apply" not in found
    assert "/manual/officer" not in client.get("/manual/?q=一括決定").text
    assert client.get("/manual/", query_string={"q": "<b>x"}).status_code == 200


def test_a_page_leads_to_its_explanation_for_the_role(client_as: Any) -> None:
    link = '/manual/{}"'.format
    assert link("officer/batch") in client_as("secretariat").get("/batches/").text
    assert link("member/event") in client_as("general").get("/events/").text
    assert link("officer/event") in client_as("secretariat").get("/events/").text
    assert 'class="manual-link' not in client_as("general").get("/").text


def test_a_section_of_a_case_has_its_own_explanation() -> None:
    worker, page = Viewer(1, "", frozenset({Role.COUNCIL})), "CaseRecordView.section"
    found = {value: manuals.about(worker, page, ["0123", value]) for value in ("plan", "health")}
    assert {value: each and each.slug for value, each in found.items()} == {
        "plan": "plan",
        "health": "course",
    }


def test_raw_html_stays_text() -> None:
    assert "<script" not in manual.WRITER.render("a <script>alert(1)</script>")
    assert (
        "javascript:" not in manual.WRITER.render("[a](javascript:alert(1))").partition("href")[2]
    )


def test_every_file_is_a_page_of_the_contents() -> None:
    files = {f"{path.parent.name}/{path.stem.partition('-')[2]}" for path in markdown_files()}
    assert files == {names(page) for page in PAGES} and len(PAGES) == len(files)


def markdown_files() -> Iterator[Path]:
    yield from (ROOT / "app/manual").rglob("*.md")


def test_every_picture_is_small_and_shown() -> None:
    shown = {link for page in PAGES for link in LINK.findall(page.text) if PICTURE in link}
    files = list((ROOT / "app/static/manual").iterdir())
    assert shown == {f"{PICTURE}manual/{file.name}" for file in files}
    assert max(file.stat().st_size for file in files) <= 40_000
