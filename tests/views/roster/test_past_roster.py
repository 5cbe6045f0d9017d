"""The roster of a past day: who sees which value of whom, on every page and in every file."""

import csv
import io
import json
from datetime import date
from itertools import product
from typing import Any

import openpyxl
import pytest

from app import clock
from app.extensions import db
from app.models.membership.organisation import Organisation
from app.rules.membership.eligibility import OrganisationKind
from app.rules.membership.membership import EndCause, MemberKind
from app.security.viewer import SYSTEM
from app.services.membership import memberships
from app.services.roster import open_data
from tests import factories
from tests.support.accounts import RoleClients
from tests.support.client import PlatformClient
from tests.support.roster_files import merge

DAY, CHANGED, LEFT, BACK = (
    *(date(2025, 6, 1), date(2025, 7, 1), date(2025, 8, 1)),
    date(2025, 12, 1),
)
REPLACED = "変更済み"
ROLES = ("public", "general", "executive", "secretariat")
OTHERS, WHOLE = ROLES[:3], ROLES[3:]
NOBODY: tuple[str, ...] = ()
PUBLIC_FILES = ("csv", "xlsx", "json")


def later(organisation: Organisation, on: date = CHANGED, **values: Any) -> None:
    for field, value in values.items():
        setattr(organisation, field, value)
    memberships.write_version(organisation, on, "変更届")
    db.session.flush()


def ended(cause: EndCause, kind: MemberKind = MemberKind.GENERAL, **values: Any) -> Organisation:
    organisation = factories.member(kind, **values)
    memberships.end(SYSTEM, organisation, cause, on=LEFT)
    return organisation


def withheld(*fields: str, tier: str = "secretariat") -> dict[str, Any]:
    return {field: {"tier": tier, "reason": "個人宅のため"} for field in fields}


@pytest.fixture
def clients(session: Any, client_as: RoleClients) -> dict[str, PlatformClient]:
    return {role: client_as(role) for role in ROLES}


@pytest.fixture
def bodies(session: Any) -> dict[str, Organisation]:
    """Every fate of a body and of a value between the past day and today."""
    changed = factories.member(
        name="旧い名の会",
        representative_name="前任 太郎",
        phone="0857-11-1111",
        fax="",
        website="https://old.example.jp/",
        activities="ずっと同じ活動",
        municipality_code="312029",
        activity_fields=["peer"],
        founded_year=1998,
    )
    later(changed, changed.memberships[0].starts_on, kind=OrganisationKind.COMPANY)
    later(
        changed,
        name="新しい名の会",
        representative_name="後任 花子",
        phone="0857-22-2222",
        fax="0857-33-3333",
        website="",
        municipality_code="312011",
        kind=OrganisationKind.NPO,
        activity_fields=["place"],
        founded_year=1999,
    )
    opened = factories.member(
        name="開いた会",
        address="同じ隠れ家1番地",
        phone="0857-44-1111",
        disclosure=withheld("address", "phone"),
    )
    later(opened, phone="0857-44-2222", disclosure={})
    closed = factories.member(name="閉じた会", address="今は隠す1番地", phone="0857-55-1111")
    later(
        closed,
        phone="0857-55-2222",
        disclosure=withheld("address") | withheld("phone", tier="members"),
    )
    back = ended(EndCause.WITHDRAWAL, name="戻った会", activities="退会前の活動")
    memberships.begin(SYSTEM, back, MemberKind.GENERAL, on=BACK, basis="再入会")
    selected = factories.member(name="選ばれた会")
    memberships.end(SYSTEM, selected, EndCause.SELECTION, on=LEFT)
    memberships.begin(SYSTEM, selected, MemberKind.EXECUTIVE, on=LEFT, basis="議決")
    downgraded = factories.member(MemberKind.EXECUTIVE, name="一般に移った会")
    memberships.end(SYSTEM, downgraded, EndCause.RELEASE, on=LEFT)
    memberships.begin(SYSTEM, downgraded, MemberKind.GENERAL, on=LEFT, basis="議決")
    kept = factories.member(name="残した会", since=CHANGED)
    double = factories.member(name="二重の会", phone="0857-66-1111")
    merge(kept, double)
    lapsed = factories.member(name="統合後に退会した会", since=CHANGED)
    merged_into_lapsed = factories.member(name="退会した会の二重")
    merge(lapsed, merged_into_lapsed)
    memberships.end(SYSTEM, lapsed, EndCause.WITHDRAWAL, on=clock.today())
    found = {
        "changed": changed,
        "opened": opened,
        "closed": closed,
        "back": back,
        "selected": selected,
        "downgraded": downgraded,
        "kept": kept,
        "double": double,
        "lapsed": lapsed,
        "merged_into_lapsed": merged_into_lapsed,
        "withdrawn": ended(EndCause.WITHDRAWAL, name="退会した会", phone="0857-88-1111"),
        "expelled": ended(EndCause.EXPULSION, name="除名した会", phone="0857-88-2222"),
        "released": ended(
            EndCause.RELEASE, MemberKind.EXECUTIVE, name="退いた会", phone="0857-88-3333"
        ),
    }
    session.commit()
    return found


