"""How the demonstration is told: chapters of all wings, step by step in the order of time.

A chapter yields the moment at which it goes on, first of all the one at which it begins. Numbers, trail and letters so come as they would
have in a real year, and every day is relative to the present one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from sqlalchemy import select

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.rules.membership.membership import Standing
from app.security.identity import viewer_for
from app.security.viewer import SYSTEM, Viewer
from app.services.accounts import accounts
from app.services.common import holidays
from app.services.common.links import Links

BEGINS = 320
"""Days before today on which the story begins."""
FAMILIES = [
    "因幡",
    "伯耆",
    "気高",
    "岩美",
    "若桜",
    "智頭",
    "東伯",
    "河原",
    "鹿野",
    "青谷",
    "淀江",
    "日南",
    "湯梨",
    "琴浦",
    "大山",
    "八東",
]
GIVEN = [
    "花子",
    "太郎",
    "美咲",
    "健一",
    "さくら",
    "翔太",
    "由美",
    "浩二",
    "あかり",
    "誠",
    "陽子",
    "大輔",
]


@dataclass
class Stage:
    """What the chapters share. now: the moment at which the story is told."""

    now: datetime
    links: Links
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _known: dict[str, Viewer] = field(default_factory=dict)

    @property
    def officer(self) -> Viewer:
        """The officer as whom the visitor logs in first."""
        return self.viewer("secretariat")

    @property
    def second(self) -> Viewer:
        """The second officer."""
        return self.viewer("secretariat2")

    def viewer(self, username: str) -> Viewer:
        """Return a person of the demonstration's accounts."""
        if username not in self._known:
            wanted = select(Account).where(Account.username == username)
            self._known[username] = viewer_for(db.session.scalars(wanted).one())
        return self._known[username]

    def ago(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """Return a moment on the last day on which offices are open, that many days ago."""
        return self.at(holidays.last_open(self.day(-days)), hour, minute)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a day in Japan."""
        return clock.at_start_of(day) + timedelta(hours=hour, minutes=minute)

    def minutes_ago(self, minutes: int) -> datetime:
        """Return a moment of just now."""
        return self.now - timedelta(minutes=minutes)

    def day(self, days: int) -> date:
        """Return the day that many days after today."""
        return clock.local(self.now).date() + timedelta(days=days)

    def member(self, name: str) -> Organisation:
        """Return the organisation of this name."""
        return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()

    def members(self, standing: Standing) -> list[Organisation]:
        """Return today's members of a standing, in the order of their entry."""
        found = select(Organisation).where(Organisation.standing == standing)
        return list(db.session.scalars(found.order_by(Organisation.id)))

    def person(self, organisation: Organisation, another: str = "") -> Viewer:
        """Return a person of an organisation, who never logs in. another: for a further one."""
        key = f"{organisation.id}{another}"
        if key not in self._known:
            number = next(self._numbers)
            address = f"person{number:03}@example.jp"
            account = accounts.create(
                *(SYSTEM,),
                **{"username": address, "email": address, "organisation_id": organisation.id},
                **name(number),
            )
            db.session.refresh(account)
            self._known[key] = viewer_for(account)
        return self._known[key]


Chapter = Callable[[Stage], Iterator[datetime]]


def name(number: int) -> dict[str, str]:
    """Return a person's invented name."""
    given = GIVEN[(number * 5) % len(GIVEN)]
    return {"family_name": FAMILIES[number % len(FAMILIES)], "given_name": given}


def tell(stage: Stage, chapters: Iterable[Chapter], after: Callable[[], None]) -> None:
    """Let the chapters happen, the clock held at each step. after: called after each step."""
    waiting: list[tuple[datetime, int, Iterator[datetime]]] = []
    for place, chapter in enumerate(chapters):
        told = chapter(stage)
        heappush(waiting, (next(told), place, told))
    while waiting:
        moment, place, told = heappop(waiting)
        with clock.imagine(moment):
            following = next(told, None)
            db.session.flush()
            after()
        if following is not None:  # two steps of one open day stay in their order
            heappush(waiting, (max(following, moment), place, told))
