"""Letters on resolutions of the platform meeting (規約第9条)."""

from datetime import date

from app import clock
from app.documents.common.letter import Letter
from app.mail.post.member_letter import letter
from app.models.filings.consent import ConsentToServe
from app.models.filings.expulsion import Expulsion
from app.models.filings.withdrawal import ReleaseRequest
from app.rules.common import articles
from app.rules.common.era import era_date
from app.rules.filings.leaving import GROUND_ARTICLES
from app.rules.membership.readmission import LossCause, readmittable_from


def expelled(file: Expulsion, on: date, number: str) -> Letter:
    """Return the letter saying that a general member is expelled, and when it may be readmitted (除名通知)."""
    return letter(
        file.organisation,
        "expelled",
        "除名について（通知）",
        (
            f"プラットフォーム会議において、下記のとおり貴団体の除名が議決されました（{articles.POWER_EXPULSION}）。",
            "これにより会員の資格がなくなり、団体名簿の登録を抹消しました（一般団体入会要領第4条第2項）。",
            "資格を失った後3年間は、再入会を認めません。その後に再入会を希望するときは、その理由を記した"
            "説明書を添えて、入会申込書を提出してください（一般団体入会要領第5条）。",
        ),
        items=(
            ("団体名", file.organisation.name),
            ("除名事由", f"{file.ground.label}（{GROUND_ARTICLES[file.ground]}）"),
            ("資格を失った日", era_date(on)),
            (
                "再入会を認めることができる最初の日",
                era_date(readmittable_from(on, LossCause.EXPULSION)),
            ),
        ),
        number=number,
    )


def expulsion_not_passed(file: Expulsion, number: str) -> Letter:
    """Return the letter saying that a general member's expulsion did not pass (除名の否決)."""
    return letter(
        file.organisation,
        "expulsion_not_passed",
        "除名の議案の結果について（通知）",
        (
            "プラットフォーム会議において、貴団体の除名の議案は、下記のとおり可決されませんでした。",
            "貴団体は、引き続き会員です。",
        ),
        items=(("団体名", file.organisation.name), ("議決の日", era_date(clock.today()))),
        number=number,
    )


def selected(consent: ConsentToServe, on: date, number: str) -> Letter:
    """Return the letter saying that a candidate was selected as an executive member (選出通知)."""
    return letter(
        consent.organisation,
        "selected",
        "幹事団体への選出について（通知）",
        (
            "プラットフォーム会議において、貴団体が下記のとおり幹事団体に選出されました"
            f"（{articles.POWER_EXECUTIVES}）。",
            "議決には、次のプラットフォーム会議から加わっていただきます。",
        ),
        items=(
            ("団体名", consent.organisation.name),
            ("内諾書の受付番号", consent.receipt_number),
            ("幹事団体となる日", era_date(on)),
        ),
        number=number,
    )


def not_selected(consent: ConsentToServe, number: str) -> Letter:
    """Return the letter saying that a candidate was not selected."""
    return letter(
        consent.organisation,
        "not_selected",
        "幹事団体の選出の結果について（通知）",
        (
            "プラットフォーム会議において、貴団体を幹事団体に選出する議案は、可決されませんでした。",
            "内諾書を提出していただき、ありがとうございました。",
        ),
        items=(
            ("団体名", consent.organisation.name),
            ("内諾書の受付番号", consent.receipt_number),
        ),
        number=number,
    )


def released(request: ReleaseRequest, on: date, becomes_general: bool, number: str) -> Letter:
    """Return the letter saying that an executive member is released (幹事団体の退会)."""
    then = (
        "貴団体は、引き続き一般団体として会員です。"
        if becomes_general
        else "これにより会員の資格がなくなり、団体名簿の登録を抹消しました。"
    )
    return letter(
        request.organisation,
        "released",
        "幹事団体の退会について（通知）",
        (
            "プラットフォーム会議において、下記のとおり貴団体の幹事団体としての退会が議決されました"
            f"（{articles.POWER_EXECUTIVES}）。",
            then,
        ),
        items=(
            ("団体名", request.organisation.name),
            ("申出の受付番号", request.receipt_number),
            ("退会日", era_date(on)),
        ),
        number=number,
    )


def not_released(request: ReleaseRequest, number: str) -> Letter:
    """Return the letter saying that an executive member's release did not pass, so that it remains one."""
    return letter(
        request.organisation,
        "not_released",
        "幹事団体の退会の議案の結果について（通知）",
        (
            "プラットフォーム会議において、貴団体の幹事団体としての退会の議案は、可決されませんでした。",
            "貴団体は、引き続き幹事団体です。退会を希望するときは、改めて申し出てください。",
        ),
        items=(
            ("団体名", request.organisation.name),
            ("申出の受付番号", request.receipt_number),
        ),
        number=number,
    )
