"""Letters about referrals (紹介・声かけ)."""

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.exchange.referral import Referral
from app.models.membership.organisation import Organisation
from app.rules.states.exchange.referral import ReferralStage

WORDS = {
    ReferralStage.APPLIED: "貴団体から声をかけていただいた団体から、入会申込みがありました。",
    ReferralStage.JOINED: "貴団体から声をかけていただいた団体が、入会しました。ありがとうございました。",
    ReferralStage.DECLINED: "貴団体から声をかけていただいた団体は、今回は入会に至りませんでした。",
}


def moved(member: Organisation, entry: Referral) -> Letter:
    """Return the letter telling the member that asked how it went on."""
    return letter(
        member,
        "referral_moved",
        "声かけのその後",
        (WORDS[entry.stage],),
        items=(("団体", entry.name), ("段階", entry.stage.label)),
    )
