"""Every field of the profile appears wherever a profile is entered, shown or handed on."""

import csv
import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import openpyxl
import pytest
from sqlalchemy import JSON, Integer, String, Text, select

from app import clock
from app.documents.admission import application_form
from app.extensions import db
from app.models.admission.application import Application
from app.models.filings.change_notice import ChangeNotice
from app.models.membership.organisation import Organisation
from app.models.roster.roster_job import RosterImportRow
from app.rules.common.field import NULLABLE, Kind
from app.rules.membership.membership import MemberKind
from app.rules.membership.profile_fields import FIELDS, PERSONAL_FIELDS, WITHHOLDABLE
from app.rules.states.roster.roster_import import RowOutcome
from app.security.viewer import SYSTEM
from app.services.admission import application_papers
from app.services.membership import contacts, memberships, profile_texts
from app.services.roster import exports, import_template, open_data, roster_columns
from tests.documents import papers
from tests.support import application_form as form
from tests.support import profile_samples, roster_files
from tests.support.client import PlatformClient
from tests.support.desk import officer

PUBLIC = [field for field in FIELDS if not field.section.personal]
TEXT = {Kind.LINES: Text, Kind.ACTIVITY_FIELDS: JSON, Kind.YEAR: Integer}


def member() -> Organisation:
    organisation = memberships.create(SYSTEM, profile_samples.profile())
    since = clock.today()
    memberships.begin(SYSTEM, organisation, MemberKind.GENERAL, on=since, basis="テスト")
    contacts.start_clock(organisation)
    return organisation


def texts(changed: bool = False) -> dict[str, str]:
    """Return each field's value as shown on a page, by key."""
    words, values = profile_texts.load(), profile_samples.profile(changed)
    return {field.key: words.value(field.key, values[field.key]) for field in FIELDS}


def plain(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", page))


def row_of(content: str, name: str) -> dict[str, str]:
    """Return the table's row of the organisation with this name, by heading."""
    rows = csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline=""))
    return next(row for row in rows if row["団体名"] == name)


@pytest.mark.parametrize("table", [Organisation.__table__, Application.__table__], ids=str)
@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_column_is_of_the_kind_and_length_of_the_field(table: Any, field: Any) -> None:
    column = table.c[field.key]
    assert isinstance(column.type, TEXT.get(field.kind, String)) or field.key == "kind"
    assert column.nullable is (field.kind in NULLABLE)
    if field.limit and field.kind is not Kind.LINES:
        assert column.type.length == field.limit


def test_japanese_labels_are_those_of_the_table(client: PlatformClient) -> None:
    page = plain(client.get("/apply/form").text)
    for field in FIELDS:
        words = field.form_label.removeprefix("公開用連絡先の").removeprefix("事務連絡担当者の")
        assert words in page or field.key == "public_contact_name", field.key


def test_form_asks_for_every_field(session: Any, client: PlatformClient) -> None:
    page = client.get("/apply/form").text
    for field in FIELDS:
        assert f'name="{field.key}"' in page, field.key
    for key in WITHHOLDABLE:
        assert f'name="tier_{key}"' in page and f'name="reason_{key}"' in page


@pytest.fixture
def applied(session: Any, client: PlatformClient) -> PlatformClient:
    values = {key: value for key, value in profile_samples.profile().items() if key != "disclosure"}
    answer = form.fill_in(client, **values)
    assert answer.status_code == 303, answer.text
    return client


def test_check_page_shows_every_field(applied: PlatformClient) -> None:
    page = plain(applied.get("/apply/check").text)
    for field in FIELDS:
        assert field.form_label in page and texts()[field.key] in page, field.key


def test_application_stores_and_prints_every_field(session: Any, applied: PlatformClient) -> None:
    assert applied.submit("/apply/check", form="/apply/check").status_code == 303
    application = session.scalars(select(Application)).one()
    assert application.profile() == profile_samples.profile()
    paper = papers.text_of(application_papers.filled(application))
    for field in FIELDS:
        assert papers.squeezed(texts()[field.key]) in paper, field.key
        assert papers.squeezed(field.printed.label) in paper, field.key


def test_blank_form_asks_for_every_field() -> None:
    paper = papers.text_of(application_form.pdf(None, offered_fields=papers.OFFERED))
    for field in FIELDS:
        assert papers.squeezed(field.printed.label) in paper, field.key


