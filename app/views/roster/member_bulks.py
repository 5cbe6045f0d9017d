"""A notice to members, drawn up, tested and released (まとめての発信)."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.errors import RuleViolation, StaleState
from app.mail.common.rendering import text as as_mail
from app.rules.states.post.bulk import BulkState
from app.security.limits import limit_posts
from app.services.common import approvals, settings
from app.services.post import bulks
from app.services.post.letterhead import completed
from app.services.roster import bulk_forecast, member_bulks
from app.views.accounts.reauthentication import recently_authenticated
from app.views.common.base import (
    View,
    flash_refusal,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
)
from app.views.common.files import uploaded
from app.views.common.form_actions import run_for_form
from app.views.forms.common import sent
from app.views.forms.common.returning import ReturnForm
from app.views.forms.roster.member_bulks import MemberBulkForm, PaperForm, shown
from app.views.forms.roster.roster import RosterFilter

LISTED = 200
"""Recipients shown with ticks."""


class MemberBulkView(View):
    """`/notices/drafts`."""

    route_base = "/notices/drafts"
    default_view = "write"
    stands_under = "OutboxView"

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def write(self) -> Response:
        like = sent.number(request.args.get("like", ""))
        earlier = member_bulks.one(viewer(), like) if like is not None else None
        form = MemberBulkForm(data={**shown(earlier), "starts_on": None} if earlier else None)
        if form.validate_on_submit():
            bulk = run_for_form(form, member_bulks.write, form.values(), like=like)
            if bulk is not None:
                return redirect(url_for(".recipients", pk=bulk.id), 303)
        page = render_template("roster/bulks/edit.html", form=form, bulk=None)
        return make_response(page, 422 if form.errors else 200)

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self, pk: int) -> Response:
        bulk = member_bulks.one(viewer(), pk)
        form = MemberBulkForm(data=shown(bulk))
        if form.validate_on_submit():
            verb = form.since_opened(
                member_bulks.revise, lambda: shown(member_bulks.draft(viewer(), pk))
            )
            if run_for_form(form, verb, pk, form.values()):
                return redirect_with_success(
                    _("The change has been saved."), url_for(".show", pk=pk)
                )
        page = render_template("roster/bulks/edit.html", form=form, bulk=bulk)
        return make_response(page, 422 if form.errors else 200)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> Response:
        bulk = member_bulks.one(viewer(), pk)
        if bulk.state not in (BulkState.DRAFT, BulkState.PROPOSED):
            return redirect(url_for("BulkView.show", pk=pk))
        return make_response(page(pk))

    @expose("/<int:pk>/recipients", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def recipients(self, pk: int) -> Response:
        bulk = member_bulks.one(viewer(), pk)
        if bulk.state is not BulkState.DRAFT:
            return redirect(url_for(".show", pk=pk))
        form = _filter(request.form if request.method == "POST" else MultiDict())
        if request.method == "POST":
            back = url_for(".recipients", pk=pk)
            act = request.form.get("act", "")
            if act in ("add", "remove"):
                done = run_or_flash(member_bulks.choose, pk, form.wanted(), keep=act == "add")
            else:
                done = run_or_flash(member_bulks.drop, pk, sent.ticked("member"))
            return redirect_with_success(_("Done."), back) if done else redirect(back, 303)
        forecast = bulk_forecast.of(viewer(), bulk)
        return make_response(
            render_template(
                "roster/bulks/recipients.html",
                bulk=bulk,
                form=form,
                forecast=forecast,
                listed=LISTED,
            )
        )

    @expose("/<int:pk>/papers", methods=("POST",))
    @has_access
    @permission_name("handle")
    @limit_posts("120 per hour")
    def add_paper(self, pk: int) -> Response:
        form, file = PaperForm(), uploaded("file")
        if file is None:
            form.form_errors.append(_("Choose a file."))
        elif form.validate() and run_for_form(form, member_bulks.add_paper, pk, *file):
            return redirect_with_success(_("The file has been added."), url_for(".show", pk=pk))
        return make_response(page(pk, paper_form=form), 422)

    @expose("/<int:pk>/papers/<int:paper_id>/remove", methods=("POST",))
    @has_access
    @permission_name("handle")
    def remove_paper(self, pk: int, paper_id: int) -> Response:
        return _back(pk, run_or_flash(member_bulks.remove_paper, pk, paper_id))

    @expose("/<int:pk>/test", methods=("POST",))
    @has_access
    @permission_name("handle")
    @limit_posts("60 per hour")
    def test(self, pk: int) -> Response:
        words = _("A test letter to yourself is in the outbox.")
        return _back(pk, run_or_flash(member_bulks.send_test, pk), words)

    @expose("/<int:pk>/send", methods=("POST",))
    @has_access
    @permission_name("handle")
    @recently_authenticated
    def send(self, pk: int) -> Response:
        try:
            count = run(member_bulks.send, pk)
        except (RuleViolation, StaleState) as refusal:
            flash_refusal(refusal)
            return redirect(url_for(".show", pk=pk), 303)
        if count is None:
            words = _("Proposed. Another officer has to release what is sent to so many.")
            return redirect_with_success(words, url_for(".show", pk=pk))
        words = _("%(number)s letters are in the outbox.", number=count)
        return redirect_with_success(words, url_for("BulkView.show", pk=pk))

    @expose("/<int:pk>/take-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_back(self, pk: int) -> Response:
        words = _("The proposal has been taken back.")
        return _back(pk, run_or_flash(member_bulks.take_back, pk), words)

    @expose("/<int:pk>/return", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self, pk: int) -> Response:
        form = ReturnForm()
        if form.validate() and run_for_form(form, member_bulks.send_back, pk, form.reason.data):
            return redirect_with_success(_("Sent back."), url_for(".show", pk=pk))
        return make_response(page(pk, return_form=form), 422)

    @expose("/<int:pk>/discard", methods=("POST",))
    @has_access
    @permission_name("handle")
    def discard(self, pk: int) -> Response:
        if run_or_flash(member_bulks.discard, pk):
            return redirect_with_success(_("Done."), url_for("OutboxView.list"))
        return redirect(url_for(".show", pk=pk), 303)


def page(
    pk: int, *, paper_form: PaperForm | None = None, return_form: ReturnForm | None = None
) -> str:
    """Return the page of a notice that is not sent yet."""
    bulk = member_bulks.one(viewer(), pk)
    forecast = bulk_forecast.of(viewer(), bulk)
    asked = sent.number(request.args.get("member", ""))
    people = forecast.recipients
    sample = next(
        (each for each in people if each.member.id == asked), people[0] if people else None
    )
    return render_template(
        "roster/bulks/show.html",
        bulk=bulk,
        forecast=forecast,
        sample=sample,
        preview=as_mail(completed(member_bulks.letter_to(bulk, sample.member))) if sample else "",
        proposal=approvals.last(bulks.SEND, pk),
        own_id=viewer().account_id,
        needs_two=len(people) > settings.value("recipients"),
        paper_form=paper_form or PaperForm(formdata=None),
        return_form=return_form or ReturnForm(formdata=None),
    )


def _filter(values: Any) -> RosterFilter:
    form = RosterFilter(values)
    form.offer()
    return form


def _back(pk: int, done: bool, words: str = "") -> Response:
    url = url_for("MemberBulkView.show", pk=pk)
    return redirect_with_success(words or _("Done."), url) if done else redirect(url, 303)
