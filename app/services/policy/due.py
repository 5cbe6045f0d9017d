"""What of this wing falls due by its date: the timers' sweep calls each until it returns 0."""

from app.rules.common.timer_kinds import Effect, TimerKind
from app.services.common.due_work import Due
from app.services.policy import proposal_answers, state_requests

DUE = (
    Due(
        TimerKind(
            "state_request.remind",
            "国の本部からの求めの期限のお知らせ（事務局あて）",
            basis="法第21条第2項、第26条第2項",
            effect=Effect.REVERSIBLE,
            reason="事務局へのお知らせだけ",
            open_days=True,
        ),
        lambda actor, _links: state_requests.remind_due(actor),
    ),
    Due(
        TimerKind(
            "proposal.remind",
            "政策提言の回答の期限と「その後」のお知らせ（事務局あて）",
            basis="幹事団体の機能（県の孤独・孤立施策への提言）",
            effect=Effect.REVERSIBLE,
            reason="事務局へのお知らせだけ",
            open_days=True,
        ),
        lambda actor, _links: proposal_answers.remind_due(actor),
    ),
)
