"""A person at a page, by keyboard alone."""

from typing import Any

from playwright.sync_api import Page
from sqlalchemy import func, select

from tests.support.keyboard import fill, press, tab_to

SEND = "main .form-buttons button[type=submit]"


class Visitor:
    """A person at a page, and the resulting rows in the database."""

    def __init__(self, session: Any, page: Page) -> None:
        self.session, self.page = session, page

    def open(self, path: str) -> None:
        """Commit the test's changes and open a path."""
        self.session.commit()
        self.page.goto(path)

    def send(self, **answers: Any) -> None:
        """Fill in the page's form and send it."""
        fill(self.page, answers, self.page.locator(SEND).first)
        assert self.page.locator(".error-summary").count() == 0, self.page.locator(
            ".error-summary"
        ).inner_text()

    def type_into(self, name: str, text: str) -> None:
        """Reach one field and type into it."""
        tab_to(self.page, self.page.locator(f"[name={name}]").first)
        self.page.keyboard.insert_text(text)

    def confirm(self, button: str) -> None:
        """Press a button with a confirmation dialog, and confirm."""
        tab_to(self.page, self.page.get_by_role("button", name=button).first)
        self.page.keyboard.press("Enter")
        press(self.page, self.page.get_by_role("dialog").locator("button[type=submit]"))

    def count(self, model: type, *conditions: Any) -> int:
        """Return the current number of such rows; the database is unlocked afterwards."""
        self.session.rollback()
        found = self.session.scalar(select(func.count()).select_from(model).where(*conditions))
        self.session.rollback()
        return int(found)
