"""The register of persons (従事者名簿): who serves on the council, from when to when (法第18条)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.council import ConstituentBody, Council, CouncilPerson
from app.models.user import Account
from app.rules import articles
from app.security.identity import is_usable, serves
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
    """Enter that somebody serves for a body, no longer than the body belongs to the council.

    Without a signed pledge it opens nothing. Raises RuleViolation when `coordinates` is asked for
    somebody of another than the coordinating body, for a day outside the body's, and for an account
    that is disabled; StaleState when the person serves for this body already.
    """
    actor.require(Role.SECRETARIAT)
    refuse_oneself(actor, account_id)
    council = councils.locked()
    body = councils.body_of_today(body_id)
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound
    if not is_usable(account):
        raise RuleViolation(articles.SECRECY, "利用が止められている利用者は登録できません。")
    if begins_on < body.begins_on or (body.ends_on is not None and begins_on > body.ends_on):
        raise RuleViolation(
            articles.SECRECY,
            f"従事の開始日には、{body.name}が構成機関等である日を入力してください。",
        )
    _may_coordinate(council, body.id, coordinates)
    if any(service.body_id == body.id for service in open_services(account_id)):
        raise StaleState("この人は、すでにこの構成機関等の従事者です。")
    service = CouncilPerson(
        account_id=account_id,
        body_id=body.id,
        begins_on=begins_on,
        ends_at=_end_of(body),
        duty=duty.strip(),
        coordinates=coordinates,
    )
    db.session.add(service)
    db.session.flush()
    audit.record(actor, "council_person.register", "council_person", service.id)
    return service


def revise(
    actor: Viewer, service_id: int, *, duty: str, coordinates: bool, briefed_on: date | None
) -> CouncilPerson:
    """Change what somebody does, whether it coordinates, and the day of its briefing on secrecy.

    Called by coordinators.revise. Raises RuleViolation as `register` does, and for a briefing to come;
    StaleState after the end.
    """
    actor.require(Role.SECRETARIAT)
    council = councils.locked()
    service = _open(service_id)
    _may_coordinate(council, service.body_id, coordinates)
    if coordinates and not service.coordinates:
        refuse_oneself(actor, service.account_id)
    if briefed_on is not None and briefed_on > clock.today():
        raise RuleViolation(
            articles.SECRECY, "説明を行った日には、今日までの日を入力してください。"
        )
    service.duty, service.briefed_on = duty.strip(), briefed_on
    service.coordinates = coordinates
    db.session.flush()
    audit.record(
        actor, "council_person.revise", "council_person", service.id, coordinates=coordinates
    )
    return service


def end(actor: Viewer, service_id: int, at: datetime | None = None) -> CouncilPerson:
    """End a service now, or at a later moment. All access ends with it; the entry stays.

    Raises RuleViolation for a moment that is past or after the body's end, StaleState when the
    service has ended.
    """
    actor.require(Role.SECRETARIAT)
    councils.locked()
    service = _open(service_id)
    if at is not None and at <= clock.now():
        raise RuleViolation(
            articles.SECRECY, "従事の終わりには、今より後の日時を入力してください。"
        )
    over = _end_of(service.body)
    if at is not None and over is not None and at > over:
        raise RuleViolation(
            articles.SECRECY, "従事の終わりは、構成機関等でなくなる日より後にはできません。"
        )
    service.ends_at = at or clock.now()
    db.session.flush()
    audit.record(actor, "council_person.end", "council_person", service.id)
    return service


def page(actor: Viewer, *, former: bool, number: int) -> tuple[Sequence[CouncilPerson], int]:
    """One page of the register by body: who serves or will, or whose service has ended."""
    actor.require(Role.SECRETARIAT)
    wanted = (
        select(CouncilPerson)
        .join(CouncilPerson.body)
        .where(~going_on() if former else going_on())
        .order_by(ConstituentBody.begins_on, ConstituentBody.id, CouncilPerson.id)
    )
    return rows.page(
        wanted,
        number,
        contains_eager(CouncilPerson.body),
        joinedload(CouncilPerson.account),
    )


def one(actor: Viewer, service_id: int) -> CouncilPerson:
    """A service with its person and its body. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(
        CouncilPerson,
        service_id,
        joinedload(CouncilPerson.account),
        joinedload(CouncilPerson.body),
    )


def candidates(actor: Viewer, body_id: int) -> list[Account]:
    """Who can be registered for a body: the accounts of its organisation, and those of none."""
    actor.require(Role.SECRETARIAT)
    body = councils.body_of_today(body_id)
    belongs: ColumnElement[bool] = Account.organisation_id.is_(None)
    if body.organisation_id is not None:
        belongs = or_(belongs, Account.organisation_id == body.organisation_id)
    serving = select(CouncilPerson.account_id).where(CouncilPerson.body_id == body_id, going_on())
    found = db.session.scalars(
        select(Account)
        .where(belongs, Account.active, Account.id.not_in(serving))
        .order_by(Account.organisation_id.is_(None), Account.last_name, Account.id)
        .options(joinedload(Account.organisation))
    )
    return [account for account in found if is_usable(account)]


def open_services(account_id: int) -> list[CouncilPerson]:
    """A person's services that have not ended, with a pledge or without."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id == account_id, going_on())
        .order_by(CouncilPerson.id)
    )
    return list(found)


def serving_by_body() -> Mapping[int, int]:
    """How many persons serve for each body at this moment, under a pledge."""
    found = db.session.scalars(select(CouncilPerson).where(going_on()))
    return Counter(service.body_id for service in found if serves(service))


def going_on(at: datetime | None = None) -> ColumnElement[bool]:
    """The condition under which a service has not ended at an instant: now, where none is given."""
    return or_(CouncilPerson.ends_at.is_(None), CouncilPerson.ends_at > (at or clock.now()))


def refuse_oneself(actor: Viewer, account_id: int) -> None:
    """Raise RuleViolation where an officer would open the council, or every new case, to itself."""
    if account_id == actor.account_id:
        raise RuleViolation(
            articles.SECRECY, "自分の従事、調整担当、誓約は、ほかの職員が登録します。"
        )


def _open(service_id: int) -> CouncilPerson:
    service = rows.locked(CouncilPerson, service_id)
    if service.ends_at is not None and service.ends_at <= clock.now():
        raise StaleState("この従事はすでに終わっています。")
    return service


def _may_coordinate(council: Council, body_id: int, coordinates: bool) -> None:
    if coordinates and council.coordinating_body_id != body_id:
        raise RuleViolation(
            articles.COORDINATION, "調整担当にできるのは、調整機関の従事者だけです。"
        )


def _end_of(body: ConstituentBody) -> datetime | None:
    """The instant at which a body with a last day has left."""
    return None if body.ends_on is None else clock.at_start_of(body.ends_on + timedelta(days=1))
