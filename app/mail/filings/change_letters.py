"""Letters about a change notice (変更届, 要領第3条第2項)."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items, letter
from app.models.filings.change_notice import ChangeNotice
from app.rules.common.era import era_date

NOTHING = "（なし）"


@dataclass(frozen=True)
class ChangedItem:
    """One item of the notice, as text."""

    name: str
    before: str
    after: str

    def text(self) -> str:
        """Return 変更前 … and 変更後 …, one line each."""
        before, after = self.before or NOTHING, self.after or NOTHING
        return f"変更前：{before}\n変更後：{after}"


def change_accepted(
    notice: ChangeNotice,
    number: str,
    *,
    accepted: Sequence[ChangedItem],
    refused: Sequence[ChangedItem],
) -> Letter:
    """Return the letter on what was entered in the roster, and what was not and why (変更届受理通知)."""
    if refused:
        title, subject = "変更届の一部の受理", "変更届の一部を団体名簿に反映しました"
        done = "届出のあった変更のうち、一部を下記のとおり団体名簿に反映しました。"
    else:
        title, subject = "変更届の受理", "変更届を受理しました"
        done = "届出のあった変更を受理し、下記のとおり団体名簿に反映しました。"
    items: Items = (
        *_facts(notice),
        ("団体名簿に反映した日", era_date(clock.today())),
        *((f"【反映】{item.name}", item.text()) for item in accepted),
        *((f"【反映せず】{item.name}", item.text()) for item in refused),
    )
    if notice.decision_note:
        label = "反映しなかった理由" if refused else "事務局から"
        items = (*items, (label, notice.decision_note))
    return letter(
        notice.organisation,
        "change_accepted",
        f"{title}について（通知）",
        (
            f"一般団体入会要領第3条第2項の規定により{done}",
            "団体名簿は、団体同士で共有し、公開します（同条第3項）。公開の範囲は、会員用ページで確認できます。",
            "今後も、入会申込書に記載した事項に変更があったときは、遅滞なく変更届を提出してください。",
        ),
        items=items,
        number=number,
        mail_subject=f"{subject}（受付番号 {notice.receipt_number}）",
    )


def change_returned(notice: ChangeNotice, number: str, items: Sequence[ChangedItem]) -> Letter:
    """Return the letter saying that the notice was sent back, with the reason (差戻し)."""
    return letter(
        notice.organisation,
        "change_returned",
        "変更届の返戻について（通知）",
        (
            "提出のあった変更届は、下記の理由により団体名簿に反映できません。",
            "内容を直して、会員用ページからもう一度提出してください。",
        ),
        items=(
            *_facts(notice),
            ("理由", notice.decision_note),
            *((f"届出の事項 {item.name}", item.text()) for item in items),
        ),
        number=number,
        mail_subject=f"変更届をお返しします（受付番号 {notice.receipt_number}）",
    )


def _facts(notice: ChangeNotice) -> Items:
    return (
        ("受付番号", notice.receipt_number),
        ("受付日", era_date(clock.local(notice.received_at).date())),
        ("団体名", notice.organisation.name),
        ("変更年月日", era_date(notice.changed_on)),
    )
