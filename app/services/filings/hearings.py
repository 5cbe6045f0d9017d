"""The hearing (弁明の機会) before an expulsion is submitted to the vote (規約第9条第3号)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.filings import expulsion_letters
from app.models.filings.expulsion import Expulsion, ExpulsionStatement
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.filings.hearing import MIN_DAYS, earliest_deadline
from app.rules.filings.leaving import may_expel
from app.rules.membership.membership import ContactKind, ReceivedBy
from app.rules.states.common.table import next_state
from app.rules.states.filings.expulsion import EXPULSION, ExpulsionState, ExpulsionVerb
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.common.links import Links
from app.services.filings import expulsions
from app.services.membership import contacts

NOTIFIED_STATES = (
    ExpulsionState.HEARING,
    ExpulsionState.AWAITING_RESOLUTION,
    ExpulsionState.RESOLVED,
    ExpulsionState.NOT_PASSED,
)
"""States in which the member has been notified of the file and may read its ground and facts."""


def offer(actor: Viewer, file_id: int, until: date, *, links: Links) -> Expulsion:
    """Notify the member of ground, facts and the deadline for its statement.

    Raises RuleViolation for too early a deadline.
    """
    actor.require(Role.SECRETARIAT)
    file = expulsions.locked(file_id)
    file.state = next_state(EXPULSION, file.state, ExpulsionVerb.OFFER_HEARING)
    expulsions.check_ground(file.organisation, file.ground)
    earliest = earliest_deadline(clock.today())
    if until < earliest:
        raise RuleViolation(
            None,
            f"期限は、通知の翌日から数えて{MIN_DAYS}日目の{era_date(earliest)}以後にしてください。",
        )
    file.hearing_until = until
    audit.record(actor, "expulsion.offer_hearing", "expulsion", file.id, until=until.isoformat())
    number = numbers.document_number()
    expulsions.write_letter(
        actor, file, expulsion_letters.hearing_offered(file, number, links.hearing(file.id))
    )
    db.session.flush()
    return file


def state_case(actor: Viewer, file_id: int, text: str) -> ExpulsionStatement:
    """File a statement of the member; it may add others until the hearing is concluded."""
    file = expulsions.locked(file_id)
    actor.require_member(file.organisation_id)
    statement = _add(actor, file, text, ReceivedBy.WEB)
    contacts.record_contact(actor, file.organisation_id, ContactKind.FORM, "弁明書")
    return statement


def record(actor: Viewer, file_id: int, text: str, received_by: ReceivedBy) -> ExpulsionStatement:
    """Record a statement received on paper, by FAX or by mail."""
    actor.require(Role.SECRETARIAT)
    file = expulsions.locked(file_id)
    statement = _add(actor, file, text, received_by)
    contacts.record_contact(actor, file.organisation_id, ContactKind.REPLY, "弁明書")
    return statement


def conclude(actor: Viewer, file_id: int) -> Expulsion:
    """Conclude the hearing; the file then awaits the platform meeting.

    Raises RuleViolation before the deadline while there is no statement, and when the member can no
    longer be expelled or was contacted again (ground 1).
    """
    actor.require(Role.SECRETARIAT)
    file = expulsions.locked(file_id)
    file.state = next_state(EXPULSION, file.state, ExpulsionVerb.CONCLUDE_HEARING)
    assert file.hearing_until is not None
    if clock.today() <= file.hearing_until and not file.statements:
        raise RuleViolation(
            None,
            f"弁明書の提出期限（{era_date(file.hearing_until)}）までは、提出を待ってください。",
        )
    verdict = may_expel(file.organisation.standing)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    expulsions.check_ground(file.organisation, file.ground)
    audit.record(actor, "expulsion.conclude_hearing", "expulsion", file.id)
    db.session.flush()
    return file


def mine(actor: Viewer, file_id: int) -> Expulsion:
    """Return the member's own file, once the member has been notified of it. Raises NotFound."""
    file = rows.one(
        Expulsion,
        file_id,
        joinedload(Expulsion.organisation),
        selectinload(Expulsion.statements),
    )
    if file.state not in NOTIFIED_STATES:
        raise NotFound
    actor.require_member(file.organisation_id)
    return file


def undecided(actor: Viewer) -> Sequence[Expulsion]:
    """Return the files of which the actor's organisation has been notified and that are pending."""
    if actor.organisation_id is None:
        return ()
    pending = (ExpulsionState.HEARING, ExpulsionState.AWAITING_RESOLUTION)
    return db.session.scalars(
        select(Expulsion).where(
            Expulsion.organisation_id == actor.organisation_id, Expulsion.state.in_(pending)
        )
    ).all()


def open_hearings(actor: Viewer) -> Sequence[Expulsion]:
    """Return the files that await a statement of the actor's organisation, for its home page."""
    return [file for file in undecided(actor) if file.state is ExpulsionState.HEARING]


def _add(actor: Viewer, file: Expulsion, text: str, received_by: ReceivedBy) -> ExpulsionStatement:
    next_state(EXPULSION, file.state, ExpulsionVerb.CONCLUDE_HEARING)
    person = actor.person()
    if not text.strip():
        raise RuleViolation(articles.POWER_EXPULSION, "弁明の内容を入力してください。")
    statement = ExpulsionStatement(
        organisation_id=file.organisation_id,
        text=text.strip(),
        received_by=received_by,
        stated_at=clock.now(),
        recorded_by_id=person,
    )
    file.statements.append(statement)
    db.session.flush()
    audit.record(actor, "expulsion.statement", "expulsion", file.id, received_by=received_by)
    expulsions.write_letter(
        actor, file, expulsion_letters.statement_received(file, statement), str(statement.id)
    )
    return statement
