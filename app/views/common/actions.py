"""What the audit trail records of this wing: labels of actions and subjects."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.views.common.approval_register import KINDS

ACTIONS = {
    "approval.propose": _l("Proposed for release by another person"),
    "approval.release": _l("Released"),
    "approval.return": _l("Sent back"),
    "approval.take_back": _l("Proposal taken back"),
    "approval.note_outside": _l("Decision in the prefecture's own system noted"),
    "approval.lapse": _l("Proposal lapsed"),
    "setting.change": _l("Setting changed"),
}
SUBJECTS = {
    "setting": _l("Setting"),
    "refusal": _l("Refused attempt"),
}
REASONS = {
    "NotPermitted": _l("Not permitted"),
}


def details(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield which setting was changed, what was proposed, and by whom."""
    if "setting" in entry:
        yield _(
            "%(name)s: %(before)s → %(after)s",
            name=entry["setting"],
            before=_one_line(entry["before"]),
            after=_one_line(entry["after"]),
        )
    if "approval" in entry:
        kind = KINDS.get(entry["approval"])
        yield str(kind.label if kind else entry["approval"])
    if "outside" in entry:
        number, day = entry["outside"]
        yield f"{number} {day}"
        if entry["outside_before"][0]:
            yield _("before: %(words)s", words=" ".join(entry["outside_before"]))
    if "proposed_by" in entry:
        yield _("proposed by %(name)s", name=entry["proposed_by"])


def _one_line(value: Any) -> str:
    return " ".join(str(value).split()) or _("(empty)")
