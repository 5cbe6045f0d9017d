"""Mixins for rows with restricted access."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.models.common.types import Code
from app.rules.cases.access import Section
from app.rules.common.audience import Audience


class OrganisationScoped:
    """A row visible only to its organisation and to the secretariat.

    app/security/visibility.py defines the condition once, and app/security/guard.py adds it to
    every statement of the session.
    """

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class StaffOnly:
    """A row for the secretariat alone; the member concerned never sees it."""


class Audienced:
    """A row for its audience, and for the member whose row it is; nobody but the software writes it."""

    audience: Mapped[Audience] = mapped_column(Code(Audience))
    organisation_id: Mapped[int | None]
    """The member; no foreign key: the row goes with another, which has one."""


class CouncilRoom:
    """A row about the council, not a case: for secretariat, administrators and council persons."""


class CouncilOnly:
    """A row for persons serving on the council only: the secretariat has no access."""


class CaseScoped:
    """A row of a case: visible to its participants, writable by the case manager.

    No role grants access: secretariat and administrator are filtered like everyone else.
    """

    case_id: Mapped[str] = mapped_column(
        ForeignKey("support_case.id"), index=True, info={"plain": "random"}
    )


class SectionScoped(CaseScoped):
    """A row of one section of a case: visible and writable under the rights in that section."""

    section: Mapped[Section] = mapped_column(
        Code(Section), info={"plain": "the guard asks for it in every statement"}
    )


class Addressed(CaseScoped):
    """A row of a case also visible to its addressee, who need not participate in the case."""

    addressee_id: Mapped[int] = mapped_column(
        ForeignKey("council_person.id"), info={"plain": "the guard asks for it in every statement"}
    )


class OwnInCase(CaseScoped):
    """A row of a case for its author alone, while the author participates in the case."""

    author_id: Mapped[int] = mapped_column(
        ForeignKey("ab_user.id"), info={"plain": "the guard asks for it in every statement"}
    )
