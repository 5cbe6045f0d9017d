"""What is found of this wing: the persons with an account."""

from collections.abc import Iterator

from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.rules.common.audience import Audience
from app.services.common.search_entries import Entry, Searchable
from app.services.membership.search_follows import of_renamed


def _account(account: Account) -> Iterator[Entry]:
    member = account.organisation.name if account.organisation else ""
    yield Entry(
        account.id,
        title=f"{account.last_name} {account.first_name}".strip(),
        words=(account.last_name + account.first_name, account.username, account.email, member),
        note=member,
        rank=f"{account.last_name} {account.first_name}",
        audience=Audience.OFFICES,
    )


SEARCHABLE = (
    Searchable(
        "person",
        Account,
        ("last_name", "first_name", "username", "email", "organisation_id"),
        _account,
        follows={Organisation: of_renamed(Account, "name")},
    ),
)
