"""Documents that somebody attaches: told from their content, kept under a harmless name."""

from app.errors import RuleViolation
from app.rules.uploads import file_name, media_type


def checked(name: str, content: bytes) -> tuple[str, str]:
    """The name and the media type under which a document is kept.

    Raises RuleViolation for another kind than PDF, PNG, JPEG and text, or above 10 MB.
    """
    try:
        kind = media_type(content)
    except ValueError as error:
        raise RuleViolation(None, str(error)) from error
    return file_name(name, kind), kind
