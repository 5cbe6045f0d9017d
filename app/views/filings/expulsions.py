"""Expulsion files (除名), prepared by the secretariat for the platform meeting."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.errors import RuleViolation, StaleState
from app.rules.filings.hearing import earliest_deadline
from app.rules.filings.leaving import GROUND_ARTICLES
from app.rules.membership.membership import ExpulsionGround, ReceivedBy
from app.rules.states.common.table import verbs_from
from app.rules.states.filings.expulsion import EXPULSION, ExpulsionVerb
from app.services.admission import application_queue
from app.services.filings import evidence, expulsions, hearings
from app.services.roster import organisations
from app.views.common.base import (
    View,
    links,
    redirect_with_success,
    run,
    run_or_flash,
    viewer,
    with_article,
)
from app.views.common.files import download
from app.views.common.history import steps
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.accounts.login import add_error
from app.views.forms.filings.expulsions import (
    DropForm,
    EvidenceForm,
    FileForm,
    HearingForm,
    RecordedStatementForm,
)


class ExpulsionView(View):
    """`/expulsions`."""

    route_base = "/expulsions"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number, everything = page_number(), request.args.get("all") == "1"
        files, total = expulsions.page(viewer(), only_open=not everything, number=number)
        return render_template(
            "filings/expulsions/list.html",
            files=files,
            total=total,
            number=number,
            everything=everything,
        )

    @expose("/choose")
    @has_access
    @permission_name("handle")
    def choose(self) -> str:
        text = request.args.get("q", "").replace("\0", "")[:100]
        found = expulsions.choices(viewer(), text) if text else []
        return render_template("filings/expulsions/choose.html", text=text, found=found)

    @expose("/open/<int:organisation_id>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def open(self, organisation_id: int) -> Response:
        organisation = organisations.one(viewer(), organisation_id)
        form = FileForm(ground=request.args.get("ground"))
        if form.validate_on_submit():
            try:
                file = run(expulsions.open_file, organisation_id, **file_values(form))
                return redirect_with_success(
                    _("The proceedings have been started."), url_for(".show", pk=file.id)
                )
            except RuleViolation as violation:
                add_error(form, "facts", with_article(violation))
        return page("filings/expulsions/open.html", form, organisation=organisation)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        file = expulsions.one(viewer(), pk)
        return render_template(
            "filings/expulsions/show.html",
            file=file,
            article=GROUND_ARTICLES[file.ground],
            is_past=file.hearing_until is not None and file.hearing_until < clock.today(),
            verbs=verbs_from(EXPULSION, file.state),
            verb=ExpulsionVerb,
            history=steps(application_queue.history(viewer(), "expulsion", pk)),
        )

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self, pk: int) -> Response:
        file = expulsions.one(viewer(), pk)
        form = FileForm(obj=file)
        verb = form.since_opened(expulsions.revise, lambda: expulsions.locked(pk))
        if form.validate_on_submit():
            try:
                run(verb, pk, **file_values(form))
                return redirect_with_success(
                    _("The change has been saved."), url_for(".show", pk=pk)
                )
            except StaleState as stale:
                form.form_errors.append(stale.message)
            except RuleViolation as violation:
                add_error(form, "facts", with_article(violation))
        return page("filings/expulsions/edit.html", form, file=file)

    @expose("/<int:pk>/evidence", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def add_evidence(self, pk: int) -> Response:
        file = expulsions.one(viewer(), pk)
        form = EvidenceForm()
        if form.validate_on_submit():
            sent = form.document.data
            document = {"name": sent.filename, "content": sent.read()} if sent else {}
            try:
                run(evidence.add, pk, description=form.description.data, **document)
                return redirect_with_success(
                    _("The evidence has been added."), url_for(".show", pk=pk)
                )
            except RuleViolation as violation:
                add_error(form, "document", with_article(violation))
        return page("filings/expulsions/evidence.html", form, file=file)

    @expose("/<int:pk>/evidence/<int:evidence_id>")
    @has_access
    @permission_name("show")
    def document(self, pk: int, evidence_id: int) -> Response:
        found = evidence.document(viewer(), pk, evidence_id)
        return download(found.content, found.media_type, found.file_name)

    @expose("/<int:pk>/hearing", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def hearing(self, pk: int) -> Response:
        file = expulsions.one(viewer(), pk)
        earliest = earliest_deadline(clock.today())
        form = HearingForm(until=earliest)
        if form.validate_on_submit():
            try:
                run(hearings.offer, pk, form.until.data, links=links())
                return redirect_with_success(
                    _("The letter to the member has been created."), url_for(".show", pk=pk)
                )
            except RuleViolation as violation:
                add_error(form, "until", with_article(violation))
        return page("filings/expulsions/hearing.html", form, file=file, earliest=earliest)

    @expose("/<int:pk>/statement", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def statement(self, pk: int) -> Response:
        file = expulsions.one(viewer(), pk)
        form = RecordedStatementForm()
        if form.validate_on_submit():
            way = ReceivedBy(form.received_by.data)
            run(hearings.record, pk, form.text.data, way)
            return redirect_with_success(
                _("The member's statement has been recorded."), url_for(".show", pk=pk)
            )
        return page("filings/expulsions/statement.html", form, file=file)

    @expose("/<int:pk>/conclude", methods=("POST",))
    @has_access
    @permission_name("handle")
    def conclude(self, pk: int) -> Response:
        if run_or_flash(hearings.conclude, pk):
            return redirect_with_success(
                _("The proceedings are awaiting the platform meeting's resolution."),
                url_for(".show", pk=pk),
            )
        return redirect(url_for(".show", pk=pk), 303)

    @expose("/<int:pk>/drop", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def drop(self, pk: int) -> Response:
        file = expulsions.one(viewer(), pk)
        form = DropForm()
        if form.validate_on_submit():
            run(expulsions.drop, pk, form.reason.data)
            return redirect_with_success(
                _("The proceedings have been closed."), url_for(".show", pk=pk)
            )
        return page("filings/expulsions/drop.html", form, file=file)


def file_values(form: FileForm) -> dict[str, Any]:
    """Return ground and facts for the services."""
    return {"ground": ExpulsionGround(form.ground.data), "facts": form.facts.data}


def page(template: str, form: Any, **values: Any) -> Response:
    """Return a page with a form; status 422 for a rejected submission."""
    return make_response(
        render_template(template, form=form, **values), 422 if form.errors else 200
    )
