"""The register of incidents (漏えい等事案簿)."""

from flask import current_app, make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.cases.incident import Incident
from app.rules.cases.incident import SOURCE, Periods
from app.services.cases import incidents
from app.services.common import rows
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.incidents import IncidentForm


class IncidentView(View):
    """`/council/incidents`."""

    route_base = "/council/incidents"
    default_view = "list"

    @expose("/")
    @has_access
    def list(self) -> str:
        found = [(each, incidents.due(each, periods())) for each in incidents.every(viewer())]
        return render_template("cases/incidents/list.html", found=found, source=SOURCE)

    @expose("/new", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def new(self) -> Response:
        form = IncidentForm.of(None)
        if form.validate_on_submit():
            incident = run_for_form(form, incidents.enter, form.values())
            if incident is not None:
                return redirect_with_success(
                    _("The incident has been registered."), url_for(".show", pk=incident.id)
                )
        return page(form, None)

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    @permission_name("handle")
    def show(self, pk: int) -> Response:
        incident = incidents.one(viewer(), pk)
        form = IncidentForm.of(incident)
        verb = form.since_opened(incidents.change, lambda: form.data_of(rows.locked(Incident, pk)))
        if form.validate_on_submit() and run_for_form(form, verb, pk, form.values()):
            return redirect_with_success(_("Saved."), url_for(".show", pk=pk))
        return page(form, incidents.one(viewer(), pk))

    @expose("/<int:pk>/close", methods=("POST",))
    @has_access
    @permission_name("handle")
    def close(self, pk: int) -> Response:
        if run_or_flash(incidents.close, pk):
            return redirect_with_success(_("The incident has been closed."), url_for(".list"))
        return redirect(url_for(".show", pk=pk), 303)


def periods() -> Periods:
    """Return the statutory periods as configured for this installation."""
    names = ("INCIDENT_FIRST_DAYS", "INCIDENT_FINAL_DAYS", "INCIDENT_FINAL_DAYS_MALICIOUS")
    return Periods(*(current_app.config[name] for name in names))


def page(form: IncidentForm, incident: Incident | None) -> Response:
    """Return the page of an incident, or of a new one."""
    shown = render_template(
        "cases/incidents/show.html",
        form=form,
        incident=incident,
        duties=incidents.due(incident, periods()) if incident else (),
        source=SOURCE,
    )
    return make_response(shown, 422 if form.errors else 200)
