"""The roles of the office are given by two persons, once there are two."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.models.accounts.user import Account
from app.security.identity import roles_of, viewer_for
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.accounts import access, accounts, invitations, office_roles
from app.services.accounts.invitations import Invitee
from app.services.common import approvals
from tests import factories
from tests.factories import PASSWORD
from tests.support.desk import LINKS, officer


def usable(*roles: Role) -> Viewer:
    account = factories.account(*roles, password=PASSWORD)
    return viewer_for(account)


def invited(actor: Viewer) -> Account:
    invitee = Invitee("second@example.jp", "境")
    return invitations.invite(actor, invitee, links=LINKS, roles=[Role.SECRETARIAT])


def test_second_account_of_an_officer_gets_no_role_by_itself(session: Any) -> None:
    both, other = usable(Role.SECRETARIAT, Role.ADMINISTRATOR), usable(Role.SECRETARIAT)
    account = invited(both)
    assert roles_of(account) == frozenset()
    with pytest.raises(RuleViolation, match="提案した人"):
        office_roles.release(both, account.id)
    office_roles.release(other, account.id)
    assert roles_of(account) == {Role.SECRETARIAT}


def test_change_of_roles_adds_after_release_and_takes_at_once(session: Any) -> None:
    first, second = usable(Role.ADMINISTRATOR), usable(Role.ADMINISTRATOR)
    account = factories.account(Role.SECRETARIAT, password=PASSWORD)
    usable(Role.SECRETARIAT)
    accounts.set_roles(first, account.id, [Role.ADMINISTRATOR])
    assert roles_of(account) == frozenset()
    with pytest.raises(NotPermitted):
        office_roles.release(officer(), account.id)
    own = Viewer(account.id, "", frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(RuleViolation, match="自分の権限"):
        office_roles.release(own, account.id)
    office_roles.release(second, account.id)
    assert roles_of(account) == {Role.ADMINISTRATOR}


def test_only_person_of_the_office_and_the_software_need_nobody(session: Any) -> None:
    for account in session.query(Account):
        account.active = False
    admin = usable(Role.ADMINISTRATOR)
    assert roles_of(invited(admin)) == {Role.SECRETARIAT}
    assert approvals.pending(office_roles.KIND, admin.account_id) is None
    made = accounts.create(
        SYSTEM, username="x", email="x@example.jp", family_name="x", roles=[Role.SECRETARIAT]
    )
    assert roles_of(made) == {Role.SECRETARIAT}


def disable(by: Viewer, other: int, _session: Any) -> None:
    access.disable(by, other)


def take_role(by: Viewer, other: int, session: Any) -> None:
    accounts.set_roles(by, other, ())
    session.commit()  # the trail is written at the commit


def hand_over(by: Viewer, other: int, _session: Any) -> None:
    successor, last_day = Invitee("next@example.jp", "境"), clock.today()
    invitations.hand_over(by, other, successor, links=LINKS, last_day=last_day)


@pytest.mark.parametrize("remove", [disable, take_role, hand_over])
def test_nobody_becomes_the_only_one_by_removing_the_others(
    session: Any, at: Any, remove: Callable[[Viewer, int, Any], None]
) -> None:
    began = clock.now()
    both, other = usable(Role.SECRETARIAT, Role.ADMINISTRATOR), usable(Role.SECRETARIAT)
    remove(both, other.person(), session)
    second = invited(both)
    assert roles_of(second) == frozenset()
    at(began + office_roles.LATELY + timedelta(days=1))
    accounts.set_roles(both, second.id, [Role.SECRETARIAT])
    assert roles_of(second) == {Role.SECRETARIAT}


def test_predecessor_stays_until_the_successors_roles_are_released(session: Any) -> None:
    first, second = usable(Role.ADMINISTRATOR), usable(Role.ADMINISTRATOR)
    predecessor = factories.account(Role.SECRETARIAT, password=PASSWORD)
    successor = invitations.hand_over(
        first, predecessor.id, Invitee("next@example.jp", "境"), links=LINKS, last_day=None
    )
    successor.password = "a hash"
    invitations.complete(SYSTEM, successor)
    assert predecessor.active and roles_of(successor) == frozenset()
    invitations.release_roles(second, successor.id)
    assert not predecessor.active and roles_of(successor) == {Role.SECRETARIAT}


def test_rejected_proposal_gives_nothing(session: Any) -> None:
    both, other = usable(Role.SECRETARIAT, Role.ADMINISTRATOR), usable(Role.SECRETARIAT)
    account = invited(both)
    office_roles.reject(other, account.id)
    assert roles_of(account) == frozenset()
    assert approvals.pending(office_roles.KIND, account.id) is None
