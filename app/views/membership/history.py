"""The history of an object, from the audit trail, prepared for display."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import gettext as _

from app.models.cases.request import OfferKind
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Section
from app.rules.cases.fields import RecordKind
from app.rules.membership.eligibility import Check
from app.rules.membership.membership import ContactMeans, EndCause, MemberKind, ReceivedBy
from app.rules.states.cases.case import DisclosureState
from app.security.viewer import SYSTEM
from app.views.common.actions import ACTIONS, REASONS, SUBJECTS
from app.views.common.formats import day
from app.views.common.labels import label
from app.views.membership.profiles import item_label


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
    """Return the details of an entry besides its action."""
    parts: list[str] = []
    if "check" in details:
        result = _("met") if details.get("passed") else _("not met")
        parts.append(f"{label(Check(details['check']))}: {result}")
    if "organisation_id" in details and details["organisation_id"] is None:
        parts.append(_("none of the organisations shown"))
    if "batch" in details:
        parts.append(str(details["batch"]))
    if "accept" in details:
        parts.append(_("acceptance") if details["accept"] else _("refusal"))
    if "received_by" in details:
        parts.append(label(ReceivedBy(details["received_by"])))
    if "applications" in details:
        parts.append(_("%(number)s applications", number=details["applications"]))
    return " / ".join([*parts, *of_organisation(details)])


KINDS: tuple[type[Enum], ...] = (MemberKind, RecordKind, OfferKind, DisclosureState)
"""Kinds of members, case records, offers and disclosure decisions."""


def kind(details: Mapping[str, Any]) -> list[str]:
    """Return the label of the entry's kind; nothing if it is absent or unknown."""
    value = details.get("kind")
    known = (label(each) for kinds in KINDS for each in kinds if each.value == value)
    return list(known)[:1]


def of_organisation(details: Mapping[str, Any]) -> list[str]:
    """Return the details of entries about an organisation or a case."""
    parts = kind(details) + [
        label(enumeration(details[name]))
        for name, enumeration in (
            ("section", Section),
            ("cause", EndCause),
            ("means", ContactMeans),
        )
        if name in details
    ]
    if "on" in details:
        parts.append(day(date.fromisoformat(details["on"])))
    if "reached" in details:
        reached = details["reached"]
        parts.append(_("Contact made") if reached else _("Could not be reached"))
    if "fields" in details:
        parts.append("、".join(item_label(key) for key in details["fields"]))
    if "reason" in details:
        parts.append(str(REASONS.get(details["reason"], details["reason"])))
    return parts
