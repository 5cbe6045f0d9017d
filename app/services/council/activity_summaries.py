"""Summaries of the council's work, free of case data, for members outside the council."""

from collections.abc import Sequence

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import ActivitySummary
from app.rules.common import articles
from app.rules.council.council import contains_case_alias
from app.security.viewer import Role, Viewer
from app.services.common import audit, rows
from app.services.council import councils

WRITERS = (Role.COUNCIL, Role.SECRETARIAT)
READERS = (*WRITERS, Role.GENERAL, Role.EXECUTIVE)


def write(actor: Viewer, *, title: str, text: str) -> ActivitySummary:
    """Create a draft summary. Members can read it once it is published.

    Raises RuleViolation without a title or text, and when the text contains a case alias.
    """
    actor.require(*WRITERS)
    councils.required()
    summary = ActivitySummary(written_by_id=actor.person())
    _fill(summary, title, text)
    db.session.add(summary)
    db.session.flush()
    audit.record(actor, "activity_summary.write", "activity_summary", summary.id)
    return summary


def revise(actor: Viewer, summary_id: int, *, title: str, text: str) -> ActivitySummary:
    """Change a draft. Raises as `write` does; StaleState once it is published."""
    actor.require(*WRITERS)
    summary = rows.locked(ActivitySummary, summary_id)
    if summary.published_on is not None:
        raise StaleState("公開した概要は変更できません。公開を取りやめてから変更してください。")
    _fill(summary, title, text)
    db.session.flush()
    audit.record(actor, "activity_summary.revise", "activity_summary", summary.id)
    return summary


def publish(actor: Viewer, summary_id: int) -> ActivitySummary:
    """Publish a summary to all members."""
    actor.require(*WRITERS)
    summary = rows.locked(ActivitySummary, summary_id)
    if summary.published_on is not None:
        raise StaleState("この概要は、すでに公開されています。")
    summary.published_on = clock.today()
    db.session.flush()
    audit.record(actor, "activity_summary.publish", "activity_summary", summary.id)
    return summary


def unpublish(actor: Viewer, summary_id: int) -> ActivitySummary:
    """Withdraw a published summary; members lose access at once."""
    actor.require(*WRITERS)
    summary = rows.locked(ActivitySummary, summary_id)
    if summary.published_on is None:
        raise StaleState("この概要は公開されていません。")
    summary.published_on = None
    db.session.flush()
    audit.record(actor, "activity_summary.take_back", "activity_summary", summary.id)
    return summary


def page(actor: Viewer, number: int) -> tuple[Sequence[ActivitySummary], int]:
    """Return one page of summaries: drafts first (for writers only), then the latest published."""
    actor.require(*READERS)
    wanted = select(ActivitySummary).order_by(
        ActivitySummary.published_on.is_not(None),
        ActivitySummary.published_on.desc(),
        ActivitySummary.id.desc(),
    )
    if not actor.has(*WRITERS):
        wanted = wanted.where(ActivitySummary.published_on.is_not(None))
    return rows.page(wanted, number)


def one(actor: Viewer, summary_id: int) -> ActivitySummary:
    """Return a summary. Raises NotFound for a draft unless the actor is a writer."""
    actor.require(*READERS)
    summary = rows.one(ActivitySummary, summary_id)
    if summary.published_on is None and not actor.has(*WRITERS):
        raise NotFound
    return summary


def _fill(summary: ActivitySummary, title: str, text: str) -> None:
    if not title.strip() or not text.strip():
        raise RuleViolation(None, "件名と本文を入力してください。")
    if contains_case_alias(f"{title}\n{text}"):
        raise RuleViolation(
            articles.SECRECY,
            "ケースの番号が書かれています。ケースに関することは、概要に書かないでください。",
        )
    summary.title, summary.text = title.strip(), text.strip()
