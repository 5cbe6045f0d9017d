"""The register of council persons (従事者名簿) and their terms (法第18条)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.accounts.user import Account
from app.models.council.council import ConstituentBody, CouncilPerson
from app.rules.common import articles
from app.security.identity import is_usable, serves
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows
from app.services.council import councils


def register(
    actor: Viewer,
    *,
    account_id: int,
    body_id: int,
    begins_on: date,
    duty: str = "",
) -> CouncilPerson:
    """Register a person's term for a body, within the body's membership of the council.

    Gives no access without a signed pledge. Raises RuleViolation for a day outside the body's
    membership and for a disabled account; StaleState when the person already serves for this body.
    """
    actor.require(Role.SECRETARIAT)
    refuse_self_registration(actor, account_id)
    councils.locked()
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
    if any(term.body_id == body.id for term in open_terms(account_id)):
        raise StaleState("この人は、すでにこの構成機関等の従事者です。")
    term = CouncilPerson(
        account_id=account_id,
        body_id=body.id,
        begins_on=begins_on,
        ends_at=_end_of(body),
        duty=duty.strip(),
    )
    db.session.add(term)
    db.session.flush()
    audit.record(actor, "council_person.register", "council_person", term.id)
    return term


def revise(actor: Viewer, term_id: int, *, duty: str, briefed_on: date | None) -> CouncilPerson:
    """Change what somebody does, and the day of its briefing on secrecy.

    Raises RuleViolation for a briefing to come, StaleState after the end.
    """
    actor.require(Role.SECRETARIAT)
    councils.locked()
    term = locked_open(term_id)
    if briefed_on is not None and briefed_on > clock.today():
        raise RuleViolation(
            articles.SECRECY, "説明を行った日には、今日までの日を入力してください。"
        )
    term.duty, term.briefed_on = duty.strip(), briefed_on
    db.session.flush()
    audit.record(actor, "council_person.revise", "council_person", term.id)
    return term


def fresh(term_id: int) -> CouncilPerson:
    """Return the term, reloaded, with the council locked, as for `revise`. Raises NotFound."""
    councils.locked()
    wanted = select(CouncilPerson).where(CouncilPerson.id == term_id)
    return rows.only(wanted.execution_options(populate_existing=True))


def end(actor: Viewer, term_id: int, at: datetime | None = None) -> CouncilPerson:
    """End a term now, or at a later time. All access ends with it; the entry stays.

    Raises RuleViolation for a time in the past or after the body's end, StaleState when the
    term has ended.
    """
    actor.require(Role.SECRETARIAT)
    councils.locked()
    term = locked_open(term_id)
    if at is not None and at <= clock.now():
        raise RuleViolation(
            articles.SECRECY, "従事の終わりには、今より後の日時を入力してください。"
        )
    over = _end_of(term.body)
    if at is not None and over is not None and at > over:
        raise RuleViolation(
            articles.SECRECY, "従事の終わりは、構成機関等でなくなる日より後にはできません。"
        )
    term.ends_at = at or clock.now()
    db.session.flush()
    audit.record(actor, "council_person.end", "council_person", term.id)
    return term


def strike(actor: Viewer, term_id: int, reason: str) -> CouncilPerson:
    """Strike an entry made by mistake, with a reason. It stays in the register of former terms.

    Possible only before a pledge: nothing was accessible under it yet, and no duty of secrecy has
    begun (法第18条). Raises RuleViolation after a pledge and without a reason, StaleState after the
    end.
    """
    actor.require(Role.SECRETARIAT)
    councils.locked()
    term = locked_open(term_id)
    if term.pledged_on is not None:
        raise RuleViolation(
            articles.SECRECY, "誓約した人の登録は取り消せません。従事の終わりを登録してください。"
        )
    if not reason.strip():
        raise RuleViolation(articles.SECRECY, "登録を取り消す理由を入力してください。")
    term.ends_at, term.struck_reason = clock.now(), reason.strip()
    approvals.lapse(actor, "council_person", term.id)
    db.session.flush()
    audit.record(actor, "council_person.strike", "council_person", term.id)
    return term


def page(actor: Viewer, *, former: bool, number: int) -> tuple[Sequence[CouncilPerson], int]:
    """Return one page of the register by body: current and future terms, or former ones."""
    actor.require(Role.SECRETARIAT)
    wanted = (
        select(CouncilPerson)
        .join(CouncilPerson.body)
        .where(~not_ended() if former else not_ended())
        .order_by(ConstituentBody.begins_on, ConstituentBody.id, CouncilPerson.id)
    )
    return rows.page(
        wanted,
        number,
        contains_eager(CouncilPerson.body),
        joinedload(CouncilPerson.account),
    )


def one(actor: Viewer, term_id: int) -> CouncilPerson:
    """Return a term with its person and body. Raises NotFound."""
    actor.require(Role.SECRETARIAT)
    return rows.one(
        CouncilPerson,
        term_id,
        joinedload(CouncilPerson.account),
        joinedload(CouncilPerson.body),
    )


def candidates(actor: Viewer, body_id: int) -> list[Account]:
    """Return the accounts of a body's organisation, and those without one, for registration."""
    actor.require(Role.SECRETARIAT)
    body = councils.body_of_today(body_id)
    belongs: ColumnElement[bool] = Account.organisation_id.is_(None)
    if body.organisation_id is not None:
        belongs = or_(belongs, Account.organisation_id == body.organisation_id)
    serving = select(CouncilPerson.account_id).where(CouncilPerson.body_id == body_id, not_ended())
    found = db.session.scalars(
        select(Account)
        .where(belongs, Account.active, Account.id.not_in(serving))
        .order_by(Account.organisation_id.is_(None), Account.last_name, Account.id)
        .options(joinedload(Account.organisation))
    )
    return [account for account in found if is_usable(account)]


