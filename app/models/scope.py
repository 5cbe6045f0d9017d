"""The mixins of rows that are not for everyone."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.types import Code
from app.rules.case_access import Section


class OrganisationScoped:
    """A row seen only by the organisation it belongs to and by the secretariat.

    app/security/visibility.py says so in one place and app/security/guard.py puts it into every
    statement of the session.
    """

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class StaffOnly:
    """A row for the secretariat alone: what it notes about a member, the member never sees."""


class CouncilRoom:
    """A row about the council itself, and none about a case: for those who keep it and its persons."""


class CouncilOnly:
    """A row for the council's serving persons alone: no office sees it."""


class CaseScoped:
    """A row of a case: seen by who takes part in the case, written by who manages it.

    No office sees it: secretariat and administrator are filtered like everyone else.
    """

    case_id: Mapped[str] = mapped_column(
        ForeignKey("support_case.id"), index=True, info={"plain": "random"}
    )


class SectionScoped(CaseScoped):
    """A row of one section of a case: seen by who may read the section, written by who may write it."""

    section: Mapped[Section] = mapped_column(
        Code(Section), info={"plain": "the guard asks for it in every statement"}
    )


class Addressed(CaseScoped):
    """A row of a case that is put to somebody who may take no part in it: the addressee sees it too."""

    addressee_id: Mapped[int] = mapped_column(
        ForeignKey("council_person.id"), info={"plain": "the guard asks for it in every statement"}
    )


class OwnInCase(CaseScoped):
    """A row of a case for its author alone, as long as the author takes part in the case."""

    author_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id"), info={"plain": "the guard asks for it in every statement"}
    )
