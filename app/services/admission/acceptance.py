"""Acceptability of an application as of today (要領第2条第3項, 第5条)."""

from collections.abc import Sequence
from datetime import date

from app import clock
from app.models.admission.application import Application
from app.rules import Verdict
from app.rules.common import articles
from app.rules.membership.eligibility import has_pledged, may_accept, may_apply
from app.services.admission import duplicates
from app.services.admission.duplicates import Candidate
from app.services.membership import memberships


def verdict(application: Application, found: Sequence[Candidate] | None = None) -> Verdict:
    """Whether the application could be accepted today, under which article, and if not why.

    found: the look-alike candidates, where the caller already has them.
    """
    applying = may_apply(application.kind)
    if not applying:
        return applying
    unanswered = _former_question(
        application, duplicates.alike(application) if found is None else found
    )
    if unanswered is not None:
        return unanswered
    checks = {row.check: row.passed for row in application.checks}
    readmission = None
    if application.former_organisation_id is not None:
        if memberships.current(application.former_organisation_id) is not None:
            return Verdict(
                False, articles.MEMBERS, "すでに会員として登録されている団体の申込みです。"
            )
        readmission = memberships.readmission_verdict(
            application.former_organisation_id,
            today=clock.today(),
            has_statement=bool(application.readmission_statement.strip()),
        )
    return may_accept(
        application.kind,
        checks,
        readmission=readmission,
        given=given(application),
        again={row.check for row in application.checks if row.again},
    )


def given(application: Application) -> Verdict:
    """Whether pledge and consents are there (要領第2条第3項第2号)."""
    return has_pledged(
        application.kind,
        pledged=bool(application.pledge_version),
        consented=bool(application.bylaws_version and application.privacy_version),
    )


def _former_question(application: Application, found: Sequence[Candidate]) -> Verdict | None:
    """Return the open question on former membership that blocks acceptance, or None."""
    considered = application.former_considered if application.former_checked else ()
    new = [row.organisation for row in found if row.organisation.id not in considered]
    if new:
        return Verdict(
            False,
            articles.READMISSION,
            f"「{new[0].name}」と似ています。同じ団体かどうかを確かめて記録してください。",
        )
    if application.former_organisation_id is not None and not application.former_checked:
        return Verdict(
            False,
            articles.READMISSION,
            "団体を見分ける事項が補正されました。元の会員かどうかを、もう一度確かめて記録してください。",
        )
    if (
        application.was_member
        and not application.former_checked
        and not application.kind.outside_guideline
    ):
        return Verdict(
            False,
            articles.READMISSION,
            "過去に会員だったと申告しています。どの団体かを確かめて記録してください。",
        )
    return None


def waits_until(application: Application) -> date | None:
    """Return the first day on which the former member may be readmitted, if still in the future."""
    former = application.former_organisation
    if former is None or application.kind.outside_guideline:
        return None
    first = duplicates.barred_until(former)
    return first if first is not None and first > clock.today() else None