SHOWN: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # body, value, who sees it on DAY on a page. Of a file: what the public sees.
    ("changed", "旧い名の会", WHOLE),
    ("changed", "新しい名の会", OTHERS),
    ("changed", "前任 太郎", WHOLE),
    ("changed", "後任 花子", NOBODY),
    ("changed", "0857-11-1111", WHOLE),
    ("changed", "0857-22-2222", NOBODY),
    ("changed", "0857-33-3333", NOBODY),
    ("changed", "https://old.example.jp/", WHOLE),
    ("changed", "ずっと同じ活動", ROLES),
    ("changed", "1998", WHOLE),
    ("changed", "1999", NOBODY),
    ("changed", "米子市", WHOLE),
    ("changed", REPLACED, OTHERS),
    ("opened", "同じ隠れ家1番地", ROLES),
    ("opened", "0857-44-1111", WHOLE),
    ("opened", "0857-44-2222", NOBODY),
    ("opened", REPLACED, OTHERS),
    ("closed", "閉じた会", ROLES),
    ("closed", "今は隠す1番地", WHOLE),
    ("closed", "0857-55-1111", WHOLE),
    ("closed", "0857-55-2222", NOBODY),
    ("closed", REPLACED, ("general", "executive")),
    ("back", "戻った会", WHOLE),
    ("selected", "選ばれた会", ROLES),
    ("downgraded", "一般に移った会", ROLES),
    ("kept", "残した会", OTHERS),
    ("kept", "二重の会", WHOLE),
    ("kept", "0857-66-1111", WHOLE),
    ("withdrawn", "退会した会", WHOLE),
    ("withdrawn", "0857-88-1111", WHOLE),
    ("expelled", "除名した会", WHOLE),
    ("expelled", "0857-88-2222", WHOLE),
    ("released", "退いた会", WHOLE),
    ("released", "0857-88-3333", WHOLE),
    ("lapsed", "退会した会の二重", WHOLE),
)
IN_LIST = {"旧い名の会", "新しい名の会", "米子市", REPLACED}
"""Of the values of `changed`, those that a list has a column for."""


def read(name: str, content: bytes) -> list[dict[str, Any]]:
    """Return the rows of a file of the open data."""
    if name == "json":
        document = json.loads(content)
        assert document["replaced_value"] == REPLACED
        return list(document["members"])
    if name == "xlsx":
        lines = (
            openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
        )
        cells = [["" if cell is None else str(cell) for cell in line] for line in lines]
    else:
        cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    keys = [key for key, _heading in open_data.COLUMNS]
    return [dict(zip(keys, line, strict=True)) for line in cells[1:]]


