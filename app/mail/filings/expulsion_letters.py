"""Letters to a member about its expulsion file (除名; 規約第6条, 第9条第3号)."""

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import Items, letter
from app.models.filings.expulsion import Expulsion, ExpulsionStatement
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.filings.leaving import GROUND_ARTICLES


def hearing_offered(file: Expulsion, number: str, link: str) -> Letter:
    """Return the letter with ground, facts and the deadline for a statement (弁明の機会の通知)."""
    assert file.hearing_until is not None
    return letter(
        file.organisation,
        "hearing_offered",
        "除名の手続に係る弁明の機会の付与について（通知）",
        (
            "貴団体について、下記の事由により、除名をプラットフォーム会議に諮る手続を進めています。",
            f"除名は、プラットフォーム会議の議決によってのみ効力を生じます（{articles.POWER_EXPULSION}）。",
            "意見があるときは、弁明書を下記の期限までに提出してください。"
            "会員用ページから提出できるほか、書面、FAX又は電子メールで末尾の問合せ先に提出することもできます。",
            "期限までに提出がないときは、事務局の資料によりプラットフォーム会議に諮ります。",
        ),
        items=(
            *_facts(file),
            ("事実", file.facts),
            ("弁明書の提出期限", era_date(file.hearing_until)),
            ("提出ページ", link),
        ),
        number=number,
    )


def statement_received(file: Expulsion, statement: ExpulsionStatement) -> Letter:
    """Return the acknowledgement of a statement (弁明書の受付)."""
    return letter(
        file.organisation,
        "statement_received",
        "弁明書の受付について（通知）",
        (
            "下記のとおり弁明書を受け付けました。弁明書は、プラットフォーム会議に提出する資料に加えます。",
            "期限までは、弁明書を追加することができます。",
        ),
        items=(
            *_facts(file),
            ("受付日", era_date(clock.local(statement.stated_at).date())),
            ("受付方法", statement.received_by.label),
            ("弁明の内容", statement.text),
        ),
        mail_subject="弁明書を受け付けました",
    )


def expulsion_dropped(file: Expulsion, number: str) -> Letter:
    """Return the letter saying that the expulsion proceedings were discontinued (除名手続の取りやめ)."""
    return letter(
        file.organisation,
        "expulsion_dropped",
        "除名の手続の取りやめについて（通知）",
        (
            "貴団体についての除名の手続を、下記のとおり取りやめました。会員の資格に変わりはありません。",
        ),
        items=(*_facts(file), ("理由", file.closing_note)),
        number=number,
        mail_subject="除名手続を取りやめました",
    )


def _facts(file: Expulsion) -> Items:
    ground = f"{file.ground.label}（{GROUND_ARTICLES[file.ground]}）"
    return (("団体名", file.organisation.name), ("除名事由", ground))
