"""What the audit trail records of this wing: labels of actions and subjects."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.rules.membership.membership import ContactMeans, EndCause, MemberKind, ReceivedBy
from app.views.common.formats import day
from app.views.common.labels import label
from app.views.membership.profiles import item_label

ACTIONS = {
    "organisation.create": _l("Recorded as an organisation"),
    "membership.begin": _l("Membership began"),
    "membership.end": _l("Membership ended"),
}
SUBJECTS = {
    "organisation": _l("Organisation"),
}

NAMED: Mapping[str, type[Enum]] = {
    "received_by": ReceivedBy,
    "kind": MemberKind,
    "cause": EndCause,
    "means": ContactMeans,
}
"""Details that hold a value of an enumeration. Other wings have kinds of their own."""


def details(entry: Mapping[str, Any]) -> Iterator[str]:
    """Yield the channel, the kind of member, the cause, the contact and the changed fields."""
    for name, enumeration in NAMED.items():
        if entry.get(name) in set(enumeration):
            yield label(enumeration(entry[name]))
    if "on" in entry:
        yield day(date.fromisoformat(entry["on"]))
    if "reached" in entry:
        yield _("Contact made") if entry["reached"] else _("Could not be reached")
    if "fields" in entry and "changes" not in entry:  # those of a register name themselves
        yield "、".join(item_label(key) for key in entry["fields"])