def main_of(page: str) -> str:
    """Return the page's content without what it says about itself."""
    for text in ("その後に変わった値は「変更済み」と表示します", "since then read 変更済み"):
        page = page.replace(text, "")
    return page.partition("<main")[2]


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_which_value_on_the_pages(
    bodies: dict[str, Organisation], client_as: RoleClients, role: str
) -> None:
    client = client_as(role)
    for name in {name for name, *_rest in SHOWN}:
        answer = client.get(f"/roster/{bodies[name].public_id}?on={DAY}")
        shown = [(value, seers) for of, value, seers in SHOWN if of == name]
        for value, seers in shown:
            assert (value in main_of(answer.text)) is (role in seers), (name, value)
        present = any(role in seers for _value, seers in shown)
        assert answer.status_code == (200 if present else 404), name
    table = client.get(f"/roster?on={DAY}").text.partition("<tbody")[2]
    for name, value, seers in SHOWN:
        if value.endswith(("会", "二重")):
            assert (value in table) is (role in seers), (name, value)
    line = table.partition(bodies["changed"].public_id)[2].partition("</tr>")[0]
    for name, value, seers in SHOWN:
        if name == "changed":
            assert (value in line) is (role in seers and value in IN_LIST), value
    assert (REPLACED in line) is (role in OTHERS)


