"""The lists and home pages, with rows of every state and empty."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from app.models.membership.organisation import Organisation
from app.security.viewer import Role
from tests.browser.pages import Screens, faults
from tests.support import sample_rows
from tests.support.accounts import RoleClients, log_in_page

DESK = (
    "/",
    "/applications/",
    "/batches/",
    "/organisations/",
    "/change-notices/",
    "/withdrawals/",
    "/consents/",
    "/contacts/",
    "/expulsions/?all=1",
    "/imports/",
    "/merges/",
    "/outbox/",
    "/mail-addresses/",
    "/audit/list/",
    "/accounts/",
    "/inbound-mails/",
    "/roster",
    "/search?q=鳥取",
)
MEMBER = ("/", "/my-organisation/", "/my-organisation/letters", "/colleagues/")
NOTHING = (
    "/applications/?q=nothing",
    "/batches/",
    "/organisations/?q=nothing",
    "/change-notices/",
    "/withdrawals/",
    "/consents/",
    "/contacts/?group=ground",
    "/expulsions/",
    "/imports/",
    "/merges/?q=nothing",
    "/outbox/?q=nothing",
    "/mail-addresses/",
    "/audit/list/?_flt_0_action=nothing",
    "/accounts/?q=nothing",
    "/inbound-mails/",
    "/roster?q=nothing",
    "/search?q=nothing",
    "/places/?q=nothing",
)
ROWS = "main :is(tbody tr, .tasks li)"
EMPTY_HOMES = (Role.PUBLIC, Role.GENERAL, Role.EXECUTIVE, Role.COUNCIL, Role.ADMINISTRATOR)


@pytest.fixture
def visit(
    session: Any,
    client_as: RoleClients,
    new_page: Callable[..., Page],
    screens: Callable[[str], Screens],
) -> Callable[..., list[str]]:
    """Return `visit(role, paths, filled=…)`, which lists the faults of pages on their screens."""

    def go(
        role: Role,
        paths: tuple[str, ...],
        organisation: Organisation | None = None,
        filled: bool = True,
    ) -> Iterator[str]:
        page = new_page()
        if role is not Role.PUBLIC:
            log_in_page(page, client_as(role, organisation))
        session.commit()
        for path in paths:
            response = page.goto(path)
            if response is None or response.status != 200:
                yield f"{path}: {response and response.status}"
            elif path != "/" and (page.locator(ROWS).count() > 0) != filled:
                yield f"{path}: {page.locator(ROWS).count()} rows"
            seen = faults(page, screens(f"{path} {role.value} {filled}"))
            yield from (f"{role.value} {path}: {fault}" for fault in seen)

    return lambda *asked, **more: list(go(*asked, **more))


@pytest.mark.timeout(300)
def test_lists_and_homes_are_usable_when_filled(
    session: Any, visit: Callable[..., list[str]]
) -> None:
    own = sample_rows.fill_lists()
    assert visit(Role.SECRETARIAT, DESK) + visit(Role.GENERAL, MEMBER, own) == []


@pytest.mark.timeout(300)
def test_lists_and_homes_are_usable_when_empty(visit: Callable[..., list[str]]) -> None:
    found = visit(Role.SECRETARIAT, ("/", *NOTHING), filled=False)
    for role in EMPTY_HOMES:
        found += visit(role, ("/",), filled=False)
    assert found == []
