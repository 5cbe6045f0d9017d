"""Reminders of a grant's deadlines: once each, five business days before, and when it is over."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select

from app.models.post.outbox import OutboxMessage
from app.rules.grants.acts import GrantAct
from app.security.viewer import SYSTEM, Role
from app.services.grants import carrying_out, deadline_mail
from tests import factories
from tests.support import grants as made
from tests.support.desk import LINKS

At = Callable[[Any], None]


def letters(session: Any, purpose: str) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(OutboxMessage.purpose == purpose)))


def test_body_is_reminded_once_for_each_deadline(session: Any, at: At) -> None:
    at(date(2026, 11, 30))
    case = made.submitted()
    case.decide(GrantAct.OFFER)
    assert case.grant.due_on == date(2026, 12, 14)
    at(date(2026, 12, 4))
    assert deadline_mail.remind_due(SYSTEM, LINKS) == 0
    at(date(2026, 12, 7))
    assert [deadline_mail.remind_due(SYSTEM, LINKS) for _each in range(2)] == [1, 0]
    (told,) = letters(session, "grant_deadline_near")
    assert "令和8年12月14日" in told.body and f"/grants/{case.id}" in told.body
    carrying_out.request(case.writer, case.id)
    assert deadline_mail.remind_due(SYSTEM, LINKS) == 0


def test_secretariat_is_told_once_that_a_deadline_is_over(session: Any, at: At) -> None:
    at(date(2026, 11, 30))
    case = made.submitted()
    case.decide(GrantAct.OFFER)
    officer = factories.account(Role.SECRETARIAT)
    at(date(2026, 12, 15))
    assert [deadline_mail.tell_late(SYSTEM, LINKS) for _each in range(2)] == [1, 0]
    found = {each.recipient for each in letters(session, "grant_deadline_over")}
    assert officer.email in found
    at(date(2026, 12, 16))
    carrying_out.request(case.writer, case.id)
    assert case.grant.due_on is None, "what is late is taken"


def test_who_is_still_writing_follows_the_calls_deadline(session: Any, at: At) -> None:
    at(date(2026, 11, 30))
    case = made.begun(made.call(closes_on=date(2026, 12, 14)))
    at(date(2026, 12, 7))
    assert deadline_mail.remind_due(SYSTEM, LINKS) == 1
    case.grant.call.closes_on = date(2027, 1, 29)
    session.flush()
    at(date(2026, 12, 20))
    assert deadline_mail.tell_late(SYSTEM, LINKS) == 0, "nobody has to be told of a draft"
    case.submit()
    assert case.grant.place == 1
