"""The site map as a browser sees it: every GET route of the hand-written table, for each role."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, Response

from tests.architecture.routes import EXAMPLES, Route, read_table
from tests.support.browser import AXE, WCAG
from tests.support.client import PlatformClient

SCREENS = tuple((width, scheme) for scheme in ("light", "dark") for width in (390, 1280))
"""Phone and desk, by day and by night."""
PAGE_BYTES = 60_000
FIRST_VIEW_BYTES = 100_000
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
TAG = re.compile(r"<[a-z0-9]+(?: class=\"[^\"]*\")?")
ARGUMENT = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


def page_routes() -> list[Route]:
    """The routes that a browser can open. Which of them are pages shows when they answer."""
    return [route for route in read_table() if route.method == "GET" and "static" not in route.rule]


def path_for(rule: str, client: PlatformClient) -> str:
    """The rule's address for this client, with the example's values in it."""
    if "<" not in rule:
        return rule
    values: dict[str, Any] = EXAMPLES[rule](client)
    return ARGUMENT.sub(lambda found: quote(str(values[found[1]])), rule)


def shape(client: PlatformClient, path: str) -> str:
    """The page's main part without words and values; empty when the address is no page.

    Two roles whose pages have one shape differ in the menu only, which the first page shows.
    """
    answer = client.get(path)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return ""
    main = MAIN.search(answer.text)
    return " ".join(TAG.findall(main[0])) if main else ""


def faults(page: Page) -> Iterator[str]:
    """What is wrong with the open page on any screen; it is not loaded anew for each."""
    yield from frame_faults(page)
    page.evaluate(f"() => {{ {AXE} }}")  # by evaluation: the content policy stays in force
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        where = f"{width} px, {scheme}: "
        yield from (where + fault for fault in violations(page))
        excess = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if excess > 0:
            yield where + f"scrolls sideways by {excess} px"


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is shown now. It must have been injected."""
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(result => result.violations.flatMap(rule => rule.nodes.map("
        "node => `${rule.id}: ${node.html} ${node.failureSummary}`)))",
        WCAG,
    )
    return list(found)


def frame_faults(page: Page) -> Iterator[str]:
    """What axe does not ask for: one heading, a title, landmarks, ids used once."""
    if page.locator("h1").count() != 1:
        yield f"{page.locator('h1').count()} headings of the first order"
    if not page.title().split("|")[0].strip():
        yield "no title of its own"
    for landmark in ("banner", "main", "contentinfo"):
        if page.get_by_role(landmark).count() != 1:  # type: ignore[arg-type]
            yield f"not one {landmark}"
    ids = page.eval_on_selector_all("[id]", "all => all.map(each => each.id)")
    yield from (f"id {each} used twice" for each in sorted({i for i in ids if ids.count(i) > 1}))


def weight_faults(response: Response | None) -> Iterator[str]:
    """Whether the page itself is too heavy, before any compression."""
    assert response is not None
    size = len(response.body())
    if size > PAGE_BYTES:
        yield f"{size} bytes, more than {PAGE_BYTES}"