@pytest.mark.parametrize(
    ("role", "seen"), [("secretariat", FIELDS), ("", PUBLIC)], ids=["office", "visitor"]
)
def test_entry_shows_every_field_to_those_who_may_see_it(
    session: Any, client: PlatformClient, client_as: Callable[..., Any], role: str, seen: Any
) -> None:
    organisation = member()
    path = f"/organisations/{organisation.id}" if role else f"/roster/{organisation.public_id}"
    page = plain((client_as(role) if role else client).get(path).text)
    for field in seen:
        assert field.form_label in page and texts()[field.key] in page, field.key
    for key in PERSONAL_FIELDS:
        assert (texts()[key] in page) is bool(role)


def test_change_notice_reports_every_field(session: Any, client_as: Callable[..., Any]) -> None:
    organisation = member()
    mine, desk = client_as("general", organisation), client_as("secretariat")
    changed = {k: v for k, v in profile_samples.profile(True).items() if k != "disclosure"}
    assert mine.submit("/change-notices/new", changed).location == "/change-notices/check"
    pages = [mine.get("/change-notices/check").text]
    mine.submit("/change-notices/check")
    notice = session.scalars(select(ChangeNotice)).one()
    path, number = f"/change-notices/{notice.id}", organisation.id
    assert [line.field for line in notice.lines] == [field.key for field in FIELDS]
    pages.append(desk.get(path).text)
    paper = papers.text_of(mine.get(f"{path}.pdf").data)
    for field in FIELDS:
        for page in map(plain, pages):
            assert field.form_label in page, field.key
            assert texts()[field.key] in page and texts(True)[field.key] in page, field.key
        assert papers.squeezed(field.label) in paper, field.key
        assert papers.squeezed(texts(True)[field.key]) in paper, field.key
    desk.submit(path, form="decide", press=("decision", "accept"))
    session.expire_all()
    assert session.get_one(Organisation, number).profile() == profile_samples.profile(True)


def test_open_data_hold_every_public_field(session: Any, client: PlatformClient) -> None:
    organisation = member()
    values, name = profile_samples.profile(), organisation.name
    row = row_of(client.get("/roster.csv").text, name)
    [entry] = [one for one in client.get("/roster.json").json["members"] if one["name"] == name]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/roster.xlsx").data))
    assert [cell.value for cell in book.worksheets[0][1]] == open_data.header()
    for field in PUBLIC:
        assert entry[field.key] == values[field.key]
        coded = field.kind is Kind.MUNICIPALITY
        heading = f"{field.label}コード" if coded else field.label
        shown = values[field.key] if coded else texts()[field.key]
        assert row[heading] == str(shown).removesuffix("年"), field.key
    assert not set(PERSONAL_FIELDS) & entry.keys()
    for key in PERSONAL_FIELDS:
        assert texts()[key] not in row.values()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_exported_is_imported_without_a_change(session: Any, kind: str) -> None:
    organisation = member()
    columns = [column.key for column in roster_columns.EXPORTED]
    content, _missing = exports.export(
        officer(), day=clock.today(), former=False, columns=columns, form=kind
    )
    if kind == "csv":
        row = row_of(content.decode(), organisation.name)
        for field in FIELDS:
            assert row[field.label].removesuffix("年") == texts()[field.key].removesuffix("年")
    job = roster_files.checked(content)
    fates = db.session.scalars(
        select(RosterImportRow.fate).where(RosterImportRow.import_id == job.id)
    )
    assert set(fates) == {RowOutcome.SAME}


def test_new_organisation_is_imported_with_every_field(session: Any) -> None:
    cells = roster_files.row(**{f.key: texts()[f.key] for f in FIELDS})
    roster_files.entered(roster_files.csv([cells]))
    found = session.scalars(select(Organisation).where(Organisation.name == cells["name"])).one()
    assert found.profile() == profile_samples.profile()


def test_template_of_an_import_explains_every_field(session: Any) -> None:
    book = openpyxl.load_workbook(io.BytesIO(import_template.template()))
    headings = [cell.value for cell in book.worksheets[0][1]]
    guide = {row[0].value: row[1].value or "" for row in book.worksheets[1].iter_rows(min_row=2)}
    for field in FIELDS:
        assert field.label in headings
        assert guide[field.label].endswith(field.note)
        assert guide[field.label].startswith("新しい団体では必須です。") is field.required
