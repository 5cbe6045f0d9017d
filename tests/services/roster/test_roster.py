"""The roster: fields by tier, the state on any day, and reusable open data."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from sqlalchemy import event

from app import clock
from app.errors import NotFound
from app.extensions import db
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import EndCause, MemberKind
from app.rules.membership.profile_fields import PERSONAL_FIELDS, PROFILE_FIELDS, WITHHOLDABLE
from app.security.viewer import PUBLIC, SYSTEM, Role, Viewer
from app.services.common import tabular
from app.services.membership import memberships
from app.services.roster import open_data, roster
from app.services.roster.roster_selects import Wanted
from tests import factories

VIEWERS = {
    "public": PUBLIC,
    "members": Viewer(1, "会員", frozenset({Role.GENERAL}), 1),
    "secretariat": Viewer(2, "事務局", frozenset({Role.SECRETARIAT})),
}
RANK = list(VIEWERS)


def shown(viewer: Viewer, public_id: str) -> dict[str, Any]:
    return roster.one(viewer, public_id, clock.today()).profile


@pytest.mark.parametrize("field", WITHHOLDABLE)
@pytest.mark.parametrize("tier", RANK)
def test_withheld_field_is_shown_from_its_tier_up(session: Any, field: str, tier: str) -> None:
    organisation = factories.member(disclosure={field: {"tier": tier, "reason": "理由"}})
    sees = [
        name for name, viewer in VIEWERS.items() if field in shown(viewer, organisation.public_id)
    ]
    assert sees == RANK[RANK.index(tier) :]


@pytest.mark.parametrize("field", PERSONAL_FIELDS)
@pytest.mark.parametrize(
    ("stated", "sees"),
    [
        (None, ["secretariat"]),
        ("secretariat", ["secretariat"]),
        ("members", ["members", "secretariat"]),
        ("public", ["members", "secretariat"]),
    ],
)
def test_contact_person_is_never_public(
    session: Any, field: str, stated: str | None, sees: list[str]
) -> None:
    disclosure = (
        {name: {"tier": stated, "reason": ""} for name in PERSONAL_FIELDS} if stated else {}
    )
    organisation = factories.member(disclosure=disclosure)
    found = [
        name for name, viewer in VIEWERS.items() if field in shown(viewer, organisation.public_id)
    ]
    assert found == sees


def test_disclosure_settings_are_shown_to_no_tier(session: Any) -> None:
    organisation = factories.member()
    for viewer in VIEWERS.values():
        assert "disclosure" not in shown(viewer, organisation.public_id)
    assert set(shown(VIEWERS["secretariat"], organisation.public_id)) == set(PROFILE_FIELDS) - {
        "disclosure"
    }


def test_roster_on_the_days_around_a_change_and_a_withdrawal(session: Any) -> None:
    organisation = factories.member(since=date(2025, 4, 1), phone="0857-11-1111")
    organisation.phone = "0857-22-2222"
    memberships.write_version(organisation, date(2025, 7, 1), "変更届")
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=date(2025, 10, 1))
    session.flush()

    def phone(day: date) -> str | None:
        try:
            return roster.one(SYSTEM, organisation.public_id, day).profile["phone"]
        except NotFound:
            return None

    days = [(2025, 3, 31), (2025, 4, 1), (2025, 6, 30), (2025, 7, 1), (2025, 9, 30), (2025, 10, 1)]
    old, new = "0857-11-1111", "0857-22-2222"
    assert [phone(date(*day)) for day in days] == [None, old, old, new, new, None]


@pytest.mark.both_databases
@pytest.mark.parametrize("tier", RANK)
def test_withheld_field_cannot_be_searched_by_lower_tiers(session: Any, tier: str) -> None:
    withheld = {"activity_fields": {"tier": tier, "reason": "理由"}}
    organisation = factories.member(activity_fields=["peer"], disclosure=withheld)
    wanted = Wanted(clock.today(), activity_field="peer")
    finds = []
    for name, viewer in VIEWERS.items():
        entries, counts = roster.page(viewer, wanted, number=1, size=50)
        assert len(entries) == sum(counts.values())
        finds += [name] if organisation.public_id in {entry.public_id for entry in entries} else []
    assert finds == RANK[RANK.index(tier) :]


def test_field_withheld_today_is_withheld_on_past_days(session: Any) -> None:
    before, today = date(2025, 6, 1), clock.today()
    organisation = factories.member(since=before, phone="0857-20-1234", activity_fields=["peer"])
    organisation.disclosure = {
        field: {"tier": "secretariat", "reason": "嫌がらせがあったため"}
        for field in ("phone", "activity_fields")
    }
    memberships.write_version(organisation, today, "変更届")
    session.flush()

    def then(viewer: Viewer) -> dict[str, Any]:
        return roster.one(viewer, organisation.public_id, before).profile

    assert "phone" not in then(PUBLIC) and "phone" not in then(VIEWERS["members"])
    assert then(VIEWERS["secretariat"])["phone"] == "0857-20-1234"
    assert "0857-20-1234" not in str(open_data.document(before))
    wanted = Wanted(before, activity_field="peer")
    assert roster.page(PUBLIC, wanted, number=1, size=50)[0] == []
    assert len(roster.page(VIEWERS["secretariat"], wanted, number=1, size=50)[0]) == 1


def test_founding_roster_has_thirty_four_members(session: Any) -> None:
    entries, counts = roster.page(PUBLIC, Wanted(clock.today()), number=1, size=100)
    assert (len(entries), dict(counts)) == (34, {MemberKind.EXECUTIVE: 34})
    assert {entry.member_kind for entry in entries} == {MemberKind.EXECUTIVE}
    assert {entry.member_since for entry in entries} == {date(2024, 4, 1)}
    municipalities = [e for e in entries if (e.profile["municipality_code"] or "").startswith("31")]
    assert len(municipalities) >= 19
    assert roster.page(PUBLIC, Wanted(date(2024, 3, 31)), number=1, size=100)[0] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"text": "つながり"}, True),
        ({"text": "ﾂﾅｶﾞﾘ のかい"}, True),
        ({"text": "（特非）とっとりつながりの会"}, True),
        ({"text": "%"}, False),
        ({"text": "つながり 米子"}, False),
        ({"kind": OrganisationKind.NPO}, True),
        ({"kind": OrganisationKind.COMPANY}, False),
        ({"member_kind": MemberKind.GENERAL}, True),
        ({"member_kind": MemberKind.EXECUTIVE}, False),
        ({"municipality": "312011"}, True),
        ({"municipality": "312029"}, False),
        ({"activity_field": "peer"}, True),
        ({"activity_field": "pee"}, False),
        ({"activity_field": "place"}, False),
    ],
)
def test_search_examples(session: Any, asked: dict[str, Any], found: bool) -> None:
    organisation = factories.member(
        name="NPO法人とっとりつながりの会",
        name_kana="トットリツナガリノカイ",
        activity_fields=["peer"],
    )
    entries, _total = roster.page(PUBLIC, Wanted(clock.today(), **asked), number=1, size=100)
    assert (organisation.public_id in [entry.public_id for entry in entries]) is found


def test_columns_of_the_open_data_are_stable(session: Any) -> None:
    assert [key for key, _heading in open_data.COLUMNS][:24] == [
        *("id", "member_kind", "member_since", "name", "name_kana", "kind", "corporate_number"),
        *("representative_title", "representative_name", "postal_code", "municipality_code"),
        *("municipality", "address", "phone", "fax", "email", "website", "activity_fields"),
        *("activity_area", "activities", "relation", "public_contact_name"),
        *("public_contact_phone", "public_contact_email"),
    ]


def test_open_data_holds_no_withheld_values_and_no_persons(session: Any) -> None:
    organisation = factories.member(
        phone="0857-77-7777",
        public_contact_phone="",
        business_contact_name="伯耆 秘子",
        disclosure={"phone": {"tier": "members", "reason": "理由"}},
    )
    document = open_data.document(clock.today())
    mine = next(each for each in document["members"] if each["id"] == organisation.public_id)
    assert mine["phone"] is None
    text = str(document) + str(list(open_data.rows(clock.today())))
    assert "0857-77-7777" not in text and "伯耆 秘子" not in text
    assert document["count"] == 35 and document["as_of"] == clock.today().isoformat()


def test_tables_start_no_formula_and_list_unencodable_characters(session: Any) -> None:
    factories.member(name="=1+1の会", activities="𠮷野\n二行目")
    header, rows = open_data.header(), list(open_data.rows(clock.today()))
    assert ",'=1+1の会," in tabular.to_csv(header, rows).decode("utf-8-sig")
    content, missing = tabular.to_csv_cp932(header, rows)
    assert missing == ["𠮷"] and "〓野" in content.decode("cp932")
    book = openpyxl.load_workbook(io.BytesIO(tabular.to_xlsx(header, rows, title="団体名簿")))
    cells = [cell for line in book.worksheets[0].iter_rows() for cell in line]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s", "d"}
    assert "=1+1の会" in [cell.value for cell in cells]


@pytest.mark.parametrize("text", ["=a", "'=a", "''＝a", "'a", "+1", "@x", "-", "plain", ""])
def test_formula_escaping_is_reversible(text: str) -> None:
    assert tabular.unescape(tabular.escape(text)) == text


def test_number_of_statements_per_page_is_constant(session: Any) -> None:
    counts = []
    for many in (3, 60):
        for _ in range(many):
            factories.member()
        session.commit()
        statements: list[str] = []

        def note(_c: Any, _cu: Any, statement: str, *_r: Any, into: list[str] = statements) -> None:
            into.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        roster.page(PUBLIC, Wanted(clock.today()), number=1, size=20)
        event.remove(db.engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 3
