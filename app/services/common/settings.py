"""The secretariat's settings (事務局の設定): what was set, else the environment, else the default.

The table of rules/common/office_settings says which there are. Those of the section RELEASE decide
where one person suffices; they are themselves changed by two (services/common/approvals).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.common.approval import Approval
from app.models.common.setting import Setting
from app.rules.common.office_settings import (
    BY_KEY,
    OFFICE_SETTINGS,
    Section,
    check,
    check_together,
)
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows

KIND = "setting.change"
SUBJECT = "release"
_READ = "settings"
_initial: dict[str, Any] = {}


def set_initial(environment: Mapping[str, Any]) -> None:
    """Take the first values from the environment's settings, once at start-up."""
    _initial.clear()
    _initial.update(
        {each.key: environment[each.environment] for each in OFFICE_SETTINGS if each.environment}
    )


def values() -> Mapping[str, Any]:
    """Return all settings: key → value. Read once a session."""
    found: Mapping[str, Any] | None = db.session.info.get(_READ)
    if found is None:
        found = use({row.key: row.value for row in db.session.scalars(select(Setting))})
    return found


def use(stored: Mapping[str, Any]) -> Mapping[str, Any]:
    """Take the stored settings as read, so that this session asks no more; return all."""
    found = {**initial(), **{key: stored[key] for key in BY_KEY if key in stored}}
    db.session.info[_READ] = found
    return found


def initial() -> dict[str, Any]:
    """Return the settings as they are while none is set: the environment's, else the defaults."""
    return {each.key: _initial.get(each.key) or each.default for each in OFFICE_SETTINGS}


def origins(actor: Viewer) -> Mapping[str, str]:
    """Return the settings that the environment still decides: key → its variable."""
    actor.require(Role.SECRETARIAT)
    stored = set(db.session.scalars(select(Setting.key)))
    return {
        each.key: each.environment
        for each in OFFICE_SETTINGS
        if _initial.get(each.key) and each.key not in stored
    }


def stamp(section: Section) -> str:
    """Return a fingerprint of a section's settings, to detect that another changed them."""
    held = values()
    return rows.fingerprint(
        {each.key: held[each.key] for each in OFFICE_SETTINGS if each.section is section}
    )


def value(key: str) -> Any:
    """Return one setting. Raises KeyError for one that the table does not name."""
    return values()[key]


def change(
    actor: Viewer, section: Section, wanted: Mapping[str, Any], *, seen: str | None = None
) -> int:
    """Store the changed settings of a section; return how many.

    seen: `stamp` of what the officer saw. Raises RuleViolation for a value out of range, and for
    the section RELEASE; StaleState where another has changed the section meanwhile.
    """
    actor.require(Role.SECRETARIAT)
    _check_seen(section, seen)
    if section is Section.RELEASE:
        raise RuleViolation(None, "二人での決定の設定は、別の職員の承認を受けて変更します。")
    return _store(actor, _changed(section, wanted))


def propose(actor: Viewer, wanted: Mapping[str, Any], *, seen: str | None = None) -> Approval:
    """Propose other settings of the section RELEASE.

    Raises RuleViolation when nothing changes, StaleState as `change` does.
    """
    actor.require(Role.SECRETARIAT)
    _check_seen(Section.RELEASE, seen)
    changed = _changed(Section.RELEASE, wanted)
    if not changed:
        raise RuleViolation(None, "変更された設定がありません。")
    title = "、".join(f"{BY_KEY[key].name}：{found}" for key, found in changed.items())
    return approvals.propose(actor, KIND, SUBJECT, title=title, wanted=changed)


def release(actor: Viewer) -> int:
    """Release the proposed settings and store them; return how many."""
    actor.require(Role.SECRETARIAT)
    db.session.info.pop(_READ, None)
    return _store(actor, approvals.release(actor, KIND, SUBJECT).arguments["wanted"])


def _check_seen(section: Section, seen: str | None) -> None:
    db.session.info.pop(_READ, None)
    if seen is not None and seen != stamp(section):
        raise StaleState(
            "画面を開いた後に、ほかの職員が設定を変えました。画面を開き直して、もう一度入力してください。"
        )


def _changed(section: Section, wanted: Mapping[str, Any]) -> dict[str, Any]:
    held, changed = values(), {}
    for each in OFFICE_SETTINGS:
        if each.section is not section or each.key not in wanted:
            continue
        try:
            found = check(each, wanted[each.key])
        except ValueError as fault:
            raise RuleViolation(None, str(fault)) from fault
        if found != held[each.key]:
            changed[each.key] = found
    try:
        check_together({**held, **changed})
    except ValueError as fault:
        raise RuleViolation(None, str(fault)) from fault
    return changed


def _store(actor: Viewer, changed: Mapping[str, Any]) -> int:
    held = values()
    for key, found in changed.items():
        row = db.session.get(Setting, key, with_for_update=True) or Setting(key=key)
        row.value, row.changed_at, row.changed_by_id = found, clock.now(), actor.account_id
        db.session.add(row)
        details = {"setting": BY_KEY[key].name, "before": held[key], "after": found}
        audit.record(actor, "setting.change", "setting", key, **details)
    db.session.flush()
    db.session.info.pop(_READ, None)
    return len(changed)


@event.listens_for(db.session, "after_soft_rollback")
def _forget_after_rollback(session: Session, previous: Any) -> None:
    session.info.pop(_READ, None)
