"""Uploaded attachments: recognised by their content, stored under a safe name."""

import zipfile
from io import BytesIO

from app.errors import RuleViolation
from app.rules.common.uploads import file_name, media_type


def checked(name: str, content: bytes, *, office: bool = False) -> tuple[str, str]:
    """Return the file name and the media type under which a document is stored.

    office: Word and Excel are taken, too. Raises RuleViolation for a type other than PDF, PNG, JPEG
    and text, and above 10 MB.
    """
    try:
        kind = media_type(content, parts=_parts(content) if office else None)
    except ValueError as error:
        raise RuleViolation(None, str(error)) from error
    return file_name(name, kind), kind


def _parts(content: bytes) -> list[str]:
    """Return the names in a zip, none if it is none. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return []