def test_files_hold_what_the_public_sees_whoever_asks(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    for name, role in product(PUBLIC_FILES, ROLES):
        rows = {
            row["id"]: row for row in read(name, clients[role].get(f"/roster.{name}?on={DAY}").data)
        }
        for body, value, seers in SHOWN:
            row = rows.get(bodies[body].public_id)
            there = row is not None and value in str(list(row.values()))
            assert there is ("public" in seers), (name, role, body, value)
        present = {body for body, _value, seers in SHOWN if "public" in seers}
        assert {body for body in bodies if bodies[body].public_id in rows} == present
        changed = rows[bodies["changed"].public_id]
        assert {key for key, value in changed.items() if value == REPLACED} == {
            *("kind", "founded_year", "representative_name", "municipality_code", "municipality"),
            *("phone", "fax", "website", "activity_fields"),
        }
    text = (
        clients["public"].get(f"/roster.csv?on={DAY}&encoding=cp932&anyway=1").data.decode("cp932")
    )
    assert REPLACED in text and "前任 太郎" not in text and "除名した会" not in text


PROBES = {
    "q=旧い名の会": WHOLE,
    "q=新しい名の会": OTHERS,
    "kind=company": WHOLE,
    "kind=npo": OTHERS,
    "municipality=312029": WHOLE,
    "municipality=312011": OTHERS,
    "field=peer": WHOLE,
    "field=place": OTHERS,
}


@pytest.mark.both_databases
def test_filters_find_by_what_the_viewer_knows_alone(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    sought, hidden = bodies["changed"].public_id, bodies["expelled"].public_id
    for role, client in clients.items():
        for query, seers in PROBES.items():
            page = client.get(f"/roster?on={DAY}&{query}").text
            assert (sought in page) is (role in seers), (role, query)
        for query in ("q=除名した会", "kind=npo", "member_kind=general", ""):
            page = client.get(f"/roster?on={DAY}&{query}").text
            assert (hidden in page) is (role in WHOLE), (role, query)


def test_kind_of_membership_is_that_of_the_day(
    bodies: dict[str, Organisation], client: PlatformClient
) -> None:
    kinds = ("general", "executive")
    for body, on, kind in (("selected", DAY, 0), ("selected", LEFT, 1), ("downgraded", DAY, 1)):
        public_id = bodies[body].public_id
        for asked in (0, 1):
            query = f"q={bodies[body].name}&member_kind={kinds[asked]}"
            assert (public_id in client.get(f"/roster?on={on}&{query}").text) is (asked == kind)
        members = json.loads(client.get(f"/roster.json?on={on}").data)["members"]
        assert [m["member_kind"] for m in members if m["id"] == public_id] == [kinds[kind]]


def test_registration_struck_before_a_return_stays_struck(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    back = bodies["back"].public_id
    for role, client in clients.items():
        then = 200 if role in WHOLE else 404
        days = (date(2025, 3, 31), DAY, LEFT, date(2025, 11, 30), BACK, clock.today())
        codes = [client.get(f"/roster/{back}?on={day}").status_code for day in days]
        assert codes == [404, then, 404, 404, 200, 200], role


def test_struck_body_answers_like_one_that_never_was(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    for role in OTHERS:
        never = main_of(clients[role].get(f"/roster/no-such-entry?on={DAY}").text)
        for name in ("expelled", "withdrawn", "released", "lapsed", "merged_into_lapsed"):
            for query in (f"?on={DAY}", f"?on={LEFT}", ""):
                answer = clients[role].get(f"/roster/{bodies[name].public_id}{query}")
                assert (answer.status_code, main_of(answer.text)) == (404, never), (name, query)


def test_merged_record_leads_to_the_kept_one(
    bodies: dict[str, Organisation], client: PlatformClient
) -> None:
    answer = client.get(f"/roster/{bodies['double'].public_id}?on={DAY}")
    assert answer.location == f"/roster/{bodies['kept'].public_id}?on={DAY}"


def test_history_lists_only_days_that_show_a_difference(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    one = factories.member(phone="0857-11-1111")
    later(one, date(2025, 5, 1), phone="0857-11-2222")
    later(one, date(2025, 6, 1), business_contact_name="秘密 一郎")
    later(one, date(2025, 7, 1), phone="0857-11-3333")
    later(one, date(2025, 8, 1), business_contact_name="秘密 二郎")
    back = bodies["back"]
    later(back, date(2026, 1, 10), phone="0857-77-1111")
    for role, client in clients.items():
        page = client.get(f"/roster/{one.public_id}").text
        months = [month for month in range(4, 9) if f"?on={date(2025, month, 1)}" in page]
        assert months == ([4, 5, 6, 7, 8] if role in WHOLE else [4, 7]), role
        page = client.get(f"/roster/{back.public_id}").text
        assert (f"?on={date(2025, 4, 1)}" in page) is (role in WHOLE)
        assert f"?on={BACK}" in page


def test_page_says_who_has_the_whole_past_roster(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    words = "過去の名簿の全体は事務局が保管しています。"
    for role in OTHERS:
        for path in ("/roster", f"/roster/{bodies['changed'].public_id}"):
            assert words in clients[role].get(f"{path}?on={DAY}").text
            assert words not in clients[role].get(path).text
    assert "/exports/" in clients["secretariat"].get(f"/roster?on={DAY}").text


def test_visitor_is_not_answered_304_after_a_body_was_struck(
    session: Any, client: PlatformClient
) -> None:
    organisation = factories.member(name="消える会")
    session.commit()
    path = f"/roster?on={DAY}"
    tags = {p: client.get(p).headers["ETag"] for p in (path, f"/roster.csv?on={DAY}")}
    assert client.get(path, headers={"If-None-Match": tags[path]}).status_code == 304
    memberships.end(SYSTEM, organisation, EndCause.EXPULSION, on=clock.today())
    session.commit()
    for address, tag in tags.items():
        again = client.get(address, headers={"If-None-Match": tag})
        assert again.status_code == 200 and "消える会" not in again.get_data(as_text=True)


def test_future_day_is_answered_with_today(
    bodies: dict[str, Organisation], clients: dict[str, PlatformClient]
) -> None:
    for client in clients.values():
        page = client.get("/roster?on=2999-01-01").text
        assert "新しい名の会" in page and REPLACED not in page.partition("<tbody")[2]
