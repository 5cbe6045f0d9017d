"""English texts declared in the rules and translated where they are shown."""


def N_(msgid: str) -> str:
    """Mark a text for the catalogue (gettext's convention); the rules translate nothing."""
    return msgid
