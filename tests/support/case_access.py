"""Every case route, requested by all non-participants: the existence of a case must not show.

The routes come from the table of tests/architecture/routes.py; its examples create the objects
for the owner of the case. Every other viewer then requests these objects, and non-existent
ones, with every method: the responses must be equal.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import clock
from app.extensions import db
from app.models.accounts.user import Account
from app.models.cases.case import SupportCase
from app.models.common.sealed import new_id
from app.models.council.council import CouncilPerson
from app.rules.cases.access import Level, ParticipationBasis, Section
from app.security.guard import acting_as_system
from app.security.viewer import SYSTEM, Role
from app.services.cases import participations
from app.views.front.health import ALARM
from app.views.front.menu_counts import MENU_COUNTS
from tests import factories
from tests.architecture.routes import EXAMPLES, LETTERS, Route, read_table
from tests.architecture.test_routes import build
from tests.support import cases, full_case
from tests.support.accounts import RoleClients, csrf_token, log_in
from tests.support.canaries import CANARY, encodings_found
from tests.support.client import PlatformClient

PREFIX = "/cases"
RANDOM_ID = re.compile(r"[0-9a-f]{32}")
CHANGING = re.compile(
    r'name="csrf_token"[^>]*|name="holder"[^>]*|[0-9a-f]{32}|(?<=next=)[^"]*|エラー\d+、令和.{6,16}:\d\d'
)
"""Parts that differ in every response: CSRF tokens, random ids, and the minute of an error."""
PLAIN_HEADERS = (
    "Location",
    "Content-Type",
    "Content-Disposition",
    "Cache-Control",
    "Vary",
    "Allow",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def case_routes() -> list[Route]:
    """Return the routes of a case or of an object in it."""
    return [route for route in read_table() if route.rule.startswith(PREFIX) and "<" in route.rule]


def _of(name: str) -> Account:
    return factories.account(organisation=factories.founding_member(name))


def _part(account: Account, case_id: str, **values: Any) -> CouncilPerson:
    """Add a participant with write access to all sections; values: changes to the participation."""
    term = factories.term(account)
    grants = dict.fromkeys(Section, Level.WRITE)
    for part in participations.add(SYSTEM, case_id, term.id, grants, ParticipationBasis.SUPPORT):
        for name, value in values.items():
            setattr(part, name, value)
    return term


def _ended_service(case_id: str) -> Account:
    account = _of("境港市")
    _part(account, case_id).ends_at = clock.now()
    return account


def _unpledged(case_id: str) -> Account:
    account = _of("岩美町")
    _part(account, case_id).pledged_on = None
    return account


def _former(case_id: str) -> Account:
    account = _of("倉吉市")
    _part(account, case_id, ends_at=clock.now())
    return account


def _emergency_over(case_id: str) -> Account:
    account = _of("智頭町")
    past = clock.now() - timedelta(hours=5)
    _part(
        account,
        case_id,
        basis=ParticipationBasis.EMERGENCY,
        begins_at=past,
        ends_at=past + timedelta(hours=4),
    )
    return account


def _not_yet(case_id: str) -> Account:
    account = _of("琴浦町")
    _part(account, case_id, begins_at=clock.now() + timedelta(hours=1))
    return account


def _of_another_case(_case_id: str) -> Account:
    term = cases.person("八頭町")
    cases.new_case(term)
    return db.session.get_one(Account, term.account_id)


def _colleague(case_id: str) -> Account:
    """Create another person of the case's lead body."""
    case = db.session.get_one(SupportCase, case_id)
    account = factories.account()
    factories.term(account, case.lead_body)
    return account


NON_PARTICIPANTS: Mapping[str, Callable[[str], Account | None]] = {
    "public": lambda _case: None,
    "general": lambda _case: factories.account(organisation=factories.member()),
    "executive": lambda _case: _of("鳥取市"),
    "secretariat": lambda _case: factories.account(Role.SECRETARIAT),
    "administrator": lambda _case: factories.account(Role.ADMINISTRATOR),
    "another body": lambda _case: factories.account(
        Role.COUNCIL, organisation=factories.founding_member("米子市")
    ),
    "the same body": _colleague,
    "another case": _of_another_case,
    "former participant": _former,
    "participant to be": _not_yet,
    "ended service": _ended_service,
    "no pledge": _unpledged,
    "emergency over": _emergency_over,
}
"""The non-participants, to whom the case does not exist."""


