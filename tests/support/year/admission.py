"""Admission: public applications, checks, and batches that a second officer approves."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.admission.application import Application, DecisionBatch
from app.rules.membership.membership import Standing
from tests.factories import PASSWORD
from tests.support import application_form
from tests.support.year.office import Office
from tests.support.year.world import World, send


def address(name: str) -> str:
    """Return the address of the contact person of an organisation that applied."""
    return f"tantou{sum(map(ord, name))}@example.jp"


def apply(world: World, name: str, kana: str, **values: Any) -> int:
    """Apply by the public form, and confirm the address by the mailed link."""
    guest, to = world.visitor(), address(name)
    number = sum(map(ord, name))
    office = f"jimusho{number}@example.jp"
    own = {
        **{"name": name, "name_kana": kana, "business_contact_email": to, "email": office},
        "representative_name": f"因幡 {name[-2:]}",
        **{"public_contact_email": office, "address": f"東町{number}番地"},
        **dict.fromkeys(("phone", "public_contact_phone"), f"0857-20-{number % 10_000:04}"),
    }
    answer = application_form.send(guest, **own | values)
    assert answer.status_code == 303
    status = send(guest, world.link("application_confirm", to, "confirm-address"))
    assert name in guest.get(status).text
    world.counted["applications"] += 1
    return (
        db.session.scalars(
            select(Application.id).where(Application.name == name).order_by(Application.id.desc())
        ).first()
        or 0
    )


def decide(office: Office, held: Mapping[int, str], barred: int = 0) -> None:
    """Decide a batch. held: application → the reason why it is refused, or nothing.

    barred: an application of a former member, whose reason the form gives.
    """
    desk, world = office.desk, office.world
    send(desk, "/batches/", form="/batches/open")
    batch = db.session.scalars(select(DecisionBatch.id).order_by(DecisionBatch.id.desc())).first()
    path = f"/batches/{batch}"
    for each in held:
        send(desk, f"/applications/show/{each}", form="/checks", press=("all", "1"))
        if each == barred:
            send(desk, f"/applications/show/{each}", form="/former")
        send(desk, f"/applications/show/{each}", form="/put-in")
    send(desk, path, form="/close")
    for each, reason in held.items():
        if reason:
            words = {} if each == barred else {"reason": reason}
            send(desk, f"/applications/{each}/refuse", words, press=("propose", "1"))
    send(desk, path, form="/propose-possible")
    send(desk, path, form="/submit")
    world.wait(1)
    send(office.other, path, form="/approve")
    world.work()
    states = db.session.scalars(select(Application).where(Application.id.in_(held))).all()
    for row in states:
        wanted = "refused" if held[row.id] else "accepted"
        assert row.state.value == wanted, row.name
        world.counted[wanted] += 1
        world.letter("membership_accepted" if wanted == "accepted" else "membership_refused")


def first_log_in(world: World, name: str) -> int:
    """The contact person of a new member follows the invitation; return the account."""
    to = address(name)
    guest = world.visitor()
    both = {"password": PASSWORD, "again": PASSWORD}
    send(guest, world.link("account_invitation", to, "/invitation/"), both)
    send(guest, "/login", {"username": to, "password": PASSWORD}, form="login")
    assert name in guest.get("/my-organisation/").text
    assert world.organisation(name).standing is Standing.GENERAL
    return world.account(to)
