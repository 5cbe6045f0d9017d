"""Summaries of the council's work, free of case data, for members outside the council."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.council.council import ActivitySummary
from app.rules.common import articles
from app.rules.council.council import contains_case_alias
from app.security.viewer import Role, Viewer
from app.services.common import approvals, audit, rows
from app.services.council import councils

KIND = "activity_summary.publish"
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
    """Change a draft; its proposal lapses. Raises as `write` does; StaleState once published."""
    actor.require(*WRITERS)
    summary = _draft(summary_id)
    approvals.lapse(actor, "activity_summary", summary.id)  # a new text needs a proposal of its own
    _fill(summary, title, text)
    db.session.flush()
    audit.record(actor, "activity_summary.revise", "activity_summary", summary.id)
    return summary


def propose(actor: Viewer, summary_id: int, answers: Mapping[str, str]) -> ActivitySummary:
    """Propose a draft for release; called by summary_releases.propose, which scans it.

    answers: key of a finding → why its words may stay; kept with the proposal.
    """
    actor.require(*WRITERS)
    summary = _draft(summary_id)
    approvals.propose(
        actor,
        KIND,
        summary.id,
        title=summary.title,
        role=Role.SECRETARIAT if actor.has(Role.SECRETARIAT) else Role.COUNCIL,
        text=_fingerprint(summary),
        answers=dict(answers),
    )
    return summary


def publish(actor: Viewer, summary_id: int) -> ActivitySummary:
    """Release a proposed summary to all members, as a second person of the same side.

    Called by summary_releases.release, which scans it. Raises RuleViolation for its proposer and for its writer,
    StaleState unless exactly this text was proposed.
    """
    actor.require(*WRITERS)
    summary = _draft(summary_id)
    if summary.written_by_id == actor.person():
        raise RuleViolation(articles.SECRECY, "書いた人は公開できません。ほかの人が公開します。")
    released = approvals.release(actor, KIND, summary.id)
    if released.arguments.get("text") != _fingerprint(summary):
        raise StaleState("提案した後に本文が変わりました。もう一度提案してください。")
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


def _draft(summary_id: int) -> ActivitySummary:
    summary = rows.locked(ActivitySummary, summary_id)
    if summary.published_on is not None:
        raise StaleState("この概要は公開されています。公開を取りやめてから変更してください。")
    return summary


def _fingerprint(summary: ActivitySummary) -> str:
    return rows.fingerprint([summary.title, summary.text])


def _fill(summary: ActivitySummary, title: str, text: str) -> None:
    if not title.strip() or not text.strip():
        raise RuleViolation(None, "件名と本文を入力してください。")
    if contains_case_alias(f"{title}\n{text}"):
        raise RuleViolation(
            articles.SECRECY,
            "ケースの番号が書かれています。ケースに関することは、概要に書かないでください。",
        )
    summary.title, summary.text = title.strip(), text.strip()
