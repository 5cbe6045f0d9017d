"""Figures of this wing: programmes, sessions of the advisory council, proposals and answers."""

from collections.abc import Mapping

from sqlalchemy import func, select

from app.extensions import db
from app.models.policy.advisory import AdvisorySession
from app.models.policy.programme import Programme
from app.models.policy.proposal import Proposal, ProposalAnswer
from app.rules.policy.advice import Outcome
from app.rules.policy.programmes import UNIT
from app.services.common.figures import Figure, by_label, count, within

GROUP = "施策と提言"


def _programmes(year: int) -> int:
    return count(Programme.fiscal_year == year, Programme.retired_on.is_(None))


def _amount(year: int) -> int | None:
    wanted = select(func.sum(Programme.amount)).where(Programme.fiscal_year == year)
    total = db.session.scalar(wanted.where(Programme.retired_on.is_(None)))
    return None if total is None else int(total)


def _sessions(year: int) -> int:
    return count(AdvisorySession.retired_on.is_(None), within(AdvisorySession.held_on, year))


def _decided(year: int) -> int:
    return count(Proposal.retired_on.is_(None), within(Proposal.decided_on, year))


def _answers(year: int) -> Mapping[str, int]:
    return by_label(
        ProposalAnswer.outcome,
        Outcome,
        Proposal.id == ProposalAnswer.proposal_id,
        Proposal.retired_on.is_(None),
        within(ProposalAnswer.answered_on, year),
    )


FIGURES = (
    Figure(
        "programmes.count",
        GROUP,
        "県の施策・事業",
        "件",
        "その年度の一覧にある施策・事業の数",
        _programmes,
    ),
    Figure(
        "programmes.amount",
        *(GROUP, "県の施策・事業の予算額", UNIT),
        "その年度の一覧にある施策・事業の予算額の合計（登録された段階のもの）",
        _amount,
    ),
    Figure("advice.sessions", GROUP, "審議会の会議", "回", "年度内に開催された会議の数", _sessions),
    Figure(
        "proposals.decided",
        *(GROUP, "政策提言", "件"),
        "年度内にプラットフォーム会議で決定した政策提言の数",
        _decided,
    ),
    Figure(
        "proposals.answers",
        *(GROUP, "政策提言への県の回答", "件"),
        "年度内の日付の回答の数。一つの提言に二つ以上の回答があれば、それぞれ数える",
        _answers,
    ),
)
