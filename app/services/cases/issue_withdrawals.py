"""Withdrawal of an issue that has passed to the platform (法第18条): by two persons of the council.

Somebody notices that a released issue points to a person. One asks for its withdrawal, another
withdraws it: the platform's side then shows nothing of it, and the register of incidents has an
entry, whose periods run from the first's request.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from app import clock
from app.errors import NotFound, RuleViolation, StaleState
from app.extensions import db
from app.models.cases.incident import Incident
from app.models.meeting.platform_issue import PlatformIssue
from app.rules.cases.deidentify import is_in_words
from app.rules.common import articles
from app.rules.council.council import contains_case_alias
from app.security.viewer import Role, Viewer
from app.services.cases import incidents
from app.services.common import audit, rows
from app.services.common.links import Links
from app.services.council import mail as council_mail
from app.services.council import namings
from app.services.meeting import platform_issues

SUMMARY = "プラットフォームに渡した課題の取下げ"
LONGEST_REASON = 300


def page(actor: Viewer, number: int) -> tuple[Sequence[PlatformIssue], int]:
    """Return one page of the issues on the platform's side: those to be withdrawn first."""
    actor.require(Role.COUNCIL)
    wanted = platform_issues.standing().order_by(
        PlatformIssue.withdrawal_asked_at.is_(None),
        PlatformIssue.released_in.desc(),
        PlatformIssue.id,
    )
    return rows.page(wanted, number)


def one(actor: Viewer, issue_id: str) -> PlatformIssue:
    """Return an issue on the platform's side. Raises NotFound for a withdrawn one."""
    actor.require(Role.COUNCIL)
    return rows.only(platform_issues.standing().where(PlatformIssue.id == issue_id))


def to_confirm(actor: Viewer) -> Select[Any]:
    """Return the query for issues whose withdrawal somebody else has asked for."""
    return platform_issues.standing().where(
        PlatformIssue.withdrawal_asked_by_id.is_not(None),
        PlatformIssue.withdrawal_asked_by_id != actor.person(),
    )


def ask(actor: Viewer, issue_id: str, reason: str, links: Links) -> PlatformIssue:
    """Ask for the withdrawal of an issue; another person of the council withdraws it.

    reason: why it may point to a person, without repeating what does: the register of incidents
    gets it, which the secretariat reads. Raises RuleViolation without a reason in words, StaleState
    where it was asked for already.
    """
    issue = _locked(actor, issue_id)
    if issue.withdrawal_asked_by_id is not None:
        raise StaleState("この課題の取下げは、すでに求められています。")
    if not is_in_words(reason) or len(reason.strip()) > LONGEST_REASON:
        raise RuleViolation(
            articles.SECRECY, f"取り下げる理由を、{LONGEST_REASON}文字以内の文で入力してください。"
        )
    if contains_case_alias(reason):
        raise RuleViolation(articles.SECRECY, "ケースの符号は書けません。事務局も読む記録です。")
    issue.withdrawal_asked_at, issue.withdrawal_asked_by_id = clock.now(), actor.person()
    issue.withdrawal_reason = reason.strip()
    db.session.flush()
    audit.record(actor, "platform_issue.ask_withdrawal", "platform_issue", issue.id)
    council_mail.notify(actor, namings.named(), links)
    return issue


def keep(actor: Viewer, issue_id: str) -> PlatformIssue:
    """Decide, as another person, that the issue stays. It may be asked for again."""
    issue = _asked_by_another(actor, issue_id)
    issue.withdrawal_asked_at = issue.withdrawal_asked_by_id = None
    issue.withdrawal_reason = ""
    db.session.flush()
    audit.record(actor, "platform_issue.keep", "platform_issue", issue.id)
    return issue


def withdraw(actor: Viewer, issue_id: str) -> Incident:
    """Withdraw the issue, as another person than who asked; return the incident that it opens."""
    issue = _asked_by_another(actor, issue_id)
    values = dict.fromkeys(incidents.FIELDS) | {
        "noticed_at": issue.withdrawal_asked_at,
        "summary": SUMMARY,
        "course": _course(issue),
        "measures": "",
        "is_malicious": False,
    }
    incident = incidents.enter(actor, values)
    platform_issues.erase(issue)
    audit.record(actor, "platform_issue.withdraw", "platform_issue", issue.id)
    return incident


def _course(issue: PlatformIssue) -> str:
    lines = [f"取下げの理由：{issue.withdrawal_reason}"]
    if issue.item_id is not None:
        lines.append("会議の議題になっていました。送付済みの通知・資料の回収を検討してください。")
    return "\n".join(lines)


def _locked(actor: Viewer, issue_id: str) -> PlatformIssue:
    actor.require(Role.COUNCIL)
    issue = rows.locked(PlatformIssue, issue_id)
    if issue.withdrawn_on is not None:
        raise NotFound
    return issue


def _asked_by_another(actor: Viewer, issue_id: str) -> PlatformIssue:
    issue = _locked(actor, issue_id)
    if issue.withdrawal_asked_by_id is None:
        raise StaleState("この課題の取下げは求められていません。")
    if issue.withdrawal_asked_by_id == actor.person():
        raise RuleViolation(articles.SECRECY, "取下げを求めた人とは別の人が決めてください。")
    return issue
