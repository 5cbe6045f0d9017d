"""Organisations, for the secretariat: list, details, correction, notes."""

from flask import abort, make_response, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.membership import Standing
from app.services.accounts import lists as account_lists
from app.services.filings import expulsions
from app.services.membership import memberships, recipients
from app.services.post import addresses
from app.services.roster import organisations
from app.views.common.base import View, redirect_with_success, run, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import asked_day, page_number
from app.views.filings.filed_documents import filed_documents
from app.views.forms.filings.change_notice import CorrectionForm, fill_from
from app.views.forms.roster.organisation import NoteForm, OrganisationFilter
from app.views.membership.profiles import sections


class OrganisationView(View):
    """`/organisations`."""

    route_base = "/organisations"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        form = OrganisationFilter(request.args)
        number = page_number()
        found, total = organisations.page(viewer(), form.wanted(), number=number)
        return render_template(
            "roster/organisations/list.html",
            form=form,
            organisations=found,
            standings=dict(form.standing.choices),
            kinds=dict(form.kind.choices),
            municipalities=dict(form.municipality.choices),
            total=total,
            number=number,
            filtered=any(value for name, value in request.args.items() if name != "page"),
        )

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> str:
        return page(organisations.one(viewer(), pk), NoteForm(formdata=None))

    @expose("/<int:pk>/papers")
    @has_access
    @permission_name("show")
    def papers(self, pk: int) -> str:
        return render_template(
            "roster/organisations/papers.html",
            organisation=organisations.one(viewer(), pk),
            applications=organisations.applications(viewer(), pk),
            papers=filed_documents(pk),
            expulsions=expulsions.of_organisation(viewer(), pk),
            letters=organisations.letters(viewer(), pk),
        )

    @expose("/<int:pk>/history")
    @has_access
    @permission_name("show")
    def history(self, pk: int) -> str:
        organisation = organisations.one(viewer(), pk)
        version = asked_version(organisation)
        day = version.valid_from if version else asked_day()
        version = version or memberships.version_on(pk, day)
        return render_template(
            "roster/organisations/history.html",
            organisation=organisation,
            day=day,
            version=version,
            sections=sections(version.profile) if version else [],
            versions=organisation.versions,
        )

    @expose("/<int:pk>/correct", methods=("GET", "POST"))
    @has_access
    def correct(self, pk: int) -> Response:
        organisation = organisations.one(viewer(), pk)
        form = fill_from(CorrectionForm, organisation)
        if request.method == "GET":
            form.seen.data = organisations.stamp(organisation)
        elif form.validate():
            verb = form.since_opened(
                organisations.correct, lambda: form.data_of(memberships.locked(pk).profile())
            )
            corrected = run_for_form(
                form,
                verb,
                pk,
                form.values(),
                reason=form.reason.data,
                seen=form.seen.data or "",
            )
            if corrected is not None:
                return redirect_with_success(
                    _("The entry has been corrected."), url_for(".show", pk=pk)
                )
        organisation = organisations.one(viewer(), pk)
        if form.changed:
            form.seen.data = organisations.stamp(organisation)
        shown = render_template(
            "roster/organisations/correct.html", form=form, organisation=organisation
        )
        return make_response(shown, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/notes", methods=("POST",))
    @has_access
    @permission_name("show")
    def add_note(self, pk: int) -> Response:
        form = NoteForm()
        if form.validate():
            run(organisations.add_note, pk, form.text.data)
            return redirect_with_success(_("The note has been added."), url_for(".show", pk=pk))
        return make_response(page(organisations.one(viewer(), pk), form), 422)


def asked_version(organisation: Organisation) -> OrganisationVersion | None:
    """Return the version of `?version=12`, if asked for. 404 for another organisation's."""
    asked = request.args.get("version")
    if asked is None:
        return None
    found = [each for each in organisation.versions if str(each.id) == asked]
    return found[0] if found else abort(404)


def page(organisation: Organisation, form: NoteForm) -> str:
    """Return the main page of an organisation."""
    accounts = organisations.accounts(viewer(), organisation.id)
    is_member = organisation.standing is not Standing.FORMER
    return render_template(
        "roster/organisations/show.html",
        organisation=organisation,
        sections=sections(organisation.profile()),
        accounts=accounts,
        inviters=account_lists.inviters(accounts),
        contact_gone=is_member and recipients.is_gone(organisation),
        not_reached=addresses.of_organisation(viewer(), organisation.id),
        is_cut_off=bool(addresses.cut_off(viewer(), [organisation.id])),
        status_of=account_lists.status,
        notes=organisations.notes(viewer(), organisation.id),
        form=form,
    )
