"""Requests of the state's headquarters (国の孤独・孤立対策推進本部からの求め; 法第21条第2項, 第26条)."""

from datetime import date
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Date
from sqlalchemy.orm import Mapped, mapped_column

from app.errors import RuleViolation
from app.models.policy.programme import lines
from app.models.registers.columns import field
from app.models.registers.entry import RegisterEntry
from app.rules.common.field import Kind
from app.rules.common.msgid import N_
from app.rules.membership.roster import Tier
from app.rules.policy import state_requests
from app.rules.policy.state_requests import AddressedTo, Basis
from app.rules.registers.schema import Register


class StateRequest(RegisterEntry, Model):
    """国の本部からの求め: what is asked, until when, and what was answered. The secretariat's."""

    __tablename__ = "state_request"
    register = Register(
        "state-requests",
        "国の本部からの求め",
        N_("Requests of the state's headquarters"),
        N_("Request of the state's headquarters"),
        N_("Opinions and help that the state asks for. The secretariat is reminded by mail."),
        tiers=(Tier.SECRETARIAT,),
        title="subject",
        order="due_on",
        newest_first=True,
        recognised_by=("subject", "received_on"),
    )

    subject: Mapped[str] = field(
        "件名", N_("Subject"), limit=150, required=True, listed=True, searched=True
    )
    basis: Mapped[Basis] = field(
        *("求めの種類", N_("Kind of request"), Kind.CHOICE),
        choices=Basis,
        required=True,
        listed=True,
        filtered=True,
    )
    addressed_to: Mapped[AddressedTo] = field(
        *("求められた者", N_("Who is asked"), Kind.CHOICE), choices=AddressedTo, required=True
    )
    sender: Mapped[str] = field("差出人", N_("Sender"), limit=150, searched=True)
    number: Mapped[str] = field("文書番号", N_("Document number"), limit=60, searched=True)
    received_on: Mapped[date] = field("受付日", N_("Received on"), Kind.DAY, required=True)
    due_on: Mapped[date] = field("期限", N_("Deadline"), Kind.DAY, required=True, listed=True)
    content: Mapped[str] = lines("求めの内容", N_("What is asked"))
    answer: Mapped[str] = lines("回答の内容", N_("Answer"), section=N_("Answer"))
    answered_on: Mapped[date | None] = field("回答日", N_("Answered on"), Kind.DAY, listed=True)
    answered_by: Mapped[str] = field("回答した課", N_("Section that answered"), limit=100)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    """The day of the last reminder to the secretariat."""

    @classmethod
    def checked(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Raise RuleViolation for an answer without its day, or a day without an answer."""
        fault = state_requests.answer_fault(values.get("answer", ""), values.get("answered_on"))
        if fault:
            raise RuleViolation(None, fault)
        return values
