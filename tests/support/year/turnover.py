"""April: an officer leaves the secretariat, and the successor is invited."""

import re

from tests.factories import PASSWORD
from tests.support.year.office import Office
from tests.support.year.world import World, press, send

SUCCESSOR = "shinnin@pref.example.jp"


def officer_leaves(world: World, office: Office) -> None:
    """The administrator disables the account and invites the successor, who sets a password."""
    administrator = world.client(office.administrator)
    leaver = world.client(office.leaver)
    assert leaver.get("/applications/").status_code == 200
    press(administrator, f"/accounts/{office.leaver}/disable")
    assert leaver.get("/applications/").status_code != 200
    person = {
        "email": SUCCESSOR,
        "family_name": "新任",
        "given_name": "八重",
        "roles": ["secretariat"],
    }
    page = send(administrator, "/accounts/invite", person, form="invite")
    assert "新任" in administrator.get(page).text
    guest = world.visitor()
    link = world.link("account_invitation", SUCCESSOR, "/invitation/")
    both = {"password": PASSWORD, "again": PASSWORD}
    assert send(guest, link, both) == "/login"
    press(world.client(office.first), f"/accounts/{world.account(SUCCESSOR)}/release-roles")
    known = {"username": SUCCESSOR, "password": PASSWORD}
    where = send(guest, "/login", known, form="login")
    if where == "/login/code":
        code = re.findall(r"^\d{6}$", world.letter("log_in_code", SUCCESSOR), re.MULTILINE)[0]
        send(guest, where, {"code": code}, form="code")
    office.second = world.account(SUCCESSOR)
    world.set_up_code(guest, office.second)
    assert guest.get("/applications/").status_code == 200
    world.counted["officers"] += 1
