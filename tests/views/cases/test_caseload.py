"""The desk of a case worker: the list, the overview, a quick note, the plan on paper, coordination."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.models.cases.case import SupportCase
from app.models.cases.record import CaseRecord
from app.models.common.audit import AuditEntry
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, Section
from app.rules.cases.deadlines import DeadlineKind
from app.rules.cases.fields import RecordKind
from app.security.viewer import SYSTEM, Role, Viewer
from app.services.cases import caseload, deadlines, own_names
from app.services.cases import records as case_records
from app.services.council.mail import LONGEST_DELAY
from app.views.common.formats import day
from tests.documents import papers
from tests.support import sharing
from tests.support.accounts import RoleClients
from tests.support.cases import (
    add_participant,
    client_of,
    coordinator,
    filled,
    new_case,
    person,
    see_as,
    viewer_of,
)
from tests.support.client import PlatformClient
from tests.support.queries import counted

NAME = "川沿いの方"
MOST_QUERIES = 6


def in_days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def a_part(case: SupportCase, by: CouncilPerson, body: CouncilPerson, by_when: date) -> CaseRecord:
    values = filled(RecordKind.PART, "週に一度訪ねる")
    values |= {"body": body.body_id, "by_when": by_when.isoformat()}
    return case_records.add(viewer_of(by), case.id, RecordKind.PART, values)


def a_note(case: SupportCase, by: CouncilPerson, on: date, next_on: date | None = None) -> None:
    values = filled(RecordKind.NOTE, "玄関で話した")
    values |= {"happened_on": on.isoformat(), "next_on": next_on and next_on.isoformat()}
    case_records.add(viewer_of(by), case.id, RecordKind.NOTE, values)


class Desk:
    """A case with its manager, and a helper who writes course and plan."""

    def __init__(self, app: Flask) -> None:
        self.manager, self.helper = person("鳥取県"), person("鳥取市")
        self.case = new_case(self.manager)
        self.case_id = self.case.id
        sections = (Section.COURSE, Section.PLAN)
        add_participant(self.case, self.helper, *sections, level=Level.WRITE)
        self.viewers = viewer_of(self.manager), viewer_of(self.helper)
        self.clients = [client_of(app, each) for each in (self.manager, self.helper)]


@pytest.fixture
def desk(app: Flask, session: Any) -> Desk:
    return Desk(app)


def found(client: PlatformClient, words: str) -> str:
    return client.submit("/cases/", {"words": words}).text


def test_own_name_is_seen_and_found_by_its_owner_alone(session: Any, desk: Desk) -> None:
    manager, helper = desk.clients
    path, alias = f"/cases/{desk.case.id}/name", desk.case.alias
    assert manager.submit(path, {"name": NAME}).status_code == 303
    assert NAME in manager.get("/cases/").text and NAME in manager.get(path[:-5]).text
    assert NAME not in helper.get("/cases/").text + helper.get(path).text
    assert alias in found(manager, "川沿い") and alias not in found(helper, "川沿い")
    assert alias in found(helper, alias.lower()) and alias not in found(helper, "無い言葉")
    assert manager.submit(path, {"name": ""}).status_code == 303
    assert own_names.of(see_as(desk.viewers[0]), desk.case_id) == ""


def test_deadlines_bear_the_own_name(session: Any, desk: Desk) -> None:
    a_part(desk.case, desk.manager, desk.helper, in_days(2))
    session.commit()
    manager, helper = desk.clients
    manager.submit(f"/cases/{desk.case_id}/name", {"name": NAME})
    page = manager.get("/cases/deadlines/").text
    assert NAME in page and desk.case.alias in page
    assert NAME not in helper.get("/cases/deadlines/").text


def test_overview_says_first_who_leads(session: Any, desk: Desk) -> None:
    for client in desk.clients:
        html = client.get(f"/cases/{desk.case_id}").text
        leads = html.index("管理する人")
        assert "鳥取県" in html[leads - 100 : leads]
        assert desk.manager.account.get_full_name() in html[leads : leads + 100]
        assert leads < html.index("最新の経過記録")


def test_closed_case_has_a_last_contact_and_nothing_overdue(session: Any, desk: Desk) -> None:
    a_part(desk.case, desk.manager, desk.helper, in_days(-2))
    a_note(desk.case, desk.manager, in_days(-9))
    manager, path = desk.clients[0], f"/cases/{desk.case_id}"
    session.commit()
    pages = path, f"{path}/sections/plan"
    assert all("期日超過" in manager.get(page).text for page in pages)
    typed = {"reason": "目標の達成", "text": "落ち着いた。"}
    assert manager.submit(f"{path}/close", typed).status_code == 303
    assert not any("期日超過" in manager.get(page).text for page in pages)
    assert day(in_days(-9)) in manager.get("/cases/?state=closed").text


def test_part_is_given_to_a_body_of_the_case_first(session: Any, desk: Desk) -> None:
    other = person("米子市")
    session.commit()
    html = desk.clients[0].get(f"/cases/{desk.case_id}/records/new/part").text
    names = html.partition('<select name="body"')[2].partition("</select>")[0]
    apart = f"{other.body.name}（ケースに参加していない）"
    assert names.index(desk.helper.body.name) < names.index(apart)
    assert f"{desk.helper.body.name}（" not in names


def test_intake_is_written_record_by_record_from_its_list(session: Any, desk: Desk) -> None:
    manager, path = desk.clients[0], f"/cases/{desk.case_id}"
    kinds = ("intake", "person", "consent")
    links = [f"{path}/records/new/{kind}" for kind in kinds]
    assert all(f'href="{link}"' in manager.get(path).text for link in links)
    typed = {"brought_by": "自治会", "found_by": "その他", "first_assessment": "孤立している"}
    assert manager.submit(links[0], typed).location == path
    page = manager.get(path).text
    assert f'href="{links[0]}"' not in page and f'href="{links[1]}"' in page


def test_list_tells_last_contact_and_what_is_due_for_the_viewer(session: Any, desk: Desk) -> None:
    a_part(desk.case, desk.manager, desk.helper, in_days(40))
    a_part(desk.case, desk.manager, desk.manager, in_days(30))
    a_note(desk.case, desk.manager, in_days(-9), in_days(50))
    a_note(desk.case, desk.helper, in_days(-3))
    session.commit()
    for client, due, part in zip(desk.clients, (30, 40), ("管理", "記入"), strict=True):
        for page in (client.get("/cases/").text, client.get("/cases/?mine=1").text):
            assert desk.case.alias in page and part in page
            assert day(in_days(-3)) in page and day(in_days(due)) in page
            assert "週に一度" not in page and "玄関" not in page
    client = desk.clients[1]
    assert not session.scalars(
        select(AuditEntry).where(
            AuditEntry.action == "case.read", AuditEntry.actor_id == client.account_id
        )
    ).all(), "the list shows nothing of what a case contains"


def test_next_contact_is_due_until_its_author_writes_again(session: Any, desk: Desk) -> None:
    manager, helper = desk.viewers

    def due(who: Viewer) -> list[tuple[DeadlineKind, date]]:
        return [(each.kind, each.due_on) for each in deadlines.of(see_as(who))]

    def writes(who: Viewer, minute: int, **days: date) -> None:
        values = filled(RecordKind.NOTE, "玄関で話した") | {
            "next_on": None,
            "happened_on": in_days(0),
        }
        values = {**values, **days}
        typed = {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}
        with clock.freeze(began + timedelta(minutes=minute)):
            case_records.write(see_as(who), desk.case_id, RecordKind.NOTE, typed)

    began, contact = clock.now(), [(DeadlineKind.CONTACT, in_days(2))]
    writes(helper, 0, next_on=in_days(2))
    assert (due(helper), due(manager)) == (contact, contact)
    writes(manager, 1)
    assert due(helper) == contact, "somebody else's note overtakes nothing"
    writes(helper, 2)
    assert (due(helper), due(manager)) == ([], [])


def test_quick_note_is_saved_with_the_fields_of_the_course_page(session: Any, desk: Desk) -> None:
    client, page = desk.clients[1], f"/cases/{desk.case.id}/sections/course"
    html = client.get(page).text
    assert (
        f'name="happened_on" required="" id="happened_on" class="input" value="{clock.today()}"'
        in (html.replace(' width-4"', '"'))
    )
    typed = {"happened_on": clock.today().isoformat(), "means": "電話", "text": "電話に出た"}
    typed |= {"minutes": "15", "next_on": in_days(7).isoformat()}
    answer = client.submit(f"/cases/{desk.case.id}/records/new/note", typed)
    assert answer.location == page
    html = client.get(page).text
    assert all(words in html for words in ("電話に出た", "15分", day(in_days(7))))
    wrong = client.submit(
        f"/cases/{desk.case.id}/records/new/note", typed | {"next_on": in_days(-1).isoformat()}
    )
    assert wrong.status_code == 422 and "次の連絡・訪問の日には、" in wrong.text


def test_overview_tells_what_the_viewer_may_read_and_the_log_says_so(
    app: Flask, session: Any, desk: Desk
) -> None:
    a_part(desk.case, desk.manager, desk.helper, in_days(-4))
    a_note(desk.case, desk.manager, in_days(0))
    consent = filled(RecordKind.CONSENT) | {"expires_on": in_days(90).isoformat()}
    values = consent | {"withdrawn_on": None}
    case_records.add(viewer_of(desk.manager), desk.case.id, RecordKind.CONSENT, values)
    reader = person("米子市")
    add_participant(desk.case, reader, Section.COURSE)
    clients = [*desk.clients, client_of(app, reader)]
    path = f"/cases/{desk.case.id}"
    for client, readable in zip(clients, ("note part consent", "note part", "note"), strict=True):
        html = client.get(path).text
        shown = {"note": "玄関で話した", "part": "週に一度訪ねる", "consent": day(in_days(90))}
        assert [key for key, words in shown.items() if words in html] == readable.split()
    looks = select(AuditEntry).where(AuditEntry.action == "case.read").order_by(AuditEntry.sequence)
    assert [entry.details.get("also") for entry in session.scalars(looks)] == [
        ["course", "plan", "basic"],
        ["course", "plan"],
        ["course"],
    ]
    assert "概要 / 経過 / 支援計画" in clients[0].get(f"{path}/looks").text


def test_plan_is_one_table_and_a_paper_to_sign(session: Any, desk: Desk) -> None:
    a_part(desk.case, desk.manager, desk.helper, in_days(9))
    actor = viewer_of(desk.manager)
    goal = filled(RecordKind.GOAL, "週に一度は外に出る") | {"by_when": in_days(60).isoformat()}
    case_records.add(actor, desk.case.id, RecordKind.GOAL, goal)
    dropped = a_part(desk.case, desk.manager, desk.helper, in_days(9))
    case_records.strike(actor, dropped.id, version=1)
    session.commit()
    client, path = desk.clients[1], f"/cases/{desk.case.id}"
    table = client.get(f"{path}/sections/plan").text.partition("<table")[2].partition("</table>")[0]
    assert table.index("週に一度は外に出る") < table.index("週に一度訪ねる")
    answer = client.get(f"{path}/plan.pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    words = papers.text_of(answer.data)
    assert all(
        each in words for each in (desk.case.alias, "週に一度は外に出る", "鳥取市", "本人（署名）")
    )
    assert words.count("週に一度訪ねる") == 1
    printed = select(AuditEntry.details).where(AuditEntry.action == "case.print")
    assert session.scalars(printed).one()["section"] == "plan"


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        ("watch", {Section.COURSE: Level.WRITE, Section.PLAN: Level.READ}),
        ("conference", {Section.CONFERENCE: Level.READ}),
        ("", {Section.BASIC: Level.READ}),
    ],
)
def test_way_to_take_part_sets_the_sections(
    app: Flask, session: Any, preset: str, expected: dict[Section, Level]
) -> None:
    room = sharing.shared()
    colleague, colleague_id = viewer_of(room.colleague), room.colleague.id
    manager_id = room.manager.id
    see_as(SYSTEM)
    client = client_of(app, session.get_one(CouncilPerson, manager_id))
    typed = {"person": str(colleague_id), "preset": preset, "level_basic": "read"}
    typed |= {"basis": "danger", "reason": "命の危険", "purpose": "見守り"}
    answer = client.submit(f"/cases/{room.case_id}/participants/add", typed)
    assert answer.status_code == 303, answer.text
    held = caseload.of(see_as(colleague))[0].held
    assert held == expected


def test_invitation_without_a_message_comes_back_with_the_reason(app: Flask, session: Any) -> None:
    room = sharing.shared()
    path, invited, manager_id = (
        f"/cases/{room.case_id}/participants/add",
        room.other,
        room.manager.id,
    )
    typed = {"person": str(invited.id), "preset": "watch", "basis": "danger"}
    typed |= {"reason": "命の危険", "purpose": "見守り", "message": " "}
    see_as(SYSTEM)
    client = client_of(app, session.get_one(CouncilPerson, manager_id))
    answer = client.submit(path, typed)
    assert answer.status_code == 422
    assert "相手は、承諾の前にはこれだけを読みます。" in answer.text


def test_mail_leads_to_what_waits_and_the_page_says_how_soon(client_as: RoleClients) -> None:
    client = client_as(Role.COUNCIL)
    assert 'href="/cases/received/"' in client.get("/cases/").text.partition("<main")[2]
    minutes = LONGEST_DELAY.total_seconds() / 60
    assert f"{minutes:.0f}分以内にメールで" in client.get("/cases/emergency").text


def test_accepted_offer_leads_into_the_case(
    app: Flask, session: Any, client_as: RoleClients
) -> None:
    client = client_as(Role.COUNCIL)
    offer = sharing.offer_to(client)["row_id"]
    session.commit()
    answer = client.submit(f"/cases/received/offers/{offer}", {"text": ""}, form="accept")
    [case_id] = session.scalars(select(SupportCase.id)).all()
    assert answer.location == f"/cases/{case_id}"
    assert client.get(answer.location).status_code == 200


def test_coordination_page_is_the_coordinators(app: Flask, session: Any) -> None:
    named, manager, helper = coordinator(), person("鳥取県"), person("鳥取市")
    case = new_case(manager)
    add_participant(case, helper)
    a_part(case, manager, helper, in_days(-2))
    a_note(case, manager, in_days(-5))
    alias, page = case.alias, "/cases/coordination/"
    html = client_of(app, named).get(page).text
    assert all(words in html for words in (alias, manager.account.get_full_name(), "期日超過"))
    assert day(in_days(-5)) in html and "週に一度" not in html
    for other in (manager, helper):
        client = client_of(app, other)
        assert alias not in client.get(page).text
        assert page not in client.get("/cases/").text
    client = client_of(app, named)
    assert page in client.get("/cases/").text
    with counted(app) as statements:
        client.get(page)
    assert len([each for each in statements if each.startswith("SELECT")]) <= MOST_QUERIES
