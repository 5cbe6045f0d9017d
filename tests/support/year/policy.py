"""A proposal of an executive member, for the meeting and then for the prefecture."""

from tests.support.year.office import Office
from tests.support.year.world import press, send

NAME = "居場所の担い手への支援"


def proposed(office: Office, author: int) -> dict[str, str]:
    """Draft a proposal and put it to the meeting; return it as an item of an agenda."""
    client = office.world.client(author)
    said = {"name": NAME, "reason": "担い手が足りない。", "proposed": "活動費の補助を求める。"}
    page = send(client, "/proposals/new", said)
    press(client, f"{page}/steps/submit")
    assert NAME in office.desk.get("/proposals/waiting").text
    subject = page.rpartition("/")[2]
    return {"title": "県への政策提言について", "sort": "proposal", "subject": subject}


def answered(office: Office, subject: str) -> None:
    """Hand the decided proposal over, and enter the prefecture's answer."""
    world, page = office.world, f"/proposals/{subject}"
    send(office.desk, f"{page}/hand_over", {"section": "孤独・孤立対策課"})
    world.wait(10)
    day = world.today.isoformat()
    given = {"outcome": "adopted", "reason": "予算に計上した。", "section": "課", "day": day}
    send(office.desk, f"{page}/answers", given)
    done = {"text": "活動費の補助金を設けた。", "state": "done", "day": day}
    send(office.desk, f"{page}/measures", done)
    press(office.desk, f"{page}/steps/close")
    assert "採択" in world.visitor().get("/proposals/became").text
    world.counted["proposals"] += 1
