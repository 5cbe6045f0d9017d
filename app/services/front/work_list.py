"""The work list (仕事の一覧): what waits in every wing, by day, and who is in charge of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import and_, literal, select, union_all

from app import clock, services, wings
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.models.accounts.user import Account
from app.models.common.person_in_charge import PersonInCharge
from app.security.viewer import Role, Viewer
from app.services.common import persons_in_charge
from app.services.common.work import Work
from app.services.membership.recipients import secretariat


@dataclass(frozen=True)
class Item:
    """One object that waits. began: moment, or day where only that is known; due: None for no day."""

    work: Work
    subject: str
    title: str
    began: datetime | date
    due: date | None
    account_id: int | None
    in_charge: str

    @property
    def key(self) -> str:
        """Kind and id, as a form sends them."""
        return f"{self.work.kind}:{self.subject}"

    @property
    def path(self) -> str:
        return self.work.path.format(self.subject)

    @property
    def since(self) -> date:
        """The day since which it waits."""
        return _day(self.began)

    @property
    def age(self) -> int:
        """Whole days since it began to wait."""
        return (clock.today() - self.since).days

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < clock.today()


def kinds() -> Sequence[Work]:
    """Return the declared kinds of work."""
    return [each for module in wings.declared(services, "work") for each in module.WORK]


def items(actor: Viewer) -> Sequence[Item]:
    """Return what waits, the most urgent first, in one query."""
    actor.require(Role.SECRETARIAT)
    known = {each.kind: each for each in kinds()}
    parts = [
        select(literal(kind).label("kind"), work.rows(actor).subquery())
        for kind, work in known.items()
    ]
    found = union_all(*parts).subquery()
    of_it = and_(
        PersonInCharge.kind == found.c.kind,
        PersonInCharge.subject == found.c.subject,
    )
    rows = db.session.execute(
        select(found, Account.id, Account.last_name)
        .outerjoin(PersonInCharge, of_it)
        .outerjoin(Account, Account.id == PersonInCharge.account_id)
    )
    listed = [
        _item(known[kind], subject, title, since, due, account_id, name or "")
        for kind, subject, title, since, due, account_id, name in rows
    ]
    return sorted(listed, key=_urgency)


def put_in_charge(actor: Viewer, keys: Sequence[str], account_id: int | None) -> int:
    """Put an officer in charge of what waits, or nobody; return the number of objects.

    keys: of `Item`. Raises NotFound for what does not wait, RuleViolation for no officer.
    """
    if account_id is not None and account_id not in {each.id for each in secretariat()}:
        raise RuleViolation(None, "事務局の職員の中から選んでください。", field="account_id")
    waiting = {each.key: each for each in items(actor)}
    for key in keys:
        if key not in waiting:
            raise NotFound
        persons_in_charge.put(actor, waiting[key].work.kind, waiting[key].subject, account_id)
    return len(keys)


def _item(
    work: Work, subject: str, title: str, since: str, due: str, account_id: int | None, name: str
) -> Item:
    began = _read(since) or clock.today()
    last = _read(due)
    until = _day(last) if last else (_day(began) + work.within if work.within else None)
    return Item(work, subject, title, began, until, account_id, name)


def _urgency(item: Item) -> tuple[date, date, str]:
    return (item.due or date.max, item.since, item.key)


def _read(text: str | None) -> datetime | date | None:
    """Return what a database wrote for a day or a moment, which is stored in UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    if len(text) == len("2026-11-30"):
        return moment.date()
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _day(at: datetime | date) -> date:
    return clock.local(at).date() if isinstance(at, datetime) else at
