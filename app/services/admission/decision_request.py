"""What the secretariat asks the prefecture to decide about a two-week batch (伺い)."""

from collections.abc import Iterator, Sequence

from app import clock
from app.documents.common.decision_request import DecisionRequest
from app.documents.common.letter import Letter
from app.mail.admission import application_letters
from app.mail.common.rendering import text
from app.models.admission.application import Application
from app.models.common.approval import Approval
from app.rules.common.office_settings import AWAITED_NUMBER
from app.security.viewer import Viewer
from app.services.admission import batches
from app.services.post.letterhead import completed

COPIED = ("receipt_number", "received_on", "former_organisation_id", "decision_reason")


def asked(actor: Viewer, proposal: Approval) -> DecisionRequest:
    """Return what is asked about a batch: each decision, and a letter of each kind as it will be."""
    batch = batches.one(actor, int(proposal.subject_id))
    held = batch.applications
    return DecisionRequest(
        title=f"一般団体の入会の可否の決定について（{batch.name}）",
        ask=f"このことについて、申込みのあった{len(held):,}団体の入会の可否を別案のとおり決定し、"
        "申込者に通知してよろしいか伺います。",
        reason=proposal.reason or "入会申込みについて、確認すべき事項の確認を終えたため。",
        basis="規約第5条第2項並びに一般団体入会要領第2条第2項及び第5条第2項",
        planned="決裁及び承認の日",
        drafts=(("決定の一覧", "\n".join(map(_line, held))), *_letters(held)),
        attachments=tuple(f"入会申込書　{row.receipt_number}　{row.name}" for row in held),
    )


def _line(application: Application) -> str:
    decision = "承認する" if _accepts(application) else "承認しない"
    again = "再入会を" if application.former_organisation_id is not None else "入会を"
    said = f"{application.receipt_number}　{application.name}（{application.kind.label}）　"
    reason = f"\n　　理由：{application.decision_reason}" if application.decision_reason else ""
    return f"{said}{again}{decision}{reason}"


def _letters(held: Sequence[Application]) -> Iterator[tuple[str, str]]:
    """Yield title and text of the first letter of each kind."""
    for accepts in (True, False):
        chosen = next((row for row in held if _accepts(row) is accepts), None)
        if chosen is not None:
            letter = completed(_letter(_as_decided(chosen), accepts))
            yield letter.subject, text(letter)


def _accepts(application: Application) -> bool:
    return bool(application.proposed_acceptance)


def _as_decided(application: Application) -> Application:
    """Return a copy, in no session, as if it were decided today."""
    values = application.profile() | {key: getattr(application, key) for key in COPIED}
    return Application(**values, decided_on=clock.today())


def _letter(application: Application, accepts: bool) -> Letter:
    if accepts:
        return application_letters.membership_accepted(
            application, AWAITED_NUMBER, "（ログインのリンク）"
        )
    return application_letters.membership_refused(
        application, AWAITED_NUMBER, words=application.decision_reason
    )
