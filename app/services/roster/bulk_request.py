"""What the secretariat asks the prefecture to decide before a notice goes to members (伺い)."""

from app.documents.common.decision_request import DecisionRequest
from app.mail.common.rendering import text
from app.models.common.approval import Approval
from app.security.viewer import Viewer
from app.services.post.letterhead import completed
from app.services.roster import member_bulks


def asked(actor: Viewer, proposal: Approval) -> DecisionRequest:
    """Return what is asked about a notice, with the letter as its first recipient gets it."""
    bulk = member_bulks.one(actor, int(proposal.subject_id))
    members = member_bulks.members(bulk)
    letter = completed(member_bulks.letter_to(bulk, members[0])) if members else None
    return DecisionRequest(
        title=bulk.title,
        ask=f"このことについて、別案により会員{len(members):,}団体に送付してよろしいか伺います。",
        reason=proposal.reason or "会員に知らせる必要があるため。",
        planned="決裁及び承認の後",
        drafts=((bulk.title, text(letter) if letter else bulk.text),),
        attachments=tuple(paper.name for paper in bulk.papers),
    )
