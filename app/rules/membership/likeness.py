"""Matches of an applicant with a present or former member (要領第5条)."""

from dataclasses import dataclass

from app.rules.common.labelled import Labelled

_SHORTEST_PART = 2


class Sign(Labelled):
    """A matching feature, the most reliable first."""

    CORPORATE_NUMBER = "corporate_number", "法人番号が一致"
    NAME = "name", "名称が一致"
    NAME_PART = "name_part", "名称の一部が一致"
    PHONE = "phone", "電話番号が一致"
    ADDRESS = "address", "所在地が一致"
    REPRESENTATIVE = "representative", "代表者名が一致"


@dataclass(frozen=True)
class Features:
    """The features compared, each in its normal form; "" or None where unknown."""

    corporate_number: str | None
    name: str
    representative: str
    address: str
    phone: str


def signs(applicant: Features, other: Features, *, former: bool) -> tuple[Sign, ...]:
    """Return the matching features, the most reliable first; empty if there is no match.

    For a former member every match counts, as the bar must not be missed. For a present member, a
    part of the name or the representative alone does not indicate a duplicate.
    """
    found = {
        Sign.CORPORATE_NUMBER: _same(applicant.corporate_number, other.corporate_number),
        Sign.NAME: _same(applicant.name, other.name),
        Sign.NAME_PART: former and _part(applicant.name, other.name),
        Sign.PHONE: _same(applicant.phone, other.phone),
        Sign.ADDRESS: _same(applicant.address, other.address),
        Sign.REPRESENTATIVE: _same(applicant.representative, other.representative),
    }
    alike = tuple(sign for sign in Sign if found[sign])
    return alike if former or alike != (Sign.REPRESENTATIVE,) else ()


def _same(one: str | None, other: str | None) -> bool:
    return bool(one) and one == other


def _part(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST_PART and one != other and shorter in longer
