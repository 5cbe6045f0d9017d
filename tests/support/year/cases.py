"""The council, and a case from the intake to its closing."""

import re
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.council.council import ConstituentBody, CouncilPerson
from tests.support.forms import read_forms
from tests.support.year.office import Office
from tests.support.year.world import Visitor, press, said, send

COUNCIL = "鳥取県孤独・孤立対策地域協議会"


def council(office: Office, persons: dict[str, str]) -> dict[str, int]:
    """Set up the council; return the terms of its persons. persons: body → address."""
    world, desk = office.world, office.desk
    today = world.today.isoformat()
    send(desk, "/council/edit", {"name": COUNCIL, "established_on": today})
    press(desk, "/council/bodies/all", begins_on=today)
    found = {}
    for name, email in persons.items():
        account = world.person_of(name, email)
        body = db.session.scalars(
            select(ConstituentBody.id).where(
                ConstituentBody.organisation_id == world.organisation(name).id
            )
        ).one()
        values = {"account": str(account), "duty": "主任"}
        send(desk, f"/council/persons/new?body={body}", values)
        send(world.client(account), "/council/pledge", form="/council/pledge")
        world.set_up_code(world.client(account), account)
        found[name] = db.session.scalars(
            select(CouncilPerson.id).where(CouncilPerson.account_id == account)
        ).one()
    return found


def case(office: Office, persons: dict[str, str], terms: dict[str, int]) -> None:
    """One body takes a case in, another joins and writes, and it is closed."""
    world = office.world
    first, second = persons
    world.wait(1)
    path = _taken_in(world.client(world.account(persons[first])), terms[first])
    lead = world.client(world.account(persons[first]))
    invited = {
        **{"person": str(terms[second]), "message": "一緒に支援していただけませんか。"},
        **{"level_course": "write", "level_plan": "write", "level_conference": "read"},
        **{"basis": "danger", "reason": "食事をとれていない日がある。", "purpose": "見守りと訪問"},
    }
    send(lead, f"{path}/participants/add", invited)
    world.wait(3)
    other = world.client(world.account(persons[second]))
    _accept(other)
    note = {"happened_on": world.today.isoformat(), "means": "訪問", "text": "玄関先で少し話した。"}
    send(other, f"{path}/records/new/note", note)
    assert "玄関先で少し話した。" in other.get(f"{path}/sections/course").text
    world.wait(20)
    lead = world.client(world.account(persons[first]))
    over = {"reason": "目標の達成", "text": "地域の居場所に通うようになった。"}
    send(lead, f"{path}/close", over)
    assert "終結" in lead.get(path).text
    stranger = office.desk.get(path)
    assert stranger.status_code in (302, 303, 403, 404)
    world.counted["cases"] += 1


def _taken_in(lead: Visitor, term: int) -> str:
    path = send(lead, "/cases/begin", {"term": str(term), "urgency": "soon"})
    intake = {
        **{"brought_by": "民生委員", "found_by": "近隣・民生児童委員"},
        "first_assessment": "ひとり暮らしで、外出が少ない。",
    }
    send(lead, f"{path}/records/new/intake", intake)
    person = {"name": "因幡 花子", "kana": "イナバ ハナコ", "born_on": "1950-04-01"}
    send(lead, f"{path}/records/new/person", person)
    send(lead, path, form="/accept")
    return path


def _accept(person: Visitor) -> None:
    """Accept the participation that the person was asked for."""
    page = person.get("/cases/received/")
    [asked] = set(re.findall(r'href="(/cases/received/[^"?#]+)"', page.text))
    found: Any = [each.action for each in read_forms(person.get(asked).text)]
    assert any("accept" in each for each in found), (asked, found, said(page.text))
    send(person, asked, form="accept")
