"""The business contact (事務連絡担当者) of an organisation, when its persons change."""

from app import clock
from app.models.accounts.user import Account
from app.rules.common.naming import search_form
from app.rules.membership.membership import Standing
from app.security.viewer import Viewer
from app.services.common import audit
from app.services.membership import memberships
from app.services.membership.recipients import persons_in_use

SOURCE = "担当者の引継ぎ"


def is_contact(account: Account) -> bool:
    """Whether letters to the organisation go to this person: the contact, or its only one."""
    organisation = account.organisation
    if organisation is None:
        return False
    name = search_form(account.get_full_name())
    return (
        organisation.business_contact_email.casefold() == account.email
        or search_form(organisation.business_contact_name) == name
        or [one.id for one in persons_in_use(organisation.id)] == [account.id]
    )


def become_contact(actor: Viewer, account: Account) -> None:
    """Make the person the contact of their organisation, from today.

    *Reading*: the member itself says who takes over, so no acceptance is needed (要領第3条第2項);
    the contact is on no public roster. The telephone number stays until a change notice.
    """
    assert account.organisation_id is not None
    organisation = memberships.locked(account.organisation_id)
    organisation.business_contact_name = account.get_full_name()[:100]
    organisation.business_contact_email = account.email
    if organisation.standing is not Standing.FORMER:
        memberships.write_version(organisation, clock.today(), SOURCE)
    audit.record(
        actor, "organisation.change_contact", "organisation", organisation.id, account=account.id
    )
