"""The register of persons (従事者名簿), for the secretariat."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.council.council import CouncilPerson
from app.services.cases import coordinators
from app.services.council import councils
from app.services.council import persons as council_persons
from app.services.council import pledges as council_pledges
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import download, pdf
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.council.persons import (
    EndForm,
    PaperPledgeForm,
    RegisterForm,
    StrikeForm,
    TermForm,
)


class CouncilPersonView(View):
    """`/council/persons`."""

    route_base = "/council/persons"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        number, former = page_number(), request.args.get("former") == "1"
        terms, total = council_persons.page(viewer(), former=former, number=number)
        return render_template(
            "council/persons.html",
            terms=terms,
            total=total,
            number=number,
            former=former,
        )

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        bodies = councils.bodies()
        asked = request.args.get("body", "")
        body = next((body for body in bodies if str(body.id) == asked), None)
        form = None
        if body is not None:
            accounts = council_persons.candidates(viewer(), body.id)
            form = RegisterForm(accounts, data={"begins_on": clock.today()})
            if form.validate_on_submit():
                values = form.values() | {"body_id": body.id}
                if term := run_for_form(form, council_persons.register, **values):
                    words = _(
                        "Registered. The council's information is not accessible until the pledge is given."
                    )
                    return redirect_with_success(words, url_for(".show", pk=term.id))
        page = render_template("council/new_person.html", form=form, body=body, bodies=bodies)
        return make_response(page, 422 if form is not None and form.errors else 200)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def show(self, pk: int) -> Response:
        term = council_persons.one(viewer(), pk)
        form = TermForm(obj=term)
        verb = form.since_opened(council_persons.revise, lambda: council_persons.fresh(pk))
        if form.validate_on_submit() and run_for_form(form, verb, pk, **form.values()):
            return redirect_with_success(_("Saved."), url_for(".show", pk=pk))
        return page(term, form)

    @expose("/<int:pk>/end", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def end(self, pk: int) -> Response:
        term, form = council_persons.one(viewer(), pk), EndForm()
        if form.validate_on_submit() and run_for_form(form, council_persons.end, pk, form.moment()):
            return redirect_with_success(
                _("The end of the term has been recorded."), url_for(".show", pk=pk)
            )
        content = render_template("council/end_person.html", form=form, term=term)
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>/strike", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def strike(self, pk: int) -> Response:
        term, form = council_persons.one(viewer(), pk), StrikeForm()
        if form.validate_on_submit() and run_for_form(
            form, council_persons.strike, pk, form.reason.data
        ):
            return redirect_with_success(_("The entry has been struck."), url_for(".list"))
        content = render_template("council/strike_person.html", form=form, term=term)
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>/pledge", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def pledge(self, pk: int) -> Response:
        term, form = council_persons.one(viewer(), pk), PaperPledgeForm()
        if form.validate_on_submit():
            sent = form.document.data
            values = {"pledged_on": form.pledged_on.data, "version": form.version.data}
            copy = {"name": sent.filename, "content": sent.read()}
            if run_for_form(form, coordinators.pledge_on_paper, pk, **values, **copy):
                return redirect_with_success(
                    _("The pledge has been recorded."), url_for(".show", pk=pk)
                )
        content = render_template("council/paper_pledge.html", form=form, term=term)
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>/pledge/copy")
    @has_access
    @permission_name("handle")
    def copy(self, pk: int) -> Response:
        term = council_pledges.copy(viewer(), pk)
        return download(term.pledge_copy, term.pledge_media_type, term.pledge_name)

    @expose("/<int:pk>/pledge.pdf")
    @has_access
    @permission_name("handle")
    def paper(self, pk: int) -> Response:
        made = council_pledges.paper(viewer(), pk)
        return pdf(made, f"pledge-{pk}")


def page(term: CouncilPerson, form: TermForm) -> Response:
    """Return the page of one term."""
    over = term.ends_at is not None and term.ends_at <= clock.now()
    coordinating = councils.required().coordinating_body_id == term.body_id
    content = render_template(
        "council/person.html", term=term, form=form, over=over, coordinating=coordinating
    )
    return make_response(content, 422 if form.errors else 200)
