"""The contact clock, for the secretariat, and the link by which a member replies."""

from flask import make_response, redirect, render_template, request, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import StaleState
from app.extensions import db
from app.rules.membership.membership import ContactMeans
from app.security import guard
from app.services.filings import contact_attempts, contact_questions, out_of_contact
from app.services.filings.out_of_contact import Group
from app.services.roster import organisations
from app.views.common.base import View, redirect_with_success, run_as_system, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.common.listing import listing
from app.views.common.paging import page_number
from app.views.forms.filings.contact import REACHED, AttemptForm


class ContactView(View):
    """`/contacts`."""

    route_base = "/contacts"
    default_view = "list"

    @expose("/")
    @has_access
    @listing
    def list(self) -> str:
        asked = request.args.get("group", Group.SILENT.value)
        group = Group(asked) if asked in set(Group) else Group.SILENT
        number = page_number()
        counts = out_of_contact.counts(viewer())
        return render_template(
            "filings/contacts/list.html",
            rows=out_of_contact.page(viewer(), group, number=number),
            group=group,
            counts=counts,
            total=counts[group],
            number=number,
        )

    @expose("/<int:pk>", methods=("GET", "POST"))
    @has_access
    def show(self, pk: int) -> Response:
        form = AttemptForm()
        if form.validate_on_submit():
            attempt = run_for_form(
                form,
                contact_attempts.record,
                pk,
                means=ContactMeans(form.means.data),
                attempted_on=form.attempted_on.data,
                reached=form.result.data == REACHED,
                note=form.note.data or "",
            )
            if attempt is not None:
                return redirect_with_success(
                    _("The contact attempt has been recorded."), url_for(".show", pk=pk)
                )
        organisation = organisations.one(viewer(), pk)
        attempts = contact_attempts.attempts(viewer(), pk)
        questions = contact_attempts.questions(viewer(), pk)
        recorded = {attempt.message_id for attempt in attempts}
        page = render_template(
            "filings/contacts/show.html",
            organisation=organisation,
            silent=out_of_contact.evidence(viewer(), organisation, questions, attempts),
            form=form,
            attempts=attempts,
            questions=questions,
            undelivered=[
                row
                for row in questions
                if row.state in contact_attempts.CAME_BACK and row.id not in recorded
            ],
            dealings=contact_attempts.recorded_contacts(viewer(), pk),
        )
        return make_response(page, 422 if request.method == "POST" else 200)

    @expose("/<int:pk>/undelivered/<int:message_id>", methods=("POST",))
    @has_access
    @permission_name("show")
    def undelivered(self, pk: int, message_id: int) -> Response:
        url = url_for(".show", pk=pk)
        if run_or_flash(contact_attempts.record_undelivered, pk, message_id):
            return redirect_with_success(_("Recorded as a failed attempt."), url)
        return redirect(url, 303)


class ContactReplyView(View):
    """`/contact/<token>`: opening it changes nothing; the button sends the reply."""

    route_base = "/contact"
    default_view = "reply"

    @expose("/<token>", methods=("GET", "POST"))
    @has_access
    def reply(self, token: str) -> Response:
        try:
            if request.method == "POST":
                organisation = run_as_system(contact_questions.reply, token)
                return make_response(
                    render_template("filings/contacts/thanks.html", name=organisation.name)
                )
            with guard.acting_as_system(db.session()):
                organisation = contact_questions.organisation_of_link(viewer(), token)
            return make_response(
                render_template("filings/contacts/reply.html", name=organisation.name)
            )
        except StaleState as stale:
            page = render_template("filings/contacts/over.html", message=stale.message)
            return make_response(page, 409)