class ComparableResponse(NamedTuple):
    """A response without the parts that always differ."""

    status: int
    headers: tuple[tuple[str, str | None], ...]
    body: str


def comparable(answer: TestResponse) -> ComparableResponse:
    headers = tuple((name, _same(answer.headers.get(name))) for name in PLAIN_HEADERS)
    return ComparableResponse(answer.status_code, headers, CHANGING.sub("", answer.text))


def _same(header: str | None) -> str | None:
    return None if header is None else RANDOM_ID.sub("", header)


class RouteProbe:
    """A route, its objects, and the requests of all non-participants."""

    def __init__(self, app: Flask, client_as: RoleClients, route: Route) -> None:
        self.app, self.client_as, self.route = app, client_as, route
        self.decisions = 0
        self.owner = client_as(Role.COUNCIL)
        self.values = dict(EXAMPLES[route.rule](self.owner))
        db.session.commit()
        self.case_id = self._case_of_the_owner()
        self.missing = {
            name: new_id() if RANDOM_ID.fullmatch(str(value)) else value
            for name, value in self.values.items()
        }

    def _case_of_the_owner(self) -> str:
        """Return the id of the example's case: by default the latest."""
        found = db.session.scalars(
            select(SupportCase.id).order_by(SupportCase.began_at.desc()).limit(1)
        ).one()
        return str(self.values.get("case_id", found))

    def strangers(self) -> Iterator[tuple[str, PlatformClient]]:
        """Yield a client for each non-participant."""
        for name, make in NON_PARTICIPANTS.items():
            client = self.client_as(Role.PUBLIC)
            with acting_as_system(db.session):
                account = make(self.case_id)
                if account is not None:
                    log_in(client, account)
                db.session.commit()
            yield name, client

    def faults(self) -> Iterator[str]:
        """Yield each response that reveals the existence or content of the case."""
        for name, client in self.strangers():
            token = csrf_token(client)
            for method in METHODS:
                real = self._ask(client, method, self.values, token)
                none = self._ask(client, method, self.missing, token)
                self.decisions += 2
                where = f"{method} {self.route.rule} as {name}"
                if comparable(real) != comparable(none):
                    yield f"{where}: {real.status_code}, and {none.status_code} for none"
                if method == self.route.method and real.status_code < 300:
                    yield f"{where}: answered {real.status_code}"
                everything = real.data + str(real.headers).encode()
                for coding in encodings_found(everything):
                    yield f"{where}: a canary in {coding}"

    def _ask(
        self, client: PlatformClient, method: str, values: dict[str, Any], token: str
    ) -> TestResponse:
        path = build(self.app, self.route, values)
        headers = {} if method in ("GET", "HEAD", "OPTIONS") else {"X-CSRFToken": token}
        self.app.extensions[ALARM] = clock.now(), ()  # else they may change between two requests
        self.app.extensions[MENU_COUNTS] = clock.now(), {}
        return client.open(path, method=method, headers=headers)


PART = CANARY[:6]
"""A search term for the canary; pages may repeat the search term itself."""
QUERIES = (
    "",
    f"?q={PART}",
    "?page=2&psize=9999",
    f"?_flt_3_subject_type=case&_flt_2_action={PART}",
)
"""Query strings for every page: none, a search, a distant page, a filter."""


def site_faults(app: Flask, client_as: RoleClients, routes: list[Route]) -> Iterator[str]:
    """Yield each page outside the cases that shows something of a case to any role."""
    owner = client_as(Role.COUNCIL)
    label = cases.of(owner).alias
    for rule in sorted({route.rule for route in case_routes()}):
        EXAMPLES[rule](owner)
    full_case.full(owner)
    db.session.commit()
    for route in routes:
        for role in LETTERS.values():
            client = client_as(role)
            values = EXAMPLES[route.rule](client) if "<" in route.rule else {}
            path = build(app, route, values)
            for query in QUERIES:
                answer = client.get(path + query)
                everything = answer.data + str(answer.headers).encode()
                if encodings_found(everything) or label.encode() in everything:
                    yield f"GET {path}{query} as {role.value}"


def other_pages() -> list[Route]:
    """Return every page route outside the cases."""
    return [
        route
        for route in read_table()
        if route.method == "GET" and not route.rule.startswith(PREFIX)
    ]
