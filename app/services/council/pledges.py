"""The pledge of secrecy (誓約; 法第18条), on screen or on paper, required for any access."""

from datetime import date

from app import clock
from app.documents.council import pledge as pledge_paper
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import CouncilPerson
from app.rules.common import articles
from app.rules.council.council import PLEDGE, PLEDGE_VERSION
from app.security import guard
from app.security.viewer import Role, Viewer
from app.services.common import attachments, audit, rows
from app.services.council import councils, persons


def of(actor: Viewer) -> list[CouncilPerson]:
    """Return the actor's terms that have not ended, with or without a pledge."""
    return persons.open_terms(actor.person())


def pledge(actor: Viewer) -> list[CouncilPerson]:
    """Sign today's pledge on the screen, for each of the actor's terms without one.

    Called by coordinators.pledge. Raises StaleState where no term waits for a pledge.
    """
    account_id = actor.person()
    with guard.acting_as_system(db.session):  # no access to council data before the pledge
        waiting = [each for each in persons.open_terms(account_id) if each.pledged_on is None]
        if not waiting:
            raise StaleState("誓約する従事はありません。")
        for term in waiting:
            term.pledged_on, term.pledge_version = clock.today(), PLEDGE_VERSION
            audit.record(actor, "council_person.pledge", "council_person", term.id)
        db.session.flush()
    return waiting


def on_paper(
    actor: Viewer,
    term_id: int,
    *,
    pledged_on: date,
    version: str,
    name: str,
    content: bytes,
) -> CouncilPerson:
    """Record a pledge that was signed on paper, with the signed copy. It cannot be changed afterwards.

    Called by coordinators.pledge_on_paper. Raises RuleViolation for a day to come, without a version
    and for a file of another kind; StaleState where a pledge is there or the term has ended.
    """
    actor.require(Role.SECRETARIAT)
    term = rows.locked(CouncilPerson, term_id)
    persons.refuse_self_registration(actor, term.account_id)
    if term.pledged_on is not None:
        raise StaleState("この従事の誓約は、すでに記録されています。")
    if term.ends_at is not None and term.ends_at <= clock.now():
        raise StaleState("この従事はすでに終わっています。")
    if pledged_on > clock.today():
        raise RuleViolation(articles.SECRECY, "誓約の日には、今日までの日を入力してください。")
    if not version.strip():
        raise RuleViolation(articles.SECRECY, "署名された誓約書の版を入力してください。")
    term.pledge_name, term.pledge_media_type = attachments.checked(name, content)
    if term.pledge_media_type == "text/plain":
        raise RuleViolation(
            articles.SECRECY,
            "署名された誓約書を読み取った、PDF、PNG、JPEGのファイルを選んでください。",
        )
    term.pledge_copy = content
    term.pledged_on, term.pledge_version = pledged_on, version.strip()
    db.session.flush()
    audit.record(actor, "council_person.pledge_on_paper", "council_person", term.id)
    return term


def paper(actor: Viewer, term_id: int) -> bytes:
    """Return 誓約書 (PDF) in today's wording, for the person to sign. Raises NotFound."""
    term = persons.one(actor, term_id)
    return pledge_paper.pdf(
        council=councils.required().name,
        body=term.body.name,
        duty=term.duty,
        paragraphs=PLEDGE,
        version=PLEDGE_VERSION,
        dated=clock.today(),
    )


def copy(actor: Viewer, term_id: int) -> CouncilPerson:
    """Return a term with the signed copy of its pledge. Raises NotFound without one."""
    term = persons.one(actor, term_id)
    if term.pledge_copy is None:
        raise NotFound
    return term
