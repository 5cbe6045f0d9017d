"""Keepers are asked after six months, again after 14 days, and confirm by the letter's link."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, StaleState
from app.extensions import db
from app.mail.registers.confirmation_letters import PURPOSE
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.models.support.desk import Desk
from app.rules.registers.freshness import AGAIN_AFTER, LINK_WITHIN
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Role
from app.services.common.links import EntryLink
from app.services.registers import entries, freshness
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.register_samples import entry

START = date(2026, 12, 1)
DUE = date(2027, 6, 1)


def ask() -> list[OutboxMessage]:
    """Let the sweep run until nothing is due; return the new letters, in order."""
    before = set(db.session.scalars(select(OutboxMessage.id)))
    with acting_as_system(db.session):
        while freshness.ask_due(SYSTEM, links=LINKS):
            pass
    db.session.flush()
    found = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.purpose == PURPOSE).order_by(OutboxMessage.id)
    )
    return [each for each in found if each.id not in before]


def desk_of_member(at: Callable[[date], None], **given: Any) -> Desk:
    """Return a desk confirmed on the first day, of a member; the initial ones are confirmed then."""
    at(START)
    with acting_as_system(db.session):
        for each in db.session.scalars(select(Desk)):
            entries.confirm(SYSTEM, Desk, each.public_id)
        owner = factories.member(business_contact_email="owner@example.jp")
        found: Desk = entry(Desk, owner.id, **given)
        entries.confirm(SYSTEM, Desk, found.public_id)
        for each in db.session.scalars(select(Desk).where(Desk.id != found.id)):
            entries.retire(SYSTEM, Desk, each.public_id, "この試験には要らない")
    return found


def link_in(letter: OutboxMessage) -> EntryLink:
    """Return what the letter's only link says."""
    words = [word for word in letter.body.split() if word.startswith(f"{LINKS.base}/confirm/")]
    assert len(words) == 1, letter.body
    return LINKS.read_entry_token(words[0].rsplit("/", 1)[1])


@pytest.mark.both_databases
def test_member_is_asked_after_six_months_again_after_14_days_and_no_third_time(
    session: Any, at: Callable[[date], None]
) -> None:
    desk = desk_of_member(at)
    at(DUE - timedelta(days=1))
    assert ask() == []
    at(DUE)
    [first] = ask()
    assert (first.recipient, first.secret) == ("owner@example.jp", True)
    assert desk.name in first.body
    assert ask() == []
    at(DUE + AGAIN_AFTER - timedelta(days=1))
    assert ask() == []
    at(DUE + AGAIN_AFTER)
    assert len(ask()) == 1
    assert freshness.stale_since(desk) is None
    at(DUE + AGAIN_AFTER + timedelta(days=1))
    assert ask() == []
    assert freshness.stale_since(desk) == START


@pytest.mark.both_databases
def test_link_confirms_once_and_the_clock_starts_again(
    session: Any, at: Callable[[date], None]
) -> None:
    desk = desk_of_member(at)
    name = db.session.get_one(Organisation, desk.organisation_id).name
    at(DUE)
    link = link_in(ask()[0])
    at(DUE + timedelta(days=3))
    with acting_as_system(db.session):
        freshness.confirm(SYSTEM, link)
        assert (desk.checked_on, desk.checked_by) == (
            DUE + timedelta(days=3),
            f"{name}（メールのリンク）",
        )
        with pytest.raises(StaleState, match="確認が済んでいます"):
            freshness.confirm(SYSTEM, link)
    at(DUE + AGAIN_AFTER)
    assert ask() == []
    at(DUE + timedelta(days=190))
    assert len(ask()) == 1


def test_link_is_void_after_a_change_sixty_days_or_retirement(
    session: Any, at: Callable[[date], None]
) -> None:
    desk = desk_of_member(at)
    at(DUE)
    link = link_in(ask()[0])
    with acting_as_system(db.session):
        at(DUE + LINK_WITHIN)
        freshness.of_link(SYSTEM, link)
        at(DUE + LINK_WITHIN + timedelta(days=1))
        with pytest.raises(StaleState, match="60日"):
            freshness.confirm(SYSTEM, link)
        at(DUE)
        entries.change(SYSTEM, Desk, desk.public_id, {"fee": "500円"})
        with pytest.raises(StaleState, match="内容が変わった"):
            freshness.confirm(SYSTEM, link)
        entries.retire(SYSTEM, Desk, desk.public_id, "やめた")
        with pytest.raises(StaleState, match="抹消"):
            freshness.confirm(SYSTEM, link)
        with pytest.raises(NotFound):
            freshness.confirm(SYSTEM, link._replace(register="other"))
    assert desk.checked_on == START


def test_letter_names_all_desks_of_a_member_and_the_secretariat_has_the_others(
    session: Any, at: Callable[[date], None]
) -> None:
    desk = desk_of_member(at)
    account = factories.account(Role.SECRETARIAT)
    with acting_as_system(db.session):
        second = entry(Desk, desk.organisation_id)
        nobody = entry(Desk)
        addressless = entry(Desk, factories.member(business_contact_email="", email="").id)
    at(DUE + timedelta(days=1))
    letters = {each.recipient: each.body for each in ask()}
    assert desk.name in letters["owner@example.jp"] and second.name in letters["owner@example.jp"]
    assert letters["owner@example.jp"].count("/confirm/") == 2
    assert nobody.name not in letters["owner@example.jp"]
    assert nobody.name in letters[account.email] and addressless.name in letters[account.email]
    assert desk.name not in letters[account.email]


def test_two_members_with_one_address_each_have_their_letter(
    session: Any, at: Callable[[date], None]
) -> None:
    desk = desk_of_member(at)
    with acting_as_system(db.session):
        other = entry(Desk, factories.member(business_contact_email="owner@example.jp").id)
    at(DUE + timedelta(days=1))
    found = ask()
    assert [each.recipient for each in found] == ["owner@example.jp"] * 2
    assert sum(desk.name in each.body for each in found) == 1
    assert sum(other.name in each.body for each in found) == 1


def test_entry_never_confirmed_is_asked_about_from_its_first_day(
    session: Any, at: Callable[[date], None]
) -> None:
    desk_of_member(at)
    with acting_as_system(db.session):
        new = entry(Desk)
    assert new.checked_on is None
    factories.account(Role.SECRETARIAT)
    at(DUE)
    assert any(new.name in each.body for each in ask())
    assert ask() == []


def test_only_the_software_asks(session: Any) -> None:
    with pytest.raises(NotPermitted):
        freshness.ask_due(officer(), links=LINKS)
