"""Mail addresses of members."""

from sqlalchemy import select

from app.extensions import db
from app.models.accounts.user import Account, RoleRow
from app.models.membership.organisation import Organisation
from app.security.viewer import Role


def address_of(organisation: Organisation, account_id: int | None = None) -> str:
    """Return the contact person's mail address, else the organisation's, else the account's.

    account_id: of the person who filed the document being replied to. "" where none is known: the
    letter is printed and posted.
    """
    known = organisation.business_contact_email or organisation.email
    if known or account_id is None:
        return known
    account = db.session.get(Account, account_id)
    return account.email if account is not None else ""


def secretariat() -> list[Account]:
    """Return the active accounts of the secretariat."""
    return list(
        db.session.scalars(
            select(Account)
            .join(Account.roles)
            .where(RoleRow.name == Role.SECRETARIAT.value, Account.active.is_(True))
            .order_by(Account.id)
        )
    )
