"""Issue sheets: written by one person, checked by another, not traceable to the case."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from app.errors import NotFound, NotPermitted, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.case import SupportCase
from app.models.cases.issue_sheet import IssueSheet
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.platform_issue import IssueUse, PlatformIssue
from app.models.post.outbox import OutboxMessage
from app.rules.cases.access import Level, Section
from app.rules.cases.deidentify import ChecklistPoint, FindingKind
from app.rules.cases.fields import RecordKind
from app.rules.meeting.agenda import ItemKind
from app.rules.states.cases.case import IssueSheetState
from app.security.case_visibility import case_classes
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.cases import attachments as case_attachments
from app.services.cases import cases, issue_sheets
from app.services.cases import records as case_records
from app.services.cases.issue_sheets import Sheet
from app.services.common import trail
from app.services.meeting import platform_issues
from tests import factories
from tests.support import meetings as hall
from tests.support.cases import add_participant, filled, new_case, person, see_as, viewer_of
from tests.support.desk import LINKS, officer

pytestmark = pytest.mark.both_databases
EVERY_CHECK = tuple(check.value for check in ChecklistPoint)
CLEAN = Sheet("通院の足がない", "通院の手段がなく、孤立していく人がいる。", EVERY_CHECK, {})
NAMED = Sheet("通院の足がない", "花子さんは通院の手段がない。", EVERY_CHECK, {})
PLACED = Sheet("通院の足がない", "若葉町には通院の手段がない。", EVERY_CHECK, {})


@pytest.fixture
def case(session: Any) -> tuple[str, Viewer, Viewer, int]:
    """Return a case, its case manager, and the checker, a person who does not take part in it."""
    writer, checker = person("鳥取県弁護士会"), person("鳥取市")
    case = new_case(writer)
    values = filled(RecordKind.PERSON) | {"name": "因幡 花子", "kana": "イナバ ハナコ"}
    case_records.write(viewer_of(writer), case.id, RecordKind.PERSON, values)
    session.commit()
    return case.id, viewer_of(writer), viewer_of(checker), checker.id


def submitted(case: Any, sheet: Sheet = CLEAN) -> str:
    case_id, writer, _checker, checker_id = case
    see_as(writer)
    row = issue_sheets.write(writer, case_id, checker_id, sheet)
    issue_sheets.submit(writer, case_id, row.id, LINKS)
    return str(row.id)


def test_sheet_is_released_after_the_check_of_another_person(session: Any, case: Any) -> None:
    sheet_id = submitted(case)
    checker = see_as(case[2])
    [waiting] = issue_sheets.to_check(checker)
    assert (waiting.id, issue_sheets.said(waiting).title) == (sheet_id, CLEAN.title)
    assert session.scalars(select(SupportCase)).all() == []  # the checker sees only the sheet

    issue_sheets.release(checker, sheet_id, LINKS)
    issue = session.scalars(select(PlatformIssue)).one()
    assert (issue.title, issue.text, issue.use) == (CLEAN.title, CLEAN.text, IssueUse.NONE)
    assert issue.released_in.day == 1
    assert issue_sheets.to_check(checker) == []
    with pytest.raises(StaleState):
        issue_sheets.release(checker, sheet_id, LINKS)


def test_phrases_from_the_case_require_a_decision(session: Any, case: Any) -> None:
    case_id, writer, checker, checker_id = case
    see_as(writer)
    row = issue_sheets.write(writer, case_id, checker_id, PLACED)
    [finding] = issue_sheets.findings(row)
    assert finding.sign is FindingKind.PLACE
    assert issue_sheets.missing(row) == ("判断を言葉で記入していない語句：若葉町",)
    for answer in ("", "。", "ー"):
        issue_sheets.revise(writer, case_id, row.id, replace(PLACED, answers={finding.key: answer}))
        with pytest.raises(RuleViolation, match="判断のない語句") as refusal:
            issue_sheets.submit(writer, case_id, row.id, LINKS)
        assert "若葉町" not in refusal.value.message  # messages are kept in the audit trail

    answered = replace(PLACED, answers={finding.key: "県内にない、架空の町である"})
    issue_sheets.revise(writer, case_id, row.id, answered)
    issue_sheets.submit(writer, case_id, row.id, LINKS)
    sheet_id = row.id
    values = filled(RecordKind.NOTE) | {"text": "通院の手段がないと話していた。"}
    case_records.write(writer, case_id, RecordKind.NOTE, values)
    # Records written in the meantime count too: the sheet cannot be released.
    repeated = Sheet("題", "通院の手段がないと話していた。", EVERY_CHECK, {})
    second = submitted_before(session, case, repeated)
    see_as(checker)
    issue_sheets.release(checker, sheet_id, LINKS)
    with pytest.raises(RuleViolation, match="判断のない語句"):
        issue_sheets.release(checker, second, LINKS)


@pytest.mark.parametrize("words", ["花子さん", "0857-26-7111", "東町1丁目220", "砂丘荘の意見書"])
def test_words_that_identify_are_removed_and_not_answered(
    session: Any, case: Any, words: str
) -> None:
    case_id, writer, _checker, checker_id = case
    actor = see_as(writer)
    person_record = case_records.of_kind(case_id, RecordKind.PERSON)[0]
    values = case_records.content(person_record) | {
        "phone": "0857-26-7111",
        "address": "東町1丁目220",
    }
    case_records.change(actor, person_record.id, values, version=1)
    document = {"name": "砂丘荘の意見書.pdf", "content": b"%PDF-1.4\n%%EOF"}
    case_attachments.add(actor, case_id, Section.COURSE, **document)
    text = f"{words}のため、通院の手段がない。"
    row = issue_sheets.write(writer, case_id, checker_id, replace(CLEAN, text=text))
    answers = {each.key: "誰のことか分からない一般の語" for each in issue_sheets.findings(row)}
    assert answers
    issue_sheets.revise(writer, case_id, row.id, replace(CLEAN, text=text, answers=answers))
    assert any(line.startswith("本文から除く語句") for line in issue_sheets.missing(row))
    with pytest.raises(RuleViolation, match="除いていない語句"):
        issue_sheets.submit(writer, case_id, row.id, LINKS)


def submitted_before(session: Any, case: Any, sheet: Sheet) -> str:
    """Return the id of a sheet submitted before the case contained the same text."""
    row = issue_sheets.write(case[1], case[0], case[3], sheet)
    row.state = IssueSheetState.CHECKING
    session.commit()
    return str(row.id)


@pytest.mark.parametrize("check", ChecklistPoint)
def test_sheet_with_unticked_check_is_not_submitted(
    session: Any, case: Any, check: ChecklistPoint
) -> None:
    ticks = tuple(each for each in EVERY_CHECK if each != check.value)
    with pytest.raises(RuleViolation, match="確認していない項目"):
        submitted(case, Sheet(CLEAN.title, CLEAN.text, ticks, {}))


def test_returned_sheet_has_a_reason_and_can_be_resubmitted(session: Any, case: Any) -> None:
    case_id, writer, checker, _id = case
    sheet_id = submitted(case)
    see_as(checker)
    with pytest.raises(RuleViolation, match="理由"):
        issue_sheets.reject(checker, sheet_id, "  ", LINKS)
    issue_sheets.reject(checker, sheet_id, "まれな組合せが残っている", LINKS)
    see_as(writer)
    row = issue_sheets.one(writer, case_id, sheet_id)
    assert issue_sheets.note_of(row) == "まれな組合せが残っている"
    issue_sheets.revise(writer, case_id, sheet_id, CLEAN)
    issue_sheets.submit(writer, case_id, sheet_id, LINKS)
    assert row.state is IssueSheetState.CHECKING
    assert session.scalars(select(PlatformIssue)).all() == []


def test_only_the_checker_checks(session: Any, case: Any) -> None:
    case_id, writer, _checker, _id = case
    sheet_id = submitted(case)
    see_as(SYSTEM)
    outsider, reader = person("米子市"), person("境港市")
    add_participant(session.get(SupportCase, case_id), reader)
    session.commit()
    refused = (
        (writer, NotPermitted),
        (viewer_of(reader), NotPermitted),
        (viewer_of(outsider), NotFound),
        (officer(), NotFound),
    )
    for who, refusal in refused:
        actor = see_as(who)
        with pytest.raises(refusal):
            issue_sheets.release(actor, sheet_id, LINKS)
        with pytest.raises(NotFound):
            issue_sheets.to_check_one(actor, sheet_id)
        see_as(SYSTEM)


def test_author_cannot_check_and_non_manager_cannot_write(session: Any, case: Any) -> None:
    case_id, writer, checker, _id = case
    see_as(writer)
    own_id = cases.own_terms(writer)[0].id
    with pytest.raises(RuleViolation, match="書いた人以外"):
        issue_sheets.write(writer, case_id, own_id, CLEAN)
    see_as(SYSTEM)
    reader = person("米子市")
    add_participant(session.get(SupportCase, case_id), reader, Section.COURSE)
    refused = ((viewer_of(reader), NotPermitted), (checker, NotFound))
    for who, refusal in refused:
        actor = see_as(who)
        with pytest.raises(refusal):
            issue_sheets.write(actor, case_id, own_id, CLEAN)
        see_as(SYSTEM)


def test_platform_data_does_not_reveal_the_case(session: Any, case: Any) -> None:
    case_id, _writer, checker, _id = case
    sheet_id = submitted(case)
    issue_sheets.release(see_as(checker), sheet_id, LINKS)
    session.commit()
    see_as(SYSTEM)
    label = session.get(SupportCase, case_id).alias
    [issue_id] = session.scalars(select(PlatformIssue.id))

    for table, words in rows_outside_the_room():
        for secret in (case_id, label, sheet_id, "花子"):
            assert secret not in words, (table, secret)
    # Nor vice versa: the case's data does not name the issue.
    for entity in case_classes():
        for row in session.scalars(select(entity)):
            values = [getattr(row, column.key) for column in entity.__table__.columns]
            assert issue_id not in str(values), entity
    assert "platform_issue" not in set(session.scalars(select(AuditEntry.subject_type)))
    for message in session.scalars(select(OutboxMessage)):
        assert CLEAN.title not in f"{message.subject}{message.body}{message.letter}"
    assert list(trail.verify()) == []
    seen_by_the_desk = see_as(officer())
    entries = session.scalars(select(AuditEntry)).all()
    assert seen_by_the_desk.is_staff
    assert not any(entry.action.startswith("case.") for entry in entries)


def rows_outside_the_room() -> Iterator[tuple[str, str]]:
    """Yield every row of the tables that do not belong to cases."""
    within = {entity.__table__.name for entity in case_classes()}
    for table in db.metadata.sorted_tables:
        if table.name not in within:
            for row in db.session.connection().execute(table.select()):
                yield table.name, str(tuple(row))


def test_order_of_issues_does_not_reveal_the_order_of_release(session: Any, case: Any) -> None:
    for number in range(8):
        sheet = Sheet(f"題{'あいうえおかきく'[number]}", CLEAN.text, EVERY_CHECK, {})
        sheet_id = submitted(case, sheet)
        issue_sheets.release(see_as(case[2]), sheet_id, LINKS)
        session.commit()
        see_as(SYSTEM)
    found, total = platform_issues.page(officer(), use=None, number=1)
    assert total == 8
    assert [issue.id for issue in found] == sorted(issue.id for issue in found)


@pytest.fixture
def issue(session: Any) -> PlatformIssue:
    row = PlatformIssue(
        id="a" * 32,
        title="通院の足がない",
        text="通院の手段がない人がいる。",
        released_in=factories.clock.today().replace(day=1),
        use=IssueUse.NONE,
    )
    session.add(row)
    session.flush()
    return row


def test_issue_becomes_an_agenda_item_once(session: Any, issue: PlatformIssue) -> None:
    meeting, desk = hall.planned(), officer()
    assert meeting in platform_issues.planned_meetings(desk)
    platform_issues.put_on_agenda(desk, issue.id, meeting.id)
    item = session.get(AgendaItem, issue.item_id)
    assert (item.kind, item.title) == (ItemKind.DISCUSSION, issue.title)
    for verb, arguments in (
        (platform_issues.put_on_agenda, (meeting.id,)),
        (platform_issues.note_use, (IssueUse.WORKSHOP, "")),
    ):
        with pytest.raises(StaleState):
            verb(desk, issue.id, *arguments)  # type: ignore[operator]


def test_only_the_secretariat_records_the_use_of_an_issue(
    session: Any, issue: PlatformIssue
) -> None:
    desk = officer()
    platform_issues.note_use(desk, issue.id, IssueUse.WORKSHOP, "秋のワークショップ")
    assert (issue.use, issue.use_note) == (IssueUse.WORKSHOP, "秋のワークショップ")
    with pytest.raises(RuleViolation):
        platform_issues.note_use(desk, issue.id, IssueUse.AGENDA, "")
    executive = hall.voter(hall.executives()[0])
    assert platform_issues.one(executive, issue.id) is issue
    with pytest.raises(NotPermitted):
        platform_issues.note_use(executive, issue.id, IssueUse.NONE, "")
    for role in (Role.GENERAL, Role.COUNCIL, Role.ADMINISTRATOR, Role.PUBLIC):
        with pytest.raises(NotPermitted):
            platform_issues.page(Viewer(1, "x", frozenset({role})), use=None, number=1)
    assert session.get(IssueSheet, issue.id) is None


def test_checker_of_a_sheet_cannot_write_in_it(session: Any, case: Any) -> None:
    case_id, writer, checker, checker_id = case
    see_as(SYSTEM)
    there = session.get(SupportCase, case_id)
    add_participant(
        there, session.get(CouncilPerson, checker_id), level=Level.WRITE
    )  # a manager, too
    see_as(writer)
    sheet_id = issue_sheets.write(writer, case_id, checker_id, CLEAN).id
    see_as(checker)
    own = Sheet("題", "確認する人の文。", EVERY_CHECK)
    with pytest.raises(RuleViolation, match="確認する人"):
        issue_sheets.revise(checker, case_id, sheet_id, own)
    with pytest.raises(RuleViolation, match="確認する人"):
        issue_sheets.submit(checker, case_id, sheet_id, LINKS)


@pytest.mark.parametrize("words", ["K-7H2MPX", "ｋ－７Ｈ２ＭＰＸ の例"])
def test_sheet_cannot_contain_the_alias_of_the_case(session: Any, case: Any, words: str) -> None:
    case_id, writer, _checker, checker_id = case
    see_as(writer)
    for sheet in (replace(CLEAN, title=words), replace(CLEAN, text=words)):
        with pytest.raises(RuleViolation, match="ケースの符号"):
            issue_sheets.write(writer, case_id, checker_id, sheet)
