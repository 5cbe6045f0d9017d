"""The versions of a roster entry: kept in order, several of one day included."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app import clock
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.rules.membership.membership import EndCause, MemberKind
from app.security.viewer import PUBLIC, SYSTEM
from app.services.membership import memberships
from app.services.roster import exports, roster
from tests import factories

DAY = date(2025, 7, 1)


def write(organisation: Organisation, phone: str, on: date = DAY) -> OrganisationVersion:
    organisation.phone = phone
    return memberships.write_version(organisation, on, f"変更届 {phone[-4:]}")


def spans(session: Any, organisation: Organisation) -> list[tuple[str, date, date | None]]:
    session.flush()
    session.refresh(organisation)
    return [(v.profile["phone"], v.valid_from, v.valid_until) for v in organisation.versions]


@pytest.mark.both_databases
def test_versions_of_one_day_are_kept_in_order(session: Any) -> None:
    one = factories.member(since=date(2025, 4, 1), phone="0857-11-1111")
    for phone in ("0857-22-2222", "0857-33-3333", "0857-44-4444"):
        write(one, phone)
    assert spans(session, one) == [
        ("0857-11-1111", date(2025, 4, 1), DAY),
        ("0857-22-2222", DAY, DAY),
        ("0857-33-3333", DAY, DAY),
        ("0857-44-4444", DAY, None),
    ]
    assert all(version.written_at for version in one.versions)


def test_roster_of_the_day_is_its_last_version(session: Any) -> None:
    one = factories.member(since=date(2025, 4, 1), phone="0857-11-1111")
    write(one, "0857-22-2222")
    write(one, "0857-33-3333")
    write(one, "0857-44-4444", date(2025, 8, 1))
    session.flush()
    days = {
        date(2025, 6, 30): "1111",
        DAY: "3333",
        date(2025, 7, 31): "3333",
        date(2025, 8, 1): "4444",
    }
    for day, phone in days.items():
        version = memberships.version_on(one.id, day)
        assert version is not None and version.profile["phone"].endswith(phone)
        assert roster.one(SYSTEM, one.public_id, day).profile["phone"].endswith(phone)
        exported = list(exports.rows(day, former=False, keys=("name", "phone")))
        assert [row[1][-4:] for row in exported if row[0] == one.name] == [phone]
    assert list(roster.history(SYSTEM, one.public_id)) == [
        *(date(2025, 8, 1), DAY, date(2025, 4, 1)),
    ]


def test_leaving_and_coming_back_on_the_day_of_a_change_keeps_every_version(session: Any) -> None:
    one = factories.member(since=date(2025, 4, 1), phone="0857-11-1111")
    write(one, "0857-22-2222", clock.today())
    memberships.end(SYSTEM, one, EndCause.WITHDRAWAL, on=clock.today())
    one.phone = "0857-33-3333"
    memberships.begin(SYSTEM, one, MemberKind.GENERAL, on=clock.today(), basis="再入会")
    assert [(phone[-4:], until) for phone, _start, until in spans(session, one)] == [
        ("1111", clock.today()),
        ("2222", clock.today()),
        ("3333", None),
    ]
    assert roster.one(PUBLIC, one.public_id, clock.today()).profile["phone"] == "0857-33-3333"


def test_former_member_is_exported_with_its_last_version_of_the_day(session: Any) -> None:
    one = factories.member(since=date(2025, 4, 1), phone="0857-11-1111")
    write(one, "0857-22-2222")
    write(one, "0857-33-3333")
    memberships.end(SYSTEM, one, EndCause.WITHDRAWAL, on=DAY)
    session.flush()
    exported = list(exports.rows(clock.today(), former=True, keys=("name", "phone")))
    assert [row[1] for row in exported if row[0] == one.name] == ["0857-33-3333"]


@pytest.mark.both_databases
def test_organisation_has_at_most_one_version_in_force(session: Any) -> None:
    one = factories.member()
    session.add(memberships.first_version(one, clock.today(), "二重"))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
