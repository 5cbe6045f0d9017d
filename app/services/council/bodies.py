"""Constituent bodies (構成機関等) of the council: bulk entry of executive members, end, history."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import ConstituentBody, CouncilPerson
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.council.council import BodyKind
from app.rules.membership.membership import Standing
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.council import councils, persons


def candidates(actor: Viewer, begins_on: date) -> Sequence[Organisation]:
    """Return today's executive members outside the council from that day on."""
    actor.require(Role.SECRETARIAT)
    belonging = select(ConstituentBody.organisation_id).where(
        ConstituentBody.organisation_id.is_not(None),
        or_(ConstituentBody.ends_on.is_(None), ConstituentBody.ends_on >= begins_on),
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.standing == Standing.EXECUTIVE, Organisation.id.not_in(belonging))
        .order_by(Organisation.id)
    ).all()


def add_executives(actor: Viewer, *, begins_on: date) -> list[ConstituentBody]:
    """Add every executive member of today that is not yet a constituent body.

    Raises RuleViolation for a day before the council or in the future, StaleState when there is
    none to add.
    """
    actor.require(Role.SECRETARIAT)
    councils.may_begin(councils.locked(), begins_on)
    joining = [
        ConstituentBody(
            kind=BodyKind.ORGANISATION,
            organisation_id=organisation.id,
            name=organisation.name,
            begins_on=begins_on,
        )
        for organisation in candidates(actor, begins_on)
    ]
    if not joining:
        raise StaleState("すべての幹事団体が、すでに構成機関等です。")
    db.session.add_all(joining)
    db.session.flush()
    for body in joining:
        audit.record(actor, "council.add_body", "constituent_body", body.id)
    return joining


def end(actor: Viewer, body_id: int, last_day: date) -> ConstituentBody:
    """End a body's membership after its last day, and the terms of its persons.

    Raises RuleViolation for the coordinating body and for a day before its first, StaleState
    when it has already left.
    """
    actor.require(Role.SECRETARIAT)
    council = councils.locked()
    body = rows.locked(ConstituentBody, body_id)
    if body.ends_on is not None and body.ends_on < clock.today():
        raise StaleState(f"{body.name}は、すでに構成機関等ではありません。")
    if council.coordinating_body_id == body.id:
        raise RuleViolation(
            articles.COORDINATING_BODY,
            f"{body.name}は調整機関です。先に、ほかの機関を指定するか、指定をなしにしてください。",
        )
    if last_day < body.begins_on:
        raise RuleViolation(
            articles.COUNCIL, "最終日には、構成機関等になった日以後の日を入力してください。"
        )
    body.ends_on = last_day
    over = max(clock.now(), clock.at_start_of(last_day + timedelta(days=1)))
    for term in db.session.scalars(
        select(CouncilPerson).where(CouncilPerson.body_id == body.id, persons.not_ended(over))
    ):
        term.ends_at = over
        audit.record(actor, "council_person.end", "council_person", term.id)
    db.session.flush()
    audit.record(actor, "council.end_body", "constituent_body", body.id, last_day=str(last_day))
    return body


def departed(bodies: Sequence[ConstituentBody]) -> list[ConstituentBody]:
    """Return bodies whose organisation is no executive member any more; the secretariat decides."""
    return [
        body
        for body in bodies
        if body.organisation is not None and body.organisation.standing is not Standing.EXECUTIVE
    ]


def former(actor: Viewer) -> Sequence[ConstituentBody]:
    """Return the former bodies, latest first."""
    actor.require(Role.SECRETARIAT, Role.COUNCIL)
    return db.session.scalars(
        select(ConstituentBody)
        .where(ConstituentBody.ends_on < clock.today())
        .order_by(ConstituentBody.ends_on.desc(), ConstituentBody.id)
    ).all()


def one(actor: Viewer, body_id: int) -> ConstituentBody:
    """Return a body. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(ConstituentBody, body_id)