def open_terms(account_id: int) -> list[CouncilPerson]:
    """Return a person's terms that have not ended, with or without a pledge."""
    found = db.session.scalars(
        select(CouncilPerson)
        .where(CouncilPerson.account_id == account_id, not_ended())
        .order_by(CouncilPerson.id)
    )
    return list(found)


def serving_by_body() -> Mapping[int, int]:
    """Return body → number of persons serving now under a pledge."""
    found = db.session.scalars(select(CouncilPerson).where(not_ended()))
    return Counter(term.body_id for term in found if serves(term))


def not_ended(at: datetime | None = None) -> ColumnElement[bool]:
    """Return the SQL condition for a term that has not ended at an instant (default: now)."""
    return or_(CouncilPerson.ends_at.is_(None), CouncilPerson.ends_at > (at or clock.now()))


def serving(actor: Viewer) -> tuple[ColumnElement[bool], ...]:
    """Return the SQL conditions for the actor's terms that are served now, under a pledge."""
    return (
        CouncilPerson.account_id == actor.person(),
        CouncilPerson.pledged_on.is_not(None),
        CouncilPerson.begins_on <= clock.today(),
        not_ended(),
    )


def refuse_self_registration(actor: Viewer, account_id: int) -> None:
    """Raise RuleViolation if officers would give themselves access to council data or cases."""
    if account_id == actor.account_id:
        raise RuleViolation(
            articles.SECRECY, "自分の従事、調整担当、誓約は、ほかの職員が登録します。"
        )


def locked_open(term_id: int) -> CouncilPerson:
    """Return a term that has not ended, locked and fresh. Raises NotFound, StaleState."""
    term = rows.locked(CouncilPerson, term_id)
    if term.ends_at is not None and term.ends_at <= clock.now():
        raise StaleState("この従事はすでに終わっています。")
    return term


def _end_of(body: ConstituentBody) -> datetime | None:
    """Return the instant at which a body's membership ends, or None."""
    return None if body.ends_on is None else clock.at_start_of(body.ends_on + timedelta(days=1))
