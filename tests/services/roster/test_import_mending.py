"""Rows of an import answered (same organisation or another) and mended in the browser."""

from typing import Any

import pytest

from app.errors import NotFound, RuleViolation
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import RosterImport, RosterImportRow
from app.rules.states.roster.roster_import import RowOutcome
from app.services.roster import import_mending, import_release, imports
from app.services.roster.import_recognition import ANOTHER
from app.tasks.roster import imports as task
from tests import factories
from tests.support.desk import officer
from tests.support.roster_files import checked, csv, row


def outcome(session: Any, job: RosterImport, line: int) -> RosterImportRow:
    found: RosterImportRow = session.get(RosterImportRow, (job.id, line), populate_existing=True)
    return found


def enter(session: Any, job: RosterImport) -> None:
    import_release.start(officer(), job.id, skip_wrong=False, basis="決定")
    session.commit()
    task.sweep()


def test_the_same_name_alone_asks_and_the_answer_decides(session: Any) -> None:
    member = factories.member(name="NPO法人みどり", fax="")
    other = row(
        name="特定非営利活動法人みどり",
        representative_name="別 人",
        fax="0857-26-1111",
        member_since="",
    )
    for answer, fate in ((ANOTHER, "new"), (str(member.id), "change")):
        job = checked(csv([other]))
        asked = outcome(session, job, 2)
        assert asked.fate is RowOutcome.QUESTION and job.counts["question"] == 1
        assert asked.question == {"kind": "roster", "organisations": [member.id]}
        with pytest.raises(RuleViolation, match="回答のない行が1行"):
            import_release.start(officer(), job.id, skip_wrong=False, basis="決定")
        assert import_mending.answer(officer(), job.id, {2: answer}) == 1
        assert outcome(session, job, 2).fate.value == fate
        assert job.counts["question"] == 0 and job.counts[fate] == 1
    enter(session, job)
    assert session.get(Organisation, member.id).fax == "0857-26-1111"


@pytest.mark.parametrize("agreeing", ["phone", "address", "representative_name"])
def test_one_more_thing_that_agrees_is_the_same_organisation(session: Any, agreeing: str) -> None:
    member = factories.member(name="NPO法人みどり", representative_name="倉吉 一")
    values = {"representative_name": "別 人", "fax": "0857-26-1111", "member_since": ""}
    values[agreeing] = getattr(member, agreeing)
    job = checked(csv([row(name="NPO法人みどり", **values)]))
    assert outcome(session, job, 2).fate is RowOutcome.CHANGE


def test_rows_alike_inside_one_file_are_a_question(session: Any) -> None:
    one = row(name="ひまわり会", representative_name="甲 一")
    two = row(name="ひまわり会", representative_name="乙 二")
    job = checked(csv([one, two]))
    assert outcome(session, job, 2).fate is RowOutcome.NEW
    asked = outcome(session, job, 3)
    assert asked.fate is RowOutcome.QUESTION and asked.question == {"kind": "file", "line": 2}
    assert import_mending.compared(officer(), job, [asked])[3][0][2]["phone"] == one["phone"]
    import_mending.answer(officer(), job.id, {3: import_mending.SAME})
    assert "2行目と同じ団体" in outcome(session, job, 3).reasons[0][1]
    again = checked(csv([one, two]))
    import_mending.answer(officer(), again.id, {3: ANOTHER})
    enter(session, again)
    assert imports.one(officer(), again.id).counts["new"] == 2


def test_answers_and_mended_values_survive_another_check(session: Any) -> None:
    factories.member(name="NPO法人みどり")
    wrong = row(phone="110")
    asked = row(name="NPO法人みどり", representative_name="別 人")
    job = checked(csv([wrong, asked]))
    import_mending.answer(officer(), job.id, {3: ANOTHER})
    import_mending.mend(officer(), job.id, 2, {**wrong, "phone": "0857-26-0110"})
    assert outcome(session, job, 2).fate is RowOutcome.NEW
    imports.check_again(officer(), job.id)
    session.commit()
    task.sweep()
    job = imports.one(officer(), job.id)
    assert job.counts["new"] == 2
    enter(session, job)
    made = session.get(Organisation, outcome(session, job, 2).organisation_id)
    assert made.phone == "0857-26-0110"


def test_mended_row_frees_the_row_that_was_compared_with_it(session: Any) -> None:
    one = row(name="ひまわり会")
    two = one | {"name": "ひまわり会"}
    job = checked(csv([one, two]))
    assert "2行目と同じ団体" in outcome(session, job, 3).reasons[0][1]
    import_mending.mend(officer(), job.id, 2, one | {"name": "あさがお会"})
    assert outcome(session, job, 3).fate is RowOutcome.NEW
    assert job.counts == {"new": 2, "change": 0, "same": 0, "question": 0, "wrong": 0}


def test_only_offered_answers_and_changed_values_are_taken(session: Any) -> None:
    factories.member(name="NPO法人みどり")
    asked = row(name="NPO法人みどり", representative_name="別 人")
    job = checked(csv([asked]))
    with pytest.raises(RuleViolation, match="選び直して"):
        import_mending.answer(officer(), job.id, {2: "999999"})
    with pytest.raises(RuleViolation, match="回答を選んで"):
        import_mending.answer(officer(), job.id, {})
    with pytest.raises(RuleViolation, match="変わっていません"):
        import_mending.mend(officer(), job.id, 2, {"name": asked["name"]})
    with pytest.raises(NotFound):
        import_mending.mend(officer(), job.id, 99, {"name": "あ"})
