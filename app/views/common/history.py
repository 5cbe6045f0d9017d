"""The history of an object, from the audit trail, prepared for display."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import gettext as _

from app.models.common.audit import AuditEntry
from app.security.viewer import SYSTEM
from app.views.common.trail import ACTIONS, DETAILS, REASONS, SUBJECTS


class Step(NamedTuple):
    """One step of the history."""

    at: datetime
    who: str
    what: str
    detail: str


def steps(entries: Iterable[AuditEntry]) -> list[Step]:
    """Return the entries prepared for display."""
    return [Step(entry.at, who(entry), action(entry), detail(entry.details)) for entry in entries]


def action(entry: AuditEntry) -> str:
    """Return the action's label, or that it was refused."""
    if entry.action.startswith("refused:"):
        return _("Refused attempt")
    return str(ACTIONS.get(entry.action, entry.action))


def subject(entry: AuditEntry) -> str:
    """Return the subject's label and number; for a refused attempt the page, if it is named."""
    kind, number = entry.subject_type, entry.subject_id
    if kind == "refusal":
        kind, _colon, number = number.partition(":")
        if kind not in SUBJECTS:
            return page_name(entry.subject_id.partition(".")[0])
    return f"{SUBJECTS.get(kind, kind)} {number}".strip()


def page_name(view: str) -> str:
    """Return the menu label of a view, or "" if it is not in the menu."""
    entry = current_app.appbuilder.menu.find(view) if view else None
    return str(entry.label) if entry else ""


def who(entry: AuditEntry) -> str:
    """Return the person's name; without an account, the kind of actor."""
    if entry.actor_id is None:
        if entry.actor_name == SYSTEM.name:
            return _("System")
        if entry.subject_type == "refusal":
            return _("Visitor (not logged in)")
        return (
            _("Applicant")
            if entry.subject_type == "application"
            else _("Via the link in the e-mail")
        )
    return entry.actor_name


def detail(details: Mapping[str, Any]) -> str:
    """Return the details of an entry besides its action; the reason last."""
    parts = [text for of_wing in DETAILS.values() for text in of_wing(details)]
    if "reason" in details:
        parts.append(str(REASONS.get(details["reason"], details["reason"])))
    return " / ".join(parts)
