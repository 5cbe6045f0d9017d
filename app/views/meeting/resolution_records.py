"""The sealed record of a resolution (議決の記録): display, download, recount."""

from flask import render_template, send_file
from flask_appbuilder import expose, has_access, permission_name
from werkzeug.wrappers import Response

from app.documents.meeting import verify_resolution
from app.models.meeting.resolution import ResolutionRecord
from app.services.meeting import recalculation, resolution_papers, resolution_records
from app.services.meeting.recalculation import Difference
from app.views.common.base import View, run, viewer
from app.views.common.files import download, pdf


class ResolutionRecordView(View):
    """`/resolutions/<sequence>/record`."""

    route_base = "/resolutions"
    default_view = "show"

    @expose("/<int:sequence>/record")
    @has_access
    def show(self, sequence: int) -> str:
        return shown(resolution_records.one(viewer(), sequence), None)

    @expose("/<int:sequence>/record.json")
    @has_access
    @permission_name("show")
    def json(self, sequence: int) -> Response:
        record = resolution_records.one(viewer(), sequence)
        content = resolution_records.canonical(record.content)
        return download(content, "application/json", resolution_records.file_name(record, "json"))

    @expose("/<int:sequence>/record.pdf")
    @has_access
    @permission_name("show")
    def pdf(self, sequence: int) -> Response:
        record = resolution_records.one(viewer(), sequence)
        return pdf(resolution_papers.pdf(record), f"resolution-{record.sequence}")

    @expose("/<int:sequence>/recalculate", methods=("POST",))
    @has_access
    @permission_name("recalculate")
    def recalculate(self, sequence: int) -> str:
        differences = run(recalculation.recalculate, sequence)
        return shown(resolution_records.one(viewer(), sequence), differences)

    @expose("/verify.py")
    @has_access
    @permission_name("verify")
    def verifier(self) -> Response:
        return send_file(
            verify_resolution.__file__,
            mimetype="text/x-python",
            as_attachment=True,
            download_name="verify_resolution.py",
        )


def shown(record: ResolutionRecord, differences: list[Difference] | None) -> str:
    """Return the page of a record. differences: of a recount, None if none was requested."""
    return render_template(
        "meeting/resolution_records/show.html",
        record=record,
        facts=resolution_papers.facts(record),
        counts=resolution_papers.counts(record.content),
        members=resolution_papers.members(record.content),
        differences=differences,
        may_recalculate=viewer().is_staff,
    )
