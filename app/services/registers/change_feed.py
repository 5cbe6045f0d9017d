"""What changed in the registers (変更の一覧), for programs that keep a copy up to date."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select, tuple_

from app import clock
from app.extensions import db
from app.models.registers.entry import RegisterVersion
from app.rules.membership.roster import Tier, may_see
from app.rules.registers.open_interface import Asked
from app.security.viewer import Viewer
from app.security.visibility import tier_for
from app.services.registers import resources
from app.services.registers.open_interface import only_visible_references
from app.services.registers.resources import Resource

SETTLED = timedelta(minutes=1)
"""Age at which a version is told: one with a smaller number may be committed a moment later."""


def changes(actor: Viewer, asked: Asked) -> tuple[list[dict[str, Any]], int, bool]:
    """Return what changed since a position, the position reached, and whether there is more.

    Each entry is told once, as it is now. *Reading*: by the rule of past days
    (rules/membership/past_roster.py) nobody is told what was replaced; what was taken out, or is no
    longer shared with the caller's tier, is a bare tombstone; a change of what the tier does not
    see, and an entry that it never saw, are not told.
    """
    offered, tier = resources.every(), tier_for(actor)
    current = (
        select(RegisterVersion.id, RegisterVersion.register, RegisterVersion.entry)
        .where(RegisterVersion.valid_until.is_(None), RegisterVersion.id > asked.after)
        .where(RegisterVersion.register.in_(offered))
        .where(RegisterVersion.written_at <= clock.now() - SETTLED)
        .order_by(RegisterVersion.id)
        .limit(asked.size + 1)
    )
    rows = db.session.execute(current).all()
    taken = rows[: asked.size]
    names = [(row.register, row.entry) for row in taken]
    versions = select(RegisterVersion).where(
        tuple_(RegisterVersion.register, RegisterVersion.entry).in_(names)
    )
    found = db.session.scalars(
        versions.order_by(RegisterVersion.register, RegisterVersion.entry, RegisterVersion.id)
    )
    told = {
        name: change
        for name, held in groupby(found, key=lambda each: (each.register, each.entry))
        if (change := _change(offered[name[0]], tier, list(held), asked.after))
    }
    _tidy(offered, tier, told.values())
    reached = taken[-1].id if taken else asked.after
    return [told[name] for name in names if name in told], reached, len(rows) > asked.size


def _change(
    resource: Resource, tier: Tier, versions: Sequence[RegisterVersion], after: int
) -> dict[str, Any] | None:
    """Return the last change of an entry that the tier sees, None if it has been told or is not to be."""
    shown, seen, last = resource.shown(tier), None, None
    for version in versions:
        is_shared = not version.retired and may_see(version.tier, tier)
        now = {each.key: version.values.get(each.key) for each in shown} if is_shared else None
        if now != seen:
            seen, last = now, version
    if last is None or last.id <= after:
        return None
    change = {
        "register": last.register,
        "id": last.entry,
        "at": last.written_at.isoformat(timespec="seconds"),
        "struck": seen is None,
    }
    return change if seen is None else change | {"entry": seen}


def _tidy(offered: Any, tier: Tier, changes: Any) -> None:
    """Empty the references that lead to nothing visible, and give the values their open names."""
    by_register = defaultdict(list)
    for change in changes:
        if "entry" in change:
            by_register[change["register"]].append(change)
    for key, found in by_register.items():
        shown = offered[key].shown(tier)
        only_visible_references(shown, [change["entry"] for change in found])
        for change in found:
            change["entry"] = {each.open_name: change["entry"][each.key] for each in shown}
