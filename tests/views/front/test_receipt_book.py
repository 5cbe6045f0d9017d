"""The book of receipts: arrival, day of receipt, sender; few queries, and its workbook."""

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask

from app.rules.meeting.agenda import AnswerWay
from app.rules.meeting.roll import Choice
from app.rules.membership.membership import ReceivedBy
from app.services.common import holidays
from app.services.filings import withdrawals
from app.services.meeting import statements
from tests import factories
from tests.support import meetings as hall
from tests.support.accounts import RoleClients
from tests.support.desk import officer
from tests.support.members import person_of
from tests.support.queries import counted

PATH = "/receipts/"
SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 21), date(2026, 11, 24)),  # a Saturday before 勤労感謝の日 on Monday
        (date(2026, 12, 29), date(2027, 1, 4)),
    ],
)
def test_day_of_receipt_is_a_day_on_which_the_offices_are_open(day: date, first: date) -> None:
    assert holidays.next_open(day) == first


def filed() -> None:
    """File a withdrawal on paper that arrived on a Sunday, and receive an application."""
    member = factories.member(name="退会する会", since=date(2025, 4, 1))
    withdrawals.enter(
        officer(),
        member.id,
        received_by=ReceivedBy.PAPER,
        effective_on=None,
        reason="",
        received_on=SUNDAY,
        no_scan="原本を保管",
    )
    factories.application(name="申し込む会", receipt_number="N2026-0077", received_on=SUNDAY)


def test_what_came_in_is_listed_with_arrival_and_day_of_receipt(
    session: Any, at: Any, client_as: RoleClients
) -> None:
    at(date(2026, 11, 24))
    filed()
    text = client_as("secretariat").get(PATH).text
    for words in ("退会届", "退会する会", "N2026-0077", "申し込む会", "書面（郵送・持参）"):
        assert words in text
    assert "令和8年11月22日" in text and "令和8年11月24日" in text and "00:00" not in text


def test_statement_on_paper_is_one_line_and_electronic_ones_are_none(
    session: Any, client_as: RoleClients
) -> None:
    meeting, item = hall.in_session()
    first, second, *_rest = hall.executives()
    words = {each.id: Choice.FOR for each in meeting.resolutions}
    statements.enter(officer(), meeting.id, first, words, hall.paper(way=AnswerWay.FAX))
    hall.say(meeting, item, [second])
    text = client_as("secretariat").get(PATH).text
    assert text.count("書面による意思表明") == 1


def test_list_saved_as_seen_holds_days_and_moments(
    session: Any, at: Any, client_as: RoleClients
) -> None:
    at(date(2026, 11, 24))
    withdrawals.file(person_of(factories.member()), effective_on=None, reason="")
    filed()
    session.commit()
    content = client_as("secretariat").get(f"{PATH}?xlsx=1").data
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet.max_row == 4 and all(cell.is_date for cell in sheet["C"][1:])


def test_workbook_holds_the_same(session: Any, at: Any, client_as: RoleClients) -> None:
    at(date(2026, 11, 24))
    filed()
    content = client_as("secretariat").get(f"{PATH}receipts.xlsx").data
    rows = list(openpyxl.load_workbook(BytesIO(content)).active.values)
    assert rows[0][:3] == ("到達日", "到達時刻", "受付日")
    found = {row[5]: row for row in rows[1:]}
    arrived, clock_time, accepted = found["退会する会"][:3]
    assert (arrived.date(), clock_time, accepted.date()) == (SUNDAY, "", date(2026, 11, 24))
    assert found["申し込む会"][3] == "N2026-0077"


def test_list_takes_few_queries(app: Flask, session: Any, client_as: RoleClients) -> None:
    desk = client_as("secretariat")
    for _each in range(3):
        factories.application(received_on=SUNDAY)
    session.commit()
    with counted(app) as queries:
        assert desk.get(PATH).status_code == 200
    assert len(queries) <= 6, queries
