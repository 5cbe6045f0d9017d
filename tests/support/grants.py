"""Grants in any state, made by the verbs of the services."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import clock
from app.extensions import db
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.models.membership.organisation import Organisation
from app.rules.grants.acts import GrantAct
from app.rules.grants.calls import ChangeKind, Choosing, CostKind
from app.rules.grants.content import Content, Line, PaperKind
from app.security.guard import acting_as_system
from app.security.viewer import Viewer
from app.services.grants import applying, carrying_out, decisions, desk, papers
from tests import factories
from tests.support.desk import LINKS, officer
from tests.support.members import person_of
from tests.support.register_samples import entry

QUOTE = ("見積書.txt", "見積り 300,000円".encode())
RECEIPT = ("領収書.txt", "領収書 300,000円".encode())
BANK = {
    "bank": "鳥取銀行",
    "branch": "本店",
    "account_kind": "普通",
    "account_number": "1234567",
    "account_holder": "トットリイバショノカイ",
}


def call(**values: Any) -> GrantCall:
    """Return a call that is open today: 2/3 of at most 300,000 yen, five bodies."""
    today = clock.today()
    given = {
        "name": "広報・交流経費補助金",
        "fiscal_year": 2026,
        "opens_on": today - timedelta(days=5),
        "closes_on": today + timedelta(days=20),
        "rate_numerator": 2,
        "rate_denominator": 3,
        "cost_limit": 300_000,
        "places": 5,
        "budget": 1_000_000,
        "choosing": Choosing.SELECTION,
        "has_prenotice": True,
        "request_days": 14,
        "withdrawal_days": 10,
        "change_percent": 20,
        "report_days": 30,
        "report_days_after_year": 10,
        **values,
    }
    made: GrantCall = entry(GrantCall, **given)
    return made


def content(*amounts: int, **values: Any) -> Content:
    """Return the content of an application with these costs."""
    today = clock.today()
    return Content(
        title="居場所を知らせるちらし",
        plan="県内の居場所を紹介するちらしを作り、配ります。",
        starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=60),
        lines=tuple(Line(CostKind.PRINTING, "ちらし", each) for each in amounts or (300_000,)),
    ).renewed(**values)


def receipts(*amounts: int, day: date | None = None) -> Content:
    """Return the content of a report with these receipts, without their files."""
    paid = day or clock.today()
    lines = tuple(
        Line(CostKind.PRINTING, "ちらし", each, paid, "鳥取印刷") for each in amounts or (300_000,)
    )
    return content().renewed(starts_on=paid, ends_on=clock.today(), lines=lines)


@dataclass
class Case:
    """A body with two persons, two officers, and its grant."""

    organisation: Organisation
    writer: Viewer
    second: Viewer
    officers: tuple[Viewer, Viewer]
    grant: Grant

    @property
    def id(self) -> int:
        return self.grant.id

    def fresh(self) -> Grant:
        """Return the grant as it is stored."""
        db.session.refresh(self.grant)
        return self.grant

    def decide(self, act: GrantAct, **values: Any) -> Grant:
        """Let one officer propose and the other release."""
        one, other = self.officers
        decisions.propose(one, self.id, act, **values)
        return decisions.release(other, self.id, act)

    def submit(self) -> Grant:
        applying.ask(self.writer, self.id, links=LINKS)
        return applying.submit(self.second, self.id)

    def decided(self, amount: int | None = None) -> Grant:
        """Bring the grant to its decision."""
        if self.grant.call.has_prenotice:
            self.decide(GrantAct.OFFER, amount=amount)
            carrying_out.request(self.writer, self.id)
        return self.decide(GrantAct.DECIDE, amount=amount)

    def report(self, said: Content | None = None) -> Grant:
        said = said or receipts()
        uploads = dict.fromkeys(range(len(said.lines)), RECEIPT)
        papers.save(self.writer, self.id, PaperKind.REPORT, said, uploads)
        return carrying_out.report(self.writer, self.id)

    def settle(self, struck: tuple[int, ...] = ()) -> Grant:
        desk.inspect(self.officers[0], self.id, struck, "領収書の原本と照らした。")
        return self.decide(GrantAct.SETTLE)

    def change(self, kind: ChangeKind, said: Content) -> Grant:
        said = said.renewed(change=kind, reason="参加者が増えたため")
        papers.save(self.writer, self.id, PaperKind.CHANGE, said, {})
        return carrying_out.ask_change(self.writer, self.id)

    def claim(self, amount: int | None = None) -> Grant:
        return carrying_out.claim(self.writer, self.id, BANK, amount)


def begun(
    under: GrantCall | None = None,
    *amounts: int,
    organisation: Organisation | None = None,
    **values: Any,
) -> Case:
    """Return a body that has written an application."""
    with acting_as_system(db.session):
        under = under or call()
        organisation = organisation or factories.member(name_kana="トットリイバショノカイ")
        writer, second = person_of(organisation), person_of(organisation)
        grant = applying.begin(
            writer, under.public_id, content(*amounts).renewed(**values), {0: QUOTE}
        )
        return Case(organisation, writer, second, (officer(), officer()), grant)


def submitted(under: GrantCall | None = None, *amounts: int, **values: Any) -> Case:
    """Return a body that has applied."""
    with acting_as_system(db.session):
        case = begun(under, *amounts, **values)
        case.submit()
        return case


def decided(under: GrantCall | None = None, *amounts: int, **values: Any) -> Case:
    """Return a body with a decided grant."""
    with acting_as_system(db.session):
        case = submitted(under, *amounts, **values)
        case.decided()
        return case
