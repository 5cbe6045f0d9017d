"""What the secretariat asks the prefecture to decide before a meeting notice goes out (伺い)."""

from app import clock
from app.documents.common.decision_request import DecisionRequest
from app.mail.common.rendering import text
from app.models.common.approval import Approval
from app.rules.common.era import era_date
from app.security.viewer import Viewer
from app.services.meeting import meetings, notice_contents


def asked(actor: Viewer, proposal: Approval) -> DecisionRequest:
    """Return what is asked about the notice of a meeting, with the notice as it will be sent."""
    meeting = meetings.one(actor, int(proposal.subject_id))
    letter, count = notice_contents.sample_notice(actor, meeting, by_mail=False)
    day = era_date(clock.local(meeting.starts_at).date())
    what = f"{day}を回答期限とする書面決議" if meeting.is_written else f"{day}の会議の開催"
    basis = "規約第12条第5項" if meeting.is_written else "規約第10条第1項"
    return DecisionRequest(
        title=letter.subject.replace("（通知）", ""),
        ask=f"このことについて、別案により幹事団体{count:,}団体に通知してよろしいか伺います。",
        reason=proposal.reason or f"{what}を、幹事団体に通知する必要があるため。",
        basis=basis,
        planned="決裁及び承認の後、直ちに",
        drafts=((letter.subject, text(letter)),),
        attachments=tuple(
            f"{item.label}　{paper.file_name}" for item in meeting.items for paper in item.papers
        ),
    )
