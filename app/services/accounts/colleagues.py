"""An organisation's persons are told of every new person who can act for it."""

from app.mail.accounts import letters
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.security.viewer import Viewer
from app.services.accounts import mail
from app.services.membership.recipients import address_of, persons_in_use


def tell(actor: Viewer, account: Account) -> None:
    """Tell the organisation's persons in use of a new one, or its contact where there are none.

    Neither the person who did it nor the new one is told. Where the organisation has no other
    address, its page alone says who invited whom.
    """
    organisation: Organisation | None = account.organisation
    if organisation is None:
        return
    known = persons_in_use(organisation.id)
    others = [one for one in known if one.id not in (account.id, actor.account_id)]
    told = [(one.email, one.get_full_name()) for one in others]
    if not any(one.id != account.id for one in known):
        address = address_of(organisation)
        told = [(address, "")] if address not in ("", account.email) else []
    for address, name in told:
        letter = letters.new_colleague(account, organisation.name, name, actor.name)
        mail.send_to_colleague(actor, account, letter, to=address)
