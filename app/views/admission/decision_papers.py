"""Papers of the desk: the letter of a proposed decision, a batch's list for 決裁, a scan."""

from flask import render_template
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.documents.common import letter as official
from app.mail.common import rendering
from app.models.admission.application import Application
from app.services.admission import (
    application_papers,
    application_queue,
    batch_papers,
    decision_letters,
)
from app.services.common import scans
from app.views.common.base import View, links, viewer
from app.views.common.files import download, pdf


class DecisionPapersView(View):
    """`/applications/<pk>/letter`, `…/form.pdf`, `…/scan`, `/applications/batch/<pk>.pdf`."""

    route_base = "/applications"
    default_view = "letter"

    @expose("/<int:pk>/letter")
    @has_access
    @permission_name("show")
    def letter(self, pk: int) -> str:
        """Show the letter of the proposed decision before it is released."""
        letter = decision_letters.preview(viewer(), pk, links=links())
        return render_template(
            "admission/applications/letter.html",
            application=application_queue.one(viewer(), pk),
            subject=letter.subject,
            body=rendering.text(letter),
        )

    @expose("/<int:pk>/letter.pdf")
    @has_access
    @permission_name("show")
    def letter_pdf(self, pk: int) -> Response:
        letter = decision_letters.preview(viewer(), pk, links=links())
        return pdf(official.pdf(letter), f"letter-{pk}")

    @expose("/<int:pk>/form.pdf")
    @has_access
    @permission_name("show")
    def form(self, pk: int) -> Response:
        """Return the application as it stands now, with the texts agreed to."""
        application = application_queue.one(viewer(), pk)
        return pdf(application_papers.filled(application), f"application-{pk}")

    @expose("/<int:pk>/scan")
    @has_access
    @permission_name("show")
    def scan(self, pk: int) -> Response:
        found = scans.one(Application, pk)
        return download(found.scan, found.scan_type, found.scan_name)

    @expose("/batch/<int:pk>.pdf")
    @has_access
    @permission_name("show")
    def decisions(self, pk: int) -> Response:
        """Return the list of the batch's decisions, for approval (決裁)."""
        return pdf(batch_papers.decisions_pdf(viewer(), pk), f"decisions-{pk}")
