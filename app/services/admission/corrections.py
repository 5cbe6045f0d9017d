"""Correction of an application (補正; 要領第2条第1項): asked, reminded of, received."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation
from app.extensions import db
from app.mail.admission import application_letters, correction_letters
from app.models.admission.application import Application, ApplicationCorrection
from app.rules.admission import correction
from app.rules.common import articles
from app.rules.membership.eligibility import OrganisationKind, may_apply
from app.rules.membership.membership import ReceivedBy
from app.rules.membership.profile_changes import differences, name_of
from app.rules.membership.profile_fields import PROFILE_FIELDS
from app.rules.states.admission.application import APPLICATION, ApplicationState, ApplicationVerb
from app.rules.states.common.table import next_state
from app.security.viewer import Role, Viewer
from app.services.admission import application_post
from app.services.admission.applications import applicant_address, locked
from app.services.common import approvals, audit, rows
from app.services.common.links import Links

CORRECTABLE = (*PROFILE_FIELDS, "was_member", "readmission_statement")
VERSIONS = ("pledge_version", "bylaws_version", "privacy_version")
NO_PLEDGE = (
    "次の点を確かめて、入会申込書に記入してください。\n"
    "・反社会的勢力と関係がないことの誓約（要領第2条第3項第2号）\n"
    "・規約及び一般団体入会要領への同意\n"
    "・個人情報の取扱いへの同意"
)
"""What an applicant without pledge or consents is asked for."""


def request(actor: Viewer, application_id: int, what: str, *, links: Links) -> Application:
    """Ask the applicant to correct the form. A proposed decision lapses."""
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    application.state = next_state(
        APPLICATION, application.state, ApplicationVerb.REQUEST_CORRECTION
    )
    if not what.strip():
        raise RuleViolation(articles.APPLICATION, "補正してほしい点を入力してください。")
    approvals.lapse(actor, "application", application.id)
    application.correction_request = what
    application.correction_requested_at = clock.now()
    application.remind_on = correction.first_reminder(clock.today())
    application.batch_id = None
    audit.record(actor, "application.request_correction", "application", application.id)
    letter = application_letters.correction_requested(
        application, application_post.number(), application_post.status_link(application, links)
    )
    application_post.send(actor, application, letter, period=clock.now().isoformat(), secret=True)
    return application


def remind(actor: Viewer, application_id: int, *, links: Links) -> Application:
    """Remind the applicant of the requested correction; at most one letter a day."""
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    _remind(actor, application, links)
    return application


def remind_due(actor: Viewer, *, links: Links) -> int:
    """Remind of the corrections awaited for two weeks, then monthly; return their number."""
    actor.require(Role.SYSTEM)
    due = db.session.scalars(
        select(Application)
        .where(Application.state == ApplicationState.CORRECTION)
        .where(Application.remind_on <= clock.today())
        .order_by(Application.id)
        .limit(rows.AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    for application in due:
        _remind(actor, application, links)
    return len(due)


def _remind(actor: Viewer, application: Application, links: Links) -> None:
    application.remind_on = correction.next_reminder(clock.today())
    audit.record(actor, "application.remind", "application", application.id)
    letter = correction_letters.correction_reminder(
        application, application_post.number(), application_post.status_link(application, links)
    )
    application_post.send(actor, application, letter, period=clock.today().isoformat(), secret=True)


def enter(
    actor: Viewer,
    application_id: int,
    values: Mapping[str, Any],
    *,
    received_by: ReceivedBy,
    told_by: str,
    told_on: date,
) -> Application:
    """Enter a correction told by telephone or received on paper (代行入力), and confirm it by letter.

    told_by: the person. Raises RuleViolation for a day in the future or before the request, and for
    a pledge by telephone, which has to be in writing.
    """
    actor.require(Role.SECRETARIAT)
    application = locked(application_id)
    next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    if not told_by.strip():
        raise RuleViolation(articles.APPLICATION, "だれから聞いたかを入力してください。")
    asked_at = application.correction_requested_at
    if told_on > clock.today() or (asked_at and told_on < clock.local(asked_at).date()):
        raise RuleViolation(
            articles.APPLICATION, "補正を受けた日は、依頼した日から今日までの日を入力してください。"
        )
    if received_by is ReceivedBy.SPOKEN and any(values.get(version) for version in VERSIONS):
        raise RuleViolation(
            articles.CHECK_ANTI_SOCIAL, "誓約と同意は、書面か電子申請で受けてください。"
        )
    done = receive(actor, application, values, by=received_by, told_by=told_by, told_on=told_on)
    items = [name_of(each.key) for each in differences(done.before, done.after)]
    application_post.send(
        actor,
        application,
        correction_letters.correction_entered(application, done, items),
        period=clock.now().isoformat(),
    )
    return application


def receive(
    actor: Viewer,
    application: Application,
    values: Mapping[str, Any],
    *,
    by: ReceivedBy = ReceivedBy.WEB,
    told_by: str = "",
    told_on: date | None = None,
) -> ApplicationCorrection:
    """Receive the correction of a locked application; keep its earlier content.

    Checks and the decision on former membership stay; those whose basis was corrected have to be
    recorded again. Raises RuleViolation for a mail address other than the confirmed one, and for
    individuals.
    """
    application.state = next_state(APPLICATION, application.state, ApplicationVerb.RESUBMIT)
    verdict = may_apply(OrganisationKind(values["kind"]))
    if not verdict:
        raise RuleViolation(verdict.article, verdict.reason)
    approvals.lapse(actor, "application", application.id)
    changed = [
        field
        for field in CORRECTABLE
        if field in values and getattr(application, field) != values[field]
    ]
    done = ApplicationCorrection(
        request=application.correction_request,
        requested_at=application.correction_requested_at,
        before={field: getattr(application, field) for field in changed},
        after={field: values[field] for field in changed},
        corrected_at=clock.now(),
        received_by=by,
        told_by=told_by.strip(),
        told_on=told_on,
        entered_by_name=actor.name if actor.is_staff else "",
    )
    application.corrections.append(done)
    _write(application, done.after)
    _pledge(application, values, told_on or clock.today())
    _question_again(application, changed)
    application.remind_on = None
    audit.record(actor, "application.resubmit", "application", application.id, changed=changed)
    db.session.flush()
    return done


def _write(application: Application, values: Mapping[str, Any]) -> None:
    """Write the corrected values. The confirmed address stays."""
    address = applicant_address(application)
    for field, value in values.items():
        setattr(application, field, value)
    if applicant_address(application) != address:
        raise RuleViolation(
            articles.APPLICATION, "確認済みのメールアドレスは、この画面では変更できません。"
        )


def _pledge(application: Application, values: Mapping[str, Any], on: date) -> None:
    """Add the pledge and the consents that were missing."""
    for version in VERSIONS:
        if values.get(version) and not getattr(application, version):
            setattr(application, version, values[version])
            application.pledged_on = on


def _question_again(application: Application, changed: Sequence[str]) -> None:
    """Mark the findings whose basis was corrected."""
    for finding in application.checks:
        if finding.check in correction.checks_again(changed):
            finding.again = True
    if correction.asks_again_who(changed, was_member=application.was_member):
        application.former_checked = False
