"""What would become of a notice to members if it were sent now: before anybody releases it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.extensions import db
from app.models.membership.organisation import Organisation
from app.models.post.address import MailAddress
from app.models.post.bulk import MailBulk
from app.security.viewer import Role, Viewer
from app.services.membership.recipients import addresses_of
from app.services.post import addresses, attachments
from app.services.roster import member_bulks


@dataclass(frozen=True)
class Recipient:
    """A member, and how it would get the letter."""

    member: Organisation
    address: str
    """Empty for one by post."""
    is_bad: bool
    """Whether letters do not reach the address (services/post/addresses)."""
    takes_files: bool


@dataclass(frozen=True)
class Forecast:
    """All recipients, and those that need a thought."""

    recipients: Sequence[Recipient]
    left: int
    """How many of the chosen are no members any more: they get nothing."""

    @property
    def by_post(self) -> list[Recipient]:
        """Those without a mail address."""
        return [each for each in self.recipients if not each.address]

    @property
    def bad(self) -> list[Recipient]:
        """Those whose address is known to be bad."""
        return [each for each in self.recipients if each.is_bad]

    @property
    def without_files(self) -> list[Recipient]:
        """Those by mail that take no files."""
        return [each for each in self.recipients if each.address and not each.takes_files]


def of(actor: Viewer, bulk: MailBulk) -> Forecast:
    """Return the forecast, in three queries."""
    actor.require(Role.SECRETARIAT)
    members = member_bulks.members(bulk)
    known = addresses_of(members)
    bad = _bad({address.casefold() for address in known.values() if address})
    found = [
        Recipient(
            each,
            known[each.id],
            known[each.id].casefold() in bad,
            attachments.are_taken(each, known[each.id]),
        )
        for each in members
    ]
    return Forecast(found, len(bulk.member_ids) - len(members))


def _bad(wanted: set[str]) -> set[str]:
    found = db.session.scalars(
        select(MailAddress.address).where(MailAddress.address.in_(wanted), addresses.in_trouble())
    )
    return set(found)
