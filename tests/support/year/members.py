"""What members file in a year: a change, the answer to a question, a withdrawal."""

from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models.filings.change_notice import ChangeNotice
from app.rules.membership.membership import Standing
from tests.support.forms import read_forms
from tests.support.year.admission import address
from tests.support.year.office import Office
from tests.support.year.world import press, said, send

NEW, CHECK = "/change-notices/new", "/change-notices/check"


def changed(office: Office, name: str, member: int, phone: str) -> None:
    """A member reports a new telephone number, and the secretariat accepts it."""
    client = office.world.client(member)
    assert send(client, NEW, {"phone": phone}) == CHECK
    send(client, CHECK, form="/check")
    notice = db.session.scalars(select(ChangeNotice.id).order_by(ChangeNotice.id.desc())).first()
    office.world.wait(1)
    path = f"/change-notices/{notice}"
    send(office.desk, path, form="decide", press=("decision", "accept"))
    office.world.letter("change_accepted", address(name))
    assert office.world.organisation(name).phone == phone
    guest = office.world.visitor()
    assert phone in guest.get(f"/roster/{office.world.organisation(name).public_id}").text


def answered(office: Office, name: str) -> None:
    """A member that was silent for nine months answers the question by its link."""
    world = office.world
    link = world.link("contact_question", address(name), "/contact/")
    guest = world.visitor()
    answer = guest.submit(link)
    assert answer.status_code in (200, 303), said(answer.text)
    assert world.organisation(name).last_contact_on == world.today


def withdrawn(office: Office, name: str, member: int, last_day: date) -> None:
    """A member leaves by the end of a day."""
    world = office.world
    client = world.client(member)
    values = {"when": "named", "last_day": last_day.isoformat(), "reason": "解散するため"}
    page = client.submit("/withdrawals/new", values)
    assert page.status_code == 200, said(page.text)
    [form] = [each for each in read_forms(page.text) if each.action == "/withdrawals/send"]
    flat = {key: found[0] for key, found in form.values.items() if key != "csrf_token"}
    press(client, form.action, **flat)
    world.letter("withdrawal_received", address(name))
    world.go_to(last_day)
    assert world.organisation(name).standing is Standing.GENERAL
    world.wait(1)
    assert world.organisation(name).standing is Standing.FORMER
    world.counted["left"] += 1
