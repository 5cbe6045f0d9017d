"""Proposals to the prefecture (政策提言): text, authors, answers, measures."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.common.types import Code, UtcDateTime
from app.models.membership.organisation import Organisation
from app.models.policy.programme import lines
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.policy.advice import Outcome
from app.rules.policy.proposals import MeasureState
from app.rules.registers.schema import Register
from app.rules.states.common.table import next_state
from app.rules.states.policy.proposal import PROPOSAL, ProposalState, ProposalVerb

TEXTS = frozenset({"name", "reason", "proposed", "activity_fields", "organisation_id"})
"""What the meeting decides on."""


class Proposal(RegisterEntry, Model):
    """政策提言. Members see it from its draft on, everybody once the meeting has decided it.

    Its answer is the last of `ProposalAnswer`. No field names a person.
    """

    __tablename__ = "proposal"
    register = Register(
        "proposals",
        "政策提言",
        N_("Proposals to the prefecture"),
        N_("Proposal to the prefecture"),
        N_("What executive members propose to the prefecture, and what became of it."),
        adds=N_("Draft a proposal"),
        withdraws=N_("Withdraw the proposal"),
        tiers=(Tier.MEMBERS, Tier.PUBLIC),
        tier_is_entered=False,
        owned=True,
        order="created_at",
        newest_first=True,
        category="state",
    )

    name: Mapped[str] = field(
        "提言の題名", N_("Title of the proposal"), limit=150, required=True, searched=True
    )
    state: Mapped[ProposalState] = field(
        *("段階", N_("Stage"), Kind.CHOICE),
        choices=ProposalState,
        is_entered=False,
        listed=True,
        filtered=True,
    )
    activity_fields: Mapped[list[str]] = field(
        "関係する分野", N_("Fields concerned"), Kind.ACTIVITY_FIELDS, listed=True, filtered=True
    )
    reason: Mapped[str] = lines(
        *("提言の理由", N_("Why it is proposed")),
        required=True,
        searched=True,
        hint=N_("Write nothing by which a person can be recognised."),
    )
    proposed: Mapped[str] = lines(
        "提言の内容", N_("What is proposed"), required=True, searched=True
    )
    opinion: Mapped[str | None] = field(
        *("もとになった審議会の意見", N_("Opinion of the advisory council behind it")),
        Kind.REFERENCE,
        refers_to="advisory_opinion",
        section=N_("Connections"),
    )
    programme: Mapped[str | None] = field(
        *("関係する施策・事業", N_("Programme that takes it up"), Kind.REFERENCE),
        refers_to="programme",
    )
    decided_on: Mapped[date | None] = field(
        *("会議で決定した日", N_("Decided on"), Kind.DAY),
        is_entered=False,
        section=N_("Handing over and answer"),
    )
    number: Mapped[str] = field(
        "文書番号", N_("Document number"), limit=60, is_entered=False, searched=True
    )
    handed_on: Mapped[date | None] = field(
        "提出日", N_("Handed over on"), Kind.DAY, is_entered=False, listed=True
    )
    section: Mapped[str] = field(
        "提出先の課", N_("Handed over to"), limit=100, is_entered=False, searched=True
    )
    due_on: Mapped[date | None] = field(
        "回答の期限", N_("Answer expected by"), Kind.DAY, is_entered=False
    )
    outcome: Mapped[Outcome | None] = field(
        *("回答", N_("Answer"), Kind.CHOICE),
        choices=Outcome,
        is_entered=False,
        listed=True,
        filtered=True,
    )
    answered_on: Mapped[date | None] = field(
        "回答日", N_("Answered on"), Kind.DAY, is_entered=False
    )
    reminded_on: Mapped[date | None] = mapped_column(Date)
    """The day of the last reminder of a missing answer or of the yearly question."""
    followed_on: Mapped[date | None] = mapped_column(Date)
    """The day of the last answer or measure, from which the year of the next question runs."""

    def __init__(self, **values: Any) -> None:
        """Begin with a draft."""
        super().__init__(**{"state": next_state(PROPOSAL, None, ProposalVerb.DRAFT), **values})

    def frozen(self) -> frozenset[str]:
        """What cannot be changed: once put to the meeting, the words that it decides on."""
        return frozenset() if self.state is ProposalState.DRAFT else TEXTS


class ProposalAuthor(Model):
    """共同提言団体: a member that proposes together with the one that drafted it."""

    __tablename__ = "proposal_author"
    __table_args__ = (UniqueConstraint("proposal_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    """Nobody is put to the meeting as an author without having agreed."""

    organisation: Mapped[Organisation] = relationship()


class ProposalAnswer(Model):
    """県の回答: one row each, so that none overwrites another."""

    __tablename__ = "proposal_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(Code(Outcome))
    reason: Mapped[str] = mapped_column(Text)
    section: Mapped[str] = mapped_column(String(100))
    answered_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProposalMeasure(Model):
    """県の措置とその後: what the prefecture did, as of a day. A later state is a row of its own."""

    __tablename__ = "proposal_measure"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[MeasureState] = mapped_column(Code(MeasureState))
    day: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
