"""What the open interface (オープンAPI) answers: pages and entries of a resource, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.registers.columns import has_code
from app.models.registers.entry import plain, register_of
from app.rules.membership.roster import Tier, tiers_seen
from app.rules.registers.open_interface import Asked
from app.rules.registers.schema import RegisterField
from app.security.viewer import Viewer
from app.security.visibility import tier_for
from app.services.registers.resources import ROSTER, Resource
from app.services.roster import roster
from app.services.roster.roster import Entry
from app.services.roster.roster_selects import Wanted

_WANTED = {"municipality_code": "municipality", "activity_fields": "activity_field"}
"""Field of the roster → criterion of its search, where they differ."""


@dataclass(frozen=True)
class Item:
    """An entry as a caller is given it. values: field → plain value."""

    id: str
    values: dict[str, Any]
    entry: Any = None
    """The row; None for an organisation."""


def page(actor: Viewer, resource: Resource, asked: Asked) -> tuple[list[Item], int | None]:
    """Return entries in the order in which they were made, and where the next page begins."""
    tier, size = tier_for(actor), asked.size
    if resource.model is None:
        wanted = Wanted(
            clock.today(), **{_WANTED.get(key, key): each for key, each in asked.conditions.items()}
        )
        found = roster.after(wanted, tier, asked.after, size + 1)
        items = [(number, _organisation(each)) for number, each in found]
    else:
        model = resource.model
        statement = _entries(resource, tier).where(model.id > asked.after)
        conditions = [
            has_code(getattr(model, key), value) for key, value in asked.conditions.items()
        ]
        entries = db.session.scalars(
            statement.where(*conditions).order_by(model.id).limit(size + 1)
        )
        items = [(entry.id, item_of(resource, tier, entry)) for entry in entries]
    more = len(items) > size
    items = items[:size]
    only_visible_references(resource.shown(tier), [item.values for _number, item in items])
    return [item for _number, item in items], items[-1][0] if more else None


def one(actor: Viewer, resource: Resource, public_id: str) -> Item:
    """Return an entry. Raises NotFound."""
    tier = tier_for(actor)
    if resource.model is None:
        return _organisation(roster.one(actor, public_id, clock.today()))
    statement = _entries(resource, tier).where(resource.model.public_id == public_id)
    entry = db.session.scalars(statement).one_or_none()
    if entry is None:
        raise NotFound
    item = item_of(resource, tier, entry)
    only_visible_references(resource.shown(tier), [item.values])
    return item


def body(resource: Resource, item: Item, fields: Iterable[RegisterField]) -> dict[str, Any]:
    """Return an entry with the names of the open interface."""
    found = {"id": item.id} | {each.open_name: item.values.get(each.key) for each in fields}
    if resource.model is not None and resource.register.owned:
        owner = item.entry.organisation
        found["kept_by"] = owner.public_id if owner else None
    if resource.register.confirmed_every:
        found["checked_on"] = plain(item.entry.checked_on)
    return found


def only_visible_references(
    fields: Sequence[RegisterField], rows: Sequence[dict[str, Any]]
) -> None:
    """Empty references to entries that the viewer of the session does not see."""
    for each in fields:
        wanted = {row[each.key] for row in rows if row.get(each.key)} if each.refers_to else set()
        if wanted:
            model = register_of(each.refers_to)
            found = select(model.public_id).where(model.public_id.in_(wanted))
            seen = set(db.session.scalars(found.where(model.retired_on.is_(None))))
            for row in rows:
                row[each.key] = row[each.key] if row[each.key] in seen else None


def _entries(resource: Resource, tier: Tier) -> Select[Any]:
    """Select what is in force and shared with the tier: less than a member sees of its own entries."""
    model: Any = resource.model
    shared = model.tier.in_(tiers_seen(tier))
    statement = select(model).where(model.retired_on.is_(None), shared)
    if resource.register.owned:
        owner = joinedload(model.organisation).load_only(Organisation.public_id, Organisation.name)
        statement = statement.options(owner)
    return statement


def item_of(resource: Resource, tier: Tier, entry: Any) -> Item:
    """Return an entry of a register as a tier is given it."""
    values = {each.key: plain(getattr(entry, each.key)) for each in resource.shown(tier)}
    return Item(entry.public_id, values, entry)


def _organisation(entry: Entry) -> Item:
    found: Mapping[str, Any] = {
        **entry.profile,
        "member_kind": entry.member_kind,
        "member_since": entry.member_since,
    }
    values = {each.key: plain(found.get(each.key)) for each in ROSTER.fields}
    return Item(entry.public_id, values)
