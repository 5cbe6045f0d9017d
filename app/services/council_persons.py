"""The register of persons (従事者名簿): who serves on the council, under which pledge (法第18条)."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from sqlalchemy import or_, select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.council import CouncilPerson
from app.models.user import Account
from app.rules import articles
from app.rules.council import PLEDGE_VERSION
from app.security import guard
from app.security.identity import serves
from app.security.viewer import Role, Viewer
from app.services import audit, councils, rows


def register(
    actor: Viewer,
    *,
    account_id: int,
    body_id: int,
    begins_on: date,
    duty: str = "",
    coordinates: bool = False,
) -> CouncilPerson:
    """Enter that somebody serves for a body. Without a signed pledge it opens nothing.

    Raises RuleViolation when `coordinates` is asked for somebody of another than the coordinating
    body, StaleState when the person serves for this body already.
    """
    actor.require(Role.SECRETARIAT)
    council = councils.required()
    body = councils.body_of_today(body_id)
    if db.session.get(Account, account_id) is None:
        raise NotFound
    if coordinates and council.coordinating_body_id != body.id:
        raise RuleViolation(
            articles.COORDINATION, "調整担当にできるのは、調整機関の従事者だけです。"
        )
    if any(service.body_id == body.id for service in open_services(account_id)):
        raise StaleState("この人は、すでにこの構成機関等の従事者です。")
    service = CouncilPerson(
        account_id=account_id,
        body_id=body.id,
        begins_on=begins_on,
        duty=duty.strip(),
        coordinates=coordinates,
    )
    db.session.add(service)
    db.session.flush()
    audit.record(actor, "council_person.register", "council_person", service.id)
    return service


def open_services(account_id: int) -> list[CouncilPerson]:
    """A person's services that have not ended, with a pledge or without."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id == account_id)
        .order_by(CouncilPerson.id)
    )
    now = clock.now()
    return [each for each in found if each.ends_at is None or each.ends_at > now]


def serving_by_body() -> Mapping[int, int]:
    """How many persons serve for each body at this moment, under a pledge."""
    found = db.session.scalars(
        select(CouncilPerson).where(
            or_(CouncilPerson.ends_at.is_(None), CouncilPerson.ends_at > clock.now())
        )
    )
    return Counter(service.body_id for service in found if serves(service))


def pledge(actor: Viewer) -> list[CouncilPerson]:
    """The actor signs today's pledge on the screen, for each of its services that lacks it."""
    account_id = actor.person()
    with guard.acting_as_system(db.session):  # before the pledge it sees nothing of the council
        waiting = [each for each in open_services(account_id) if each.pledged_on is None]
        if not waiting:
            raise StaleState("誓約する従事はありません。")
        for service in waiting:
            service.pledged_on, service.pledge_version = clock.today(), PLEDGE_VERSION
            audit.record(actor, "council_person.pledge", "council_person", service.id)
        db.session.flush()
    return waiting


def end(actor: Viewer, service_id: int) -> CouncilPerson:
    """End a service now. All access ends with it, at the next request; the entry stays."""
    actor.require(Role.SECRETARIAT)
    service = rows.locked(CouncilPerson, service_id)
    if service.ends_at is not None and service.ends_at <= clock.now():
        raise StaleState("この従事はすでに終わっています。")
    service.ends_at = clock.now()
    db.session.flush()
    audit.record(actor, "council_person.end", "council_person", service.id)
    return service
