"""Files with other headings than the template's: mapped in the browser, remembered, judged."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import RuleViolation
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.common import column_mapping
from app.rules.common.column_mapping import Layout
from app.rules.states.roster.roster_import import RosterImportState
from app.services.common import column_layouts
from app.services.common.spreadsheet_preview import Preview
from app.services.roster import import_layout, import_release, imports, roster_columns
from app.tasks.roster import imports as task
from tests.support.desk import officer
from tests.support.other_lists import GAPS, LISTS, OtherList, struck
from tests.support.roster_files import checked


def proposed(job: RosterImport) -> tuple[Layout, list[str]]:
    """Return the guess for an uploaded file, and its headings."""
    preview = Preview.load(job.preview)
    layout = import_layout.proposal(job, preview.first, None, None)
    sheet = preview.sheets[layout.sheet]
    return layout, column_layouts.headings(sheet, layout.heading_line, layout.heading_lines)


def completed(other: OtherList, layout: Layout, headings: list[str]) -> Layout:
    """Return the guess as an officer completes it: +key assigns, -key skips, key fills in."""
    columns = list(layout.columns)
    filled = {}
    for key, text in other.filled.items():
        if key.startswith("+"):
            columns[headings.index(text)] = key[1:]
        elif key.startswith("-"):
            columns[columns.index(key[1:])] = column_mapping.SKIP
        elif key != GAPS:
            filled[key] = text
    return replace(layout, columns=tuple(columns), filled=filled)


def assigned(session: Any, other: OtherList) -> RosterImport:
    """Upload a list, complete its mapping, and let the worker check it."""
    job = checked(other.content())
    layout = completed(other, *proposed(job))
    import_layout.assign(officer(), job.id, layout, gaps=GAPS in other.filled)
    session.commit()
    task.sweep()
    return imports.one(officer(), job.id)


@pytest.mark.parametrize("other", LISTS, ids=[each.name for each in LISTS])
def test_list_of_others_is_mapped_and_each_row_judged(session: Any, other: OtherList) -> None:
    job = checked(other.content())
    assert job.state is RosterImportState.MAPPING
    layout, headings = proposed(job)
    assert (layout.heading_line, layout.heading_lines) == other.heading
    guessed = {key: headings[place] for place, key in enumerate(layout.columns) if key}
    assert guessed == other.guessed
    job = assigned(session, other)
    rows = session.scalars(
        select(RosterImportRow)
        .where(RosterImportRow.import_id == job.id)
        .order_by(RosterImportRow.line)
    ).all()
    assert [row.fate.value for row in rows] == other.fates, [row.reasons for row in rows]
    assert job.effects["gaps"] == sum(1 for fate in other.fates if fate == "new")
    import_release.start(officer(), job.id, skip_wrong=True, basis="令和8年度の決定")
    session.commit()
    task.sweep()
    assert imports.one(officer(), job.id).state is RosterImportState.IMPORTED
    ids = select(RosterImportRow.organisation_id).where(RosterImportRow.import_id == job.id)
    made = session.scalars(select(Organisation).where(Organisation.id.in_(ids))).all()
    assert len(made) == sum(1 for fate in other.fates if fate == "new")
    assert all(each.municipality_code and each.kind for each in made)


def the(name: str) -> OtherList:
    return next(each for each in LISTS if each.name.startswith(name))


def made(session: Any, name: str) -> Organisation:
    found: Organisation = session.scalars(
        select(Organisation).where(Organisation.name == name)
    ).one()
    return found


def entered(session: Any, other: OtherList) -> RosterImport:
    job = assigned(session, other)
    import_release.start(officer(), job.id, skip_wrong=True, basis="決定")
    session.commit()
    task.sweep()
    return job


def test_values_of_others_are_understood(session: Any) -> None:
    entered(session, the("こども食堂"))
    kitchen = made(session, "みんなの台所")
    assert kitchen.phone == "0859-99-0102"  # the zero that Excel dropped
    assert (kitchen.municipality_code, kitchen.kind.value) == ("312029", "voluntary")
    assert kitchen.activity_fields == ["childrens_cafeteria"] and kitchen.activities == ""
    entered(session, the("NPO法人一覧（県"))
    sun = made(session, "認定NPO法人ひなた")
    assert (sun.founded_year, sun.kind.value, sun.municipality_code) == (2019, "npo", "313025")
    entered(session, the("相談窓口"))
    desk = made(session, "くらしの窓口")
    assert (desk.municipality_code, desk.phone, desk.fax) == ("312037", "0858-99-0202", "")
    entered(session, the("市民活動"))
    hands = made(session, "「手と手」の会！")
    assert (hands.name_kana, hands.postal_code) == ("テトテノカイ!", "680-0099")
    assert (hands.address, hands.founded_year) == ("鳥取市西町９丁目４", 2003)
    entered(session, the("会員名簿"))
    school = made(session, "学校法人さんかく")
    assert school.kind.value == "other_body" and school.phone == "0859-99-0702"
    since = session.get(Organisation, school.id).memberships[0].starts_on
    assert since.isoformat() == "2025-04-01"


def test_mapping_is_remembered_for_the_same_set_of_headings(session: Any) -> None:
    other = the("相談窓口")
    assigned(session, other)
    turned = replace(other, rows=[list(reversed(row)) for row in other.rows])
    job = checked(turned.content())
    layout, headings = proposed(job)
    assert {headings[place]: key for place, key in enumerate(layout.columns) if key} == {
        heading: key for key, heading in other.guessed.items() if key != "activity_fields"
    }
    assert layout.filled == {"kind": "その他"}


def test_what_has_no_source_is_said_at_once_and_refused(session: Any) -> None:
    job = checked(the("相談窓口").content())
    layout, _headings = proposed(job)
    lacking = {target.key for target in import_layout.lacking(layout)}
    assert {"kind", "representative_name", "address"} <= lacking and "phone" not in lacking
    with pytest.raises(RuleViolation, match="代表者氏名"):
        import_layout.assign(officer(), job.id, layout, gaps=False)
    twice = replace(layout, columns=("name", "name", *layout.columns[2:]))
    with pytest.raises(RuleViolation, match="二つ以上"):
        import_layout.assign(officer(), job.id, twice, gaps=True)
    nobody = replace(layout, columns=("",) * len(layout.columns))
    with pytest.raises(RuleViolation, match="「団体名」か「識別子」"):
        import_layout.assign(officer(), job.id, nobody, gaps=True)
    wrong = replace(layout, filled={"kind": "宇宙人"})
    with pytest.raises(RuleViolation, match="団体の種別：「宇宙人」"):
        import_layout.assign(officer(), job.id, wrong, gaps=True)


def test_hidden_and_further_sheets_are_named_and_can_be_chosen(session: Any) -> None:
    job = checked(the("社会福祉").content())
    assert job.notes == ["非表示のシート「コード表」は読み取っていません。"]
    assert Preview.load(job.preview).sheets[0].hidden
    layout = import_layout.proposal(job, 0, None, None)
    assert column_layouts.headings(Preview.load(job.preview).sheets[0], 1, 1) == ["コード", "語"]
    assert layout.sheet == 0


def test_rows_whose_form_says_something_are_named(session: Any) -> None:
    other = the("こども食堂")
    content = struck(other.content(), "B5")
    job = checked(content)
    import_layout.assign(officer(), job.id, completed(other, *proposed(job)), gaps=True)
    session.commit()
    task.sweep()
    job = imports.one(officer(), job.id)
    assert job.notes == ["空白や線だけの行を1行飛ばしました（6行目）。"]
    notes = {row.line: row.notes for row in session.scalars(select(RosterImportRow))}
    assert any("打ち消し線" in note for note in notes[5])
    assert any("（記入なし）：団体名（カナ）、代表者氏名" in note for note in notes[4])
    total = session.get(RosterImportRow, (job.id, 7))
    assert any("合計の行" in reason for _column, reason in total.reasons)


def test_columns_can_be_assigned_anew_after_the_check(session: Any) -> None:
    job = assigned(session, the("相談窓口"))
    import_layout.map_again(officer(), job.id)
    assert job.state is RosterImportState.MAPPING
    import_layout.assign(officer(), job.id, import_layout.of_job(job), gaps=True)
    session.commit()
    task.sweep()
    assert imports.one(officer(), job.id).state is RosterImportState.CHECKED


def test_no_synonym_of_the_roster_means_two_columns() -> None:
    said: dict[str, str] = {}
    for target in roster_columns.targets():
        for word in (target.name, *target.synonyms):
            assert said.setdefault(column_mapping.folded(word), target.key) == target.key, word
