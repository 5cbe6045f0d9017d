"""The test client: like a browser with one cookie jar, separate from the test's own session."""

import contextvars
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.extensions import db
from tests.support.forms import read_forms


class PlatformClient(FlaskClient):
    """A client that runs each request outside the test's application context.

    Inside it Flask would share the test's `g` and database session with the request. The test's
    changes are committed first, so that the request sees them and SQLite's lock is free.
    """

    account_id: int | None = None
    organisation_id: int | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
        kwargs.setdefault("buffered", True)  # read completely and closed, as by a browser
        return contextvars.Context().run(super().open, *args, **kwargs)

    def submit(
        self,
        path: str,
        data: dict[str, Any] | None = None,
        *,
        form: int | str = -1,
        press: tuple[str, str] | None = None,
        **kwargs: Any,
    ) -> TestResponse:
        """Open the page, fill in one of its forms and send it, as a person would.

        data: field → value, list of values (checkboxes, several files), or None to omit the field;
        other fields keep the page's values, including the CSRF token.
        form: index on the page (by default the last form), or a part of its action.
        press: name and value of the button, if needed.
        kwargs: passed to the request, for instance `follow_redirects`.
        Raises AssertionError when the page or the form does not exist.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path} answered {page.status_code}"
        forms = [found for found in read_forms(page.text) if found.method == "post"]
        if isinstance(form, str):
            forms = [found for found in forms if form in found.action]
            form = 0
        assert forms, f"{path} has no such form"
        chosen = forms[form]
        values: dict[str, Any] = {**chosen.values, **(data or {})}
        if press:
            values[press[0]] = press[1]
        sent = {name: value for name, value in values.items() if value is not None}
        target = urljoin(page.request.path, chosen.action or page.request.full_path)
        return self.post(target, data=sent, **kwargs)


Examples = dict[str, Callable[[PlatformClient], dict[str, Any]]]
"""Rule with arguments → a function that creates the objects it names and returns their values."""
