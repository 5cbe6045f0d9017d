"""A browser asks for the static files once, not at every page."""

from playwright.sync_api import Page

SIZES = """performance.getEntriesByType("resource")
    .filter(each => each.name.includes("/static/"))
    .map(each => [each.transferSize, each.encodedBodySize, each.decodedBodySize])"""


def test_second_page_transfers_no_static_file(browser_page: Page) -> None:
    browser_page.goto("/")
    first = browser_page.evaluate(SIZES)
    browser_page.goto("/roster")
    second = browser_page.evaluate(SIZES)

    assert len(first) >= 13
    assert sum(moved for moved, _packed, _plain in first) < 45_000
    assert sum(packed for _moved, packed, _plain in first) * 2 < sum(row[2] for row in first)
    assert len(second) >= 13
    assert [moved for moved, _packed, _plain in second if moved] == []
