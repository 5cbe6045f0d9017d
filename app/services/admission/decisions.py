"""The secretariat's checks and decisions on an application (要領第2条第2項・第3項, 第5条)."""

from collections.abc import Mapping

from app import clock
from app.errors import NotFound, RuleViolation
from app.extensions import db
from app.mail.admission import application_letters
from app.models.admission.application import Application, ApplicationCheck
from app.models.membership.organisation import Organisation
from app.rules.common import articles
from app.rules.membership.eligibility import Check, required_checks
from app.rules.membership.membership import MemberKind
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.accounts import invitations
from app.services.admission import acceptance, application_post, duplicates
from app.services.admission.applications import locked
from app.services.common import audit, numbers
from app.services.common.links import Links
from app.services.membership import contacts, memberships


def record_checks(
    actor: Viewer, application_id: int, findings: Mapping[Check, tuple[bool, str]]
) -> int:
    """Record findings, each with its note; return how many are new. One as recorded stays as it is.

    Raises RuleViolation without a finding, and as `record_check`, beside the note it is about.
    """
    actor.require(Role.SECRETARIAT)
    recorded = {row.check: row for row in locked(application_id).checks}
    if not findings:
        raise RuleViolation(None, "確認の結果を選んでください。")
    new = 0
    for check, (passed, note) in findings.items():
        row = recorded.get(check)
        if row is None or row.again or (row.passed, row.note) != (passed, note):
            record_check(actor, application_id, check, passed=passed, note=note)
            new += 1
    return new


def record_check(
    actor: Viewer, application_id: int, check: Check, *, passed: bool, note: str
) -> ApplicationCheck:
    """Record one check: finding, officer, time. A later finding replaces the earlier.

    Raises RuleViolation for a check that does not apply to this kind of organisation, and for a
    negative finding without a reason.
    """
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    if application.state is not ApplicationState.RECEIVED:
        next_state(APPLICATION, application.state, ApplicationVerb.ACCEPT)
    if check not in required_checks(application.kind):
        raise RuleViolation(articles.SCOPE, "この団体の種別では、この確認は行いません。")
    if not passed and not note.strip():
        raise RuleViolation(
            check.article, "認められない理由をメモに入力してください。", field=f"{check}_note"
        )
    finding = next((row for row in application.checks if row.check is check), None)
    if finding is None:
        finding = ApplicationCheck(check=check)
        application.checks.append(finding)
    finding.passed, finding.note, finding.again = passed, note, False
    finding.checked_by_id, finding.checked_by_name = _account(actor), actor.name
    finding.checked_at = clock.now()
    audit.record(
        actor, "application.check", "application", application.id, check=check, passed=passed
    )
    db.session.flush()
    return finding


def name_former(actor: Viewer, application_id: int, organisation_id: int | None) -> Application:
    """Record which member or former member the applicant is, or that it is none of the candidates.

    Raises RuleViolation for "none" where a corporate number matches (要領第5条).
    """
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    next_state(APPLICATION, application.state, ApplicationVerb.ACCEPT)
    found = duplicates.alike(application)
    recognised = {row.organisation.id: row.organisation.name for row in found if row.is_recognised}
    if recognised and organisation_id not in recognised:
        names = "、".join(recognised.values())
        raise RuleViolation(
            articles.READMISSION, f"法人番号が「{names}」と同じです。この団体を選んでください。"
        )
    if organisation_id is not None and db.session.get(Organisation, organisation_id) is None:
        raise NotFound
    application.former_organisation_id = organisation_id
    application.former_checked = True
    application.former_considered = sorted(row.organisation.id for row in found)
    audit.record(
        actor,
        "application.name_former",
        "application",
        application.id,
        organisation_id=organisation_id,
    )
    db.session.flush()
    return application


def carry_out_acceptance(actor: Viewer, application: Application, links: Links) -> Application:
    """Carry out a decided acceptance: membership, roster, letter, invitation.

    Raises RuleViolation if it is not permitted.
    """
    # The lock serialises decisions: the verdict sees a member that another decision has just
    # admitted.
    numbers.hold("acceptance")
    number = application_post.number()
    verdict = acceptance.verdict(application)
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    today = clock.today()
    if application.former_organisation_id is None:
        organisation = memberships.create(actor, application.profile())
    else:
        organisation = memberships.locked(application.former_organisation_id)
        for field, value in application.profile().items():
            setattr(organisation, field, value)
    memberships.begin(
        actor,
        organisation,
        MemberKind.GENERAL,
        on=today,
        basis=f"入会申込み {application.receipt_number}",
        application_id=application.id,
    )
    contacts.start_clock(organisation)
    application.organisation_id = organisation.id
    application.decided_on, application.decided_by_id = today, actor.account_id
    audit.record(
        actor, "application.accept", "application", application.id, organisation_id=organisation.id
    )
    letter = application_letters.membership_accepted(application, number, links.login())
    application_post.send(actor, application, letter)
    invitations.invite_contact(actor, organisation, links=links)
    return application


def carry_out_refusal(actor: Viewer, application: Application, reason: str) -> Application:
    """Carry out a decided refusal. Raises RuleViolation without a reason."""
    require_words(reason)
    application.decision_reason = reason
    application.decided_on, application.decided_by_id = clock.today(), actor.account_id
    audit.record(actor, "application.refuse", "application", application.id)
    letter = application_letters.membership_refused(
        application,
        application_post.number(),
        words=reason,
        readmittable_from=acceptance.waits_until(application),
    )
    application_post.send(actor, application, letter)
    return application


def require_words(reason: str) -> None:
    """Raise RuleViolation without a reason for the applicant."""
    if not reason.strip():
        raise RuleViolation(
            articles.APPLICATION_DECISION, "不承認の理由を入力してください。申込者に通知します。"
        )


def _account(actor: Viewer) -> int:
    if actor.account_id is None:
        raise RuleViolation(articles.CHECKS, "確認は、ログインした事務局の職員が行います。")
    return actor.account_id
