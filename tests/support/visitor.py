"""Somebody at a page who uses the keyboard alone."""

from typing import Any

from playwright.sync_api import Page
from sqlalchemy import func, select

from tests.support.keyboard import fill, press, tab_to

SEND = "main .form-buttons button[type=submit]"


class Visitor:
    """Somebody at a page, and what the database holds afterwards."""

    def __init__(self, session: Any, page: Page) -> None:
        self.session, self.page = session, page

    def open(self, path: str) -> None:
        """Open an address; what the test has written is there by then."""
        self.session.commit()
        self.page.goto(path)

    def send(self, **answers: Any) -> None:
        """Fill in the page's form and send it."""
        fill(self.page, answers, self.page.locator(SEND).first)
        assert self.page.locator(".error-summary").count() == 0, self.page.locator(
            ".error-summary"
        ).inner_text()

    def type_into(self, name: str, text: str) -> None:
        """Reach one field and type."""
        tab_to(self.page, self.page.locator(f"[name={name}]").first)
        self.page.keyboard.insert_text(text)

    def confirm(self, button: str) -> None:
        """Use a button that asks first, and say yes."""
        tab_to(self.page, self.page.get_by_role("button", name=button).first)
        self.page.keyboard.press("Enter")
        press(self.page, self.page.get_by_role("dialog").locator("button[type=submit]"))

    def count(self, model: type, *conditions: Any) -> int:
        """How many such rows there are now; the database is free again afterwards."""
        self.session.rollback()
        found = self.session.scalar(select(func.count()).select_from(model).where(*conditions))
        self.session.rollback()
        return int(found)
