"""Letters about offers to a municipality's comprehensive support (重層的支援体制整備事業)."""

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.membership.organisation import Organisation
from app.models.policy.support_offer import SupportOffer


def offered(municipality: Organisation, offer: SupportOffer, member: str) -> Letter:
    """Return the letter that tells a municipality of an offer. member: who makes it."""
    return letter(
        municipality,
        "support_offer_made",
        "重層的支援体制整備事業への参画の申出について",
        (
            f"{member}から、貴団体が行う重層的支援体制整備事業への参画の申出がありました。",
            "会員用ページの「重層的支援体制整備事業への参画」で内容を確かめ、回答してください。",
        ),
        items=(("申出", offer.name), ("関わる事業", offer.part.label)),
    )


def answered(member: Organisation, offer: SupportOffer, municipality: str) -> Letter:
    """Return the letter that tells a member of the municipality's answer."""
    assert offer.answer is not None
    return letter(
        member,
        "support_offer_answered",
        "重層的支援体制整備事業への参画の申出に対する回答について",
        (f"貴団体の申出に対して、{municipality}の回答が登録されました。",),
        items=(
            ("申出", offer.name),
            ("回答", offer.answer.label),
            *((("説明", offer.answer_text),) if offer.answer_text else ()),
        ),
    )
