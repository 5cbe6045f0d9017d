"""Release of a summary of the council's activity (活動の概要): scanned, then released by a second person.

The scan is that of issue sheets. It compares with the cases that the actor reads: whoever writes or
releases a summary could have its words from there, and from a case of others it would tell who has
one.
"""

from collections.abc import Mapping

from app.errors import RuleViolation
from app.models.council.council import ActivitySummary
from app.rules.cases.deidentify import Finding
from app.rules.common import articles
from app.security.viewer import Viewer
from app.services.cases import issue_scan
from app.services.common import approvals
from app.services.council import activity_summaries

Answers = Mapping[str, str]
"""Key of a finding → the reason why its words may stay."""


def findings(actor: Viewer, summary: ActivitySummary) -> tuple[Finding, ...]:
    """Return passages of a summary that could identify a person or a case."""
    return issue_scan.findings_for(actor, summary.title, summary.text)


def answers(summary: ActivitySummary) -> Answers:
    """Return the answers of the last proposal."""
    proposal = approvals.last(activity_summaries.KIND, summary.id)
    found: Answers = {} if proposal is None else proposal.arguments.get("answers", {})
    return found


def missing(actor: Viewer, summary: ActivitySummary, given: Answers) -> tuple[Finding, ...]:
    """Return the findings that must go, or stand without a reason in words."""
    found = findings(actor, summary)
    return tuple(each for each in found if not each.is_settled(given.get(each.key, "")))


def propose(actor: Viewer, summary_id: int, given: Answers) -> ActivitySummary:
    """Propose a summary for release by another person.

    Raises RuleViolation while words that identify stand in it, or others without a reason.
    """
    summary = activity_summaries.one(actor, summary_id)
    _require_settled(actor, summary, given)
    kept = {key: reason.strip() for key, reason in given.items() if reason.strip()}
    return activity_summaries.propose(actor, summary_id, kept)


def release(actor: Viewer, summary_id: int) -> ActivitySummary:
    """Release a proposed summary to all members, after a scan against the actor's cases, too."""
    summary = activity_summaries.one(actor, summary_id)
    _require_settled(actor, summary, answers(summary))
    return activity_summaries.publish(actor, summary_id)


def _require_settled(actor: Viewer, summary: ActivitySummary, given: Answers) -> None:
    if missing(actor, summary, given):  # no words here: a refusal is kept in the trail
        raise RuleViolation(
            articles.SECRECY, "本文から除く語句か、理由を文で記入していない語句があります。"
        )
