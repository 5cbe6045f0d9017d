"""The world of the year: its clock, its persons with their clients, its letters and papers."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyotp
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.post.outbox import OutboxMessage
from app.security.viewer import Role
from app.tasks.front import timers
from app.tasks.post import outbox
from tests import factories
from tests.factories import PASSWORD
from tests.support.accounts import csrf_token
from tests.support.client import PlatformClient
from tests.support.people import SECRET, give_second_factor

DAY = timedelta(days=1)
MORNING = time(9, 30)
SET_UP = "/account/second-factor/set-up"
PAPER = re.compile(r'href="(/[^"]+\.pdf)"')
LINK = re.compile(r"https?://[^/\s]+(/\S+)")


class Visitor(PlatformClient):
    """A client that keeps every paper of the pages it opens."""

    world: "World"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer = super().open(*args, **kwargs)
        self.world.requests += 1
        path = answer.request.path
        assert answer.status_code < 500, f"{path} answered {answer.status_code}"
        if answer.mimetype == "application/pdf":
            self.world.keep_paper(path, answer.data)
        elif answer.mimetype == "text/html" and answer.request.method == "GET":
            for found in PAPER.findall(answer.text):
                if found not in self.world.papers:
                    assert self.get(found).status_code == 200, found
        return answer


class World:
    """The platform under a held clock; each person logs in again every day."""

    def __init__(self, app: Flask, at: Callable[[datetime], None], folder: Path) -> None:
        self.app, self._at, self.folder = app, at, folder
        self.requests, self.last_letter = 0, 0
        self.letters: list[dict[str, Any]] = []
        self.papers: set[str] = set()
        self.counted: Counter[str] = Counter()
        """What the chapters did, to be compared with the annual report."""
        self.secrets: dict[int, str] = {}
        """Of the codes of persons with a second factor."""
        self._clients: dict[int, tuple[date, Visitor]] = {}
        folder.mkdir(parents=True, exist_ok=True)

    # Time

    def begin(self, day: date) -> None:
        """Let the year begin."""
        self.today = day
        self._morning(day)
        self._hold(day, time(10))

    def go_to(self, day: date, hour: int = 10) -> None:
        """Live through the days until then, with the worker's sweeps each morning."""
        assert day >= self.today, "time goes one way"
        self.work()
        while self.today < day:
            self.today += DAY
            self._morning(self.today)
        self._hold(day, time(hour))

    def hold_at(self, hour: int, minute: int) -> None:
        """Hold the clock at a time of today."""
        self._hold(self.today, time(hour, minute))

    def wait(self, days: int, hour: int = 10) -> None:
        """Live through some days."""
        self.go_to(self.today + timedelta(days=days), hour)

    def _morning(self, day: date) -> None:
        self._hold(day, MORNING)
        self.work()
        if day.day == 1:
            timers.purge()

    def _hold(self, day: date, hour: time) -> None:
        self._at(datetime.combine(day, hour, tzinfo=clock.TOKYO))

    def work(self) -> None:
        """Do what the worker does, and keep what it wrote."""
        timers.sweep()
        outbox.sweep()
        db.session.rollback()
        wanted = select(OutboxMessage).where(OutboxMessage.id > self.last_letter)
        for letter in db.session.scalars(wanted.order_by(OutboxMessage.id)):
            self.last_letter = letter.id
            self._keep_letter(letter)
        db.session.rollback()

    # Persons

    def visitor(self) -> Visitor:
        """Return somebody who is not logged in."""
        client = self.app.test_client()
        assert isinstance(client, Visitor)
        return client

    def employ(self, role: Role, name: str, email: str) -> int:
        """Create an account of the office that was there before the year; return its id."""
        account = factories.account(
            role, last_name=name, username=email, email=email, password=PASSWORD
        )
        give_second_factor(account, self.app.config["TOTP_KEY"])
        db.session.commit()
        self.secrets[account.id] = SECRET
        return account.id

    def person_of(self, organisation: str, email: str) -> int:
        """Return the account of a member's person, who was there before if it is new."""
        found = db.session.scalars(select(Account).where(Account.email == email)).first()
        if found is None:
            body = self.organisation(organisation)
            found = factories.account(
                organisation=body, username=email, email=email, password=PASSWORD
            )
            db.session.commit()
        return found.id

    def client(self, account_id: int) -> Visitor:
        """Return the person's client, logged in today."""
        known = self._clients.get(account_id)
        if known is None or known[0] != self.today:
            client = self._logged_in(account_id)
            self._clients[account_id] = self.today, client
        return self._clients[account_id][1]

    def _logged_in(self, account_id: int) -> Visitor:
        """Log in by the pages: password, and the code of the device or the one that was mailed."""
        client, name = self.visitor(), db.session.get_one(Account, account_id).username
        where = send(client, "/login", {"username": name, "password": PASSWORD}, form="login")
        if where == "/login/code":
            secret = self.secrets.get(account_id)
            right = pyotp.TOTP(secret).at(clock.now()) if secret else self._mailed_code(name)
            where = send(client, where, {"code": right}, form="code")
        assert client.get("/account/").status_code == 200, where
        client.account_id = account_id
        return client

    def set_up_code(self, client: Visitor, account_id: int) -> None:
        """Set up the second factor that the person's role asks for."""
        page = client.get(SET_UP)
        secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.text)
        assert secret is not None, said(page.text)
        key = secret[1].replace(" ", "")
        shown = client.submit(SET_UP, {"code": pyotp.TOTP(key).at(clock.now())}, form="set-up")
        assert shown.status_code == 200, said(shown.text)
        self.secrets[account_id] = key

    def _mailed_code(self, to: str) -> str:
        return re.findall(r"^\d{6}$", self.letter("log_in_code", to), re.MULTILINE)[0]

    def log_everybody_out(self) -> None:
        """Forget the sessions, as after a restore."""
        self._clients.clear()

    def account(self, email: str) -> int:
        """Return the id of the account with this address."""
        return db.session.scalars(select(Account.id).where(Account.email == email)).one()

    def organisation(self, name: str) -> Organisation:
        """Return the organisation as the database has it."""
        db.session.expire_all()
        found: Organisation = db.session.scalars(
            select(Organisation).where(Organisation.name == name)
        ).one()
        return found

    # Letters and papers

    def letter(self, purpose: str, to: str = "") -> str:
        """Return the text of the latest letter of this purpose."""
        self.work()
        for each in reversed(self.letters):
            if each["purpose"] == purpose and to in ("", each["recipient"]):
                return each["body"]
        raise AssertionError(f"no letter {purpose} {to}")

    def link(self, purpose: str, to: str, part: str) -> str:
        """Return the path of the link in the latest letter that contains this part."""
        body = self.letter(purpose, to)
        return next(found for found in LINK.findall(body) if part in found)

    def _keep_letter(self, letter: OutboxMessage) -> None:
        kept = {
            name: getattr(letter, name) or ""
            for name in ("purpose", "recipient", "subject", "body", "organisation_id")
        }
        self.letters.append(kept)
        name = f"{len(self.letters):05} {clock.today()} {letter.purpose}.txt"
        text = (
            f"{clock.local(clock.now()):%Y-%m-%d %H:%M}\n{letter.recipient}\n{letter.subject}\n\n"
        )
        (self.folder / name).write_text(text + letter.body, encoding="utf-8")

    def keep_paper(self, path: str, content: bytes) -> None:
        """Keep a paper under the words of its address."""
        self.papers.add(path)
        words = re.sub(r"[^A-Za-z0-9]+", " ", path.removesuffix(".pdf"))[:80].strip()
        (self.folder / f"{clock.today()} {words}.pdf").write_bytes(content)


def send(client: PlatformClient, path: str, data: dict[str, Any] | None = None, **more: Any) -> str:
    """Fill in a form of the page and send it; return where it leads. It must not be refused."""
    return _taken(client, path, client.submit(path, data, **more))


def press(client: PlatformClient, path: str, **data: str) -> str:
    """Press a button whose form is on some page; return where it leads."""
    headers = {"X-CSRFToken": csrf_token(client)}
    return _taken(client, path, client.post(path, data=data, headers=headers))


def _taken(client: PlatformClient, path: str, answer: TestResponse) -> str:
    assert answer.status_code in (302, 303), f"{path}: {answer.status_code} {said(answer.text)}"
    page = client.get(answer.location)
    assert 'role="alert"' not in page.text, f"{path}: {said(page.text)}"
    return urljoin(path, answer.location).partition("?")[0].partition("#")[0]


def said(page: str) -> str:
    """Return the text of a page without its markup, for a failure."""
    body = page.partition("<body")[2].partition("<footer")[0] or page
    found = body.partition('role="alert"')[2] or body.partition("<main")[2] or body
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))[:1500]
