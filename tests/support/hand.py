"""A hand at a page: it counts clicks and page loads, and takes the time."""

from time import perf_counter
from typing import Any, NamedTuple

from playwright.sync_api import Locator, Page


class Effort(NamedTuple):
    """What a job took. clicks: each press, tick and choice; typing is none."""

    clicks: int
    loads: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.loads} loads, {self.seconds:.1f} s"


class Hand:
    """Clicks on one page as somebody does who knows the way."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.loads = 0
        page.on("load", self._loaded)
        self._began = perf_counter()

    def _loaded(self, _page: Page) -> None:
        self.loads += 1

    def begin(self, path: str) -> None:
        """Stand on the page from which the job begins; getting there is not counted."""
        self.page.goto(path)
        self.clicks = self.loads = 0
        self._began = perf_counter()

    def effort(self) -> Effort:
        """Return what was done since the job began."""
        return Effort(self.clicks, self.loads, perf_counter() - self._began)

    def click(self, what: str | Locator) -> None:
        """Click, and wait for the next page where there is one."""
        self._place(what).click()
        self.page.wait_for_load_state()
        self.clicks += 1

    def press(self, name: str) -> None:
        """Click the first button or link of that name in the page's content or its open dialog."""
        main = self.page.locator("main")
        found = main.get_by_role("button", name=name).or_(main.get_by_role("link", name=name))
        self.click(found.locator("visible=true").first)

    def confirm(self, name: str) -> None:
        """Press a button that asks first, and say yes."""
        self.press(name)
        self.click(self.page.locator("[popover]:popover-open button[type=submit]"))

    def tick(self, what: str) -> None:
        """Tick or choose one of several."""
        self._place(what).check()
        self.clicks += 1

    def choose(self, what: str, value: Any) -> None:
        """Open a list and choose from it."""
        self._place(what).select_option(value)
        self.clicks += 2

    def type(self, what: str, text: str) -> None:
        """Click into a field and type."""
        self._place(what).fill(text)
        self.clicks += 1

    def _place(self, what: str | Locator) -> Locator:
        return self.page.locator(what).first if isinstance(what, str) else what
