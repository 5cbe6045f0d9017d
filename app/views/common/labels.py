"""Labels of enumerations in the visitor's language."""

from collections.abc import Mapping, Sequence
from enum import Enum

from flask_babel import get_locale
from flask_babel import gettext as _

from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import MemberKind


def label(member: Enum) -> str:
    """Return the label of an enumeration's member in the visitor's language.

    The rules contain the Japanese terms of the by-laws; in English the values of the code are used.
    """
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return str(member.value).replace("_", " ").capitalize()
    return str(getattr(member, "label", member.value))


def kind_label(code: str) -> str:
    """Return the label of a kind of organisation by its code."""
    return label(OrganisationKind(code))


def names(known: Mapping[str, str], codes: Sequence[str] | None) -> str:
    """Return the names of the codes, joined."""
    return "、".join(known.get(code, code) for code in codes or ())


def member_kind_label(kind: MemberKind) -> str:
    """Return 幹事団体 or 一般団体 in the visitor's language."""
    return _("Executive member") if kind is MemberKind.EXECUTIVE else _("General member")
