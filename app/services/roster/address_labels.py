"""The members' addresses as labels for post (宛名ラベル)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.documents.common import address_labels
from app.documents.common.address_labels import Label
from app.errors import RuleViolation
from app.extensions import db
from app.models.common.master import OUTSIDE_PREFECTURE
from app.security.viewer import Role, Viewer
from app.services.common import audit
from app.services.membership import profile_texts
from app.services.roster import exports

MOST = 1_500
"""Labels that are set in one file."""


def labels(
    actor: Viewer, *, day: date, on_a_sheet: int, anyway: bool = False
) -> tuple[bytes, list[str]]:
    """Return the labels of the roster of a day, and the names of those without an address.

    anyway: set the others; without it, such labels come back empty and are not recorded.
    on_a_sheet: 12 or 24. Raises RuleViolation where no member has an address, and for too many.
    """
    actor.require(Role.SECRETARIAT)
    municipalities = profile_texts.load().municipalities
    found, lacking = [], []
    for version in exports.versions(day, former=False):
        label = _label(version.profile, municipalities)
        if label.address:
            found.append(label)
        else:
            lacking.append(label.name)
    if lacking and not anyway:
        return b"", lacking
    if not found:
        raise RuleViolation(None, "所在地のある団体がありません。")
    if len(found) > MOST:
        raise RuleViolation(None, f"ラベルは一度に{MOST:,}枚までです。")
    content = address_labels.pdf(found, on_a_sheet=on_a_sheet, dated=day)
    audit.record(actor, "roster.labels", "roster", day.isoformat(), labels=len(found))
    db.session.flush()
    return content, lacking


def _label(profile: Mapping[str, Any], municipalities: Mapping[str, str]) -> Label:
    """Return a member's label; the municipality stands before an address that lacks it."""
    address = str(profile.get("address") or "")
    code = profile.get("municipality_code") or ""
    place = municipalities.get(code, "") if code != OUTSIDE_PREFECTURE else ""
    if address and place not in address:
        address = f"{place}{address}"
    return Label(str(profile.get("postal_code") or ""), address, str(profile["name"]))
