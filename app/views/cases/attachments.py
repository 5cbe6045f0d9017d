"""Documents in a section of a case: attaching, downloading, striking out."""

from flask import abort
from flask_appbuilder import expose, has_access, permission_name
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.errors import NotFound
from app.models.cases.case import SupportCase
from app.rules.cases.access import Level, Section
from app.rules.common.uploads import file_name
from app.services.cases import attachments as case_attachments
from app.services.cases import participations
from app.views.cases.access import case_page, looks_at
from app.views.cases.case_pages import form_page, section_url
from app.views.common.base import View, redirect_with_success, viewer
from app.views.common.files import download
from app.views.common.form_actions import run_for_form
from app.views.forms.cases.cases import AttachmentForm, StrikeForm


class CaseAttachmentView(View):
    """`/cases/<case_id>/attachments`."""

    route_base = "/cases"
    default_view = "document"

    @expose("/<case_id>/sections/<section>/attach", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("write")
    def attach(self, case: SupportCase, section: str) -> Response:
        place = Section(section) if section in set(Section) else abort(404)
        looks_at(place)
        participations.require(viewer(), case.id, place, Level.WRITE)
        form = AttachmentForm()
        if form.validate_on_submit():
            sent = form.document.data
            document = {"name": sent.filename or "", "content": sent.read()}
            if run_for_form(form, case_attachments.add, case.id, place, **document):
                return redirect_with_success(
                    _("The document has been attached."), section_url(case, place)
                )
        return form_page("cases/cases/attach.html", case, form, section=place)

    @expose("/<case_id>/attachments/<attachment_id>")
    @has_access
    @case_page("download")
    @permission_name("show")
    def document(self, case: SupportCase, attachment_id: str) -> Response:
        content, kind = case_attachments.document(viewer(), case.id, attachment_id)
        looks_at(case_attachments.one(viewer(), attachment_id).section)
        return download(content, kind, file_name("case-attachment", kind))

    @expose("/<case_id>/attachments/<attachment_id>/strike", methods=("GET", "POST"))
    @has_access
    @case_page(live=True)
    @permission_name("write")
    def strike(self, case: SupportCase, attachment_id: str) -> Response:
        attachment = case_attachments.one(viewer(), attachment_id)
        if attachment.case_id != case.id:
            raise NotFound
        place = attachment.section
        looks_at(place)
        participations.require(viewer(), case.id, place, Level.WRITE)
        form = StrikeForm()
        verb = case_attachments.strike
        if form.validate_on_submit() and run_for_form(form, verb, attachment_id, form.reason.data):
            return redirect_with_success(
                _("The document has been struck out."), section_url(case, place)
            )
        name, back = case_attachments.name(attachment), section_url(case, place)
        return form_page("cases/cases/strike.html", case, form, section=place, name=name, back=back)
