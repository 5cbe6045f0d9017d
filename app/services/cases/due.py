"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0.

No office sees what is due and for whom: together that would tell who shares a case (法第18条).
"""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.cases import consents, coordination, deadlines, disclosures, received_requests
from app.services.common.due_work import Due, Verb


def _reminder(key: str, name: str, basis: str, verb: Verb) -> Due:
    why = "読むものがあることだけを伝え、期限も効果も変えない"
    kind = TimerKind(key, name, basis, Effect.REVERSIBLE, why, is_listed=False)
    return Due(kind, verb)


DUE = (
    _reminder("case.request", "協力の求めの督促", "法第16条第3項", received_requests.remind_due),
    _reminder(
        "case.disclosure",
        "開示請求の期限のお知らせ",
        "個人情報保護法第83条",
        disclosures.remind_due,
    ),
    _reminder("case.part", "支援の分担の期限のお知らせ", "法第16条", deadlines.remind_of_parts),
    _reminder("case.goal", "支援の目標の期限のお知らせ", "法第16条", deadlines.remind_of_goals),
    _reminder("case.consent", "同意の期限のお知らせ", "法第18条", deadlines.remind_of_consents),
    _reminder("case.contact", "次の連絡の日のお知らせ", "法第16条", deadlines.remind_of_contacts),
    _reminder("case.review", "見直しの日のお知らせ", "法第16条", deadlines.remind_of_reviews),
    _reminder("case.conference", "検討会議のお知らせ", "法第16条", deadlines.remind_of_conferences),
    _reminder("case.withdrawn", "撤回された同意のお知らせ", "法第18条", consents.remind_due),
    Due(
        TimerKind(
            "case.coordinate",
            "調整担当の参加",
            basis="法第17条第2項、第19条",
            effect=Effect.IRREVERSIBLE,
            reason="閲覧できる人が増え、見たことは取り消せない",
            is_listed=False,
        ),
        lambda actor, _links: coordination.join_due(actor),
    ),
    Due(
        TimerKind(
            "case.retention",
            "保存期間が過ぎたケースの削除の提案",
            basis="個人情報保護法第22条",
            effect=Effect.REVERSIBLE,
            reason="提案だけで、削除は別の人が決める",
            is_listed=False,
        )
    ),
)
