"""Expulsion files (除名): prepared by the secretariat, decided by the platform meeting alone.

規約第6条, 第9条第3号. Nothing here ends a membership: a file is concluded, dropped or lapses.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.documents.common.letter import Letter
from app.errors import RuleViolation
from app.extensions import db
from app.mail.filings import expulsion_letters
from app.models.filings.expulsion import Expulsion
from app.models.membership.contact import ContactAttempt
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.common.naming import search_form
from app.rules.filings.leaving import GROUND_ARTICLES, may_expel
from app.rules.membership.contact import ground_applies
from app.rules.membership.membership import ExpulsionGround, Standing
from app.rules.states.common.table import next_state
from app.rules.states.filings.expulsion import (
    EXPULSION,
    OPEN_EXPULSION_STATES,
    ExpulsionState,
    ExpulsionVerb,
)
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers, rows
from app.services.membership import memberships
from app.services.membership.recipients import address_of
from app.services.post import outbox


def open_file(
    actor: Viewer, organisation_id: int, *, ground: ExpulsionGround, facts: str
) -> Expulsion:
    """Open a file against a general member.

    Raises RuleViolation for an executive member and a non-member, without facts, while another file
    is open, and for ground (1) where the last-contact date does not support it.
    """
    actor.require(Role.SECRETARIAT)
    person = actor.person()
    organisation = memberships.locked(organisation_id)
    _check(organisation, ground, facts)
    if _open_file_of(organisation_id) is not None:
        raise RuleViolation(articles.LEAVING, "この団体の除名手続は、すでに始まっています。")
    file = Expulsion(
        organisation_id=organisation_id,
        state=next_state(EXPULSION, None, ExpulsionVerb.PREPARE),
        ground=ground,
        facts=facts.strip(),
        opened_at=clock.now(),
        opened_by_id=person,
        open_key=organisation_id,
        organisation=organisation,
    )
    db.session.add(file)
    db.session.flush()
    audit.record(actor, "expulsion.open", "expulsion", file.id, ground=ground)
    return file


def revise(actor: Viewer, file_id: int, *, ground: ExpulsionGround, facts: str) -> Expulsion:
    """Change ground and facts, before the member has been notified of them."""
    actor.require(Role.SECRETARIAT)
    file = locked(file_id)
    next_state(EXPULSION, file.state, ExpulsionVerb.OFFER_HEARING)
    _check(file.organisation, ground, facts)
    file.ground, file.facts = ground, facts.strip()
    audit.record(actor, "expulsion.revise", "expulsion", file.id, ground=ground)
    db.session.flush()
    return file


def drop(actor: Viewer, file_id: int, reason: str) -> Expulsion:
    """Close the file without a vote, and notify a member that had been notified of the file."""
    actor.require(Role.SECRETARIAT)
    file = locked(file_id)
    told = file.state is not ExpulsionState.PREPARING
    file.state = next_state(EXPULSION, file.state, ExpulsionVerb.DROP)
    if not reason.strip():
        raise RuleViolation(None, "取りやめる理由を入力してください。")
    _close(file, reason.strip())
    audit.record(actor, "expulsion.drop", "expulsion", file.id)
    if told:
        write_letter(
            actor, file, expulsion_letters.expulsion_dropped(file, numbers.document_number())
        )
    db.session.flush()
    return file


def lapse(actor: Viewer, organisation_id: int) -> None:
    """Let the open file of an organisation lapse on the end of its membership (*reading*: no bar).

    Called by the service that ends the membership, whoever the actor is.
    """
    file = _open_file_of(organisation_id)
    if file is None:
        return
    file.state = next_state(EXPULSION, file.state, ExpulsionVerb.LAPSE)
    _close(file, "会員の資格がなくなったため")
    audit.record(actor, "expulsion.lapse", "expulsion", file.id)
    db.session.flush()


def check_ground(organisation: Organisation, ground: ExpulsionGround) -> None:
    """Raise RuleViolation where the ground does not apply: (1) by the last-contact date."""
    if ground is not ExpulsionGround.OUT_OF_CONTACT:
        return
    last = organisation.last_contact_on
    failed = db.session.scalars(
        select(ContactAttempt.attempted_on).where(
            ContactAttempt.organisation_id == organisation.id, ContactAttempt.reached.is_(False)
        )
    ).all()
    if last is None:
        raise RuleViolation(
            GROUND_ARTICLES[ground], "最後に連絡が取れた日の記録がないため、1年を数えられません。"
        )
    verdict = ground_applies(last, today=clock.today(), failed_attempts=failed)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)


def write_letter(
    actor: Viewer,
    file: Expulsion,
    letter: Letter,
    period: str = "",
) -> None:
    """Write a letter about the file to the member."""
    outbox.write(
        actor,
        letter,
        to=address_of(file.organisation),
        dedupe_key=f"expulsion:{file.id}",
        period=period,
        organisation_id=file.organisation_id,
    )


def page(actor: Viewer, *, only_open: bool, number: int) -> tuple[Sequence[Expulsion], int]:
    """Return one page of files, the newest first, and their total."""
    actor.require(Role.SECRETARIAT)
    files = select(Expulsion).order_by(Expulsion.id.desc())
    if only_open:
        files = files.where(Expulsion.state.in_(OPEN_EXPULSION_STATES))
    return rows.page(files, number, joinedload(Expulsion.organisation))


def one(actor: Viewer, file_id: int) -> Expulsion:
    """Return a file with all that its page shows. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(
        Expulsion,
        file_id,
        joinedload(Expulsion.organisation),
        selectinload(Expulsion.evidence),
        selectinload(Expulsion.statements),
    )


def of_organisation(actor: Viewer, organisation_id: int) -> Sequence[Expulsion]:
    """Return every file on an organisation, the newest first."""
    actor.require(Role.SECRETARIAT)
    return rows.of_organisation(Expulsion, organisation_id)


def choices(actor: Viewer, text: str) -> Sequence[Organisation]:
    """Return up to 20 general members whose name contains the text, for selection."""
    actor.require(Role.SECRETARIAT)
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.standing == Standing.GENERAL,
            Organisation.name_search.contains(search_form(text), autoescape=True),
        )
        .order_by(Organisation.name_kana, Organisation.id)
        .limit(20)
    ).all()


def locked(file_id: int) -> Expulsion:
    """Return the file, locked after its organisation and fresh. Raises NotFound.

    The service that ends a membership takes the two locks in the same order.
    """
    memberships.locked(rows.one(Expulsion, file_id).organisation_id)
    return rows.locked(Expulsion, file_id)


def _check(organisation: Organisation, ground: ExpulsionGround, facts: str) -> None:
    verdict = may_expel(organisation.standing)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    if not facts.strip():
        raise RuleViolation(GROUND_ARTICLES[ground], "除名事由にあたる事実を入力してください。")
    check_ground(organisation, ground)


def _open_file_of(organisation_id: int) -> Expulsion | None:
    return db.session.scalars(
        select(Expulsion)
        .where(Expulsion.open_key == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def close_resolved(file: Expulsion, note: str) -> None:
    """Close the file after the meeting's resolution."""
    _close(file, note)


def _close(file: Expulsion, note: str) -> None:
    file.closed_at, file.closing_note, file.open_key = clock.now(), note, None
