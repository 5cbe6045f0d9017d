"""Keys of the open interface (オープンAPIの鍵): made, revoked, and whom they stand for."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.models.registers.api_key import ApiKey
from app.rules.membership.roster import Tier, may_see
from app.security.identity import is_usable, viewer_for
from app.security.tokens import new_token, token_hash
from app.security.viewer import MEMBERS, PUBLIC, Role, Viewer
from app.services.common import audit, rows

LONGEST = timedelta(days=731)
TIERS = (Tier.PUBLIC, Tier.MEMBERS)
HOLDERS = (*MEMBERS, Role.SECRETARIAT)


def visible(actor: Viewer) -> Sequence[ApiKey]:
    """Return the keys that the actor sees, newest first: those of their organisation, or all."""
    actor.require(*HOLDERS)
    statement = select(ApiKey).order_by(ApiKey.id.desc())
    options = joinedload(ApiKey.account), joinedload(ApiKey.organisation)
    return db.session.scalars(statement.options(*options)).all()


def create(actor: Viewer, *, purpose: str, tier: Tier, expires_on: date) -> tuple[ApiKey, str]:
    """Make a key for the actor's organisation; return it and the key itself, which nobody can read again.

    Raises NotPermitted, RuleViolation.
    """
    actor.require(*HOLDERS)
    today, organisation_id = clock.today(), None if actor.is_staff else actor.organisation_id
    if tier not in TIERS:
        raise RuleViolation(None, "鍵の範囲は「公開」か「会員のみ」です。")
    if not today <= expires_on <= today + LONGEST:
        raise RuleViolation(None, "期限は、今日から2年以内の日にしてください。")
    prefix = f"tk_{secrets.token_hex(4)}"
    token = f"{prefix}_{new_token()}"
    key = ApiKey(
        prefix=prefix,
        key_hash=token_hash(token),
        purpose=purpose,
        tier=tier,
        organisation_id=organisation_id,
        account_id=actor.person(),
        created_at=clock.now(),
        expires_on=expires_on,
    )
    db.session.add(key)
    db.session.flush()
    end = expires_on.isoformat()
    audit.record(actor, "api_key.create", "api_key", prefix, scope=tier.value, expires_on=end)
    return key, token


def revoke(actor: Viewer, key_id: int) -> None:
    """Revoke a key that the actor sees. Raises NotFound, RuleViolation."""
    actor.require(*HOLDERS)
    key = rows.locked(ApiKey, key_id)
    if key.revoked_at is not None:
        raise RuleViolation(None, "この鍵はすでに取り消されています。")
    key.revoked_at = clock.now()
    db.session.flush()
    audit.record(actor, "api_key.revoke", "api_key", key.prefix)


def holder(token: str) -> tuple[str, Viewer] | None:
    """Return a key's prefix and for whom it reads; None for a key that gives nothing (any more).

    It never gives more than a member sees of others: no role of the secretariat, nothing of one's
    own. It ends with the membership, with the account, and when its person changes organisation.
    """
    with Session(db.engine.execution_options(reading=True)) as own:
        statement = select(ApiKey).where(ApiKey.key_hash == token_hash(token))
        account = joinedload(ApiKey.account)
        wanted = (account.joinedload(each) for each in (Account.roles, Account.organisation))
        options = (*wanted, account.joinedload(Account.terms))
        key = own.scalars(statement.options(*options)).unique().one_or_none()
        if key is None or not key.is_live(clock.today()) or not is_usable(key.account):
            return None
        person = viewer_for(key.account)
        mine = None if person.has(Role.SECRETARIAT) else person.organisation_id
        if not person.has(*HOLDERS) or mine != key.organisation_id:
            return None
        found, used, prefix, key_id = key.tier, key.last_used_on, key.prefix, key.id
    if used != clock.today():
        _note_use(key_id)
    is_member = may_see(Tier.MEMBERS, found)
    return prefix, Viewer(None, "", frozenset({Role.GENERAL})) if is_member else PUBLIC


def _note_use(key_id: int) -> None:
    """Note the day, in a transaction of its own: that of the request only reads."""
    with db.engine.execution_options(reading=False).begin() as connection:
        noted = update(ApiKey).where(ApiKey.id == key_id).values(last_used_on=clock.today())
        connection.execute(noted)
