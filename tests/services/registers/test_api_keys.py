"""Keys of the open interface: whom they stand for, and when they give nothing any more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation
from app.models.accounts.user import Account
from app.models.common.audit import AuditEntry
from app.models.registers.api_key import ApiKey
from app.rules.membership.membership import Standing
from app.rules.membership.roster import Tier
from app.security import guard
from app.security.identity import viewer_for
from app.security.viewer import PUBLIC, Role, Viewer
from app.services.registers import api_keys
from tests import factories
from tests.support.api import key, person


def ends(verb: Callable[[ApiKey, Account], Any]) -> Any:
    return pytest.param(verb, id=verb.__name__.strip("_"))


def revoked(row: ApiKey, _account: Account) -> None:
    row.revoked_at = clock.now()


def expired(row: ApiKey, _account: Account) -> None:
    row.expires_on = clock.today() - timedelta(days=1)


def account_disabled(_row: ApiKey, account: Account) -> None:
    account.active = False


def last_day_past(_row: ApiKey, account: Account) -> None:
    account.ends_on = clock.today() - timedelta(days=1)


def membership_ended(_row: ApiKey, account: Account) -> None:
    account.organisation.standing = Standing.FORMER


def went_to_another_member(_row: ApiKey, account: Account) -> None:
    account.organisation_id = factories.member().id


def left(_row: ApiKey, account: Account) -> None:
    account.organisation_id = None


def test_a_key_reads_as_a_member_and_has_no_organisation_of_its_own(session: Any) -> None:
    row, token = key(person())
    session.commit()
    held = api_keys.holder(token)
    assert held == (row.prefix, Viewer(None, "", frozenset({Role.GENERAL})))
    assert token.startswith(row.prefix) and token not in (row.key_hash, row.prefix)
    session.expire_all()
    assert row.last_used_on == clock.today()


def test_the_secretariats_key_is_no_secretariat(session: Any) -> None:
    _row, token = key(factories.account(Role.SECRETARIAT))
    session.commit()
    held = api_keys.holder(token)
    assert held is not None and not held[1].is_staff


def test_a_key_for_the_public_reads_what_is_public(session: Any) -> None:
    row, token = key(person(), Tier.PUBLIC)
    session.commit()
    assert api_keys.holder(token) == (row.prefix, PUBLIC)


@pytest.mark.parametrize(
    "verb",
    [
        ends(revoked),
        ends(expired),
        ends(account_disabled),
        ends(last_day_past),
        ends(membership_ended),
        ends(went_to_another_member),
        ends(left),
    ],
)
@pytest.mark.parametrize("tier", [Tier.PUBLIC, Tier.MEMBERS])
def test_a_key_ends_with_what_it_rests_on(
    session: Any, verb: Callable[[ApiKey, Account], Any], tier: Tier
) -> None:
    account = person()
    row, token = key(account, tier)
    session.commit()
    assert api_keys.holder(token) is not None
    verb(row, account)
    session.commit()
    assert api_keys.holder(token) is None


def test_a_key_of_the_secretariat_ends_with_the_role(session: Any) -> None:
    account = factories.account(Role.SECRETARIAT)
    _row, token = key(account)
    session.commit()
    account.roles = []
    session.commit()
    assert api_keys.holder(token) is None


def test_unknown_keys_give_nothing(session: Any) -> None:
    row, token = key(person())
    session.commit()
    for wrong in ("", row.prefix, token[:-1], token.upper(), "x" * 5000):
        assert api_keys.holder(wrong) is None


def test_only_members_and_secretariat_make_keys_within_limits(session: Any) -> None:
    for role in (Role.ADMINISTRATOR, Role.COUNCIL):
        with pytest.raises(NotPermitted):
            key(factories.account(role))
    account = person()
    for days in (-1, 732):
        with pytest.raises(RuleViolation):
            key(account, days=days)
    with pytest.raises(RuleViolation):
        key(account, Tier.SECRETARIAT)


def test_keys_of_another_member_are_not_there(session: Any) -> None:
    mine, other = person(), person()
    own, foreign = key(mine)[0].id, key(other)[0].id
    session.commit()
    actor = viewer_for(mine)
    guard.set_viewer(session, actor)
    assert [each.id for each in api_keys.visible(actor)] == [own]
    with pytest.raises(NotFound):
        api_keys.revoke(actor, foreign)
    api_keys.revoke(actor, own)
    with pytest.raises(RuleViolation):
        api_keys.revoke(actor, own)


def test_the_trail_names_the_prefix_and_never_the_key(session: Any) -> None:
    account = person()
    row, token = key(account)
    api_keys.revoke(viewer_for(account), row.id)
    session.commit()
    trail = session.scalars(select(AuditEntry).where(AuditEntry.subject_id == row.prefix)).all()
    assert [each.action for each in trail] == ["api_key.create", "api_key.revoke"]
    assert all(token[12:] not in str(each.details) for each in trail)
