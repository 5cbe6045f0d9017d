"""Members out of contact: whom to call, and to whom ground (1) applies (規約第6条第1号).

Being listed has no effect: an expulsion requires a file and a resolution (規約第9条第3号).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import defer

from app import clock
from app.extensions import db
from app.models.membership.contact import ContactAttempt
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules import Verdict
from app.rules.filings.leaving import may_expel
from app.rules.membership.contact import (
    QUESTION_MONTHS,
    ground_applies,
    latest_contact_with,
    out_of_contact_from,
)
from app.rules.membership.membership import Standing
from app.security.viewer import Role, Viewer
from app.services.common import rows
from app.services.filings.contact_attempts import CAME_BACK, QUESTION

T = TypeVar("T", ContactAttempt, OutboxMessage)


class Group(StrEnum):
    """Reason why a member is listed."""

    SILENT = "silent"
    """Nine months or more without a contact."""
    CALL = "call"
    """As above, and unreachable by mail: no address, or the question bounced."""
    YEAR = "year"
    """More than a year without a contact, but no failed attempt on record."""
    GROUND = "ground"
    """Ground (1) applies."""


@dataclass(frozen=True)
class OutOfContactMember:
    """One listed member, with the evidence since its last contact."""

    organisation: Organisation
    out_of_contact_from: date
    questions: Sequence[OutboxMessage]
    attempts: Sequence[ContactAttempt]
    verdict: Verdict
    """Whether ground (1) applies today, and if not why."""
    expellable: Verdict
    """Whether an expulsion file may be opened against such a member at all."""


def counts(actor: Viewer) -> Mapping[Group, int]:
    """Return the number of members in each group (one query)."""
    actor.require(Role.SECRETARIAT)
    conditions = _conditions(clock.today())
    row = db.session.execute(
        select(
            *(func.sum(case((condition, 1), else_=0)) for condition in conditions.values())
        ).where(_silent(clock.today()))
    ).one()
    return {group: number or 0 for group, number in zip(conditions, row, strict=True)}


def page(actor: Viewer, group: Group, *, number: int) -> list[OutOfContactMember]:
    """Return one page (from 1) of a group, the longest silent first (three queries)."""
    actor.require(Role.SECRETARIAT)
    today, (offset, limit) = clock.today(), rows.part(number)
    organisations = db.session.scalars(
        select(Organisation)
        .where(_silent(today), _conditions(today)[group])
        .order_by(Organisation.last_contact_on, Organisation.id)
        .offset(offset)
        .limit(limit)
    ).all()
    questions = _by_organisation(
        OutboxMessage,
        organisations,
        OutboxMessage.purpose == QUESTION,
        defer(OutboxMessage.body),
    )
    attempts = _by_organisation(ContactAttempt, organisations, ContactAttempt.attempted_on <= today)
    return [
        _evidence(organisation, today, questions[organisation.id], attempts[organisation.id])
        for organisation in organisations
    ]


def evidence(
    actor: Viewer,
    organisation: Organisation,
    questions: Sequence[OutboxMessage],
    attempts: Sequence[ContactAttempt],
) -> OutOfContactMember | None:
    """Return the same for one member, silent or not; None for a non-member."""
    actor.require(Role.SECRETARIAT)
    if organisation.standing is Standing.FORMER or organisation.last_contact_on is None:
        return None
    return _evidence(organisation, clock.today(), questions, attempts)


def _evidence(
    organisation: Organisation,
    today: date,
    questions: Sequence[OutboxMessage],
    attempts: Sequence[ContactAttempt],
) -> OutOfContactMember:
    last = organisation.last_contact_on
    assert last is not None
    since = [attempt for attempt in attempts if attempt.attempted_on > last]
    failed = [attempt.attempted_on for attempt in since if not attempt.reached]
    return OutOfContactMember(
        organisation=organisation,
        out_of_contact_from=out_of_contact_from(last),
        questions=[row for row in questions if row.period.startswith(f"{last.isoformat()}+")],
        attempts=since,
        verdict=ground_applies(last, today=today, failed_attempts=failed),
        expellable=may_expel(organisation.standing),
    )


def _silent(today: date) -> ColumnElement[bool]:
    nine_months = latest_contact_with(QUESTION_MONTHS[0], over_by=today)
    return and_(
        Organisation.standing != Standing.FORMER, Organisation.last_contact_on <= nine_months
    )


def _conditions(today: date) -> dict[Group, ColumnElement[bool]]:
    # The year must have ended yesterday: on its last day the ground does not apply yet.
    year = latest_contact_with(12, over_by=today - timedelta(days=1))
    year_over = Organisation.last_contact_on <= year
    failed = exists().where(
        ContactAttempt.organisation_id == Organisation.id,
        ContactAttempt.reached.is_(False),
        ContactAttempt.attempted_on > Organisation.last_contact_on,
        ContactAttempt.attempted_on <= today,
    )
    undelivered = exists().where(
        OutboxMessage.organisation_id == Organisation.id,
        OutboxMessage.purpose == QUESTION,
        OutboxMessage.state.in_(CAME_BACK),
        OutboxMessage.period.like(cast(Organisation.last_contact_on, String(10)) + "+%"),
    )
    no_address = and_(Organisation.business_contact_email == "", Organisation.email == "")
    return {
        Group.SILENT: Organisation.id.is_not(None),
        Group.CALL: or_(no_address, undelivered),
        Group.YEAR: and_(year_over, ~failed),
        Group.GROUND: and_(year_over, failed),
    }


def _by_organisation(
    model: type[T], organisations: Sequence[Organisation], wanted: Any, *options: Any
) -> dict[int | None, list[T]]:
    table: Any = model
    found: dict[int | None, list[T]] = defaultdict(list)
    for row in db.session.scalars(
        select(model)
        .where(table.organisation_id.in_([organisation.id for organisation in organisations]))
        .where(wanted)
        .order_by(table.id)
        .options(*options)
    ):
        found[row.organisation_id].append(row)
    return found
