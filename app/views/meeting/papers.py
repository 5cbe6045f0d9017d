"""Files of a meeting: forms to sign by hand, and the workbook of attendance and votes."""

from flask import abort, request
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.services.meeting import papers as meeting_papers
from app.services.meeting import workbooks
from app.views.common.base import View, viewer
from app.views.common.files import XLSX, download, pdf


class MeetingPapersView(View):
    """`/meetings/<pk>/proxy-form.pdf`, `/answer-form.pdf`, `/record.xlsx`."""

    route_base = "/meetings"
    default_view = "proxy_form"

    @expose("/<int:pk>/proxy-form.pdf")
    @has_access
    @permission_name("show")
    def proxy_form(self, pk: int) -> Response:
        member = member_asked()
        made = meeting_papers.proxy_form_pdf(viewer(), pk, member)
        return pdf(made, f"proxy-form-{pk}")

    @expose("/<int:pk>/answer-form.pdf")
    @has_access
    @permission_name("show")
    def answer_form(self, pk: int) -> Response:
        member = member_asked()
        made = meeting_papers.answer_form_pdf(viewer(), pk, member)
        return pdf(made, f"answer-form-{pk}")

    @expose("/<int:pk>/record.xlsx")
    @has_access
    @permission_name("show")
    def record(self, pk: int) -> Response:
        return download(workbooks.book(viewer(), pk), XLSX, f"meeting-{pk}-record.xlsx")


def member_asked() -> int | None:
    """Return the member the form is for: the viewer's own; for the secretariat `?member=` or None.

    `?blank=1` leaves the form blank.
    """
    if request.args.get("blank") == "1":
        return None
    if not viewer().is_staff:
        return viewer().organisation_id
    asked = request.args.get("member", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        abort(400)
    return int(asked)
