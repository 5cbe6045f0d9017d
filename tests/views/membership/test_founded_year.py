"""The year of founding (設立年): optional, entered in either calendar, public in principle."""

from typing import Any

import pytest
from sqlalchemy import select

from app import clock
from app.documents.admission import application_form
from app.models.admission.application import Application
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import RosterImportRow
from app.rules.states.roster.roster_import import RowOutcome
from app.services.admission import application_papers
from app.services.roster import open_data
from tests import factories
from tests.documents import papers
from tests.support import application_form as form
from tests.support import roster_files
from tests.support.client import PlatformClient

ACCEPTED = [("1998", 1998), ("平成10年", 1998), ("h１０", 1998), ("１９９８", 1998), ("M1", 1868)]
REFUSED = ["1867", "98", "昭和70", "来年", "1998年4月"]
RANGE = "1868年から{}年までの年を、1998 か 平成10年 のように入力してください。"


def refusal() -> str:
    return RANGE.format(clock.today().year)


@pytest.mark.parametrize(("typed", "year"), [*ACCEPTED, ("", None)])
def test_year_is_stored_from_the_form(
    session: Any, client: PlatformClient, typed: str, year: int | None
) -> None:
    assert form.send(client, founded_year=typed).status_code == 303
    assert session.scalars(select(Application)).one().founded_year == year


@pytest.mark.parametrize("typed", [*REFUSED, "9999"])
def test_form_refuses_a_year_out_of_range_and_keeps_it(client: PlatformClient, typed: str) -> None:
    answer = form.fill_in(client, founded_year=typed)
    assert answer.status_code == 422
    assert refusal() in answer.text and f'value="{typed}"' in answer.text


def test_year_to_come_is_refused(client: PlatformClient) -> None:
    this_year = clock.today().year
    assert form.fill_in(client, founded_year=str(this_year)).status_code == 303
    assert form.fill_in(client, founded_year=str(this_year + 1)).status_code == 422


@pytest.mark.parametrize(("typed", "year"), ACCEPTED)
def test_year_is_read_from_an_import(session: Any, typed: str, year: int) -> None:
    cells = {"id": factories.member().public_id, "founded_year": typed}
    roster_files.entered(roster_files.csv([cells], ["id", "founded_year"]))
    found = select(Organisation.founded_year).where(Organisation.public_id == cells["id"])
    assert session.scalar(found) == year


@pytest.mark.parametrize("typed", ["1998年4月", "平成10年4月1日", "1998/4/1", "H10.4.1"])
def test_import_takes_the_year_of_a_month_or_a_day(session: Any, typed: str) -> None:
    cells = {"id": factories.member().public_id, "founded_year": typed}
    roster_files.checked(roster_files.csv([cells], ["id", "founded_year"]))
    row = session.scalars(select(RosterImportRow)).one()
    assert row.changes == [["founded_year", "", 1998]]


@pytest.mark.parametrize("typed", [each for each in REFUSED if not each.endswith("月")])
def test_import_refuses_a_year_out_of_range(session: Any, typed: str) -> None:
    cells = {"id": factories.member().public_id, "founded_year": typed}
    roster_files.checked(roster_files.csv([cells], ["id", "founded_year"]))
    row = session.scalars(select(RosterImportRow)).one()
    assert (row.fate, row.reasons) == (RowOutcome.WRONG, [["founded_year", refusal()]])


def test_year_is_a_number_in_the_last_column_of_the_open_data(session: Any) -> None:
    tier = {"founded_year": {"tier": "members", "reason": "沿革が分からないため"}}
    shown = factories.member(founded_year=1998)
    withheld = factories.member(founded_year=1997, disclosure=tier)
    assert open_data.header()[-1] == "設立年"
    years = {row[0]: row[-1] for row in open_data.rows(clock.today())}
    assert (years[shown.public_id], years[withheld.public_id]) == ("1998", "")
    entries = {each["id"]: each for each in open_data.document(clock.today())["members"]}
    assert entries[shown.public_id]["founded_year"] == 1998
    assert entries[withheld.public_id]["founded_year"] is None


def test_blank_form_stays_on_three_pages(session: Any) -> None:
    fields = application_papers.offered_fields()
    blank = application_form.pdf(None, offered_fields=fields)
    assert len(fields) > 15 and papers.pages_of(blank) == 3


def test_reason_why_the_amendment_is_minor_is_public(client: PlatformClient) -> None:
    page = client.get("/regulations/guideline?on=2026-11-28").text
    assert "「設立年」の欄を加える。（軽微な改正：任意の記載事項を一つ加えるもので" in page
    assert "設立年" not in client.get("/regulations/guideline?on=2026-11-27").text
