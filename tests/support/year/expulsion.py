"""The expulsion of a member: file, hearing, and the decision of a meeting."""

from datetime import timedelta

from sqlalchemy import select

from app.extensions import db
from app.models.filings.expulsion import Expulsion
from app.rules.membership.membership import Standing
from tests.factories import PASSWORD
from tests.support.year import meetings
from tests.support.year.admission import address
from tests.support.year.office import Office
from tests.support.year.world import send


def expelled(office: Office, name: str, member: int, title: str, *more: dict[str, str]) -> None:
    """A member that broke the by-laws is heard, and expelled by a meeting. more: other items."""
    world, organisation = office.world, office.world.organisation(name).id
    assert name in office.desk.get("/expulsions/choose", query_string={"q": name}).text
    facts = {"ground": "breach", "facts": "名簿を営業に使った。"}
    send(office.desk, f"/expulsions/open/{organisation}", facts)
    file = db.session.scalars(
        select(Expulsion.id).where(Expulsion.organisation_id == organisation)
    ).one()
    page = f"/expulsions/{file}"
    send(office.desk, f"{page}/evidence", {"description": "会員から届いたちらし"})
    until = (world.today + timedelta(days=16)).isoformat()
    send(office.desk, f"{page}/hearing", {"until": until})
    world.wait(7)
    send(world.client(member), f"/hearing/{file}", {"text": "使っていません。"})
    world.wait(10)
    send(office.desk, page, form="/conclude")
    day = world.today + timedelta(days=30)
    item = {"title": f"{name}の除名", "sort": "expulsion", "subject": str(file)}
    meetings.ordinary(office, title, day, item, *more)
    assert world.organisation(name).standing is Standing.FORMER
    world.letter("expelled")
    guest = world.visitor()
    known = {"username": address(name), "password": PASSWORD}
    guest.submit("/login", known, form="login")
    assert guest.get("/my-organisation/").status_code != 200
    world.counted["left"] += 1
