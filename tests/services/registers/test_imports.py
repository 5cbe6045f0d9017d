"""Imports of tables into registers: read, mapped, checked by row, entered together."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.common.master import ActivityField, Municipality
from app.models.meeting.meeting import MeetingTemplate
from app.models.registers.entry import RegisterModel, registers
from app.models.registers.register_import import RegisterImport
from app.models.support.place import Place
from app.rules.meeting.agenda import MeetingForm
from app.rules.states.registers.register_import import RegisterImportState
from app.security.viewer import SYSTEM
from app.services.common import settings, tabular
from app.services.registers import entries, imports, tables, versions
from tests.support.desk import officer
from tests.support.register_files import FILE, checked, read, worked
from tests.support.register_samples import entry

State = RegisterImportState


def named(label: str) -> ActivityField | None:
    wanted = select(ActivityField).where(ActivityField.label == label)
    return db.session.scalars(wanted).one_or_none()


def fates(job: RegisterImport) -> list[str]:
    return [row["fate"] for row in job.rows]


@pytest.mark.both_databases
def test_rows_are_checked_first_and_then_entered(session: Any) -> None:
    desk = officer()
    place = named("居場所づくり")
    assert place is not None
    content = (
        "コード,名称,名称（英語）,表示順\n"
        f"{place.code},居場所づくり,A place to be,{place.position}\n"
        "music,音楽,Music,500\n"
    )
    job = checked(content, desk)
    assert (job.state, fates(job)) == (State.CHECKED, ["change", "new"])
    assert named("音楽") is None
    assert job.rows[0]["changes"]["label_en"][1] == "A place to be"

    imports.start(desk, job.id, skip_wrong=False)
    job = worked(job.id)
    assert (job.state, job.content, job.error) == (State.ENTERED, b"", "")
    music = named("音楽")
    assert music is not None and music.position == 500
    assert place.label_en == "A place to be"
    assert len(versions.history(desk, music)) == 1
    again = checked(content, desk)
    assert fates(again) == ["same", "same"]
    with pytest.raises(RuleViolation, match="変更する行もありません"):
        imports.start(desk, again.id, skip_wrong=False)


def test_headings_of_others_and_values_for_all_rows(session: Any) -> None:
    desk = officer()
    job = read("\n活動分野の一覧,,\n略称,分野の名前,備考\nmusic,音楽,x\nchoir,合唱,y\n", desk)
    layout = imports.proposal(job, 0, 3, 1)
    assigned = type(layout)(0, 3, 1, ("code", "label", ""), {"position": "7"})
    imports.assign(desk, job.id, assigned)
    job = worked(job.id)
    assert (job.state, fates(job)) == (State.CHECKED, ["new", "new"]), job.rows
    assert job.rows[1]["values"] == {"code": "choir", "label": "合唱", "position": 7}
    later = read("略称,分野の名前,備考\ndance,踊り,z\n", desk)
    assert imports.proposal(later, 0, None, None).columns == ("code", "label", "")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",音楽,,5", "必須の項目がありません：コード"),
        ("music,音楽,,", "必須の項目がありません：表示順"),
        ("music,音楽,,五", "整数を入れてください"),
        ("music,音楽,,99999", "数が大きすぎます"),
        ("music,音楽,,-1", "0以上"),
        (f"music,{'長' * 61},,5", "60文字以内"),
        ("first,音楽,,5\nfirst,合唱,,6", "2行目と同じ登録です"),
    ],
)
def test_wrong_row_says_what_is_wrong(session: Any, row: str, words: str) -> None:
    desk = officer()
    job = checked(f"コード,名称,名称（英語）,表示順\n{row}\n", desk)
    assert fates(job)[-1] == "wrong"
    assert any(words in reason for reason in job.rows[-1]["reasons"]), job.rows
    with pytest.raises(RuleViolation, match="誤りのある行"):
        imports.start(desk, job.id, skip_wrong=False)


def test_every_kind_of_field_is_read(session: Any) -> None:
    template = (
        "会議名,開催方法,開始時刻,会場,通知から会議までの日数,議題\n"
        '定例,オンライン,13時30分,県庁,１４,"報告\n協議"\n'
    )
    job = checked(template, model=MeetingTemplate)
    assert fates(job) == ["new"], job.rows
    imports.start(officer(), job.id, skip_wrong=False)
    worked(job.id)
    made = session.scalars(select(MeetingTemplate).where(MeetingTemplate.name == "定例")).one()
    assert (made.form, str(made.starts_at), made.lead_days) == (MeetingForm.ONLINE, "13:30:00", 14)
    assert made.agenda == "報告\n協議"


def test_code_cannot_be_changed_by_an_import(session: Any) -> None:
    row = entry(ActivityField)
    content = f"識別子,コード,名称,名称（英語）,表示順\n{row.public_id},other,音楽,x,5\n"
    job = checked(content)
    assert "変えられない項目" in job.rows[0]["reasons"][0]


@pytest.mark.parametrize("model", registers(), ids=lambda model: model.register.key)
def test_own_export_comes_back_as_unchanged(session: Any, model: RegisterModel) -> None:
    """Every value that a table shows is read again as it is stored."""
    desk, row = officer(), entry(model)
    for file in (tabular.to_csv, lambda *each: tabular.to_xlsx(*each, title="表")):
        content = file(tables.header(desk, model), list(tables.table(desk, model)))
        job = checked(content, desk, model)
        assert set(fates(job)) == {"same"}, [r for r in job.rows if r["fate"] != "same"]
        assert any(each["entry"] == row.public_id for each in job.rows)


def test_row_that_fits_two_entries_is_wrong(session: Any) -> None:
    for _ in range(2):
        entry(Place, name="つどいの家")
    job = checked("名称\nつどいの家\n", model=Place)
    assert "二つ以上" in job.rows[0]["reasons"][0]


def test_unknown_identifier_and_no_table_are_refused(session: Any) -> None:
    job = checked("識別子,名称,表示順\nx,音楽,5\n")
    assert "この台帳にない識別子" in job.rows[0]["reasons"][0]
    with pytest.raises(RuleViolation):
        imports.upload(officer(), Municipality, "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def test_more_rows_than_one_officer_may_need_two(session: Any) -> None:
    first, second = officer(), officer()
    lines = "".join(f"c{n},分野{n},,{n}\n" for n in range(int(settings.value("import_rows")) + 1))
    job = checked(f"コード,名称,名称（英語）,表示順\n{lines}", first)
    assert imports.needs_two(job)
    imports.start(first, job.id, skip_wrong=False)
    assert job.state is State.AWAITING
    with pytest.raises(RuleViolation):
        imports.release(first, job.id)
    imports.send_back(second, job.id, "確かめて")
    imports.start(first, job.id, skip_wrong=False)
    imports.release(second, job.id)
    assert worked(job.id).state is State.ENTERED
    assert named("分野0") is not None


def test_too_many_rows_fail_with_the_reason(session: Any) -> None:
    lines = "".join(f"c{n},分野{n},,{n}\n" for n in range(imports.MOST_ROWS + 1))
    job = checked(f"コード,名称,名称（英語）,表示順\n{lines}")
    assert job.state is State.FAILED and "1,000行" in job.error


def test_entry_that_changed_after_the_check_stops_all_rows(session: Any) -> None:
    desk, row = officer(), entry(ActivityField, label_en="A")
    content = (
        f"コード,名称,名称（英語）,表示順\nmusic,音楽,,5\n{row.code},{row.label},B,{row.position}\n"
    )
    job = checked(content, desk)
    assert fates(job) == ["new", "change"]
    imports.start(desk, job.id, skip_wrong=False)
    entries.change(desk, ActivityField, row.public_id, {"label_en": "C"})
    job = worked(job.id)
    assert job.state is State.FAILED and "3行目の登録が、確認の後に変わりました" in job.error
    assert named("音楽") is None and row.label_en == "C"


def test_columns_twice_or_without_a_name_are_refused(session: Any) -> None:
    desk = officer()
    job = read(FILE, desk)
    layout = imports.proposal(job, 0, None, None)
    for columns, words in (
        (("code", "code", "", ""), "二つ以上"),
        (("", "label", "", ""), "列を割り当ててください"),
    ):
        with pytest.raises(RuleViolation, match=words):
            imports.assign(desk, job.id, type(layout)(0, 1, 1, columns, {}))
    imports.cancel(desk, job.id)
    with pytest.raises(StaleState):
        imports.cancel(desk, job.id)


def test_rows_are_forgotten_after_a_while(session: Any, at: Callable[[date], None]) -> None:
    job = checked()
    imports.cancel(officer(), job.id)
    job_id = job.id
    at(clock.today() + timedelta(days=29))
    imports.forget_old(SYSTEM)
    assert db.session.get(RegisterImport, job_id) is not None
    at(clock.today() + timedelta(days=3))
    imports.forget_old(SYSTEM)
    assert db.session.get(RegisterImport, job_id) is None
