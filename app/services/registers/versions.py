"""Versions of register entries: what each said from when to when (過去の日の台帳)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.registers.entry import (
    RegisterEntry,
    RegisterModel,
    RegisterVersion,
    fields_of,
    plain,
)
from app.rules.membership.past_roster import REPLACED
from app.rules.membership.roster import may_see
from app.rules.registers.schema import RegisterField
from app.security.viewer import Role, Viewer
from app.security.visibility import tier_for
from app.services.common import rows


def write(entry: RegisterEntry) -> None:
    """Write the entry's present content as its version from today on."""
    today, name = clock.today(), entry.register.key
    current = db.session.scalars(
        rows.locking(
            select(RegisterVersion).where(
                RegisterVersion.register == name,
                RegisterVersion.entry == entry.public_id,
                RegisterVersion.valid_until.is_(None),
            )
        )
    ).one_or_none()
    if current is not None:
        current.valid_until = max(today, current.valid_from)
        db.session.flush()
    db.session.add(
        RegisterVersion(
            register=name,
            entry=entry.public_id,
            tier=entry.tier,
            retired=entry.retired_on is not None,
            values=snapshot(entry),
            valid_from=today,
            written_at=clock.now(),
        )
    )
    db.session.flush()


def snapshot(entry: RegisterEntry) -> dict[str, Any]:
    """Return the entry's values as a version holds them."""
    return {
        field.key: plain(getattr(entry, field.key))
        for field in fields_of(type(entry))
        if not field.personal
    }


def visible_fields(actor: Viewer, model: RegisterModel) -> tuple[RegisterField, ...]:
    """Return the fields that the actor sees of the entries that they see."""
    tier = tier_for(actor)
    return tuple(field for field in fields_of(model) if may_see(field.tier, tier))


@dataclass(frozen=True)
class Step:
    """A version beside the one before it: field → (before, after), as plain values."""

    version: RegisterVersion
    changes: Mapping[str, tuple[Any, Any]]


def history(actor: Viewer, entry: RegisterEntry) -> list[Step]:
    """Return the versions of an entry, the newest first. The secretariat's alone."""
    actor.require(Role.SECRETARIAT)
    found = db.session.scalars(
        select(RegisterVersion)
        .where(
            RegisterVersion.register == entry.register.key,
            RegisterVersion.entry == entry.public_id,
        )
        .order_by(RegisterVersion.id)
    ).all()
    steps: list[Step] = []
    before: Mapping[str, Any] = {}
    for version in found:
        changes = {
            key: (before.get(key), value)
            for key, value in version.values.items()
            if before.get(key) != value and not (before == {} and not value)
        }
        steps.append(Step(version, changes))
        before = version.values
    return steps[::-1]


@dataclass(frozen=True)
class PastEntry:
    """An entry of a past day, limited to what the viewer may see. A value may be REPLACED."""

    public_id: str
    title: str
    values: Mapping[str, Any]


def on_day(
    actor: Viewer, model: RegisterModel, day: date, number: int
) -> tuple[Sequence[PastEntry], int]:
    """Return one page (from 1) of a past day's register, and the total up to COUNTED.

    *Reading*: as of the roster (rules/membership/past_roster.py). The whole is the secretariat's;
    everybody else sees of it what is still registered and still true, under today's name.
    """
    statement = select(RegisterVersion).where(
        RegisterVersion.register == model.register.key,
        RegisterVersion.valid_from <= day,
        RegisterVersion.valid_until.is_(None) | (RegisterVersion.valid_until > day),
        RegisterVersion.retired.is_(False),
    )
    if not actor.is_staff:
        seen = select(model.public_id).where(model.retired_on.is_(None))
        statement = statement.where(RegisterVersion.entry.in_(seen))
    found, total = rows.page(statement.order_by(RegisterVersion.entry), number)
    fields = visible_fields(actor, model)
    if actor.is_staff:
        return [_as_it_was(model, version, fields) for version in found], total
    ids = [version.entry for version in found]
    now = {
        entry.public_id: entry
        for entry in db.session.scalars(select(model).where(model.public_id.in_(ids)))
    }
    return [_still_true(now[version.entry], version, fields) for version in found], total


def _as_it_was(
    model: RegisterModel, version: RegisterVersion, fields: Sequence[RegisterField]
) -> PastEntry:
    values = {field.key: version.values.get(field.key) for field in fields}
    title = version.values.get(model.register.title) or ""
    return PastEntry(version.entry, str(title), values)


def _still_true(
    entry: RegisterEntry, version: RegisterVersion, fields: Sequence[RegisterField]
) -> PastEntry:
    title, now = entry.register.title, snapshot(entry)
    values = {
        field.key: now.get(field.key)
        if field.key == title or now.get(field.key) == version.values.get(field.key)
        else REPLACED
        for field in fields
    }
    return PastEntry(entry.public_id, str(entry), values)
