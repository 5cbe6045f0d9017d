"""The site map in a browser: every GET route of the hand-written table, for each role."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from zlib import crc32

from playwright.sync_api import Page, Response

from tests.architecture.routes import EXAMPLES, Route, read_table
from tests.support.browser import AXE, WCAG
from tests.support.client import PlatformClient

Screens = tuple[tuple[int, str], ...]
SCREENS: Screens = tuple((width, mode) for mode in ("light", "dark") for width in (320, 1280))
"""The narrowest phone (or a desktop at 400 %) and a desktop, in light and dark mode."""
FRAME = """() => [
  document.querySelectorAll("h1").length,
  Object.fromEntries(["body > header", "main", "body > footer"].map(
    each => [each, document.querySelectorAll(each).length])),
  [...document.querySelectorAll("[id]")].map(each => each.id),
]"""
"""Script returning the number of h1, of each landmark, and all ids."""
PAGE_BYTES = 60_000
FIRST_VIEW_BYTES = 100_000
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
TAG = re.compile(r"<[a-z0-9]+(?: class=\"[^\"]*\")?")
ARGUMENT = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")


def page_routes() -> list[Route]:
    """Return the GET routes without static files; the response shows which of them are pages."""
    return [route for route in read_table() if route.method == "GET" and "static" not in route.rule]


def path_for(rule: str, client: PlatformClient) -> str:
    """Return the rule's path for this client, filled with the example's values."""
    if "<" not in rule:
        return rule
    values: dict[str, Any] = EXAMPLES[rule](client)
    return ARGUMENT.sub(lambda found: quote(str(values[found[1]])), rule)


def shape(client: PlatformClient, path: str) -> str | None:
    """Return the tags of the page's main part, without texts and values; empty if it is no page now.

    Pages of two roles with the same shape differ in the menu only, which the home page covers.
    None: the path leads to a file, whoever asks.
    """
    answer = client.get(path)
    if answer.status_code != 200:
        return ""
    if answer.mimetype != "text/html":
        return None
    main = MAIN.search(answer.text)
    return " ".join(TAG.findall(main[0])) if main else ""


def one_screen(place: str) -> Screens:
    """Return the screen for a page, the same in every run; places spread over all screens."""
    return (SCREENS[crc32(place.encode()) % len(SCREENS)],)


def faults(page: Page, screens: Screens = SCREENS) -> Iterator[str]:
    """Yield the faults of the open page on these screens, without reloading it."""
    yield from frame_faults(page)
    page.evaluate(f"() => {{ {AXE} }}")  # by evaluation: the CSP stays in force
    for width, scheme in screens:
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
    """Return the axe violations of the page in its current state. axe must have been injected."""
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(result => result.violations.flatMap(rule => rule.nodes.map("
        "node => `${rule.id}: ${node.html} ${node.failureSummary}`)))",
        WCAG,
    )
    return list(found)


def frame_faults(page: Page) -> Iterator[str]:
    """Yield faults that axe does not check: one h1, a title, landmarks, unique ids."""
    headings, landmarks, ids = page.evaluate(FRAME)
    if headings != 1:
        yield f"{headings} headings of the first order"
    if not page.title().split("|")[0].strip():
        yield "no title of its own"
    bare = page.locator(".projector").count() > 0  # all of the screen is the meeting's
    yield from (
        f"not one {name}"
        for name, count in landmarks.items()
        if count != (0 if bare and name != "main" else 1)
    )
    yield from (f"id {each} used twice" for each in sorted({i for i in ids if ids.count(i) > 1}))


def weight_faults(response: Response | None) -> Iterator[str]:
    """Yield a fault if the uncompressed page is too large."""
    assert response is not None
    size = len(response.body())
    if size > PAGE_BYTES:
        yield f"{size} bytes, more than {PAGE_BYTES}"
