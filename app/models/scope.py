"""The mixins of rows that are not for everyone."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column


class OrganisationScoped:
    """A row seen only by the organisation it belongs to and by the secretariat.

    app/security/visibility.py says so in one place and app/security/guard.py puts it into every
    statement of the session.
    """

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class StaffOnly:
    """A row for the secretariat alone: what it notes about a member, the member never sees."""
