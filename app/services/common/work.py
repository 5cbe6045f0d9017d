"""Work that waits for a person of the office (仕事): what each wing declares beside its code.

A wing declares it as WORK in services/<wing>/work.py; services/front/work_list.py joins all of it in
one statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, literal, select

from app.models.common.approval import Approval
from app.rules.common.labelled import Labelled
from app.rules.common.msgid import N_
from app.security.viewer import Role, Viewer

Rows = Select[str, str, str, str]
"""Of each object: id, title, since when, the day by which it is due."""
MOST = 100
"""Objects of a kind that the list reads, the oldest first."""


class WaitsFor(Labelled):
    """Whose turn it is (次に動く人)."""

    OFFICE = "office", "事務局"
    SECOND = "second", "もう1人の職員"
    BODY = "body", "団体"
    PREFECTURE = "prefecture", "県の担当課"


@dataclass(frozen=True)
class Work:
    """A kind of work. words: English, translated where it is shown. path: with `{}` for the id.

    rows: for a viewer, a statement made by `waiting`. within: how long it may take.
    """

    kind: str
    words: str
    path: str
    rows: Callable[[Viewer], Rows]
    within: timedelta | None = None
    waits_for: WaitsFor = WaitsFor.OFFICE


def waiting(
    subject: Any, title: Any, since: Any, *conditions: ColumnElement[bool], due: Any = None
) -> Rows:
    """Return the statement of what waits: its id, title, since when, and the day by which.

    since, due: columns of days or moments; text on the way, since a union wants one type.
    """
    return (
        select(
            cast(subject, String).label("subject"),
            cast(title, String).label("title"),
            cast(since, String).label("since"),
            (literal("") if due is None else cast(due, String)).label("due"),
        )
        .where(*conditions)
        .order_by(since)
        .limit(MOST)
    )


def _proposed(by_actor: bool) -> Callable[[Viewer], Rows]:
    def rows(actor: Viewer) -> Rows:
        mine = Approval.proposed_by_id == actor.account_id
        return waiting(
            Approval.id,
            Approval.title,
            Approval.proposed_at,
            Approval.open_key.is_not(None),
            Approval.role == Role.SECRETARIAT.value,
            mine if by_actor else ~mine,
        )

    return rows


WORK = (
    Work("approval", N_("Release a proposal"), "/approvals/", _proposed(by_actor=False)),
    Work(
        "own_approval",
        N_("Your proposal awaiting release"),
        "/approvals/",
        _proposed(by_actor=True),
        waits_for=WaitsFor.SECOND,
    ),
)
