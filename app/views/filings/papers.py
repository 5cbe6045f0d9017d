"""The forms 別紙1–3 and 内諾書 as blank PDFs, to print and fill in by hand."""

from collections.abc import Callable, Mapping

from flask_appbuilder import expose, has_access
from werkzeug.wrappers import Response

from app.documents.admission import application_form
from app.documents.filings import change_notice, consent_to_serve, withdrawal_notice
from app.errors import NotFound
from app.services.admission import application_papers
from app.views.common.base import View
from app.views.common.files import pdf

BLANK: Mapping[str, Callable[[], bytes]] = {
    "application": lambda: application_form.pdf(
        None, offered_fields=application_papers.offered_fields()
    ),
    "change-notice": lambda: change_notice.pdf(None),
    "withdrawal-notice": lambda: withdrawal_notice.pdf(None),
    "consent-to-serve": lambda: consent_to_serve.pdf(None),
}


class PapersView(View):
    """`/forms/<name>.pdf`."""

    route_base = "/forms"
    default_view = "show"

    @expose("/<name>.pdf")
    @has_access
    def show(self, name: str) -> Response:
        if name not in BLANK:
            raise NotFound
        return pdf(BLANK[name](), name)
