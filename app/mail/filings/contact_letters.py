"""The contact question (連絡の確認, 規約第6条第1号)."""

from datetime import date

from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.membership.organisation import Organisation
from app.rules.common.era import era_date
from app.rules.membership.contact import out_of_contact_from


def contact_question(
    organisation: Organisation, last_contact_on: date, months: int, link: str
) -> Letter:
    """Return the letter asking the member to confirm with one click that it can be reached."""
    return letter(
        organisation,
        "contact_question",
        "連絡の確認について（照会）",
        (
            f"{era_date(last_contact_on)}を最後に、貴団体との連絡を確認できていません。",
            "次のリンクを開き、「連絡を受け取りました」のボタンを押してください。確認は、それで終わります。"
            "会員用ページにログインすることでも、確認できます。",
            link,
            "1年以上連絡が取れない団体は、プラットフォーム会議の議決により除名されることがあります"
            "（規約第6条第1号及び第9条第3号）。自動的に除名されることはありません。",
            "連絡先が変わったときは、遅滞なく変更届を提出してください（一般団体入会要領第3条第2項）。",
        ),
        items=(
            ("団体名", organisation.name),
            ("最後に連絡があった日", era_date(last_contact_on)),
            ("連絡がないまま1年を超える日", era_date(out_of_contact_from(last_contact_on))),
        ),
        mail_subject=f"連絡の確認のお願い（最後の連絡から{months}か月）",
    )
