"""Invitations by mail, and the handover of an account to a successor (引継ぎ)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app import clock
from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.mail.accounts import letters
from app.models.accounts.user import Account, OneTimeLink
from app.models.membership.organisation import Organisation
from app.security.identity import is_usable, roles_of, viewer_for
from app.security.viewer import Role, Viewer
from app.services.accounts import (
    access,
    accounts,
    contact_persons,
    mail,
    office_roles,
    role_guard,
)
from app.services.accounts import links as account_links
from app.services.accounts.links import Purpose
from app.services.common import approvals, audit
from app.services.common.links import Links
from app.services.membership.recipients import persons_in_use


@dataclass(frozen=True)
class Invitee:
    """The invited person."""

    email: str
    family_name: str
    given_name: str = ""
    position: str = ""
    """所属・職名."""


def invite(
    actor: Viewer,
    invitee: Invitee,
    *,
    links: Links,
    organisation_id: int | None = None,
    roles: Iterable[Role] = (),
) -> Account:
    """Create an account and mail its user a link to set the password, valid for 14 days.

    organisation_id: the member organisation the person acts for; roles: assigned ones, by an
    administrator only. Raises RuleViolation when the address already has an account.
    """
    account = accounts.create(
        actor,
        username=invitee.email,
        email=invitee.email,
        family_name=invitee.family_name,
        given_name=invitee.given_name,
        position=invitee.position,
        organisation_id=organisation_id,
        roles=roles,
    )
    _send(actor, account, links)
    return account


def invite_contact(actor: Viewer, organisation: Organisation, *, links: Links) -> Account | None:
    """Invite the business contact (事務連絡担当者) of a newly admitted organisation.

    Return None and send nothing without an address, or when the address already has an account.
    """
    email = organisation.business_contact_email
    if not email or role_guard.is_name_taken(accounts.fold_name(email)):
        return None
    invitee = Invitee(email, organisation.business_contact_name or organisation.name[:64])
    return invite(actor, invitee, links=links, organisation_id=organisation.id)


def send_again(actor: Viewer, account_id: int, *, links: Links) -> Account:
    """Mail a new link and void the old one. Raises RuleViolation after acceptance."""
    account = accounts.managed(actor, account_id)
    if account.password or not is_usable(account):
        raise RuleViolation(None, "すでに利用を始めているか、利用停止中のため、招待は送れません。")
    if _has_ended(account):
        raise RuleViolation(None, "所属団体が会員でないため、招待は送れません。")
    _send(actor, account, links)
    audit.record(actor, "invitation.send_again", "account", account.id)
    return account


def hand_over(
    actor: Viewer,
    account_id: int,
    successor: Invitee,
    *,
    links: Links,
    last_day: date | None,
    becomes_contact: bool = False,
) -> Account:
    """Invite a successor with the same organisation and roles, and disable the predecessor.

    last_day: the predecessor's last day of use; None: until the successor has accepted.
    becomes_contact: make the successor the organisation's business contact, too. Raises
    RuleViolation for a past day, and for the last holder of a protected role, who must wait for the
    successor.
    """
    role_guard.lock_all()
    predecessor = _to_hand_over(actor, account_id)
    roles = {Role(row.name) for row in predecessor.roles}
    if last_day is not None:
        if last_day < clock.today():
            raise RuleViolation(None, "最終利用日は、今日以後の日を入力してください。")
        for role in roles:
            role_guard.require_another_holder(role, predecessor)
    account = invite(
        actor, successor, links=links, organisation_id=predecessor.organisation_id, roles=roles
    )
    predecessor.ends_on = last_day
    account.replaces_id = predecessor.id
    db.session.flush()
    if becomes_contact and account.organisation_id is not None:
        contact_persons.become_contact(actor, account)
    audit.record(
        actor,
        "account.hand_over",
        "account",
        predecessor.id,
        successor_id=account.id,
        last_day=last_day.isoformat() if last_day else None,
    )
    return account


def _to_hand_over(actor: Viewer, account_id: int) -> Account:
    account = accounts.locked(account_id)
    if not accounts.may_see(actor, account):
        raise NotFound
    if not accounts.may_hand_over(actor, account):
        raise NotPermitted
    if not is_usable(account):
        raise RuleViolation(None, "利用停止中のアカウントは引き継げません。")
    return account


def open_invitation(actor: Viewer, token: str) -> Account:
    """Return the invited account. Raises NotFound, StaleState."""
    return _invited(account_links.read(Purpose.INVITATION, token))


def _invited(link: OneTimeLink) -> Account:
    if link.account_id is None:
        raise NotFound
    account = accounts.locked(link.account_id)
    if not is_usable(account):
        raise NotFound
    if _has_ended(account):
        raise StaleState("この招待は、団体の会員資格が終わったため使えません。")
    return account


def _has_ended(account: Account) -> bool:
    """Whether the membership for which the person was invited has ended, by whatever way."""
    return account.organisation_id is not None and not roles_of(account)


def end_all(actor: Viewer, organisation_id: int) -> None:
    """End the open invitations of an organisation that is no longer a member."""
    for account in persons_in_use(organisation_id):
        if not account.password and not account.oidc_subject and not roles_of(account):
            account_links.void(account.id, Purpose.INVITATION)
            audit.record(actor, "invitation.end", "account", account.id)


def accept(actor: Viewer, token: str, password: str) -> Account:
    """Accept an invitation by setting a password; the user can log in from now on.

    Raises NotFound, StaleState for an unusable link, RuleViolation for a weak password.
    """
    link = account_links.read(Purpose.INVITATION, token)
    account = _invited(link)
    person = viewer_for(account)
    access.set_password(person, account, password)
    account_links.mark_used(link)
    audit.record(person, "invitation.accept", "account", account.id)
    complete(person, account)
    return account


def complete(actor: Viewer, account: Account) -> None:
    """Complete the invitation: disable the predecessor, unless a last day was set.

    A predecessor in the office stays until the successor's roles are released.
    """
    account_links.void(account.id, Purpose.INVITATION)
    if account.replaces_id is None or approvals.pending(office_roles.KIND, account.id):
        return
    predecessor = accounts.locked(account.replaces_id)
    account.replaces_id = None
    if predecessor.ends_on is None and is_usable(predecessor):
        access.disable_unchecked(actor, predecessor)
    db.session.flush()


def release_roles(actor: Viewer, account_id: int) -> Account:
    """Release the roles proposed for an account, and complete a hand-over that waited for them."""
    account = office_roles.release(actor, account_id)
    if account.password or account.oidc_subject:
        complete(actor, account)
    return account


def _send(actor: Viewer, account: Account, links: Links) -> None:
    token = account_links.issue(Purpose.INVITATION, account.id)
    letter = letters.invitation(account, actor.name, links.invitation(token))
    mail.send_link(actor, account, letter)
