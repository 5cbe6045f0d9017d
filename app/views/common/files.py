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
    return with_charset(response, media_type)


def with_charset(response: Response, media_type: str) -> Response:
    """Say the charset of a text once: werkzeug adds its own to the one named."""
    if "charset=" in media_type:
        response.headers["Content-Type"] = media_type
    return response
