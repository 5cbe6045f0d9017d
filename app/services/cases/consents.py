"""What follows from a withdrawn consent: each participation that rests on it ends, or gets a basis.

The withdrawal is asked about at once when it is saved, stays on the home page of the case managers,
and is reminded of weekly until nothing rests on it.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, or_, select

from app import clock
from app.errors import StaleState
from app.extensions import db
from app.models.cases.case import PassingOn, SupportCase
from app.models.cases.record import CaseRecord
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind, RecordState
from app.rules.cases.passing_on import Terms
from app.rules.states.cases.case import CaseState
from app.security.viewer import Role, Viewer
from app.services.cases import cases, participants, participations, passing_on
from app.services.cases.participants import LapsedConsent
from app.services.common.links import Links
from app.services.common.rows import AT_ONCE
from app.services.council import mail as council_mail

AGAIN = timedelta(days=7)


def unsettled(actor: Viewer, case_id: str) -> list[LapsedConsent]:
    """Return the participants whose access rests on a consent no longer valid.

    Empty for whoever does not manage the case: it is the managers who settle it.
    """
    if participations.held(actor, case_id).get(Section.MANAGEMENT) is not Level.WRITE:
        return []
    return participants.without_valid_consent(actor, case_id)


def cases_to_settle(actor: Viewer) -> list[SupportCase]:
    """Return the actor's managed cases in which something rests on a consent no longer valid."""
    ordered = db.session.scalars(candidates(actor).order_by(SupportCase.alias)).all()
    return [case for case in ordered if unsettled(actor, case.id)]


def candidates(actor: Viewer) -> Select[SupportCase]:
    """Return the query for managed cases in which something was passed on by such a consent."""
    invalid = or_(
        CaseRecord.state.in_((RecordState.WITHDRAWN, RecordState.STRUCK)),
        CaseRecord.due_on < clock.today(),
    )
    passed = (
        select(PassingOn.case_id)
        .join(CaseRecord, CaseRecord.id == PassingOn.consent_id)
        .where(invalid, PassingOn.case_id.in_(participations.managed(actor)))
    )
    return select(SupportCase).where(
        SupportCase.id.in_(passed), SupportCase.state != CaseState.TO_DELETE
    )


def end(actor: Viewer, case_id: str, person_id: int) -> None:
    """End a person's participation in the sections that rest on a consent no longer valid.

    Raises RuleViolation for the last case manager, StaleState where nothing rests on it.
    """
    cases.for_manager(actor, case_id)
    lapsed = _sections(actor, case_id, person_id)
    kept = {
        section: part.level
        for section, part in participants.steady(case_id, person_id).items()
        if section not in lapsed
    }
    participants.keep_a_manager(case_id, person_id, kept)
    participations.end(actor, case_id, person_id, lapsed)


def found_anew(actor: Viewer, case_id: str, person_id: int, terms: Terms) -> None:
    """Pass the same sections on again, on another basis. Raises as `passing_on.pass_on` does."""
    cases.live_for_manager(actor, case_id)
    lapsed = _sections(actor, case_id, person_id)
    held = participants.steady(case_id, person_id)
    grants = {section: held[section].level for section in lapsed}
    passing_on.pass_on(actor, case_id, person_id, grants, terms)


def remind_due(actor: Viewer, links: Links) -> int:
    """Tell the case managers of withdrawn consents on which something rests; returns how many."""
    actor.require(Role.SYSTEM)
    found = db.session.scalars(
        select(CaseRecord)
        .where(
            CaseRecord.kind == RecordKind.CONSENT,
            CaseRecord.state == RecordState.WITHDRAWN,
            CaseRecord.remind_on <= clock.today(),
        )
        .order_by(CaseRecord.remind_on, CaseRecord.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for record in found:
        rests = _rests_on(record)
        if rests:
            council_mail.notify(actor, participations.managers(record.case_id), links)
        record.remind_on = clock.today() + AGAIN if rests else None
    db.session.flush()
    return len(found)


def _rests_on(record: CaseRecord) -> bool:
    lapsed = participants.lapsed(record.case_id, passing_on.entries(record.case_id))
    return any(each.consent.id == record.id for each in lapsed)


def _sections(actor: Viewer, case_id: str, person_id: int) -> Sequence[Section]:
    lapsed = [each for each in unsettled(actor, case_id) if each.person.id == person_id]
    if not lapsed:
        raise StaleState("この人の参加の根拠は、すでに見直されています。")
    return [section for each in lapsed for section in each.sections]
