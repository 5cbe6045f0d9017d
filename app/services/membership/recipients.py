"""Mail addresses of members: letters go to persons in use."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.extensions import db
from app.models.accounts.user import Account, RoleRow
from app.models.membership.organisation import Organisation
from app.security.identity import is_usable
from app.security.viewer import Role


def address_of(organisation: Organisation, account_id: int | None = None) -> str:
    """Return the contact person's mail address, else the organisation's, else the account's.

    account_id: of the person who filed the document being replied to. Where the contact person has
    an account that is no longer used for the organisation, the letter goes to that person, or
    another of the organisation's in use. "" where none is known: the letter is printed and posted.
    """
    return _address(organisation, _persons([organisation]), account_id)


def addresses_of(organisations: Sequence[Organisation]) -> Mapping[int, str]:
    """Return `address_of` for several organisations, by id, in one query."""
    persons = _persons(organisations)
    of_one: dict[int | str | None, list[Account]] = defaultdict(list)
    for person in persons:
        of_one[person.organisation_id].append(person)
        of_one[person.email].append(person)
    return {
        each.id: _address(each, [*of_one[each.id], *of_one[each.business_contact_email.casefold()]])
        for each in organisations
    }


def _address(
    organisation: Organisation, persons: Sequence[Account], account_id: int | None = None
) -> str:
    in_use = [one for one in persons if one.organisation_id == organisation.id and is_usable(one)]
    contact = organisation.business_contact_email
    if contact and not is_gone(organisation, persons):
        return contact
    filer = next((one.email for one in in_use if one.id == account_id), "")
    if not contact:
        return organisation.email or filer
    return filer or next((one.email for one in in_use), organisation.email)


def is_gone(organisation: Organisation, persons: Sequence[Account] | None = None) -> bool:
    """Whether the contact person's account is disabled, over, or another organisation's by now.

    A contact without an account, as on a paper application, is not gone.
    """
    address = organisation.business_contact_email.casefold()
    known = _persons([organisation]) if persons is None else persons
    holder = next((one for one in known if one.email == address), None)
    return holder is not None and not (
        is_usable(holder) and holder.organisation_id in (None, organisation.id)
    )


def contact_is_gone() -> ColumnElement[bool]:
    """Return `is_gone` as a condition on organisations."""
    holder = aliased(Account)
    over = or_(holder.active.is_not(True), holder.ends_on < clock.today())
    elsewhere = and_(holder.organisation_id.is_not(None), holder.organisation_id != Organisation.id)
    return exists().where(
        holder.email == func.lower(Organisation.business_contact_email), or_(over, elsewhere)
    )


def persons_in_use(organisation_id: int) -> list[Account]:
    """Return the accounts of an organisation that may be used today."""
    of_it = select(Account).where(Account.organisation_id == organisation_id).order_by(Account.id)
    return [one for one in db.session.scalars(of_it) if is_usable(one)]


def _persons(organisations: Sequence[Organisation]) -> Sequence[Account]:
    """Return the accounts of organisations and of their contacts' addresses; who entered, first."""
    ids = [each.id for each in organisations]
    addresses = {each.business_contact_email.casefold() for each in organisations}
    return db.session.scalars(
        select(Account)
        .where(or_(Account.organisation_id.in_(ids), Account.email.in_(addresses)))
        .order_by(Account.last_login.is_(None), Account.id)
    ).all()


def secretariat() -> list[Account]:
    """Return the accounts of the secretariat that may be used today."""
    officers = select(Account).join(Account.roles).where(RoleRow.name == Role.SECRETARIAT.value)
    return [one for one in db.session.scalars(officers.order_by(Account.id)) if is_usable(one)]
