"""A long form in steps: form, check page, sending. The input is kept on the server in between."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.models.common.draft import Draft
from app.security import cookies
from app.security.tokens import token_hash
from app.services.common import drafts
from app.services.common.drafts import LIFETIME
from app.views.common import preserved_forms
from app.views.common.base import run, viewer
from app.views.forms.membership.profile import ProfileForm

NOT_TYPED = frozenset({"csrf_token", "save"})
Show = Callable[[ProfileForm], str]


def changed_meanwhile() -> str:
    """Return the message of a check page whose draft has changed since it was shown."""
    return _("The content has changed since you opened the page. Check it and submit it again.")


class Drafted:
    """A form whose draft is identified by a cookie.

    name: of the draft; cookie: name of the cookie, sent below `path` only; profile: initial values
    of the form; options: for the form's constructor.
    """

    def __init__(
        self,
        form: type[ProfileForm],
        *,
        name: str,
        cookie: str,
        path: str,
        profile: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.form, self.name, self.cookie, self.path = form, name, cookie, path
        self.profile, self.options = profile or {}, options

    @property
    def token(self) -> str:
        """The value of the visitor's cookie."""
        return cookies.read(self.cookie, self.path)[:100]

    @property
    def key(self) -> str:
        """The token's hash, which the application stores."""
        return token_hash(self.token)

    def draft(self) -> Draft | None:
        """Return the visitor's draft."""
        return drafts.find(viewer(), self.name, self.token) if self.token else None

    def opened(self) -> ProfileForm:
        """Return the form to show: from a late submission, else the draft, else the profile."""
        draft = None if preserved_forms.is_pending() else self.draft()
        if draft is None:
            return self.form.from_profile(self.profile, **self.options)
        return self.form(formdata=MultiDict(draft.values), **self.options)

    def ready(self) -> tuple[Draft, ProfileForm] | None:
        """Return the draft and its form if they are valid for sending."""
        draft = self.draft()
        if draft is None:
            return None
        form = self.form(formdata=MultiDict(draft.values), meta={"csrf": False}, **self.options)
        return (draft, form) if form.validate() else None

    def remember(self, response: Response, token: str) -> None:
        """Set the draft's cookie."""
        cookies.store(response, self.cookie, token, life=LIFETIME, path=self.path)

    def forget(self, response: Response) -> None:
        """Delete the draft's cookie."""
        cookies.forget(response, self.cookie, self.path)

    def edit(self, show: Show, check_url: str) -> Response:
        """Respond to the form's page: save the draft, redirect to the check page if it is valid.

        An expired page is shown again with its input, which is saved only after it is sent again,
        since its sender is unknown.
        """
        if request.method == "GET":
            return Response(show(self.opened()), mimetype="text/html")
        form = self.form.from_profile(self.profile, **self.options)
        valid = form.validate()
        if form.csrf_token.errors:
            form.csrf_token.errors = []
            flash(
                _(
                    "The page was open for too long. Your input has been preserved. Check it and submit it again."
                ),
                "warning",
            )
            return Response(show(form), 422, mimetype="text/html")
        typed = {k: v for k, v in request.form.lists() if k not in NOT_TYPED}
        token = run(drafts.save, self.name, self.token, typed)
        if "save" in request.form:
            flash(
                _(
                    "Saved. You can continue on this device within %(days)s days.",
                    days=LIFETIME.days,
                ),
                "success",
            )
            response = redirect(request.path, 303)
        elif valid:
            response = redirect(check_url, 303)
        else:
            response = Response(show(form), 422, mimetype="text/html")
        self.remember(response, token)
        return response
