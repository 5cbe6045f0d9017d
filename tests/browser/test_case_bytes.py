"""No file written while working on cases contains the canary."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Playwright
from sqlalchemy import text

from app.extensions import db
from app.security.viewer import SYSTEM, Role
from app.services.front import archives, backups
from app.tasks.post.outbox import sweep
from tests.architecture.routes import EXAMPLES
from tests.architecture.test_routes import build
from tests.support import cases, full_case
from tests.support.accounts import RoleClients, log_in_page
from tests.support.browser import EXECUTABLE, FLAGS
from tests.support.canaries import CANARY, encodings_found
from tests.support.case_access import case_routes
from tests.support.client import PlatformClient
from tests.support.forms import read_forms

pytestmark = pytest.mark.both_databases


@pytest.fixture
def profile(
    tmp_path: Path, live_server: str, playwright: Playwright
) -> Iterator[tuple[Path, BrowserContext]]:
    """Start a browser with a profile on disk."""
    folder = tmp_path / "profile"
    context = playwright.chromium.launch_persistent_context(
        folder, executable_path=EXECUTABLE, args=FLAGS, base_url=live_server, locale="ja-JP"
    )
    yield folder, context
    context.close()


def written_by_the_server(app: Flask) -> list[Path]:
    """Return the folders that the application and the database write to."""
    found = [Path(app.config["INSTANCE_DIR"]).parent]
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            found.append(Path(connection.execute(text("SHOW data_directory")).scalar_one()))
    return found


def files_in(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


def work(app: Flask, client: PlatformClient, session: Any, context: BrowserContext) -> None:
    """Open every case page, each with its own objects; enter a note without saving it."""
    page = context.new_page()
    log_in_page(page, client)
    page.goto("/")
    full_case.full(client)
    for route in case_routes():
        if route.method != "GET":
            continue
        values = EXAMPLES[route.rule](client)
        session.commit()
        path = build(app, route, values)
        answer = client.get(path)
        assert answer.status_code in (200, 302, 303, 409), path
        if answer.mimetype == "text/html":
            page.goto(path)
    note = f"/cases/{cases.of(client).id}/records/new/note"
    session.commit()
    page.goto(note)
    with page.expect_response(lambda response: "/drafts/" in response.url):
        page.locator("textarea").first.fill(f"書きかけ{CANARY}")
        page.locator("textarea").first.blur()
    assert any(CANARY in str(form.values) for form in read_forms(client.get(note).text))
    page.goto("about:blank")


def test_no_written_file_contains_case_content(
    app: Flask,
    session: Any,
    client_as: RoleClients,
    profile: tuple[Path, BrowserContext],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    caplog.set_level(logging.DEBUG)
    folder, context = profile
    client = client_as(Role.COUNCIL)
    work(app, client, session, context)
    context.close()
    sweep()
    session.commit()
    written = backups.write(SYSTEM, backups.Place.of(app.config, tmp_path / "backup"))
    archives.unpack(written.file, tmp_path / "backup")
    session.rollback()

    searched = list(files_in(tmp_path, *written_by_the_server(app)))
    shown = {str(path): found for path in searched if (found := encodings_found(path.read_bytes()))}
    assert shown == {}
    assert encodings_found(caplog.text.encode()) == []
    assert any(path.parent == tmp_path / "backup" for path in searched)
    assert any(folder in path.parents for path in searched)
