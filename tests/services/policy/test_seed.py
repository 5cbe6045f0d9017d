"""The source's programmes and the advisory council, entered word for word, once."""

from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import delete, select

from app.extensions import db
from app.models.common.audit import AuditEntry
from app.models.policy.advisory import AdvisoryMember, AdvisoryOpinion, AdvisorySession
from app.models.policy.programme import Programme, ProgrammeYear
from app.models.registers.entry import RegisterVersion
from app.rules.policy.programmes import Stage
from app.security.viewer import SYSTEM
from app.services.common.data_files import rows
from app.services.front import initial_data
from app.services.policy import programmes
from app.services.registers import entries


def held(model: Any) -> list[Any]:
    return list(db.session.scalars(select(model).order_by(model.id)))


def test_programmes_are_the_rows_of_the_source(session: Any) -> None:
    source = list(rows("programmes_r6.csv"))
    found = held(Programme)
    assert [
        (each.section, each.name, each.flag.label if each.flag else "", each.content, each.amount)
        for each in found
    ] == [
        (row["課名"], row["事業名"], row["区分"], row["事業内容"], int(row["予算額（千円）"]))
        for row in source
    ]
    assert [each.remark for each in found] == [row["備考"] for row in source]
    assert len(found) == 34
    assert sum(each.amount for each in found) == 1_121_649
    assert {(each.fiscal_year, each.stage) for each in found} == {(2024, Stage.INITIAL)}


def test_sum_agrees_with_the_source(session: Any) -> None:
    (year,) = held(ProgrammeYear)
    sums = programmes.sums(year, programmes.of_year(2024))
    assert sums.is_checked
    assert sums.agrees
    entries.change(SYSTEM, Programme, held(Programme)[0].public_id, {"amount": 99_999})
    assert not programmes.sums(year, programmes.of_year(2024)).agrees


def test_the_row_that_breaks_off_is_marked(session: Any) -> None:
    (marked,) = [each for each in held(Programme) if each.is_cut_off]
    assert marked.name == "住宅セーフティネット支援事業"
    assert marked.content.endswith("本県における住宅セーフティネット環境の充実を")
    unmarked = [each.content for each in held(Programme) if not each.is_cut_off]
    assert all(content.endswith("。") for content in unmarked)


def test_opinions_of_both_sessions_are_word_for_word(session: Any) -> None:
    first, second = held(AdvisorySession)
    assert (first.name, first.held_on) == ("第１回", date(2023, 4, 10))
    assert (second.name, second.held_on) == ("第２回", date(2024, 1, 15))
    by_session = {
        each.public_id: [o.text for o in held(AdvisoryOpinion) if o.session == each.public_id]
        for each in (first, second)
    }
    assert [len(texts) for texts in by_session.values()] == [6, 7]
    said = "\n".join(text for texts in by_session.values() for text in texts)
    assert len(said) == 800
    assert sha256(said.encode()).hexdigest()[:16] == "8a84d1da3dce9468"


def test_what_the_source_does_not_say_stays_empty(session: Any) -> None:
    assert {(each.outcome, each.reason, each.programme) for each in held(AdvisoryOpinion)} == {
        (None, "", None)
    }
    assert {each.openness for each in held(AdvisorySession)} == {None}
    assert {each.person for each in held(AdvisoryMember)} == {""}


def test_members_are_named_by_their_posts(session: Any) -> None:
    posts = [each.post for each in held(AdvisoryMember)]
    assert len(posts) == 17
    assert posts[0] == "虹の会（不登校や障害・ひきこもりの親の会） 代表"
    assert posts[3:5] == [
        "（一社）日本認知症本人ワーキンググループ 代表理事",
        "（一社）日本ALS協会県支部 幹事",
    ]
    assert posts[-1] == "連合鳥取"


def test_trail_says_where_they_come_from(session: Any) -> None:
    added = db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "programme.add")
    ).all()
    assert len(added) == 34
    assert {each["source"] for each in added} == {
        "第4回プラットフォーム会議の資料（令和6年3月18日）"
    }


@pytest.mark.both_databases
def test_older_installation_receives_them_once(session: Any) -> None:
    assert not initial_data.load(SYSTEM)
    for model in (AdvisoryOpinion, AdvisorySession, AdvisoryMember, Programme, ProgrammeYear):
        db.session.execute(delete(model))
        key = model.register.key
        db.session.execute(delete(RegisterVersion).where(RegisterVersion.register == key))
    session.expire_all()
    assert initial_data.load(SYSTEM)
    assert not initial_data.load(SYSTEM)
    assert [len(held(model)) for model in (Programme, AdvisoryOpinion, AdvisoryMember)] == [
        34,
        13,
        17,
    ]


def test_what_was_taken_out_does_not_come_back(session: Any) -> None:
    for each in held(AdvisorySession):
        entries.retire(SYSTEM, AdvisorySession, each.public_id, "誤り")
    entries.retire(SYSTEM, ProgrammeYear, "2024", "誤り")
    assert not initial_data.load(SYSTEM)
