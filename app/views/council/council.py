"""The regional council (孤独・孤立対策地域協議会): set-up, its bodies, its coordinating body."""

from flask import make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.models.council.council import Council
from app.services.cases import coordinators
from app.services.council import bodies as council_bodies
from app.services.council import councils, public_notices
from app.services.council import persons as council_persons
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.council.council import BodyForm, CoordinatingBodyForm, CouncilForm, LastDayForm


class CouncilView(View):
    """`/council`."""

    route_base = "/council"
    default_view = "show"

    @expose("/")
    @has_access
    def show(self) -> str:
        return council_page()

    @expose("/edit", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def edit(self) -> Response:
        council = councils.present()
        form = CouncilForm(obj=council, data=None if council else {"established_on": clock.today()})
        revise = form.since_opened(councils.revise, councils.locked)
        verb = councils.establish if council is None else revise
        if form.validate_on_submit() and run_for_form(form, verb, **form.values()):
            return redirect_with_success(_("Saved."), url_for(".show"))
        page = render_template("council/edit.html", form=form, council=council)
        return make_response(page, 422 if form.errors else 200)

    @expose("/coordinating-body", methods=("POST",))
    @has_access
    @permission_name("handle")
    def designate(self) -> Response:
        form = CoordinatingBodyForm(councils.bodies())
        verb = form.since_opened(coordinators.designate, lambda: designated(councils.locked()))
        if form.validate() and run_or_flash(verb, form.chosen()):
            return redirect_with_success(
                _("The coordinating body has been recorded."), url_for(".show")
            )
        if form.changed:
            return make_response(council_page(form), 422)
        return redirect(url_for(".show"), 303)


class ConstituentBodyView(View):
    """`/council/bodies`."""

    route_base = "/council/bodies"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        return render_template("council/bodies.html", bodies=council_bodies.former(viewer()))

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        form = BodyForm(council_bodies.candidates(viewer(), clock.today()))
        if form.begins_on.data is None and not form.is_submitted():
            form.begins_on.data = clock.today()
        if form.validate_on_submit() and run_for_form(form, councils.add_body, **form.values()):
            return redirect_with_success(
                _("The body has been registered."), url_for("CouncilView.show")
            )
        return body_page(form)

    @expose("/all", methods=("POST",))
    @has_access
    @permission_name("handle")
    def add_all(self) -> Response:
        form = BodyForm(council_bodies.candidates(viewer(), clock.today()))
        if form.validate():
            day = form.begins_on.data
            if joined := run_for_form(form, council_bodies.add_executives, begins_on=day):
                words = _("%(count)s executive members have been registered.", count=len(joined))
                return redirect_with_success(words, url_for("CouncilView.show"))
        return body_page(form)

    @expose("/<int:pk>/end", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def end(self, pk: int) -> Response:
        body, form = council_bodies.one(viewer(), pk), LastDayForm()
        if form.validate_on_submit() and run_for_form(
            form, council_bodies.end, pk, form.last_day.data
        ):
            return redirect_with_success(
                _("The last day has been recorded."), url_for("CouncilView.show")
            )
        page = render_template("council/end_body.html", form=form, body=body)
        return make_response(page, 422 if form.errors else 200)


def council_page(form: CoordinatingBodyForm | None = None) -> str:
    """Return the page of the council. form: the designation to be shown again."""
    council, bodies = councils.present(), councils.bodies()
    if form is None and council is not None and viewer().is_staff:
        form = CoordinatingBodyForm(bodies, formdata=None, data=designated(council))
    return render_template(
        "council/show.html",
        council=council,
        bodies=bodies,
        departed=council_bodies.departed(bodies),
        serving=council_persons.serving_by_body(),
        form=form,
        may_handle=viewer().is_staff,
        mismatch=public_notices.mismatch(council) if viewer().is_staff else (),
    )


def designated(council: Council) -> dict[str, str]:
    """Return the coordinating body as data of its form."""
    return {"body": str(council.coordinating_body_id or "")}


def body_page(form: BodyForm) -> Response:
    """Return the page for entering bodies."""
    page = render_template("council/new_body.html", form=form)
    return make_response(page, 422 if form.errors else 200)
