"""A file above the size limit is reported before it is sent."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from app.security.viewer import Role
from tests.support import council_desk
from tests.support.accounts import RoleClients, log_in_page

WORDS = "大きすぎて送れません"


def test_file_above_the_size_limit_is_not_sent(
    session: Any, client_as: RoleClients, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    client, person = client_as(Role.SECRETARIAT), council_desk.unpledged().id
    session.commit()
    page = new_page()
    log_in_page(page, client)
    page.goto(f"/council/persons/{person}/pledge")
    large, small = tmp_path / "large.pdf", tmp_path / "small.pdf"
    small.write_bytes(council_desk.PDF)
    with large.open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    field = page.locator("input[type=file]")
    field.set_input_files(large)
    expect(page.get_by_role("alert").filter(has_text=WORDS)).to_be_visible()
    assert field.input_value() == ""
    field.set_input_files(small)
    expect(page.get_by_text(WORDS)).to_have_count(0)
    assert field.input_value().endswith("small.pdf")
