"""Keys of the open interface, and registers declared otherwise for a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.registers import entry as register_entry
from app.models.registers.api_key import ApiKey
from app.models.registers.columns import FIELD
from app.rules.membership.roster import Tier
from app.security import visibility
from app.security.guard import acting_as_system
from app.security.identity import viewer_for
from app.security.viewer import Role
from app.services.registers import api_keys
from tests import factories
from tests.support.client import PlatformClient


def person() -> Account:
    """Return an account of a new member."""
    return factories.account(organisation=factories.member())


def key(account: Account, tier: Tier = Tier.MEMBERS, days: int = 30) -> tuple[ApiKey, str]:
    """Return a key of the account's, and the key as a program sends it."""
    with acting_as_system(db.session):
        return api_keys.create(
            viewer_for(account),
            purpose="台帳の写し",
            tier=tier,
            expires_on=clock.today() + timedelta(days=days),
        )


def key_of(client: PlatformClient) -> ApiKey:
    """Return a key that the client's person sees."""
    own = db.session.get(Account, client.account_id) if client.account_id else None
    may = own is not None and not viewer_for(own).roles.isdisjoint({Role.GENERAL, Role.EXECUTIVE})
    return key(own if own is not None and may else factories.account(Role.SECRETARIAT))[0]


def bearer(token: str) -> dict[str, str]:
    """Return the headers of a request with a key."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def declared(
    model: Any, register: dict[str, Any], fields: dict[str, dict[str, Any]]
) -> Iterator[Any]:
    """Declare a register otherwise: what only registers of other wings say can be tested with it."""
    before, kept = model.register, {}
    model.register = replace(before, **register)
    for name, said in fields.items():
        info = model.__table__.c[name].info
        kept[name] = info[FIELD]
        info[FIELD] = replace(info[FIELD], **said)
    _forget(model)
    try:
        yield model
    finally:
        model.register = before
        for name, found in kept.items():
            model.__table__.c[name].info[FIELD] = found
        _forget(model)


def _forget(model: Any) -> None:
    register_entry._fields.pop(model, None)
    visibility.scoped_classes.cache_clear()
