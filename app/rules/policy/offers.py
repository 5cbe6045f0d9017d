"""Members' part in the municipalities' comprehensive support (重層的支援体制整備事業).

The diagram of the platform names it as a task of general members (市町村重層事業への参画); the parts are
those of 社会福祉法第106条の4第2項.
"""

from app.rules.common.labelled import Labelled


class SupportPart(Labelled):
    """重層的支援体制整備事業のうちの事業."""

    CONSULTATION = "consultation", "包括的相談支援"
    PARTICIPATION = "participation", "参加支援"
    COMMUNITY = "community", "地域づくりに向けた支援"
    OUTREACH = "outreach", "アウトリーチ等を通じた継続的支援"
    COOPERATION = "cooperation", "多機関協働"


class OfferAnswer(Labelled):
    """市町村の回答."""

    ACCEPTED = "accepted", "受け入れる"
    CONSIDERED = "considered", "検討する"
    DECLINED = "declined", "見送る"
