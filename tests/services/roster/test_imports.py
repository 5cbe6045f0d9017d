"""Import and export of the roster: result per row, all or nothing, and the round trip."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app import clock
from app.errors import NotPermitted, RuleViolation
from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.membership.membership import Membership
from app.models.membership.organisation import Organisation, OrganisationVersion
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.common.text import multi_line, single_line
from app.rules.membership.membership import EndCause, MemberKind, Standing
from app.rules.membership.profile_fields import WITHHOLDABLE
from app.rules.states.roster.roster_import import RosterImportState, RowOutcome
from app.security.viewer import PUBLIC, SYSTEM
from app.services.common import spreadsheet_rows, spreadsheets, tabular
from app.services.membership import memberships
from app.services.roster import (
    exports,
    import_leases,
    import_release,
    import_results,
    import_template,
    imports,
    open_data,
    roster_columns,
)
from app.tasks.roster import imports as task
from tests import factories
from tests.support import roster_files
from tests.support.desk import officer
from tests.support.roster_files import KEYS, checked, csv, entered, row

EVERYTHING = [column.key for column in roster_columns.EXPORTED]


def fates(job: RosterImport) -> dict[int, tuple[str, str]]:
    """Return line → result and its messages."""
    rows = db.session.scalars(
        select(RosterImportRow)
        .where(RosterImportRow.import_id == job.id)
        .order_by(RosterImportRow.line)
    )
    return {
        found.line: (found.fate.value, " ".join([*(r for _c, r in found.reasons), *found.notes]))
        for found in rows
    }


def by_name(name: str) -> Organisation:
    found: Organisation = db.session.scalars(
        select(Organisation).where(Organisation.name == name)
    ).one()
    return found


def test_columns_match_the_fields_of_the_form() -> None:
    tiers = {key.partition(".")[2] for key in KEYS if key.startswith("disclosure.")}
    assert tiers == {*WITHHOLDABLE, "business_contact"}


@pytest.mark.both_databases
def test_new_rows_become_general_members_on_their_date(session: Any) -> None:
    new = row(name="𠮷野⺠の会")
    job = entered(csv([new]))
    assert (job.state, job.counts["new"]) == (RosterImportState.IMPORTED, 1)
    organisation = by_name("𠮷野⺠の会")
    membership = memberships.current(organisation.id)
    assert organisation.standing is Standing.GENERAL
    assert organisation.last_contact_on == clock.today()
    assert organisation.next_question_on is not None
    assert membership and membership.kind is MemberKind.GENERAL
    assert membership.starts_on == date(2025, 5, 1)
    assert "令和7年5月の入会決定" in membership.basis
    assert memberships.version_on(organisation.id, date(2025, 4, 30)) is None
    version = memberships.version_on(organisation.id, date(2025, 5, 1))
    assert version and version.profile == organisation.profile()
    assert job.content == b""


def test_repeated_import_reports_no_changes(session: Any) -> None:
    content = csv([row(), row()])
    entered(content)
    again = checked(content)
    assert again.counts == {"new": 0, "change": 0, "same": 2, "question": 0, "wrong": 0}
    with pytest.raises(RuleViolation, match="取り込む必要はありません"):
        import_release.start(officer(), again.id, skip_wrong=False, basis="x")


def test_change_is_shown_by_field_and_is_on_the_roster_from_today(session: Any) -> None:
    organisation = factories.member()
    keys = ["id", "name", "phone"]
    changed = {
        "id": organisation.public_id,
        "name": organisation.name,
        "phone": "０８５７－２６－９９９９",
    }
    job = checked(csv([changed], keys))
    found = session.get(RosterImportRow, (job.id, 2))
    assert found.changes == [["phone", organisation.phone, "0857-26-9999"]]
    before = organisation.phone
    import_release.start(officer(), job.id, skip_wrong=False, basis="")
    session.commit()
    task.sweep()
    organisation = session.get(Organisation, organisation.id)
    assert organisation.phone == "0857-26-9999"
    yesterday = memberships.version_on(organisation.id, clock.today() - timedelta(days=1))
    today = memberships.version_on(organisation.id, clock.today())
    assert yesterday and yesterday.profile["phone"] == before
    assert today and today.profile["phone"] == "0857-26-9999"
    entries = session.scalars(
        select(AuditEntry).where(
            AuditEntry.action == "organisation.import",
            AuditEntry.subject_id == str(organisation.id),
        )
    ).all()
    assert [entry.details["fields"] for entry in entries] == [["phone"]]
    assert entries[0].actor_id is not None


WRONG = [
    ({"name": ""}, "空欄にはできません"),
    ({"name_kana": "カナ漢字"}, "使えない文字：漢、字"),
    ({"kind": "個人"}, "個人での入会は認められていません"),
    ({"kind": "宇宙人"}, "団体の種別にありません。使える語：NPO法人、社会福祉法人"),
    ({"corporate_number": "1234567890123"}, "検査用数字"),
    ({"postal_code": "68"}, "郵便番号"),
    ({"municipality_code": "大阪市"}, "使える語：鳥取市、米子市"),
    ({"phone": "110"}, "電話番号"),
    ({"activity_fields": "居場所づくり、空飛ぶ"}, "活動分野にありません。使える語：相談支援"),
    ({"business_contact_email": "だれか"}, "メールアドレス"),
    ({"website": "javascript:alert(1)"}, "ウェブサイト"),
    ({"member_kind": "幹事団体"}, "プラットフォーム会議の決議"),
    ({"member_kind": "会員でない"}, "会員でない団体"),
    ({"member_since": "2999-01-01"}, "先の日"),
    ({"member_since": "2024-03-31"}, "2024-04-01以後"),
    ({"member_since": "2025-02-30"}, "実在する日"),
    ({"disclosure.phone": "会員のみ"}, "公開しない理由"),
    ({"disclosure.business_contact": "公開"}, "個人情報"),
    ({"disclosure.phone": "みんな"}, "どれかを入れてください"),
    ({"activities": "失われた〓字"}, "失われた文字"),
    ({"name": "失われた\ufffd字"}, "失われた文字"),
    ({"corporate_number": "7.00002E+12"}, "桁が失われた"),
    ({"corporate_number": "000020310000"}, "7000020310000"),
    ({"id": "no-such-id"}, "識別子の団体は名簿にありません"),
    ({"activities": "あ" * 2001}, "2000文字以内"),
    ({"representative_name": "外字\ue000"}, "外字"),
]


@pytest.mark.parametrize(("values", "reason"), WRONG, ids=lambda value: str(value)[:40])
def test_invalid_row_states_why_and_nothing_is_imported(
    session: Any, values: dict[str, str], reason: str
) -> None:
    before = session.scalar(select(func.count(Organisation.id)))
    job = checked(csv([row(**values), row()]))
    fate, said = fates(job)[2]
    assert fate == "wrong" and reason in said
    with pytest.raises(RuleViolation, match="誤りのある行が1行"):
        import_release.start(officer(), job.id, skip_wrong=False, basis="決定")
    session.rollback()
    assert session.scalar(select(func.count(Organisation.id))) == before


def test_invalid_rows_are_skipped_only_on_request(session: Any) -> None:
    good = row()
    job = entered(csv([row(phone="110"), good]), skip_wrong=True)
    assert job.state is RosterImportState.IMPORTED
    assert by_name(good["name"]).standing is Standing.GENERAL
    assert job.counts["wrong"] == 1


def test_new_members_require_the_basis_of_their_admission(session: Any) -> None:
    job = checked(csv([row()]))
    with pytest.raises(RuleViolation, match="根拠"):
        import_release.start(officer(), job.id, skip_wrong=False, basis="  ")


@pytest.mark.parametrize(
    "likeness",
    [
        {"name": "NPO法人 除名 の会"},
        {"corporate_number": "7000020310000"},
        {"phone": "0857-99-1234"},
        {"address": "鳥取県鳥取市湖山町南５丁目１０１"},
        {"representative_name": "除名　太郎"},
    ],
    ids=lambda value: next(iter(value)),
)
def test_bar_applies_to_an_import_until_its_last_day(
    session: Any, at: Callable[..., None], likeness: dict[str, str]
) -> None:
    at(date(2025, 6, 1))
    expelled = factories.former_member(
        EndCause.EXPULSION,
        date(2025, 5, 1),
        name="NPO法人除名の会",
        corporate_number="7000020310000",
        phone="0857-99-1234",
        address="鳥取市湖山町南五丁目101番地",
        representative_name="除名 太郎",
    )
    at(date(2028, 5, 1))
    fate, said = fates(checked(csv([row(**likeness)])))[2]
    assert fate == "wrong" and ("除名" in said)
    assert expelled.standing is Standing.FORMER
    at(date(2028, 5, 2))
    fate, said = fates(checked(csv([row(**likeness)])))[2]
    if "corporate_number" in likeness:
        assert fate == "wrong" and "説明書" in said  # recognised: readmission needs a statement
    else:
        assert fate == ("question" if "name" in likeness else "new")


def test_former_member_cannot_be_readmitted_by_an_import(session: Any) -> None:
    former = factories.former_member(EndCause.WITHDRAWAL, date(2025, 5, 1))
    same = row(name=former.name, phone=former.phone)
    fate, said = fates(checked(csv([same])))[2]
    assert fate == "wrong" and "説明書" in said


def test_members_are_matched_by_identifier_then_number_then_name(session: Any) -> None:
    one = factories.member(corporate_number="7000020310000", name="株式会社いろは")
    two = factories.member(name="一般社団法人にほへ")
    rows = [
        {"id": one.public_id, "name": "株式会社いろは改"},
        {"corporate_number": "T7000020310000", "name": "ちがう名前"},
        {"name": "（一社）にほへ", "phone": two.phone},
        {"name": "NPO法人にほへ", "phone": two.phone},
    ]
    job = checked(csv(rows, ["id", "corporate_number", "name", "phone"]))
    lines = session.scalars(
        select(RosterImportRow).where(RosterImportRow.import_id == job.id)
    ).all()
    assert [line.organisation_id for line in lines] == [one.id, one.id, two.id, None]
    assert "2行目と同じ団体" in fates(job)[3][1]
    assert fates(job)[5][0] == "question"  # another legal form


def test_row_matching_two_members_is_a_question(session: Any) -> None:
    one = factories.member(name="NPO法人ふたご")
    two = factories.member(name="特定非営利活動法人ふたご")
    job = checked(csv([row(name="NPO法人ふたご")]))
    found = session.get(RosterImportRow, (job.id, 2))
    assert found.fate is RowOutcome.QUESTION
    assert found.question["organisations"] == [one.id, two.id]


def test_kind_and_first_day_of_a_member_cannot_be_changed(session: Any) -> None:
    organisation = factories.member()
    keys = ["id", "name", "member_kind", "member_since"]
    wrong = {
        "id": organisation.public_id,
        "name": organisation.name,
        "member_kind": "幹事団体",
        "member_since": "2025-04-02",
    }
    fate, said = fates(checked(csv([wrong], keys)))[2]
    assert fate == "wrong" and "会員の種別は取込みでは" in said and "入会日は取込みでは" in said


def test_empty_cell_changes_nothing_and_required_fields_are_not_cleared(session: Any) -> None:
    organisation = factories.member(
        fax="0857-26-1111", disclosure={"phone": {"tier": "members", "reason": "私宅のため"}}
    )
    keys = ["id", "name", "address", "fax", "website", "disclosure.phone"]
    known = {"id": organisation.public_id, "name": organisation.name}
    emptied = checked(csv([known], keys))
    assert fates(emptied)[2] == ("same", "")
    assert emptied.effects == {"widened": 0, "cleared": 0, "gaps": 0}
    required = checked(csv([known | {"address": "（消去）"}], keys))
    assert fates(required)[2] == ("wrong", "必須の項目は消去できません。")


def test_only_the_mark_clears_and_only_the_word_widens_and_both_are_counted(session: Any) -> None:
    withheld = {"phone": {"tier": "members", "reason": "私宅のため"}}
    one, two, three = (
        factories.member(fax="0857-26-1111", disclosure=dict(withheld)) for _ in range(3)
    )
    keys = ["id", "name", "fax", "disclosure.phone"]
    rows = [
        {"id": one.public_id, "name": one.name, "fax": "(消去)"},
        {"id": two.public_id, "name": two.name, "disclosure.phone": "公開"},
        {"id": three.public_id, "name": three.name, "disclosure.phone": "事務局のみ（防犯）"},
        {"id": "", "name": "", "disclosure.phone": "（消去）"},
    ]
    job = checked(csv(rows, keys))
    assert [fate for fate, _said in fates(job).values()] == ["change", "change", "change", "wrong"]
    assert job.effects == {"widened": 1, "cleared": 1, "gaps": 0}
    assert "消せません" in fates(job)[5][1]
    assert session.get(RosterImportRow, (job.id, 3)).widens
    import_release.start(officer(), job.id, skip_wrong=True, basis="")
    session.commit()
    task.sweep()
    assert session.get(Organisation, one.id).fax == ""
    assert session.get(Organisation, two.id).disclosure == {}
    assert session.get(Organisation, three.id).disclosure["phone"]["tier"] == "secretariat"


def test_changed_roster_stops_the_import_and_restarts_the_check(
    session: Any,
) -> None:
    new = row()
    job = checked(csv([row(), new]))
    import_release.start(officer(), job.id, skip_wrong=False, basis="決定")
    factories.member(name=new["name"], since=date(2025, 5, 1))
    session.commit()
    task.sweep()
    job = session.get(RosterImport, job.id)
    assert job.state is RosterImportState.CHECKED
    assert "確認の後に名簿の内容が変わった" in job.error
    assert job.counts["new"] == 1 and job.counts["change"] == 1


def test_abandoned_import_is_resumed_and_eventually_given_up(
    session: Any, at: Callable[..., None]
) -> None:
    at(date(2026, 4, 1))
    job = imports.upload(officer(), "a.csv", csv([row()]))
    session.commit()
    assert import_leases.lease_next(SYSTEM, "one") == job.id
    assert import_leases.lease_next(SYSTEM, "two") is None
    at(clock.now() + import_leases.LEASE + timedelta(seconds=1))
    assert import_leases.lease_next(SYSTEM, "two") == job.id
    with pytest.raises(import_leases.LeaseLost):
        import_leases.renew_lease(job.id, "one")
    for holder in ("three", "four"):
        at(clock.now() + import_leases.LEASE + timedelta(seconds=1))
        taken = import_leases.lease_next(SYSTEM, holder)
    assert taken is None
    assert job.state is RosterImportState.FAILED and "止まりました" in job.error


def test_import_can_be_cancelled_before_the_check(session: Any) -> None:
    job = imports.upload(officer(), "a.csv", csv([row()]))
    imports.cancel(officer(), job.id)
    session.commit()
    task.sweep()
    assert job.state is RosterImportState.CANCELLED and job.content == b""


def test_rows_are_deleted_after_a_month(session: Any, at: Callable[..., None]) -> None:
    at(date(2026, 4, 1))
    job = entered(csv([row()]))
    at(date(2026, 5, 2))
    task.sweep()
    assert (
        session.scalar(
            select(func.count())
            .select_from(RosterImportRow)
            .where(RosterImportRow.import_id == job.id)
        )
        == 0
    )


def test_only_the_secretariat_imports_and_exports(session: Any) -> None:
    with pytest.raises(NotPermitted):
        imports.upload(PUBLIC, "a.csv", b"a")
    with pytest.raises(NotPermitted):
        exports.export(PUBLIC, day=clock.today(), former=False, columns=["name"], form="csv")


def xlsx_with(cells: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for cell_row in cells:
        book.active.append(cell_row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def zipped(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


UNREADABLE = [
    (b"", "空です"),
    (b"\xd0\xcf\x11\xe0rest", "古い形式"),
    ("団体名".encode("utf-16"), "CSV UTF-8"),
    (b"PK\x03\x04 broken", "壊れている"),
    (zipped(a=b"x"), "Excelブックではありません"),
    (zipped(**{"xl__workbook.xml": b"x", "xl__vbaProject.bin": b"x"}), "マクロ"),
    (zipped(**{"xl__workbook.xml": b"<!DOCTYPE lolz []>"}), "Excelブックではありません"),
    (zipped(**{"xl__workbook.xml": b"0" * (spreadsheets.MAX_UNPACKED + 1)}), "大きすぎます"),
    (zipped(**{"xl__workbook.xml": b"<x/>"}), "Excelブックとして読めません"),
    ('団体名\r\n"閉じない'.encode(), "引用符"),
    ("団体名\r\n".encode(), "見出しの下に行がありません"),
    (b"\x81", "文字コード"),
    (("団体名\r\n" + "あ\r\n" * (spreadsheet_rows.MAX_ROWS + 1)).encode(), "20,000行を超え"),
    (("団体名\r\n" + "\r\n" * spreadsheet_rows.MAX_LINES + "あ").encode(), "空の行が多すぎ"),
]


DECLARED = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    "part",
    [
        f"<!--{' ' * 5000}-->{DECLARED}".encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{DECLARED}'.encode("utf-16"),
    ],
    ids=["behind a comment", "in UTF-16"],
)
def test_xml_entity_declarations_are_refused(part: bytes) -> None:
    with pytest.raises(spreadsheets.Unreadable, match="Excelブックではありません"):
        spreadsheets.detect_format(
            zipped(**{"xl__workbook.xml": b"<x/>", "xl__sharedStrings.xml": part})
        )


@pytest.mark.parametrize(("content", "reason"), UNREADABLE, ids=[r for _c, r in UNREADABLE])
def test_invalid_roster_file_is_refused_with_a_reason(
    session: Any, content: bytes, reason: str
) -> None:
    try:
        job = checked(content)
    except RuleViolation as refusal:
        assert reason in refusal.message
    else:
        assert job.state is RosterImportState.FAILED
        assert reason in job.error


def test_formulas_numbers_and_dates_of_a_workbook(session: Any) -> None:
    header = [roster_columns.BY_KEY[key].heading for key in KEYS]
    new = row(member_since="")
    cells: list[Any] = [new[key] for key in KEYS]
    cells[KEYS.index("member_since")] = date(2025, 7, 1)
    cells[KEYS.index("corporate_number")] = 7000020310000
    formula = [new[key] for key in KEYS]
    formula[KEYS.index("address")] = "=1+1"
    assert set(fates(checked(xlsx_with([header, cells])))[2]) == {"new", ""}
    assert "数式" in fates(checked(xlsx_with([header, formula])))[2][1]


def test_cp932_is_recognised(session: Any) -> None:
    new = row(name="髙﨑の会")
    content, missing = tabular.to_csv_cp932(
        [roster_columns.BY_KEY[key].heading for key in KEYS], [[new[key] for key in KEYS]]
    )
    assert missing == []
    entered(content)
    assert by_name("髙﨑の会")


def exported(form: str, **options: Any) -> bytes:
    asked = {"day": clock.today(), "former": True, "columns": EVERYTHING, "form": form} | options
    content, _missing = exports.export(officer(), **asked)
    db.session.commit()
    return content


NASTY = st.lists(
    st.sampled_from(
        [
            *"=+-@'\"＝，,;、\t\r\n 𠮷⺠ｱ①〜～¥\\髙か\u3099é<&あa1\ufa10\ufa12_",
            *("_x000D_", "_x005F_", "x005F_", "_x0041_", "（消去）"),
        ]
    ),
    min_size=1,
    max_size=30,
).map("".join)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(name=NASTY, activities=NASTY, reason=NASTY, form=st.sampled_from(["xlsx", "csv"]))
def test_exported_member_is_reimported_unchanged(
    session: Any, name: str, activities: str, reason: str, form: str
) -> None:
    try:
        stored = single_line(" ".join(name.split()), limit=200)
        why = single_line(" ".join(reason.split()), limit=300)
        text = multi_line(activities, limit=2000) or "a"
    except ValueError:
        return
    if not stored or not why or "（消去）" in (stored, text):
        return
    organisation = factories.member(
        name=stored,
        activities=text,
        disclosure={"phone": {"tier": "members", "reason": why}},
    )
    job = checked(exported(form))
    mine = next(
        found
        for found in session.scalars(
            select(RosterImportRow).where(RosterImportRow.import_id == job.id)
        )
        if found.organisation_id == organisation.id
    )
    assert (mine.reasons, mine.changes) == ([], [])
    organisation = session.get(Organisation, organisation.id)  # the check discards what it read
    memberships.end(SYSTEM, organisation, EndCause.WITHDRAWAL, on=clock.today())
    organisation.name = f"済んだもの{organisation.id}"
    session.commit()


def test_full_export_is_reimported_unchanged_with_former_members(session: Any) -> None:
    factories.member(activity_fields=["peer", "place"], activities="一行目\n二行目\n=SUM(A1)")
    factories.former_member(EndCause.EXPULSION, date(2025, 6, 1))
    for form in ("xlsx", "csv", "cp932"):
        job = checked(exported(form, anyway=True))
        assert job.counts["same"] == 36 and sum(job.counts.values()) == 36


def test_names_stay_as_typed_and_are_found_in_either_shape(session: Any) -> None:
    new = row(name="\ufa10本\ufa12の会")
    entered(csv([new]))
    made = by_name("\ufa10本\ufa12の会")
    same = checked(csv([new | {"name": "塚本晴の会"}]))
    assert session.get(RosterImportRow, (same.id, 2)).organisation_id == made.id


def test_public_table_has_the_headings_of_an_import_and_real_days(session: Any) -> None:
    member = factories.member(name="公開の会", since=date(2025, 5, 1))
    header = open_data.header()
    assert set(header) - {column.heading for column in roster_columns.IMPORTED} == {"市町村コード"}
    assert roster_columns.recognise(header) is not None
    content = tabular.to_xlsx(header, open_data.rows(clock.today()), title="団体名簿")
    session.commit()
    job = checked(content)
    assert job.state is RosterImportState.CHECKED and job.counts["same"] == 35
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = {cell.value for cell in sheet["C"]}
    days = {cell.date() for cell in cells if isinstance(cell, datetime)}
    assert date(2025, 5, 1) in days and member.name in {cell.value for cell in sheet["D"]}
    assert sheet.auto_filter.ref.startswith("A1:") and sheet.freeze_panes == "B2"
    widths = {round(sheet.column_dimensions[letter].width) for letter in "BCD"}
    assert len(widths) > 1 and max(widths) <= 42


def test_template_offers_kinds_and_fields(session: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(import_template.template()))
    assert book.sheetnames == ["団体名簿", "記入のしかた", "選べる語"]
    offered = {
        book["選べる語"].cell(1, column).value: [
            cell.value for cell in book["選べる語"][letter][1:] if cell.value
        ]
        for column, letter in ((2, "B"), (3, "C"), (4, "D"))
    }
    assert "社会福祉協議会" in offered["団体の種別"] and "個人" not in offered["団体の種別"]
    assert offered["市町村"][0] == "鳥取市" and "居場所づくり" in offered["活動分野"]
    validations = book["団体名簿"].data_validations.dataValidation
    assert len(validations) == 4 + len(WITHHOLDABLE) + 1
    guide = [[cell.value for cell in line] for line in book["記入のしかた"].iter_rows()]
    assert "（消去）" in {line[0] for line in guide}


def test_export_is_audited_and_cells_start_no_formula(session: Any) -> None:
    factories.member(name="=HYPERLINK(1)")
    content = exported("csv", columns=["name", "business_contact_name"]).decode("utf-8-sig")
    assert "'=HYPERLINK(1),伯耆 太郎" in content
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.export")).one()
    assert entry.details["columns"] == ["name", "business_contact_name"]
    assert entry.details["rows"] == 35


def test_cp932_export_lists_unencodable_characters_and_is_not_audited(session: Any) -> None:
    factories.member(name="𠮷野の会")
    content, missing = exports.export(
        officer(), day=clock.today(), former=False, columns=["name"], form="cp932"
    )
    session.commit()
    assert (content, missing) == (b"", ["𠮷"])
    assert not session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.export")).all()


def test_export_as_of_a_given_day(session: Any) -> None:
    left = factories.former_member(EndCause.WITHDRAWAL, date(2026, 2, 1), name="去った会")
    keys = ["id", "name", "ended_on", "end_cause"]

    def lines(day: date, former: bool) -> list[list[str | date]]:
        return [r for r in exports.rows(day, former=former, keys=keys) if r[0] == left.public_id]

    assert lines(date(2026, 1, 31), False) == [[left.public_id, "去った会", "", ""]]
    assert lines(date(2026, 2, 1), False) == []
    assert lines(date(2026, 2, 1), True) == [[left.public_id, "去った会", date(2026, 2, 1), "退会"]]
    assert lines(date(2025, 3, 31), True) == []


def test_import_of_many_rows_needs_few_statements(session: Any) -> None:
    content = csv([row(phone=f"0859-{n // 100:02}-{n % 100:04}") for n in range(700)])
    job = entered(content)
    assert job.counts["new"] == 700
    count = session.scalar(
        select(func.count(Membership.id)).where(Membership.basis.contains("取込み"))
    )
    versions = session.scalar(
        select(func.count(OrganisationVersion.id)).where(
            OrganisationVersion.source == f"名簿の取込み {job.id}"
        )
    )
    assert (count, versions) == (700, 700)
    assert RowOutcome.NEW.value in job.counts


def test_result_workbook_can_be_corrected_and_imported_again(session: Any) -> None:
    job = checked(csv([row(phone="110")]))
    content = import_results.results(officer(), job)
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][1] == "誤り"
    column = [cell.value for cell in sheet[1]].index("電話番号") + 1
    sheet.cell(2, column).value = "0857-26-0001"
    buffer = io.BytesIO()
    book.save(buffer)
    assert checked(buffer.getvalue()).counts["new"] == 1


def test_template_contains_no_rows(session: Any) -> None:
    job = checked(import_template.template())
    assert "見出しの下に行がありません" in job.error
    assert roster_files.KEYS[0] == "id"
