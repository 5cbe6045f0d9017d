"""A grant, from the call to the payment."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from tests.factories import PASSWORD
from tests.support.grants import BANK
from tests.support.year.office import Office
from tests.support.year.world import send

CALL = "広報・交流経費補助金"
KINDS = {"account_kind": "ordinary"}


def call(office: Office) -> str:
    """Prepare a call that is open for a month; return its page."""
    today = office.world.today
    said = {
        **{
            "name": CALL,
            "kind": "publicity",
            "fiscal_year": str(today.year),
            "summary": "広報と交流の経費を補助します。",
        },
        **{"content": "印刷費、会場費など", "contact": "0857-26-7111", "choosing": "selection"},
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=30)).isoformat(),
    }
    return send(office.desk, "/grant-calls/new", said)


def invite_colleague(office: Office, writer: int, email: str) -> int:
    """The contact person invites a colleague, who sets a password."""
    world = office.world
    said = {"email": email, "family_name": "二人目", "given_name": "次郎"}
    send(world.client(writer), "/colleagues/invite", said, form="invite")
    both = {"password": PASSWORD, "again": PASSWORD}
    send(world.visitor(), world.link("account_invitation", email, "/invitation/"), both)
    return world.account(email)


def application(office: Office) -> dict[str, Any]:
    """Return what the form of an application sends."""
    today = office.world.today
    return {
        **{"title": "居場所を知らせるちらし", "plan": "ちらしを作り、配ります。"},
        "starts_on": (today + timedelta(days=50)).isoformat(),
        "ends_on": (today + timedelta(days=90)).isoformat(),
        **{"kind_0": "printing", "what_0": "ちらし", "amount_0": "240000"},
        "file_0": (BytesIO("見積り".encode()), "見積書.txt"),
    }


def decide(office: Office, page: str, act: str, **said: str) -> None:
    """One officer proposes a decision, the other releases it."""
    values = {f"{act}-{name}": value for name, value in said.items()}
    send(office.desk, page, values, form=f"/propose/{act}")
    office.world.wait(1)
    send(office.other, page, form=f"/release/{act}")
    office.world.work()


def granted(office: Office, writer: int, second: int) -> None:
    """A member applies, is chosen, reports, and is paid."""
    world = office.world
    page = call(office)
    world.wait(7)
    grant = send(world.client(writer), f"{page}/apply", application(office))
    send(world.client(writer), grant, form="/do/ask")
    send(world.client(second), grant, form="/do/submit")
    world.wait(25)
    decide(office, grant, "offer")
    world.wait(3)
    send(world.client(writer), grant, form="/do/request")
    world.wait(2)
    decide(office, grant, "decide")
    world.counted["grants"] += 1
    world.wait(30)
    report = f"{grant}/papers/report/edit"
    day = (world.today - timedelta(days=3)).isoformat()
    said = {
        **{"starts_on": day, "ends_on": day, "day_0": day, "payee_0": "鳥取印刷"},
        **{"amount_0": "240000", "kind_0": "printing", "what_0": "ちらし"},
        "file_0": (BytesIO("領収書".encode()), "領収書.txt"),
    }
    send(world.client(writer), report, said)
    send(world.client(writer), grant, form="/do/report")
    world.wait(4)
    send(office.desk, grant, {"note": "領収書の原本と照らした。"}, form="/inspection")
    decide(office, grant, "settle")
    world.wait(2)
    send(world.client(writer), f"{grant}/claim", BANK | KINDS)
    world.wait(3)
    send(office.desk, "/grants/payments")
    world.counted["paid"] += 160_000
    assert world.client(writer).get(grant).status_code == 200
    assert world.client(writer).get("/my-grants/").status_code == 200
