"""A meeting through its pages alone: two officers, and every member with mail and a phone."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from app import clock
from app.extensions import db
from app.models.meeting.agenda import AgendaItem
from app.models.meeting.meeting import Meeting
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.rules.meeting.agenda import MeetingForm
from tests.support.accounts import RoleClients, csrf_token
from tests.support.client import PlatformClient
from tests.support.meetings import executives
from tests.support.platform_meetings import send

PERSONAL_LINK = re.compile(r"https?://[^/\s]+(/meeting-answer/\S+)")


class Gathering:
    """A planned meeting with its agenda, submitted and approved; no member has replied yet."""

    def __init__(self, client_as: RoleClients, form: MeetingForm, titles: Sequence[str]) -> None:
        self.client_as = client_as
        self.desk, self.second = client_as("secretariat"), client_as("secretariat")
        self.visitor = client_as("public")
        self.members = executives()
        self.phones: dict[int, PlatformClient] = {}
        self.tokens: dict[PlatformClient, str] = {}
        place = "" if form is MeetingForm.WRITTEN else "県庁講堂"
        day = (clock.today() + timedelta(days=20)).isoformat()
        plan = {"title": "幹事団体の会議", "form": form.value, "day": day, "at": "13:30"}
        sent = self.desk.submit("/meetings/new", plan | {"place": place, "lead_days": "14"})
        self.page = sent.location
        self.pk = int(self.page.rpartition("/")[2])
        for title in titles:
            self.add(title)
        self.press(f"{self.page}/submit")
        self.press(f"{self.page}/approve", client=self.second)
        self.links = self._links()

    def press(self, path: str, *, client: PlatformClient | None = None, **data: str) -> None:
        """Press a button, by default as an officer."""
        client = client or self.desk
        if client not in self.tokens:
            self.tokens[client] = csrf_token(client)
        answer = client.post(path, data=data, headers={"X-CSRFToken": self.tokens[client]})
        assert answer.status_code == 303, answer.status_code

    def add(self, title: str) -> None:
        """Add a resolution to the agenda."""
        sent = self.desk.submit(f"{self.page}/items/new?sort=other", {"title": title})
        assert sent.status_code == 303

    def phone(self, member: int) -> PlatformClient:
        """Return the client of the member's phone, logged in."""
        if member not in self.phones:
            organisation = db.session.get_one(Organisation, member)
            self.phones[member] = self.client_as("executive", organisation)
        return self.phones[member]

    def answer(
        self, member: int, part: str, values: Mapping[str, str], *, by_link: bool = True
    ) -> None:
        """Reply to the meeting notice: by the mailed link without log-in, or logged in."""
        client = self.visitor if by_link else self.phone(member)
        path = self.links[member] if by_link else f"{self.page}/answer"
        answer = send(client, path, part, dict(values))
        assert answer.status_code == 303, answer.text

    def vote(self, member: int, item: int, choices: Mapping[int, str]) -> None:
        """Send the member's ballot, including votes for its principals."""
        values = {f"vote_{each}": choice for each, choice in choices.items()}
        path = f"{self.page}/ballot"
        answer = self.phone(member).submit(path, values, form=f"/items/{item}")
        assert answer.status_code == 303, answer.text

    def raise_hands(self, item: int, choices: Mapping[int, str]) -> None:
        """Record a show of hands as the secretariat, including agents' votes for their principals."""
        votes = {f"vote-{member}": choice for member, choice in choices.items()}
        self.press(f"{self.page}/items/{item}/hands", **votes)

    def close(self, item: int) -> dict[str, Any]:
        """Close the item as the secretariat; return its sealed record."""
        self.press(f"{self.page}/items/{item}/close")
        return self.record(item)

    def record(self, item: int) -> dict[str, Any]:
        """Return the item's sealed record, as downloaded by a member from the meeting's page."""
        member = self.phone(self.members[0])
        about = member.get(self.page).text.partition(f'id="item-{item}"')[2]
        link = re.search(r'href="(/resolutions/\d+/record)"', about)
        assert link is not None, about
        return dict(json.loads(member.get(f"{link[1]}.json").data))

    def log_in_again(self) -> None:
        """Log everyone in again, as after a long time."""
        self.desk = self.client_as("secretariat")
        self.phones.clear()

    def item_of(self, title: str) -> int:
        """Return the id of the item with this title."""
        db.session.expire_all()
        items: Sequence[AgendaItem] = db.session.get_one(Meeting, self.pk).items
        return next(item.id for item in items if item.title == title)

    def _links(self) -> dict[int, str]:
        """Return the personal link of each member, from its meeting notice."""
        letters = db.session.query(OutboxMessage).filter_by(purpose="meeting_notice").all()
        found = {letter.organisation_id: PERSONAL_LINK.search(letter.body) for letter in letters}
        return {member: link[1] for member, link in found.items() if member and link}
