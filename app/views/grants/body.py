"""What a body does with its grant: its papers, submitting, withdrawing, claiming."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.models.grants.grant import Grant
from app.rules.grants.content import WRITTEN_IN, PaperKind
from app.rules.grants.payments import rest
from app.rules.states.grants.grant import GrantState
from app.services.grants import applying, carrying_out, grants, papers
from app.views.common.base import View, links, redirect_with_success, run_or_flash, viewer
from app.views.common.files import download, pdf
from app.views.common.form_actions import run_for_form
from app.views.forms.grants.acts import ClaimForm, ReasonForm, stored_bank
from app.views.forms.grants.paper import flat, paper_form
from app.views.grants.papers import claim_pdf, paper_pdf


class Pressed(NamedTuple):
    """A button of the body: the service's verb and what is said when it is done."""

    verb: Callable[..., Any]
    done: LazyString


VERBS: Mapping[str, Pressed] = {
    "ask": Pressed(
        lambda actor, pk: applying.ask(actor, pk, links=links()),
        _l("Your colleagues have been asked to confirm it."),
    ),
    "rework": Pressed(applying.rework, _l("The application can be changed again.")),
    "submit": Pressed(applying.submit, _l("The application has been submitted.")),
    "receive": Pressed(applying.receive, _l("The application has been submitted.")),
    "take_back": Pressed(applying.take_back, _l("The application can be changed again.")),
    "request": Pressed(carrying_out.request, _l("The formal application has been submitted.")),
    "change": Pressed(carrying_out.ask_change, _l("The change has been submitted.")),
    "resume": Pressed(carrying_out.resume, _l("The project goes on.")),
    "report": Pressed(carrying_out.report, _l("The report has been submitted.")),
}


class BodyGrantView(View):
    """`/grants/<pk>/…` of a body."""

    route_base = "/grants"
    default_view = "write"

    @expose("/<int:pk>/papers/<kind>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("carry_out")
    def write(self, pk: int, kind: str) -> Response:
        grant, chosen = self._own(pk), _kind(kind)
        if grant.state not in WRITTEN_IN.get(chosen, ()):
            raise NotFound
        form = paper_form(chosen)(data=flat(papers.beginning(grant, chosen)))
        if form.validate_on_submit():
            verb = form.since_opened(papers.save, lambda: self._stored(pk, chosen))
            if run_for_form(form, verb, pk, chosen, form.content(), form.uploads()) is not None:
                return redirect_with_success(
                    _("It has been saved. Check it below and submit it."),
                    url_for("GrantView.show", pk=pk),
                )
        page = render_template(
            "grants/write.html",
            grant=grant,
            kind=chosen,
            form=form,
            files=papers.files(grant),
            organisation=grant.organisation,
            is_entered=viewer().is_staff,
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/do/<verb>", methods=("POST",))
    @has_access
    @permission_name("carry_out")
    def press(self, pk: int, verb: str) -> Response:
        if verb not in VERBS:
            abort(404)
        self._own(pk)
        pressed = VERBS[verb]
        url = url_for("GrantView.show", pk=pk)
        if run_or_flash(pressed.verb, pk):
            return redirect_with_success(str(pressed.done), url)
        return redirect(url, 303)

    @expose("/<int:pk>/withdraw", methods=("GET", "POST"))
    @has_access
    @permission_name("carry_out")
    def withdraw(self, pk: int) -> Response:
        grant, form = self._own(pk), ReasonForm()
        if form.validate_on_submit() and run_for_form(
            form, carrying_out.withdraw, pk, form.reason.data
        ):
            return redirect_with_success(
                _("The grant has been withdrawn."), url_for("GrantView.show", pk=pk)
            )
        page = render_template(
            "grants/withdraw.html", grant=grant, form=form, is_entered=viewer().is_staff
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/claim", methods=("GET", "POST"))
    @has_access
    @permission_name("carry_out")
    def claim(self, pk: int) -> Response:
        grant = self._own(pk)
        held = grants.payments(grant)
        is_advance = carrying_out.may_claim_advance(grant, len(held))
        if not is_advance and grant.state is not GrantState.SETTLED:
            raise NotFound
        form = ClaimForm(data=stored_bank(_with_bank(grant)))
        if form.validate_on_submit():
            verb = form.since_opened(
                carrying_out.claim,
                lambda: stored_bank(_with_bank(grants.of_body(viewer(), pk))),
            )
            if run_for_form(form, verb, pk, form.values(), form.amount.data):
                return redirect_with_success(
                    _("The claim has been submitted."), url_for("GrantView.show", pk=pk)
                )
        due = rest(grant.amount, grants.paid(grant))[1]
        page = render_template(
            "grants/claim.html",
            grant=grant,
            form=form,
            is_advance=is_advance,
            due=due,
            is_entered=viewer().is_staff,
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/papers/<int:paper_id>.pdf")
    @has_access
    @permission_name("read")
    def paper(self, pk: int, paper_id: int) -> Response:
        grant, found = grants.one(viewer(), pk), papers.one(viewer(), pk, paper_id)
        return pdf(paper_pdf(grant, found), f"{grant.number}-{found.kind.value}-{found.version}")

    @expose("/<int:pk>/claims/<int:payment_id>.pdf")
    @has_access
    @permission_name("read")
    def claim_paper(self, pk: int, payment_id: int) -> Response:
        grant = grants.one(viewer(), pk)
        found = next((each for each in grants.payments(grant) if each.id == payment_id), None)
        if found is None:
            raise NotFound
        return pdf(claim_pdf(grant, found), f"{grant.number}-claim-{found.id}")

    @expose("/<int:pk>/files/<file_id>")
    @has_access
    @permission_name("read")
    def file(self, pk: int, file_id: str) -> Response:
        grants.one(viewer(), pk)
        found = papers.file(viewer(), pk, file_id)
        return download(found.content, found.media_type, found.name)

    def _own(self, pk: int) -> Grant:
        grant = grants.one(viewer(), pk)
        is_entered = viewer().is_staff and grant.is_on_paper
        if grant.organisation_id != viewer().organisation_id and not is_entered:
            raise NotFound
        return grant

    def _stored(self, pk: int, kind: PaperKind) -> dict[str, Any]:
        return flat(papers.beginning(grants.of_body(viewer(), pk), kind))


def _with_bank(grant: Grant) -> Grant:
    """Return the grant whose account the form begins with: this one, or the body's last."""
    if grant.bank:
        return grant
    return next((each for each in grants.own(viewer()) if each.bank), grant)


def _kind(name: str) -> PaperKind:
    if name not in set(PaperKind):
        abort(404)
    return PaperKind(name)
