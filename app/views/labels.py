"""Words for enumerations in the visitor's language."""

from collections.abc import Mapping, Sequence
from enum import Enum

from flask_babel import get_locale
from flask_babel import gettext as _

from app.rules.eligibility import OrganisationKind
from app.rules.membership import MemberKind


def label(member: Enum) -> str:
    """An enumeration's member in the visitor's language.

    The rules carry the Japanese words of the by-laws; in English the code's own names serve.
    """
    locale = get_locale()
    if locale is not None and locale.language == "en":
        return str(member.value).replace("_", " ").capitalize()
    return str(getattr(member, "label", member.value))


def kind_label(code: str) -> str:
    """A kind of organisation by its code."""
    return label(OrganisationKind(code))


def names(known: Mapping[str, str], codes: Sequence[str] | None) -> str:
    """The names of codes, one after the other."""
    return "、".join(known.get(code, code) for code in codes or ())


def member_kind_label(kind: MemberKind) -> str:
    """幹事団体 or 一般団体."""
    return _("Executive member") if kind is MemberKind.EXECUTIVE else _("General member")
