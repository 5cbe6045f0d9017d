"""Possible identities of an applicant: members, former members, other applications (要領第5条).

An organisation is recognised by its corporate number; otherwise look-alikes are submitted to
the secretariat, which decides on the identity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, false, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from app.extensions import db
from app.models.admission.application import Application
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation
from app.models.membership.profile import OrganisationProfile
from app.rules.common.naming import search_form
from app.rules.membership.likeness import Features, Sign, signs
from app.rules.membership.membership import Standing
from app.rules.membership.readmission import LossCause, readmittable_from
from app.rules.states.admission.application import ApplicationState
from app.security.viewer import Role, Viewer
from app.services.membership.memberships import LOSSES

MAX_CANDIDATES = 200
"""Maximum of organisations read for one applicant; more look-alikes indicate a typing error."""
OPEN_STATES = (ApplicationState.RECEIVED, ApplicationState.CORRECTION, ApplicationState.PROPOSED)


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be the applicant."""

    organisation: Organisation
    signs: tuple[Sign, ...]
    other_number: bool
    """Whether both have a corporate number, and different ones."""
    loss: Membership | None
    """The latest loss of its membership."""
    barred_until: date | None
    """First day on which it may be readmitted; None where it was never expelled."""

    @property
    def is_recognised(self) -> bool:
        """Whether the corporate number identifies it as the applicant."""
        return Sign.CORPORATE_NUMBER in self.signs


def candidates(actor: Viewer, application: Application) -> list[Candidate]:
    """Return the candidates shown beside the form, the likeliest first."""
    actor.require(Role.SECRETARIAT)
    return alike(application)


def alike(application: Application) -> list[Candidate]:
    """Return every organisation that may be the applicant, in a constant two queries."""
    found = db.session.scalars(
        select(Organisation)
        .where(Organisation.merged_into_id.is_(None), _looks_alike(application))
        .where(Organisation.id != (application.organisation_id or 0))  # its own organisation
        .order_by(case((or_(*_equal(Organisation, application)), 0), else_=1), Organisation.id)
        .limit(MAX_CANDIDATES)
        .options(selectinload(Organisation.memberships))
    ).all()
    mine = features(application)
    compared = [_candidate(organisation, mine) for organisation in found]
    return sorted(
        (candidate for candidate in compared if candidate.signs),
        key=lambda candidate: (
            list(Sign).index(candidate.signs[0]),
            -len(candidate.signs),
            candidate.organisation.id,
        ),
    )


def find(actor: Viewer, text: str) -> list[Candidate]:
    """Return organisations by name, for the officer's search beyond the candidates."""
    actor.require(Role.SECRETARIAT)
    folded = search_form(text)
    if not folded:
        return []
    found = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.merged_into_id.is_(None),
            Organisation.name_search.contains(folded, autoescape=True),
        )
        .order_by(Organisation.name_kana, Organisation.id)
        .limit(20)
        .options(selectinload(Organisation.memberships))
    ).all()
    nobody = Features(None, "", "", "", "")
    return [_candidate(organisation, nobody) for organisation in found]


def other_applications(actor: Viewer, application: Application) -> Sequence[Application]:
    """Return other undecided applications that resemble this one."""
    actor.require(Role.SECRETARIAT)
    equal = [*_equal(Application, application), _is(Application.email, application.email)]
    return db.session.scalars(
        select(Application)
        .where(Application.id != application.id, Application.state.in_(OPEN_STATES))
        .where(or_(*equal))
        .order_by(Application.received_on, Application.id)
        .limit(20)
    ).all()


def common(application: Application, other: Application) -> tuple[Sign, ...]:
    """Return the features two applications share; none where only the mail address is shared."""
    return signs(features(application), features(other), former=True)


def features(profile: OrganisationProfile) -> Features:
    """Return the compared features of a profile."""
    return Features(
        corporate_number=profile.corporate_number,
        name=profile.name_normal,
        representative=profile.representative_normal,
        address=profile.address_normal,
        phone=profile.phone_digits,
    )


def barred_until(organisation: Organisation) -> date | None:
    """Return the first day after the bars of all expulsions; None where there was none."""
    return max(
        (
            readmittable_from(loss.ended_on, LossCause.EXPULSION)
            for loss in losses(organisation)
            if loss.ended_on and loss.end_cause and LOSSES[loss.end_cause] is LossCause.EXPULSION
        ),
        default=None,
    )


def losses(organisation: Organisation) -> list[Membership]:
    """Return the memberships that were lost, the latest last."""
    return [row for row in organisation.memberships if row.end_cause in LOSSES]


def _candidate(organisation: Organisation, mine: Features) -> Candidate:
    theirs = features(organisation)
    lost = losses(organisation)
    numbers = (mine.corporate_number, theirs.corporate_number)
    return Candidate(
        organisation=organisation,
        signs=signs(mine, theirs, former=organisation.standing is Standing.FORMER),
        other_number=all(numbers) and numbers[0] != numbers[1],
        loss=lost[-1] if lost else None,
        barred_until=barred_until(organisation),
    )


def _looks_alike(application: Application) -> ColumnElement[bool]:
    """Return an SQL condition that matches all look-alikes found by `signs`, and few others."""
    name = application.name_normal
    contained = and_(
        Organisation.name_normal != "",
        or_(
            Organisation.name_normal.contains(name, autoescape=True),
            literal(name).contains(Organisation.name_normal),
        ),
    )
    looser = [_is(Organisation.representative_normal, application.representative_normal)]
    if name:
        looser.append(contained)
    return or_(
        *_equal(Organisation, application),
        and_(Organisation.standing == Standing.FORMER, or_(*looser)),
    )


def _equal(
    entity: type[Organisation] | type[Application], application: Application
) -> list[ColumnElement[bool]]:
    return [
        _is(entity.corporate_number, application.corporate_number),
        _is(entity.name_normal, application.name_normal),
        _is(entity.address_normal, application.address_normal),
        _is(entity.phone_digits, application.phone_digits),
    ]


def _is(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], value: str | None
) -> ColumnElement[bool]:
    """Return a condition for equality to a known value; an unknown value equals nothing."""
    return column == value if value else false()
