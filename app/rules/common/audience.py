"""Who finds something by the search, beside the organisation that it belongs to."""

from enum import StrEnum


class Audience(StrEnum):
    """From whom on something is found; the secretariat finds everything.

    The first three that are tiers of the roster too (rules/membership/roster.py) bear their values.
    """

    PUBLIC = "public"
    MEMBERS = "members"
    SECRETARIAT = "secretariat"
    EXECUTIVE = "executive"
    OFFICES = "offices"
    """Secretariat and administrators."""
