"""Texts that an applicant agrees to, each with its version, and the texts beside the form.

An application records the version shown, and its copy prints that version. A change of wording is a
new version: add it to PLEDGES or PRIVACIES and leave the older ones as they are.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """A text with its version (the day of its first use)."""

    version: str
    title: str
    opening: str
    items: tuple[str, ...]
    closing: str = ""


PLEDGE = Statement(
    version="2026-11-23",
    title="反社会的勢力と関係がないことの誓約",
    opening="申込団体は、次のいずれにも該当しないこと、これからも該当しないことを誓約します。",
    items=(
        "団体が、暴力団（暴力団員による不当な行為の防止等に関する法律第2条第2号）である、"
        "または暴力団に支配されている。",
        "代表者、役員その他団体の運営に実質的に関わる人に、暴力団員（同条第6号）がいる。",
        "暴力団または暴力団員を利用し、これに協力し、または資金などを提供している。",
        "暴力団または暴力団員と、社会的に非難される関係を持っている。",
    ),
    closing="誓約に反するときは、入会が認められないこと（要領第2条第3項第2号）、入会した後は"
    "除名されることがあること（規約第6条第4号）を承知しています。",
)
"""誓約 (要領第2条第3項第2号). The by-laws prescribe no wording: this one is our own."""

PRIVACY = Statement(
    version="2026-11-23",
    title="個人情報の取扱い",
    opening="入会申込書に書かれた個人情報は、事務局（鳥取県）が次のとおり取り扱います。",
    items=(
        "使う目的は、加入の可否の決定、団体名簿の管理、会員への連絡です。ほかの目的には使いません。",
        "団体に関する情報は、原則として団体同士で共有し、公開します（要領第3条第3項）。"
        "公開できない項目は、理由を添えて申し出ることができます。",
        "事務連絡担当者の氏名・電話番号・メールアドレスは公開しません。",
        "入会を認めないとき、または申込みを取り下げたときも、決定の記録として申込書を保存します。",
        "退会・除名の後も、再入会の確認（要領第5条）に必要な記録を保存します。",
        "内容の確認、訂正は事務局に申し出てください。入会した後の変更は、変更届で受け付けます。",
    ),
)
"""The handling of personal data, shown before any input."""

FORMER_PAPER = "2026-11-23（書面）"
"""The version of the texts printed on the paper form (別紙1) before 29 November 2026."""

PLEDGES = {
    each.version: each
    for each in (
        PLEDGE,
        Statement(
            version=FORMER_PAPER,
            title="誓約",
            opening="暴力団等反社会的勢力ではなく、反社会的勢力との関係もないことを誓約します。",
            items=(),
        ),
    )
}
"""Every version of 誓約: version → text."""

PRIVACIES = {
    each.version: each
    for each in (
        PRIVACY,
        Statement(
            version=FORMER_PAPER,
            title="個人情報の取扱い",
            opening="この申込書に記載された個人情報は、入会の可否の決定、団体名簿の管理、本会からの連絡"
            "その他本会の運営のためだけに使います。事務連絡担当者の氏名及び連絡先は、団体名簿には載せず、"
            "公開しません。法令に定めがある場合を除き、本人の同意なく第三者に提供しません。",
            items=(),
        ),
    )
}
"""Every version of the handling of personal data: version → text."""
