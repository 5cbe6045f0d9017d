"""Possible existing records of an applicant, found in two queries regardless of their number."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from app.errors import NotPermitted
from app.extensions import db
from app.rules.membership.likeness import Sign
from app.rules.membership.membership import EndCause
from app.security.viewer import PUBLIC, Role, Viewer
from app.services.admission import duplicates
from tests import factories
from tests.support.desk import officer

LEFT = date(2026, 3, 31)
NUMBER = "5013201004656"
DIFFERENT = {
    "name": "Ａ会",
    "representative_name": "別の 人",
    "address": "米子市別町9番地",
    "phone": "0859-99-9999",
}


def former(**values: Any) -> Any:
    return factories.former_member(EndCause.WITHDRAWAL, LEFT, **{**DIFFERENT, **values})


def found(**values: Any) -> list[tuple[int, tuple[Sign, ...]]]:
    application = factories.application(
        **{"name": "NPO法人みんなの居場所", "representative_name": "因幡 花子", **values}
    )
    return [
        (row.organisation.id, row.signs) for row in duplicates.candidates(officer(), application)
    ]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("theirs", "mine", "sign"),
    [
        ({"corporate_number": NUMBER}, {"corporate_number": NUMBER}, Sign.CORPORATE_NUMBER),
        ({"name": "（特非）みんなの居場所"}, {}, Sign.NAME),
        ({"name": "みんなの居場所とっとり"}, {}, Sign.NAME_PART),
        ({"name": "みんなの"}, {}, Sign.NAME_PART),
        ({"representative_name": "因幡花子"}, {}, Sign.REPRESENTATIVE),
        (
            {"address": "鳥取県鳥取市東町一丁目２２０番地"},
            {"address": "鳥取市東町1-220"},
            Sign.ADDRESS,
        ),
        ({"phone": "0857-26-7111"}, {"phone": "(0857)26-7111"}, Sign.PHONE),
    ],
)
def test_former_member_is_found_by_each_sign(
    session: Any, theirs: dict[str, Any], mine: dict[str, Any], sign: Sign
) -> None:
    organisation = former(**theirs)
    assert found(**mine) == [(organisation.id, (sign,))]


@pytest.mark.parametrize(
    "theirs", [{"name": "みんなの居場所とっとり"}, {"representative_name": "因幡花子"}]
)
def test_weak_sign_does_not_match_a_current_member(session: Any, theirs: dict[str, Any]) -> None:
    factories.member(**{**DIFFERENT, **theirs})
    assert found() == []


def test_current_member_with_the_same_name_is_found(session: Any) -> None:
    organisation = factories.member(**{**DIFFERENT, "name": "みんなの居場所（NPO）"})
    assert found() == [(organisation.id, (Sign.NAME,))]


def test_unknown_values_match_nothing(session: Any) -> None:
    former(name="？", representative_name="", address="鳥取市", phone="", corporate_number=None)
    assert found(representative_name="", address="鳥取市", phone="", corporate_number=None) == []


@pytest.mark.parametrize("name", ["100%", "_", "\\", "'; DROP TABLE organisation; --"])
def test_query_language_characters_are_treated_as_text(session: Any, name: str) -> None:
    former(name="ぜんぜん違う会")
    assert found(name=name, representative_name="") == []


def test_strongest_match_is_listed_first_with_all_its_signs(session: Any) -> None:
    by_person = former(representative_name="因幡 花子")
    by_name = former(name="みんなの居場所", representative_name="因幡 花子")
    by_number = former(corporate_number=NUMBER)
    assert found(corporate_number=NUMBER) == [
        (by_number.id, (Sign.CORPORATE_NUMBER,)),
        (by_name.id, (Sign.NAME, Sign.REPRESENTATIVE)),
        (by_person.id, (Sign.REPRESENTATIVE,)),
    ]


def test_different_corporate_numbers_are_pointed_out(session: Any) -> None:
    former(name="みんなの居場所", corporate_number=NUMBER)
    application = factories.application(
        name="みんなの居場所", corporate_number="7000012050002", representative_name=""
    )
    (candidate,) = duplicates.candidates(officer(), application)
    assert candidate.other_number and not candidate.is_recognised


@pytest.mark.parametrize(
    ("lost_on", "first"),
    [
        (date(2024, 4, 10), date(2027, 4, 11)),
        (date(2024, 2, 29), date(2027, 3, 1)),
        (date(2025, 2, 28), date(2028, 3, 1)),
    ],
)
def test_bar_of_an_expelled_member_is_shown_to_the_day(
    session: Any, lost_on: date, first: date
) -> None:
    factories.former_member(EndCause.EXPULSION, lost_on, name="みんなの居場所")
    application = factories.application(name="みんなの居場所", representative_name="")
    (candidate,) = duplicates.candidates(officer(), application)
    assert candidate.barred_until == first
    assert candidate.loss is not None and candidate.loss.ended_on == lost_on


def test_another_open_application_of_the_same_organisation_is_shown(session: Any) -> None:
    first = factories.application(name="みんなの居場所")
    second = factories.application(name="NPO法人みんなの居場所")
    factories.application(name="別の会")
    assert duplicates.other_applications(officer(), second) == [first]


def test_number_of_queries_is_constant(
    session: Any, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    actor, application = officer(), factories.application(representative_name="因幡 花子")
    former(representative_name="因幡 花子")
    session.commit()
    few = count_queries(lambda: duplicates.candidates(actor, application))
    for _ in range(30):
        former(representative_name="因幡 花子")
    session.commit()
    assert count_queries(lambda: duplicates.candidates(actor, application)) == few


@pytest.fixture
def count_queries(session: Any) -> Callable[[Callable[[], object]], int]:
    def count(do: Callable[[], object]) -> int:
        session.expire_all()
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        do()
        event.remove(db.engine, "before_cursor_execute", note)
        return len(statements)

    return count


@pytest.mark.parametrize("viewer", [PUBLIC, Viewer(1, "x", frozenset({Role.GENERAL}), 1)])
def test_only_the_secretariat_may_search(session: Any, viewer: Viewer) -> None:
    application = factories.application()
    for look in (duplicates.candidates, duplicates.other_applications):
        with pytest.raises(NotPermitted):
            look(viewer, application)
