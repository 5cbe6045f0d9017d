"""Lists of accounts, and the look-up of an account's organisation."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.models.accounts.user import Account, RoleRow
from app.models.membership.organisation import Organisation
from app.rules.common.naming import normal_form
from app.rules.membership.membership import Standing
from app.security.viewer import Role, Viewer
from app.services.common import rows

SUGGESTED = 300
"""Above this number no organisations are suggested: the page would become too large."""
NUMBERED = re.compile(r"^(.*?)\s*#(\d{1,9})$")


class Status(StrEnum):
    """Present status of an account."""

    ACTIVE = "active"
    INVITED = "invited"
    DISABLED = "disabled"

    @property
    def label(self) -> str:
        return {"active": "利用中", "invited": "招待中", "disabled": "利用停止"}[self.value]


def status(account: Account) -> Status:
    """Return the status: disabled (or handed over), invited and not yet taken up, or active."""
    over = account.ends_on is not None and account.ends_on < clock.today()
    if not account.active or over:
        return Status.DISABLED
    entered = account.password or account.oidc_subject
    return Status.ACTIVE if entered else Status.INVITED


def page(
    actor: Viewer, *, text: str, wanted: Status | None, role: Role | None, number: int
) -> tuple[Sequence[Account], int]:
    """Return one page of all accounts and their total. number: from 1."""
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    conditions = [_status_is(wanted)] if wanted else []
    if role is not None:
        conditions.append(Account.roles.any(RoleRow.name == role.value))
    if text:
        conditions.append(_matches(text))
    total = db.session.scalar(
        select(func.count(Account.id)).outerjoin(Account.organisation).where(*conditions)
    )
    offset, limit = rows.part(number)
    found = db.session.scalars(
        select(Account)
        .outerjoin(Account.organisation)
        .where(*conditions)
        .order_by(Account.last_name, Account.first_name, Account.id)
        .offset(offset)
        .limit(limit)
        .options(
            joinedload(Account.organisation),
            selectinload(Account.roles),
            selectinload(Account.terms),
        )
    ).all()
    return found, total or 0


def colleagues(actor: Viewer, organisation_id: int) -> Sequence[Account]:
    """Return the accounts of a member organisation."""
    if not actor.has(Role.SECRETARIAT, Role.ADMINISTRATOR):
        actor.require_member(organisation_id)
    return db.session.scalars(
        select(Account)
        .where(Account.organisation_id == organisation_id)
        .order_by(Account.active.desc(), Account.last_name, Account.first_name, Account.id)
        .options(
            joinedload(Account.organisation),
            selectinload(Account.roles),
            selectinload(Account.terms),
        )
    ).all()


class Inviter(NamedTuple):
    """Who created an account, and when. name: "" where the software did."""

    name: str
    at: datetime


def inviters(accounts: Iterable[Account]) -> Mapping[int, Inviter]:
    """Return who invited each person, by the account's id (one query)."""
    new = [account for account in accounts if account.created_on is not None]
    wanted = {account.created_by_fk for account in new}
    names = {
        pk: f"{last} {first}".strip()
        for pk, last, first in db.session.execute(
            select(Account.id, Account.last_name, Account.first_name).where(Account.id.in_(wanted))
        )
    }
    return {
        account.id: Inviter(
            names.get(account.created_by_fk, ""), account.created_on.replace(tzinfo=UTC)
        )
        for account in new
    }


def member_names(actor: Viewer) -> Sequence[str]:
    """Return the organisation names to suggest in an input field; none above SUGGESTED."""
    names = db.session.scalars(
        select(Organisation.name)
        .where(Organisation.standing != Standing.FORMER)
        .order_by(Organisation.name_kana, Organisation.id)
        .limit(SUGGESTED + 1)
    ).all()
    return names if len(names) <= SUGGESTED else ()


def find_member(actor: Viewer, typed: str) -> int | None:
    """Return the id of the member organisation with this name; None for empty input.

    The name may differ slightly from the roster's; `name #12` selects one of several organisations
    of the same name. Raises RuleViolation for no match and for several.
    """
    actor.require(Role.SECRETARIAT, Role.ADMINISTRATOR)
    if not typed:
        return None
    numbered = NUMBERED.match(typed)
    name = numbered.group(1) if numbered else typed
    fits = select(Organisation.id, Organisation.name).where(
        Organisation.standing != Standing.FORMER,
        or_(Organisation.name == name, Organisation.name_normal == normal_form(name)),
    )
    if numbered:
        fits = fits.where(Organisation.id == int(numbered.group(2)))
    found = db.session.execute(fits.order_by(Organisation.id).limit(6)).all()
    exact = [row for row in found if row[1] == name]
    chosen = exact or found
    if not chosen:
        raise RuleViolation(
            None, "この名前の会員団体はありません。団体名簿のとおりに入力してください。"
        )
    if len(chosen) > 1:
        offered = "、".join(f"「{row[1]} #{row[0]}」" for row in chosen)
        raise RuleViolation(
            None, f"同じ名前の団体が複数あります。{offered}のどれかを入力してください。"
        )
    return int(chosen[0][0])


def _status_is(wanted: Status) -> ColumnElement[bool]:
    over = and_(Account.ends_on.is_not(None), Account.ends_on < clock.today())
    usable = and_(Account.active, or_(Account.ends_on.is_(None), Account.ends_on >= clock.today()))
    entered = or_(Account.password.is_not(None), Account.oidc_subject.is_not(None))
    if wanted is Status.DISABLED:
        return or_(Account.active.is_(False), over)
    return and_(usable, entered if wanted is Status.ACTIVE else ~entered)


def _matches(text: str) -> ColumnElement[bool]:
    """Return the condition for the name, with or without a blank, the address or the member."""
    name = (Account.last_name + Account.first_name).icontains(
        "".join(text.split()), autoescape=True
    )
    columns = (Account.username, Account.email, Organisation.name)
    return or_(name, *(column.icontains(text, autoescape=True) for column in columns))
