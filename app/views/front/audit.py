"""The audit trail, for the roles that may inspect it."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.models.common.audit import AuditEntry
from app.models.registers.entry import registers
from app.security.case_visibility import CASE_SUBJECT
from app.services.meeting import resolution_records
from app.views.common import history
from app.views.common.filters import Interface
from app.views.common.models import ReadOnlyModelView
from app.views.common.trail import ACTIONS, ACTIONS_BY_SUBJECT, SUBJECTS
from app.views.common.widgets import FilterWidget


class Words(Interface):
    """Model interface that shows labels instead of the code's names."""

    def _get_attr_value(self, item: AuditEntry, col: str) -> Any:
        match col:
            case "actor_name":
                return in_one_line(history.who(item))
            case "action":
                return in_one_line(history.action(item))
            case "subject_type":
                return in_one_line(history.subject(item))
            case "details":
                return history.detail(item.details)
            case "recorded":
                return recorded(item)
        return super()._get_attr_value(item, col)


def in_one_line(words: str) -> str:
    """Keep a short text on one line, even beside a column of long details."""
    return Markup('<span class="nowrap">{}</span>').format(words) if len(words) <= 16 else words


def recorded(entry: AuditEntry) -> str:
    """Return the entry as it was hashed, but without a member's vote until the voting is closed."""
    details = entry.details
    if entry.action == "vote.cast" and not resolution_records.is_sealed(int(entry.subject_id)):
        details = details | {"choice": "…"}
    words = json.dumps(details, ensure_ascii=False, sort_keys=True)
    return f"{entry.action} {entry.subject_type} {entry.subject_id} {words}"


class TrailFilter(FilterWidget):
    """Filter with actions and objects to choose by their labels."""

    @property
    def choices(self) -> Mapping[str, Mapping[str, Any]]:
        """By their labels; actions once an object is chosen, and those of its wing alone.

        Some three hundred of them could not be told apart. Without the verbs of registers, which
        their objects tell, and of cases: entries about a case stand in its own log, which no office
        reads.
        """
        nouns = {model.__tablename__ for model in registers()} | {CASE_SUBJECT}
        offered = {
            key: words
            for key, words in ACTIONS_BY_SUBJECT.get(_asked("subject_type"), {}).items()
            if key.split(".")[0] not in nouns
        }
        if (asked := _asked("action")) in ACTIONS:
            offered[asked] = ACTIONS[asked]
        return {"action": _by_label(offered), "subject_type": _by_label(SUBJECTS)}


def _asked(column: str) -> str:
    return request.args.get(f"_flt_3_{column}", "")


def _by_label(words: Mapping[str, Any]) -> dict[str, Any]:
    return dict(sorted(words.items(), key=lambda each: str(each[1])))


class AuditView(ReadOnlyModelView):
    """監査記録, newest first."""

    route_base = "/audit"
    datamodel = Words(AuditEntry)
    base_order = ("sequence", "desc")
    search_widget = TrailFilter
    list_title = _l("Audit trail")
    show_title = _l("Audit entry")
    list_columns = ["sequence", "at", "actor_name", "action", "subject_type", "details"]
    show_columns = [
        "sequence",
        "at",
        "actor_name",
        "actor_id",
        "action",
        "subject_type",
        "details",
        "recorded",
        "previous_hash",
        "hash",
    ]
    order_columns = ["sequence", "at"]
    search_columns = ["subject_type", "action", "actor_name", "subject_id", "refused"]
    label_columns = {
        "sequence": _l("No."),
        "at": _l("Date and time"),
        "actor_name": _l("User"),
        "actor_id": _l("Account number"),
        "action": _l("Action"),
        "subject_type": _l("Object"),
        "subject_id": _l("Object number"),
        "details": _l("Details"),
        "recorded": _l("Original record"),
        "refused": _l("Refused"),
        "previous_hash": _l("Hash of the previous entry"),
        "hash": _l("Hash"),
    }
