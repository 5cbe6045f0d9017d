"""A body and its grant, step by step, as its two persons and two officers take them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app import clock
from app.demonstration.story import Stage
from app.models.grants.call import GrantCall
from app.models.grants.grant import Grant
from app.rules.grants.acts import GrantAct
from app.rules.grants.calls import ChangeKind, CostKind
from app.rules.grants.content import Content, Line, PaperKind
from app.security.viewer import Viewer
from app.services.grants import applying, carrying_out, decisions, desk, papers

QUOTE = ("見積書.txt", "見積書（見本）　300,000円".encode())
RECEIPT = ("領収書.txt", "領収書（見本）".encode())
BANK = {
    **{"bank": "見本銀行", "branch": "本店", "account_kind": "普通"},
    **{"account_number": "0000000", "account_holder": "ミホンダンタイ"},
}


@dataclass
class Applicant:
    """A body with two persons, and its grant."""

    stage: Stage
    call: GrantCall
    title: str
    writer: Viewer
    second: Viewer
    grant: Grant | None = None

    def take(self, step: str) -> None:
        """Take a step of the grant."""
        if self.grant is None:
            uploads = {0: QUOTE}
            self.grant = applying.begin(self.writer, self.call.public_id, self._said(), uploads)
        elif step in STEPS:
            STEPS[step](self, self.grant.id)
        else:
            act = GrantAct(step)
            reason = "審査の結果、及ばなかったため" if act.needs_reason else ""
            decisions.propose(self.stage.second, self.grant.id, act, reason=reason)
            decisions.release(self.stage.officer, self.grant.id, act)

    def change(self, kind: ChangeKind, cost: int = 300_000) -> None:
        """Ask for a change."""
        assert self.grant is not None
        said = self._said(cost).renewed(change=kind, reason="参加の見込みが変わったため")
        papers.save(self.writer, self.grant.id, PaperKind.CHANGE, said, {})
        carrying_out.ask_change(self.writer, self.grant.id)

    def report(self, cost: int) -> None:
        """Report, with one receipt."""
        assert self.grant is not None
        day = clock.today() - timedelta(days=3)
        lines = (Line(CostKind.PRINTING, "ちらし 2,000部", cost, day, "見本印刷所"),)
        said = self._said().renewed(starts_on=day, ends_on=day, lines=lines)
        papers.save(self.writer, self.grant.id, PaperKind.REPORT, said, {0: RECEIPT})
        carrying_out.report(self.writer, self.grant.id)

    def pay(self, grant_id: int) -> None:
        """Record that what was claimed is paid."""
        unpaid = [each.id for each in desk.unpaid(self.stage.officer) if each.grant_id == grant_id]
        desk.pay(self.stage.officer, unpaid, clock.today())

    def _said(self, cost: int = 300_000) -> Content:
        starts_on = clock.today() + timedelta(days=30)
        return Content(
            title=self.title,
            plan="県内の居場所と相談窓口を紹介するちらしを作り、催しで配ります。",
            **{"starts_on": starts_on, "ends_on": starts_on + timedelta(days=30)},
            lines=(Line(CostKind.PRINTING, "ちらし 2,000部", cost),),
        )


STEPS: Mapping[str, Callable[[Applicant, int], Any]] = {
    "ask": lambda one, pk: applying.ask(one.writer, pk, links=one.stage.links),
    "submit": lambda one, pk: applying.submit(one.second, pk),
    "request": lambda one, pk: carrying_out.request(one.writer, pk),
    "withdraw": lambda one, pk: carrying_out.withdraw(one.writer, pk, "担当者が替わったため"),
    "enlarge": lambda one, _pk: one.change(ChangeKind.CONTENT, 400_000),
    "suspend": lambda one, _pk: one.change(ChangeKind.SUSPENSION),
    "abolish": lambda one, _pk: one.change(ChangeKind.ABOLITION),
    "report": lambda one, _pk: one.report(290_000),
    "report_less": lambda one, _pk: one.report(150_000),
    "inspect": lambda one, pk: desk.inspect(one.stage.second, pk, (), "領収書の写しと照合した。"),
    "advance": lambda one, pk: carrying_out.claim(one.writer, pk, BANK, 200_000),
    "claim": lambda one, pk: carrying_out.claim(one.writer, pk, BANK, None),
    **dict.fromkeys(("pay", "pay_advance"), Applicant.pay),
    "repay": lambda one, pk: desk.repay(one.stage.second, pk, clock.today()),
}
