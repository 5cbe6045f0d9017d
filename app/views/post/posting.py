"""Letters by post: printed together with labels, marked as posted, and what came back."""

from collections.abc import Callable
from typing import Any

from flask import abort, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.security.limits import limit_posts
from app.services.post import posting
from app.services.post.posting import Tray
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.post.posting import PostingForm


class PostingView(View):
    """`/outbox/post`."""

    route_base = "/outbox/post"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> Response:
        tray = _tray(request.args.get("tray", Tray.TO_POST.value))
        return make_response(page(tray, PostingForm(formdata=None)))

    @expose("/<tray>/letters.pdf", methods=("POST",))
    @has_access
    @permission_name("handle")
    @limit_posts("120 per hour")
    def letters(self, tray: str) -> Response:
        form, known = PostingForm(), _tray(tray)
        content = form.validate() and run_for_form(form, posting.letters, known, form.chosen())
        if content:
            return download(content, "application/pdf", f"letters-{clock.today()}.pdf")
        return make_response(page(known, form), 422)

    @expose("/<tray>/labels.pdf", methods=("POST",))
    @has_access
    @permission_name("handle")
    @limit_posts("120 per hour")
    def labels(self, tray: str) -> Response:
        form, known = PostingForm(), _tray(tray)
        on_a_sheet = int(form.on_a_sheet.data) if form.validate() else 0
        made = on_a_sheet and run_for_form(
            form,
            posting.labels,
            known,
            form.chosen(),
            on_a_sheet=on_a_sheet,
            anyway=form.anyway.data,
        )
        content, lacking = made or (b"", [])
        if content:
            return download(content, "application/pdf", f"labels-{clock.today()}.pdf")
        return make_response(page(known, form, lacking=lacking), 422)

    @expose("/<tray>/<verb>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def handle(self, tray: str, verb: str) -> Response:
        form, known = PostingForm(), _tray(tray)
        chosen = VERBS.get((known, verb)) or abort(404)
        done = form.validate() and run_for_form(form, *chosen(form))
        if done:
            words = ngettext(
                "One letter has been recorded.", "%(num)s letters have been recorded.", done
            )
            return redirect_with_success(words, url_for(".list", tray=known.value))
        return make_response(page(known, form), 422)


Call = Callable[[PostingForm], tuple[Any, ...]]


def _posted(tray: Tray) -> Call:
    return lambda form: (posting.mark_posted, tray, form.chosen(), form.on.data)


def _cancelled(tray: Tray) -> Call:
    return lambda form: (posting.cancel, tray, form.chosen())


VERBS: dict[tuple[Tray, str], Call] = {
    (Tray.TO_POST, "posted"): _posted(Tray.TO_POST),
    (Tray.RETURNED, "posted"): _posted(Tray.RETURNED),
    (Tray.TO_POST, "cancel"): _cancelled(Tray.TO_POST),
    (Tray.RETURNED, "cancel"): _cancelled(Tray.RETURNED),
    (Tray.POSTED, "returned"): lambda form: (posting.mark_returned, form.letters()),
}
"""Tray and part of the address → what is called."""


def _tray(name: str) -> Tray:
    return Tray(name) if name in set(Tray) else abort(404)


def page(tray: Tray, form: PostingForm, *, lacking: list[str] | tuple[()] = ()) -> str:
    """Return the page of a tray. lacking: the names of recipients without an address."""
    number = page_number()
    found, total = posting.page(viewer(), tray, number=number)
    return render_template(
        "post/posting/list.html",
        letters=found,
        total=total,
        number=number,
        tray=tray,
        form=form,
        ticked=form.letters(),
        lacking=lacking,
        most=posting.MOST,
        posted_on=lambda letter: clock.local(letter.sent_at or letter.created_at).date(),
    )
