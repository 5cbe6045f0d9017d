"""The menu marks only the entry that the page belongs to."""

import re
from typing import Any

import pytest

from tests.support import council_desk
from tests.support.accounts import RoleClients


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/council/", "/council/"),
        ("/council/bodies/new", "/council/"),
        ("/council/persons/", "/council/persons/"),
        ("/council/persons/{pk}", "/council/persons/"),
        ("/council/notice/new", "/council/notice"),
        ("/account/", None),
        ("/mail-lanes/", "/outbox/"),
        ("/notices/drafts/new", "/outbox/"),
    ],
)
def test_only_the_entry_of_the_page_is_marked(
    session: Any, client_as: RoleClients, path: str, entry: str | None
) -> None:
    term = council_desk.unpledged()
    page = client_as("secretariat").get(path.format(pk=term.id)).text
    menu = page.partition('id="site-nav"')[2].partition("</nav>")[0]
    marked = re.findall(r'href="([^"]*)" aria-current', menu)
    assert marked == ([entry] if entry else [])
