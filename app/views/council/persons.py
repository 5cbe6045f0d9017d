"""The register of persons (従事者名簿), for the secretariat."""

from flask import make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.council.council import CouncilPerson
from app.services.cases import coordinators
from app.services.common.rows import PER_PAGE
from app.services.council import councils
from app.services.council import persons as council_persons
from app.services.council import pledges as council_pledges
from app.views.common.base import View, done, viewer
from app.views.common.files import saved
from app.views.common.paging import page_number
from app.views.common.tried import tried
from app.views.filings.filed import as_pdf
from app.views.forms.council.persons import EndForm, PaperPledgeForm, RegisterForm, ServiceForm


class CouncilPersonView(View):
    """`/council/persons`."""

    route_base = "/council/persons"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        number, former = page_number(), request.args.get("former") == "1"
        services, total = council_persons.page(viewer(), former=former, number=number)
        return render_template(
            "council/persons.html",
            services=services,
            total=total,
            per_page=PER_PAGE,
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
                if service := tried(form, council_persons.register, **values):
                    words = _(
                        "Registered. The council's information is not accessible until the pledge is given."
                    )
                    return done(words, url_for(".show", pk=service.id))
        page = render_template("council/new_person.html", form=form, body=body, bodies=bodies)
        return make_response(page, 422 if form is not None and form.errors else 200)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def show(self, pk: int) -> Response:
        service = council_persons.one(viewer(), pk)
        form = ServiceForm(obj=service)
        if form.validate_on_submit() and tried(form, coordinators.revise, pk, **form.values()):
            return done(_("Saved."), url_for(".show", pk=pk))
        return page(service, form)

    @expose("/<int:pk>/end", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def end(self, pk: int) -> Response:
        service, form = council_persons.one(viewer(), pk), EndForm()
        if form.validate_on_submit() and tried(form, council_persons.end, pk, form.moment()):
            return done(_("The end of the term has been recorded."), url_for(".show", pk=pk))
        content = render_template("council/end_person.html", form=form, service=service)
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>/pledge", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def pledge(self, pk: int) -> Response:
        service, form = council_persons.one(viewer(), pk), PaperPledgeForm()
        if form.validate_on_submit():
            sent = form.document.data
            values = {"pledged_on": form.pledged_on.data, "version": form.version.data}
            copy = {"name": sent.filename, "content": sent.read()}
            if tried(form, coordinators.pledge_on_paper, pk, **values, **copy):
                return done(_("The pledge has been recorded."), url_for(".show", pk=pk))
        content = render_template("council/paper_pledge.html", form=form, service=service)
        return make_response(content, 422 if form.errors else 200)

    @expose("/<int:pk>/pledge/copy")
    @has_access
    @permission_name("handle")
    def copy(self, pk: int) -> Response:
        service = council_pledges.copy(viewer(), pk)
        return saved(service.pledge_copy, service.pledge_media_type, service.pledge_name)

    @expose("/<int:pk>/pledge.pdf")
    @has_access
    @permission_name("handle")
    def paper(self, pk: int) -> Response:
        made = council_pledges.paper(viewer(), pk)
        return as_pdf(lambda: made, f"pledge-{pk}")


def page(service: CouncilPerson, form: ServiceForm) -> Response:
    """Return the page of one term."""
    over = service.ends_at is not None and service.ends_at <= clock.now()
    content = render_template("council/person.html", service=service, form=form, over=over)
    return make_response(content, 422 if form.errors else 200)
