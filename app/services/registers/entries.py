"""Entries of registers (台帳): entered, changed, confirmed, retired, each with its version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.registers.entry import RegisterEntry, RegisterModel, fields_of, plain
from app.rules.common.field import empty
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier
from app.security.viewer import Viewer
from app.services.common import audit, rows
from app.services.registers import versions

Values = Mapping[str, Any]
"""Field → value, and with them `tier` and `organisation_id` where the register has them."""
ATTRIBUTES = ("tier", "organisation_id")
FORGOTTEN = "（削除済み）"


def one(model: RegisterModel, public_id: str) -> Any:
    """Return an entry that the viewer of the session sees. Raises NotFound."""
    return rows.only(
        select(model).where(model.public_id == public_id).options(joinedload(model.organisation))
    )


def some(model: RegisterModel, public_ids: Sequence[str]) -> Sequence[Any]:
    """Return those of the entries that the viewer of the session sees."""
    return db.session.scalars(select(model).where(model.public_id.in_(public_ids))).all()


def may_keep(actor: Viewer, entry: RegisterEntry) -> bool:
    """Whether the actor keeps this entry: the secretariat, and the member whose it is."""
    is_own = entry.register.owned and _is_own(actor, entry.organisation_id)
    return actor.is_staff or (is_own and not entry.frozen())


def locked(actor: Viewer, model: RegisterModel, public_id: str) -> Any:
    """Return an entry that the actor keeps, locked. Raises NotFound for any other."""
    entry = rows.only(rows.locking(select(model).where(model.public_id == public_id)))
    if not may_keep(actor, entry):
        raise NotFound
    return entry


def add(actor: Viewer, model: RegisterModel, values: Values, *, source: str = "") -> Any:
    """Enter something; a member's is its own. source: where it comes from, if not from a person.

    Raises RuleViolation.
    """
    register = model.register
    given = {"tier": register.tiers[0], **_given(actor, model, values)}
    if not actor.is_staff:
        if not register.owned or actor.organisation_id is None:
            raise NotPermitted
        given["organisation_id"] = actor.organisation_id
    _check_attributes(model, given)
    now = clock.now()
    entry = model(created_at=now, changed_at=now, **given)
    db.session.add(entry)
    db.session.flush()
    record(actor, "add", entry, **({"source": source} if source else {}))
    return entry


def change(actor: Viewer, model: RegisterModel, public_id: str, values: Values) -> Any:
    """Change an entry, in the fields given. Raises NotFound, RuleViolation."""
    entry = locked(actor, model, public_id)
    given = _given(actor, model, values)
    if not actor.is_staff:
        given.pop("organisation_id", None)
    _check_attributes(model, given)
    told, frozen = {}, entry.frozen()
    for key, value in given.items():
        before = plain(getattr(entry, key))
        if key in frozen and before != plain(value):
            labels = {field.key: field.label for field in fields_of(model)}
            what = labels.get(key, "登録を管理する団体")
            raise RuleViolation(None, f"「{what}」は確定しているため、変更できません。", field=key)
        setattr(entry, key, value)
        if before != plain(value):
            told[key] = [before, plain(value)]
    if told:
        entry.changed_at = clock.now()
        entry.settle(by_staff=actor.is_staff)
        db.session.flush()
        personal = {field.key for field in fields_of(model) if field.personal}
        record(
            actor,
            "update",
            entry,
            fields=sorted(told),
            changes={key: pair for key, pair in told.items() if key not in personal},
        )
    return entry


def confirm(actor: Viewer, model: RegisterModel, public_id: str, *, by: str = "") -> Any:
    """Record that all the entry says is still true today. by: who says so. Raises NotFound."""
    entry = locked(actor, model, public_id)
    entry.checked_on, entry.checked_by = clock.today(), (by or actor.name)[:130]
    db.session.flush()
    note(actor, "confirm", entry)
    return entry


def retire(actor: Viewer, model: RegisterModel, public_id: str, reason: str) -> Any:
    """Take an entry out of the register; the secretariat keeps it, or what it may keep of it.

    Raises NotFound, RuleViolation.
    """
    entry = locked(actor, model, public_id)
    if entry.retired_on is not None:
        raise RuleViolation(None, "この登録はすでに抹消されています。")
    if not reason.strip():
        raise RuleViolation(None, "抹消の理由を入力してください。")
    entry.retired_on, entry.retired_because = clock.today(), reason.strip()
    if entry.register.forgets:
        _forget(entry)
    db.session.flush()
    record(actor, "retire", entry, reason=reason.strip())
    return entry


def restore(actor: Viewer, model: RegisterModel, public_id: str) -> Any:
    """Put a retired entry back. Raises NotFound, RuleViolation."""
    entry = locked(actor, model, public_id)
    if entry.retired_on is None:
        raise RuleViolation(None, "この登録は抹消されていません。")
    if entry.register.forgets:
        raise RuleViolation(None, "個人の情報を削除した登録は、元に戻せません。")
    entry.retired_on, entry.retired_because = None, ""
    db.session.flush()
    record(actor, "restore", entry)
    return entry


def _forget(entry: RegisterEntry) -> None:
    """Delete what tells of persons; it never was in trail and history."""
    for field in fields_of(type(entry)):
        if field.personal:
            is_title = field.key == entry.register.title
            setattr(entry, field.key, FORGOTTEN if is_title else empty(field.kind))


def record(actor: Viewer, verb: str, entry: Any, **details: Any) -> None:
    """Write the entry's version and its line in the trail."""
    versions.write(entry)
    note(actor, verb, entry, **details)


def note(actor: Viewer, verb: str, entry: Any, **details: Any) -> None:
    """Write a line of the trail about an entry of which no value changes."""
    noun = entry.__tablename__
    audit.record(actor, f"{noun}.{verb}", noun, entry.public_id, **details)


def _is_own(actor: Viewer, organisation_id: int | None) -> bool:
    return organisation_id is not None and actor.organisation_id == organisation_id


def _given(actor: Viewer, model: RegisterModel, values: Values) -> dict[str, Any]:
    """Return what the actor may enter, completed and checked: a member what the form offers."""
    offered = {field.key for field in fields_of(model) if field.is_entered or actor.is_staff}
    known = offered | set(ATTRIBUTES)
    given = {key: value for key, value in values.items() if key in known}
    checked: dict[str, Any] = model.checked(given)
    return checked


def _check_attributes(model: RegisterModel, given: Mapping[str, Any]) -> None:
    """Refuse what no form offers. Raises RuleViolation."""
    if "tier" in given and Tier(given["tier"]) not in model.register.tiers:
        raise RuleViolation(None, "この台帳では選べない公開の範囲です。")
    owner = given.get("organisation_id")
    if owner is None:
        return
    organisation = db.session.get(Organisation, owner) if model.register.owned else None
    if organisation is None or organisation.standing is Standing.FORMER:
        raise RuleViolation(None, "登録を管理する団体は、会員の中から選んでください。")
