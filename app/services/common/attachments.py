"""Uploaded attachments: recognised by their content, stored under a safe name."""

from app.errors import RuleViolation
from app.rules.common.uploads import file_name, media_type


def checked(name: str, content: bytes, *, office: bool = False) -> tuple[str, str]:
    """Return the file name and the media type under which a document is stored.

    office: Word and Excel are taken, too. Raises RuleViolation for a type other than PDF, PNG, JPEG
    and text, and above 10 MB.
    """
    try:
        kind = media_type(content, office=office)
    except ValueError as error:
        raise RuleViolation(None, str(error)) from error
    return file_name(name, kind), kind
