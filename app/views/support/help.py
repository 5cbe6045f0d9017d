"""The directory for somebody in trouble: six tiles, or their own words, which leave no trace."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.extensions import csrf
from app.models.common.master import OUTSIDE_PREFECTURE
from app.rules.support.trouble_words import Danger, Trouble
from app.services.support import directory
from app.views.common.base import View, viewer
from app.views.forms.common.fields import municipalities

csrf.exempt("app.views.support.help.search")
"""Changes nothing; a page kept for offline use holds no token, and a visitor gets no session."""
NEAR, WORDS = "near", "q"
TROUBLES = {trouble.value: trouble for trouble in Trouble}


class HelpView(View):
    """`/help`."""

    route_base = "/help"
    default_view = "start"

    @expose("/")
    @has_access
    def start(self) -> str:
        return self._page("start")

    @expose("/<trouble>")
    @has_access
    @permission_name("start")
    def trouble(self, trouble: str) -> str:
        if trouble not in TROUBLES:
            raise NotFound
        places, near = self._places(request.args)
        answer = directory.of_trouble(viewer(), TROUBLES[trouble], near)
        return self._page("list", answer, trouble=TROUBLES[trouble], near=near, places=places)

    @expose("/search", methods=("GET", "POST"))
    @has_access
    @permission_name("start")
    def search(self) -> Response:
        """Answer what somebody typed. Its words come in no address and go into none."""
        if request.method == "GET":
            return redirect(url_for(".start"), 303)
        places, near = self._places(request.form)
        typed = request.form.get(WORDS, "").replace("\0", "")[: directory.LONGEST]
        answer = directory.of_words(viewer(), typed, near)
        page = self._page(
            "list", answer, typed=typed, near=near, places=places, dangers=answer.dangers
        )
        response = make_response(page)
        response.headers["Cache-Control"] = "no-store"
        return response

    @expose("/worker.js")
    @has_access
    @permission_name("start")
    def worker(self) -> Response:
        """Return the script that keeps the directory for a phone without a connection."""
        pages = [url_for(".start"), *(url_for(".trouble", trouble=each) for each in TROUBLES)]
        response = make_response(render_template("support/help/worker.js", pages=pages))
        response.mimetype = "text/javascript"
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _places(self, sent: Any) -> tuple[Sequence[tuple[str, str]], str]:
        """Return the municipalities offered, and the one asked for, "" for none."""
        offered = [each for each in municipalities()[1:] if each[0] != OUTSIDE_PREFECTURE]
        asked = sent.get(NEAR, "")
        return offered, asked if asked in dict(offered) else ""

    def _page(
        self,
        name: str,
        answer: directory.Answer | None = None,
        *,
        dangers: Sequence[Danger] = (),
        **shown: Any,
    ) -> str:
        return render_template(
            f"support/help/{name}.html",
            answer=answer,
            troubles=Trouble,
            dangers=dangers,
            numbers=directory.numbers(dangers),
            **shown,
        )
