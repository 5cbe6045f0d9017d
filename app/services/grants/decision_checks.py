"""What forbids a decision on a grant: its state, the budget, the order of arrival, the amounts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from app import clock
from app.errors import RuleViolation, StaleState
from app.extensions import db
from app.models.grants.grant import Grant, GrantPaper
from app.rules.grants.acts import GrantAct, possible
from app.rules.grants.amounts import yen
from app.rules.grants.calls import Choosing
from app.rules.grants.content import PaperKind
from app.rules.states.grants.grant import GrantState
from app.services.grants import calls, grants, papers


def allowed(grant: Grant) -> tuple[GrantAct, ...]:
    """Return the decisions that can be proposed now."""
    return possible(grant.state, has_prenotice=grant.call.has_prenotice)


def amount_of(grant: Grant, act: GrantAct, amount: int | None) -> int:
    """Return the amount of a decision: entered, or worked out from the last paper."""
    if act.takes_amount:
        return grant.asked if amount is None else amount
    if act is GrantAct.CHANGE:
        return min(grant.asked, grant.its_terms.most)
    if act is GrantAct.SETTLE:
        return papers.reckoned(grant, last(grant, PaperKind.REPORT))
    return amount or 0


def check(grant: Grant, act: GrantAct, wanted: Mapping[str, Any]) -> None:
    """Refuse what the state, the budget, the order of arrival or the rule forbids."""
    if act not in allowed(grant):
        raise StaleState(
            f"今の状態（{grant.state.label}）では、「{act.label}」はできません。画面を開き直してください。"
        )
    if act.needs_reason and not wanted["words"]:
        raise RuleViolation(None, "理由を入力してください。通知に記載します。", field="reason")
    amount = wanted["amount"]
    if act.takes_amount:
        _check_promise(grant, amount)
    elif act is GrantAct.CHANGE:
        _check_budget(grant, max(amount - grant.amount, 0), is_new=False)
    elif act is GrantAct.SETTLE:
        if any(each.paid_on is None for each in grants.payments(grant)):
            raise RuleViolation(
                None, "支払われていない請求があります。先に支払を記録してください。"
            )
        if amount != amount_of(grant, act, None):
            raise StaleState("提案の後に検査の内容が変わりました。提案し直してください。")
    elif act is GrantAct.REVOKE:
        _check_revocation(grant, wanted)


def _check_promise(grant: Grant, amount: int) -> None:
    if not 0 < amount <= grant.asked:
        raise RuleViolation(
            None,
            f"金額は、1円から申請額（{yen(grant.asked)}）までの数で入力してください。",
            field="amount",
        )
    is_new = grant.state is GrantState.SUBMITTED
    if is_new and grant.call.choosing is Choosing.FIRST_COME:
        earlier = select(Grant.number).where(
            Grant.call_id == grant.call_id,
            Grant.state == GrantState.SUBMITTED,
            Grant.place < grant.place,
        )
        first = db.session.scalars(earlier.order_by(Grant.place)).first()
        if first is not None:
            raise RuleViolation(
                None, f"先着順です。先に到達した応募（{first}）から決めてください。"
            )
    more = amount if is_new else amount - grant.amount
    _check_budget(grant, max(more, 0), is_new=is_new)


def _check_budget(grant: Grant, more: int, *, is_new: bool) -> None:
    meter = calls.meters([grant.call])[grant.call_id]
    if grant.state is GrantState.CHANGE_ASKED:  # what it asks for is already counted as asked
        meter = meter._replace(asked=meter.asked - max(grant.asked - grant.amount, 0))
    refusal = meter.refusal(more, is_new=is_new)
    if refusal:
        raise RuleViolation(None, refusal)


def _check_revocation(grant: Grant, wanted: Mapping[str, Any]) -> None:
    paid = grants.paid(grant)
    if not 0 <= wanted["amount"] <= paid:
        raise RuleViolation(
            None,
            f"残す額は、0円から支払済みの額（{yen(paid)}）までの数で入力してください。",
            field="amount",
        )
    if wanted["amount"] < paid and not wanted["until"]:
        raise RuleViolation(None, "返還の期限を入力してください。", field="until")
    if wanted["until"] and date.fromisoformat(wanted["until"]) < clock.today():
        raise RuleViolation(None, "返還の期限は、今日以後の日を入力してください。", field="until")


def last(grant: Grant, kind: PaperKind) -> GrantPaper:
    """Return the last submitted paper of a kind. Raises StaleState where there is none."""
    paper = papers.last(grant, kind)
    if paper is None:
        raise StaleState(f"{kind.label}が提出されていません。")
    return paper
