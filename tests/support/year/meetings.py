"""Meetings of the executive members: planned, answered by link, held, recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.meeting.minutes import Minutes
from app.rules.meeting.agenda import MeetingForm
from app.services.meeting import minutes_text
from tests.support.meetings import executives
from tests.support.platform_meetings import send as fill_in
from tests.support.year.office import Office
from tests.support.year.world import LINK, press, send

PRESENT, WRITING = 25, 5


@dataclass
class Hall:
    """A meeting and those who keep it."""

    office: Office
    page: str
    members: Sequence[int] = field(default_factory=executives)

    @property
    def pk(self) -> int:
        return int(self.page.rpartition("/")[2])

    @classmethod
    def planned(cls, office: Office, title: str, form: MeetingForm, day: date) -> "Hall":
        """Plan a meeting."""
        said = {
            **{"title": title, "form": form.value, "day": day.isoformat(), "at": "13:30"},
            **{"place": "" if form is MeetingForm.WRITTEN else "県庁講堂", "lead_days": "14"},
        }
        return cls(office, send(office.desk, "/meetings/new", said))

    def add(self, title: str, sort: str = "other", **values: str) -> None:
        """Put an item on the agenda."""
        text = "趣旨と内容は別紙のとおり。"
        said = {"title": title, "text": text, **values}
        send(self.office.desk, f"{self.page}/items/new?sort={sort}", said)

    def notify(self) -> None:
        """One officer submits the notice, the other approves it the next day."""
        send(self.office.desk, self.page, form="/submit")
        self.office.world.wait(1)
        send(self.office.other, self.page, form="/approve")
        self.office.world.work()

    def links(self) -> Mapping[int, str]:
        """Return the personal link of each member, from its notice."""
        title = db.session.get_one(Meeting, self.pk).title
        found: dict[int, str] = {}
        for letter in self.office.world.letters:
            if letter["purpose"] == "meeting_notice" and title in letter["body"]:
                links = [each for each in LINK.findall(letter["body"]) if "meeting-answer" in each]
                found[letter["organisation_id"]] = links[0]
        assert set(found) == set(self.members), len(found)
        return found

    def answer(self, member: int, part: str, values: Mapping[str, str]) -> None:
        """Answer by the mailed link."""
        guest = self.office.world.visitor()
        answer = fill_in(guest, self.links()[member], part, dict(values))
        assert answer.status_code == 303, answer.text

    def items(self) -> dict[str, int]:
        """Return the items by title."""
        db.session.expire_all()
        wanted = select(AgendaItem).where(AgendaItem.meeting_id == self.pk)
        return {each.title: each.id for each in db.session.scalars(wanted)}

    def answer_all(self) -> None:
        """Most will come, some assent in writing, the others say nothing."""
        attend = {"reply": "room", "attendee": "鳥取 花子"}
        for member in self.members[:PRESENT]:
            self.answer(member, "attend", attend)
        assent = {f"word_{item}": "for" for item in self.items().values()}
        for member in self.members[PRESENT : PRESENT + WRITING]:
            self.answer(member, "statement", assent)

    def hold(self) -> None:
        """Open the meeting, vote on every item by hands, and close it."""
        desk, chair = self.office.desk, self.members[0]
        press(desk, f"{self.page}/open")
        for member in self.members[:PRESENT]:
            press(desk, f"{self.page}/attendance/{member}/arrive")
        press(desk, f"{self.page}/chair", chair=str(chair))
        for item in self.items().values():
            press(desk, f"{self.page}/items/{item}/open")
            hands = {f"vote-{member}": "for" for member in self.members[1:PRESENT]}
            press(desk, f"{self.page}/items/{item}/hands", **hands)
            press(desk, f"{self.page}/items/{item}/close")
            self.office.world.counted["resolutions"] += 1
        self.office.world.hold_at(13, 55)
        press(desk, f"{self.page}/end")
        self.office.world.counted["meetings"] += 1
        self.office.world.counted["attended"] += PRESENT + WRITING

    def tell(self) -> None:
        """Tell the members the results; the other officer releases the letters."""
        path = f"{self.page}/minutes"
        send(self.office.desk, path, form="/results")
        self.office.world.wait(1)
        send(self.office.other, path, form="/results")
        self.office.world.work()

    def record(self) -> None:
        """Write, confirm and publish the minutes; tell the members the results."""
        desk, path = self.office.desk, f"{self.page}/minutes"
        send(desk, path, form="/draft")
        draft: Any = db.session.scalars(_minutes_of(self.pk)).one()
        text = draft.text.replace(minutes_text.TO_FILL_IN, "特になし")
        said = {"text": text, "public_text": text}
        send(desk, path, said, form=path, press=("remask", "1"))
        send(desk, path, {"looked": "y"}, form="/confirm")
        self.tell()
        guest = self.office.world.visitor()
        assert guest.get(f"/minutes/{self.pk}").status_code == 200
        guest.get("/resolutions/")
        member = self.office.world.person_of("鳥取県弁護士会", "bengo@example.jp")
        assert self.office.world.client(member).get(self.page).status_code == 200


def _minutes_of(meeting_id: int) -> Any:
    return select(Minutes).where(Minutes.meeting_id == meeting_id)


def ordinary(office: Office, title: str, day: date, *items: dict[str, str]) -> Hall:
    """Hold a meeting on the day: notice, answers, vote, minutes."""
    world = office.world
    hall = Hall.planned(office, title, MeetingForm.BOTH, day)
    for item in items:
        hall.add(**item)
    hall.notify()
    world.wait(3)
    hall.answer_all()
    world.go_to(day, 13)
    world.hold_at(13, 30)
    hall.hold()
    world.wait(5)
    hall.record()
    return hall


def written(office: Office, title: str, day: date, item: str) -> Hall:
    """Resolve in writing: 23 of 34 members assent by link."""
    hall = Hall.planned(office, title, MeetingForm.WRITTEN, day)
    hall.add(item)
    hall.notify()
    office.world.wait(4)
    word = {f"word_{hall.items()[item]}": "for"}
    for member in hall.members[:23]:
        hall.answer(member, "statement", word)
    office.world.go_to(day)
    office.world.wait(1)
    press(office.desk, f"{hall.page}/end")
    page = office.desk.get(hall.page).text
    assert "みなされました" in page or "みなし" in page, page
    hall.tell()
    office.world.counted["written"] += 1
    office.world.counted["resolutions"] += 1
    return hall
