"""Letters about news of members (会員からのお知らせ)."""

from app.documents.common.letter import Letter
from app.mail.post import member_letter, personal_letter
from app.models.accounts.user import Account
from app.models.membership.organisation import Organisation
from app.models.news.news import News


def waits(account: Account, item: News) -> Letter:
    """Return the letter to the secretariat about news that waits for a second look."""
    return personal_letter.letter(
        account.get_full_name(),
        "news_waits",
        "会員からお知らせの掲載の依頼がありました",
        ("「お知らせ」の画面で内容を確かめ、掲載するか、修正をお願いしてください。",),
        items=(("件名", item.name), ("届ける相手", item.audience.label)),
    )


def published(member: Organisation, item: News, link: str) -> Letter:
    """Return the letter telling the member that its news is published."""
    return member_letter.letter(
        member,
        "news_published",
        "お知らせの掲載",
        ("貴団体のお知らせを掲載しました。内容を変えると、もう一度、事務局が確認します。", link),
        items=(("件名", item.name), ("届ける相手", item.audience.label)),
    )


def sent_back(member: Organisation, item: News, link: str) -> Letter:
    """Return the letter asking the member to change its news."""
    return member_letter.letter(
        member,
        "news_sent_back",
        "お知らせの修正のお願い",
        ("貴団体のお知らせは、まだ掲載していません。次の点を直して、保存してください。", link),
        items=(("件名", item.name), ("直していただきたい点", item.returned_because)),
    )
