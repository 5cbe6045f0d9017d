"""Downloads."""

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes | None, media_type: str, name: str) -> Response:
    """Return a download, never displayed as content of this site and never cached."""
    response = send_file(
        BytesIO(content or b""), mimetype=media_type, as_attachment=True, download_name=name
    )
    response.headers["Cache-Control"] = "no-store"
    return response
