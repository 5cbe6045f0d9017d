"""The secretariat's settings (事務局の設定): sections with a form each."""

from collections.abc import Mapping

from flask import abort, make_response, redirect, render_template, url_for
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.rules.common.office_settings import OFFICE_SETTINGS, Section
from app.services.common import approvals, settings
from app.views.common.base import View, redirect_with_success, run_or_flash, viewer
from app.views.common.form_actions import run_for_form
from app.views.forms.common.office_settings import SettingsForm, form_of
from app.views.forms.common.returning import ReturnForm

TITLES = {
    Section.OFFICE: _l("Sender and contact"),
    Section.NUMBERS: _l("Document numbers"),
    Section.DECISION: _l("Decision by the prefecture"),
    Section.REMINDERS: _l("Reminders of meetings"),
    Section.EVENTS: _l("Events and subcommittees"),
    Section.LOGIN: _l("Login"),
    Section.RELEASE: _l("Decisions by two persons"),
}


class OfficeSettingsView(View):
    """`/settings/office`."""

    route_base = "/settings/office"
    default_view = "index"

    @expose("/")
    @has_access
    def index(self) -> Response:
        return shown()

    @expose("/<section>", methods=("POST",))
    @has_access
    @permission_name("handle")
    def change(self, section: str) -> Response:
        if section not in set(Section):
            abort(404)
        chosen = Section(section)
        form = form_of(chosen)(prefix=chosen.value)
        if form.validate():
            values = {each.key: form[each.key].data for each in OFFICE_SETTINGS if each.key in form}
            if chosen is Section.RELEASE:
                if run_for_form(form, settings.propose, values, seen=form.seen.data or ""):
                    words = _("Proposed. Another officer has to release it.")
                    return redirect_with_success(words, url_for(".index"))
            elif (
                run_for_form(form, settings.change, chosen, values, seen=form.seen.data or "")
                is not None
            ):
                return redirect_with_success(_("The settings have been saved."), url_for(".index"))
        return shown({chosen: form})

    @expose("/proposal/release", methods=("POST",))
    @has_access
    @permission_name("handle")
    def release(self) -> Response:
        return answered(run_or_flash(settings.release), _("The settings have been changed."))

    @expose("/proposal/take-back", methods=("POST",))
    @has_access
    @permission_name("handle")
    def take_back(self) -> Response:
        went = run_or_flash(approvals.take_back, settings.KIND, settings.SUBJECT)
        return answered(went, _("The proposal has been taken back."))

    @expose("/proposal/return", methods=("POST",))
    @has_access
    @permission_name("handle")
    def send_back(self) -> Response:
        form = ReturnForm()
        if form.validate() and run_for_form(
            form, approvals.send_back, settings.KIND, settings.SUBJECT, form.reason.data
        ):
            return redirect_with_success(_("Sent back."), url_for(".index"))
        return shown(return_form=form)


def answered(went: bool, words: str) -> Response:
    """Return to the page, with the words if it went well."""
    back = url_for("OfficeSettingsView.index")
    return redirect_with_success(words, back) if went else redirect(back, 303)


def shown(
    filled: Mapping[Section, SettingsForm] | None = None, return_form: ReturnForm | None = None
) -> Response:
    """Return the page. filled: the form that was sent; return_form: that of the approver."""
    held, filled = settings.values(), filled or {}
    forms = {
        section: filled.get(section)
        or form_of(section)(
            None, data={**held, "seen": settings.stamp(section)}, prefix=section.value
        )
        for section in Section
    }
    return_form = return_form or ReturnForm(None)
    page = render_template(
        "common/office_settings.html",
        forms=forms,
        titles=TITLES,
        section=Section,
        held=held,
        origins=settings.origins(viewer()),
        proposal=approvals.last(settings.KIND, settings.SUBJECT),
        own_id=viewer().account_id,
        return_form=return_form,
    )
    is_wrong = return_form.errors or any(form.errors for form in filled.values())
    return make_response(page, 422 if is_wrong else 200)
