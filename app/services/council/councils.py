"""The regional council and its constituent bodies (法第15条, 第17条)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import ConstituentBody, Council
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.council.council import BodyKind
from app.security.viewer import Role, Viewer
from app.services.common import audit, numbers
from app.services.roster import organisations


def present() -> Council | None:
    """Return the council, or None before it is established."""
    return db.session.scalars(
        select(Council).options(joinedload(Council.coordinating_body))
    ).one_or_none()


def required() -> Council:
    """Return the council. Raises RuleViolation before it is established."""
    council = present()
    if council is None:
        raise RuleViolation(articles.COUNCIL, "協議会がまだ設置されていません。")
    return council


def locked() -> Council:
    """As `required`, locked until the commit, to serialise changes and publication."""
    council = db.session.scalars(
        select(Council).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    return council or required()


def establish(actor: Viewer, *, name: str, established_on: date) -> Council:
    """Record the establishment of the council by the prefecture (法第15条第1項).

    Raises StaleState when one exists, RuleViolation without a name or for a day in the future.
    """
    actor.require(Role.SECRETARIAT)
    numbers.hold("council")
    if present() is not None:
        raise StaleState("協議会はすでに設置されています。")
    council = Council()
    _fill(council, name, established_on)
    db.session.add(council)
    db.session.flush()
    audit.record(actor, "council.establish", "council", council.id)
    return council


def revise(actor: Viewer, *, name: str, established_on: date) -> Council:
    """Change the council's name, or correct its date of establishment."""
    actor.require(Role.SECRETARIAT)
    council = locked()
    before = {"name": council.name, "established_on": council.established_on.isoformat()}
    _fill(council, name, established_on)
    db.session.flush()
    audit.record(actor, "council.revise", "council", council.id, before=before)
    return council


def add_body(
    actor: Viewer, *, begins_on: date, organisation_id: int | None = None, name: str = ""
) -> ConstituentBody:
    """Add a constituent body: a registered organisation, or a person by name.

    Raises RuleViolation without a name or before the council, StaleState when it already
    belongs to the council.
    """
    actor.require(Role.SECRETARIAT)
    may_begin(locked(), begins_on)
    if organisation_id is not None:
        name = organisations.one(actor, organisation_id).name
    name = name.strip()
    if not name:
        raise RuleViolation(articles.COUNCIL, "構成機関等の名称を入力してください。")
    if any(body.name == name for body in not_ended(begins_on)):
        raise StaleState(f"{name}は、すでに構成機関等です。")
    body = ConstituentBody(
        kind=BodyKind.PERSON if organisation_id is None else BodyKind.ORGANISATION,
        organisation_id=organisation_id,
        name=name,
        begins_on=begins_on,
    )
    db.session.add(body)
    db.session.flush()
    audit.record(actor, "council.add_body", "constituent_body", body.id)
    return body


def may_begin(council: Council, begins_on: date) -> None:
    """Raise RuleViolation unless a body can join the council on that day."""
    if not council.established_on <= begins_on <= clock.today():
        raise RuleViolation(
            articles.COUNCIL,
            "構成機関等になった日には、協議会の設置の日から今日までの日を入力してください。",
        )


def not_ended(day: date) -> Sequence[ConstituentBody]:
    """Return the bodies that belong to the council on the day or later."""
    return db.session.scalars(
        select(ConstituentBody).where(
            or_(ConstituentBody.ends_on.is_(None), ConstituentBody.ends_on >= day)
        )
    ).all()


def bodies(on: date | None = None) -> Sequence[ConstituentBody]:
    """Return the constituent bodies of a day (default: today), in order of joining."""
    day = on or clock.today()
    return db.session.scalars(
        select(ConstituentBody)
        .where(
            ConstituentBody.begins_on <= day,
            or_(ConstituentBody.ends_on.is_(None), ConstituentBody.ends_on >= day),
        )
        .options(
            joinedload(ConstituentBody.organisation).load_only(
                Organisation.name, Organisation.standing
            )
        )
        .order_by(ConstituentBody.begins_on, ConstituentBody.id)
    ).all()


def body_of_today(body_id: int) -> ConstituentBody:
    """Return a body that belongs to the council today. Raises NotFound."""
    for body in bodies():
        if body.id == body_id:
            return body
    raise NotFound


def designate(actor: Viewer, body_id: int | None) -> Council:
    """Name the coordinating body (調整機関; 法第17条第1項), or none. There is one at most.

    Called by coordinators.designate, which ends the coordination of another body's persons.
    """
    actor.require(Role.SECRETARIAT)
    council = locked()
    body = None if body_id is None else body_of_today(body_id)
    if body is not None and body.kind is not BodyKind.ORGANISATION:
        raise RuleViolation(
            articles.COORDINATING_BODY, "調整機関に指定できるのは、機関又は団体だけです。"
        )
    if body is not None and body.ends_on is not None:
        raise RuleViolation(
            articles.COORDINATING_BODY,
            f"{body.name}は、構成機関等でなくなる日が登録されています。調整機関に指定できません。",
        )
    council.coordinating_body = body
    db.session.flush()
    audit.record(actor, "council.designate", "council", council.id, body_id=body_id)
    return council


def _fill(council: Council, name: str, established_on: date) -> None:
    if not name.strip():
        raise RuleViolation(articles.COUNCIL, "協議会の名称を入力してください。")
    if established_on > clock.today():
        raise RuleViolation(articles.COUNCIL, "設置の年月日には、今日までの日を入力してください。")
    council.name, council.established_on = name.strip(), established_on
