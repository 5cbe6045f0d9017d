"""Detection of the same person in two cases by a keyed hash, without revealing the name."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.models.cases.case import CaseFingerprint
from app.models.common.audit import AuditEntry
from app.rules.cases.access import Level, Section
from app.rules.cases.fields import RecordKind
from app.services.cases import duplicates as case_duplicates
from app.services.cases import records as case_records
from tests.support.cases import add_participant, filled, new_case, person, see_as, viewer_of

pytestmark = pytest.mark.both_databases
HER = filled(RecordKind.PERSON) | {"kana": "トットリ　ハナコ", "born_on": "1980-02-29"}


@pytest.mark.parametrize(
    ("kana", "born_on", "same"),
    [
        ("ﾄｯﾄﾘ ﾊﾅｺ", "1980-02-29", True),
        ("とっとりはなこ", "1980-02-29", True),
        ("トットリ・ハナコ", "1980-02-29", True),
        ("トットリ ハナコ", "1980-02-28", False),
        ("トットリ ハナヨ", "1980-02-29", False),
        ("トットリ ハナコ", None, False),
    ],
)
def test_reading_and_birthday_identify_the_same_person(
    session: Any, kana: str, born_on: str | None, same: bool
) -> None:
    first, second = person("鳥取県"), person("鳥取市")
    known, new = new_case(first), new_case(second)
    case_records.write(viewer_of(first), known.id, RecordKind.PERSON, HER)
    values = HER | {"kana": kana, "born_on": born_on}
    case_records.write(viewer_of(second), new.id, RecordKind.PERSON, values)
    new_id, actor = new.id, see_as(viewer_of(second))
    assert case_duplicates.has_same_person(actor, new_id) is same


def test_hash_follows_changes_of_the_record(session: Any) -> None:
    writer = person("鳥取県")
    case, other, actor = new_case(writer), new_case(writer), viewer_of(writer)
    record = case_records.write(actor, case.id, RecordKind.PERSON, HER)
    case_records.write(actor, other.id, RecordKind.PERSON, HER)
    assert case_duplicates.has_same_person(actor, case.id)
    case_records.change(actor, record.id, HER | {"born_on": "1980-03-01"}, version=1)
    assert not case_duplicates.has_same_person(actor, case.id)
    case_records.strike(actor, record.id, version=2)
    assert session.scalar(select(func.count()).select_from(CaseFingerprint)) == 1
    case_records.write(actor, case.id, RecordKind.PERSON, HER)
    assert case_duplicates.has_same_person(actor, case.id)


def test_non_manager_writing_the_person_keeps_the_hash_current(session: Any) -> None:
    first, second = person("鳥取県"), person("鳥取市")
    case = new_case(first)
    add_participant(case, second, Section.IDENTITY, level=Level.WRITE)
    manager, case_id, actor = viewer_of(first), case.id, see_as(viewer_of(second))
    case_records.write(actor, case_id, RecordKind.PERSON, HER)
    session.commit()
    assert not case_duplicates.has_same_person(actor, case_id)
    actions = select(AuditEntry.action, AuditEntry.details).where(
        AuditEntry.action == "case.search"
    )
    see_as(manager)
    assert [tuple(row) for row in session.execute(actions)] == [("case.search", {})]


def test_search_requires_write_access_to_the_identity(session: Any) -> None:
    first, second = person("鳥取県"), person("鳥取市")
    case = new_case(first)
    add_participant(case, second, Section.IDENTITY)
    case_id, actor = case.id, see_as(viewer_of(second))
    with pytest.raises(NotPermitted):
        case_duplicates.has_same_person(actor, case_id)


def test_number_of_searches_per_day_is_limited(session: Any, at: Any) -> None:
    """Otherwise a council member could guess at people from within their own cases."""
    writer = person("鳥取県")
    one, other, actor = new_case(writer), new_case(writer), viewer_of(writer)
    begun = clock.now()
    at(begun)
    for number in range(case_duplicates.MAX_SEARCHES):
        case_duplicates.has_same_person(actor, (one, other)[number % 2].id)
    session.commit()
    with pytest.raises(RuleViolation, match="1日に確かめられる回数"):
        case_duplicates.has_same_person(actor, one.id)
    session.rollback()
    at(begun + timedelta(days=1))
    assert not case_duplicates.has_same_person(actor, one.id)
