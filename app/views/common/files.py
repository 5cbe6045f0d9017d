"""Downloads and uploads."""

from io import BytesIO

from flask import request, send_file
from werkzeug.wrappers import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes | None, media_type: str, name: str) -> Response:
    """Return a download, never displayed as content of this site and never cached."""
    response = send_file(
        BytesIO(content or b""), mimetype=media_type, as_attachment=True, download_name=name
    )
    response.headers["Cache-Control"] = "no-store"
    return with_charset(response, media_type)


def pdf(content: bytes, name: str) -> Response:
    """Return a paper as a PDF for display in the browser."""
    return send_file(BytesIO(content), mimetype="application/pdf", download_name=f"{name}.pdf")


def with_charset(response: Response, media_type: str) -> Response:
    """Say the charset of a text once: werkzeug adds its own to the one named."""
    if "charset=" in media_type:
        response.headers["Content-Type"] = media_type
    return response


def uploaded(name: str) -> tuple[str, bytes] | None:
    """Return name and content of the file sent in a field, if one was chosen."""
    sent = request.files.get(name)
    return (sent.filename, sent.read()) if sent is not None and sent.filename else None
