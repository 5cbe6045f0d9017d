"""The words that a member's mail may consist of beside its statements (規約第12条第4項).

Nothing here can change a vote: greetings, closings, and lines made of what is registered about the
member. Every list is one of what is understood; what is not listed, a person reads.
"""

import re
import unicodedata
from functools import lru_cache

LONGEST = 300
"""Characters of a line; in a longer one no words are looked for."""

_WIDTH_FORMS = ("<wide>", "<narrow>")
_SEPARATORS = frozenset(" -‐‑‒–—―−()<>[]{}:;,./|\"'“”‘’「」『』【】、。・〒_+&")
_FULL_STOPS = "。.!"

_THANKS = r"(ありがとうございます|有難うございます|ありがとうございました|お礼申し上げます|御礼申し上げます)"
_DO = r"(します|いたします|致します|申し上げます)"
_GREETINGS = re.compile(
    "|".join(
        (
            r"((いつも|平素より?|平素は|日頃より?|日頃は)?(大変|たいへん)?お世話に(なっております|なっています|なります))",
            r"(平素(は|より)格別の[ごお御](高配|厚情|理解)を(賜り|いただき|頂き)、?(厚く|誠に)?"
            + _THANKS
            + ")",
            r"(([ごお御](連絡|通知|案内|送付)を?(いただき|頂き)?、?(誠に|大変)?" + _THANKS + "))",
            r"(お疲れ(さま|様)です|おつかれさまです|こんにちは|おはようございます|こんばんは)",
            r"(拝啓|前略|謹啓|敬具|草々|謹白|記|以上(です)?)",
            r"((標記|表記|標題|表題|首記|件名)の件に?(ついて|つきまして)?、?)?"
            r"(議案への賛否(を|について)?、?)?((下記|以下|次)の(とおり|通り)、?)?"
            r"(回答|返信|返答|意思表明)" + _DO,
            r"((下記|以下|次)の(とおり|通り)です)",
            r"((以上、?)?(引き続き、?)?([ごお御](確認|査収)(のほど|の程)?、?)?"
            r"(どうぞ|何卒|なにとぞ)?、?(よろしく|宜しく)(お願い|御願い)(し|いたし|致し|申し上げ)ます)",
        )
    )
)
_DEVICES = frozenset(
    (
        *(
            f"{device}から送信"
            for device in ("iPhone", "iPad", "Android", "スマートフォン", "Galaxy", "Xperia")
        ),
        *(f"Sent from my {device}" for device in ("iPhone", "iPad", "Android", "Galaxy")),
        *(f"Outlook for {system}を入手" for system in ("iOS", "Android", "Mac")),
        *(f"{system}版Outlookを入手" for system in ("iOS", "Android")),
        "Yahoo!メール アプリから送信",
    )
)
_ADDRESSED = ("御中", "ご担当者様", "担当者様", "ご担当様", "担当様", "様", "各位")
SECRETARIAT = frozenset(
    (
        *(
            "事務局",
            "プラットフォーム",
            "孤独・孤立対策プラットフォーム",
            "官民連携プラットフォーム",
        ),
        *("とっとり孤独・孤立対策官民連携プラットフォーム", "鳥取県", "福祉保健部"),
        *("ささえあい福祉局", "孤独・孤立対策課"),
    )
)
"""How the secretariat is called (規約第13条)."""
_LINKING = frozenset(
    (
        *(
            "の",
            "より",
            "です",
            "でございます",
            "と申します",
            "様",
            "さん",
            "担当",
            "担当者",
            "代表",
            "代表者",
        ),
        *(
            "氏名",
            "団体名",
            "事務局",
            "事務担当",
            "tel",
            "fax",
            "電話",
            "電話番号",
            "携帯",
            "直通",
            "代表電話",
        ),
        *(
            "mail",
            "email",
            "メール",
            "メールアドレス",
            "住所",
            "所在地",
            "url",
            "hp",
            "ホームページ",
            "web",
        ),
    )
)
"""What stands between registered values in a signature."""


_SUBJECT = frozenset(
    (
        *(str(digit) for digit in range(10)),
        *(
            "re",
            "会議",
            "通知",
            "開催",
            "について",
            "の",
            "件",
            "回答",
            "ご回答",
            "御回答",
            "書面決議",
        ),
        *(
            "議案",
            "賛否",
            "への",
            "意思表明",
            "お願い",
            "開催通知",
            "第",
            "回",
            "号",
            "年度",
            "年",
            "月",
            "日",
        ),
        *("令和", "返信", "送付", "提出"),
    )
)
"""Of what a subject may consist that is not the notice's: nouns, no statement."""


def folded(text: str) -> str:
    """Return the line with full-width letters, digits and signs in their usual width.

    Only width is folded: a superscript or circled digit stays what it is. Spaces become one.
    """
    usual = (
        unicodedata.normalize("NFKC", sign)
        if unicodedata.decomposition(sign).startswith(_WIDTH_FORMS)
        else sign
        for sign in text
    )
    return " ".join(unicodedata.normalize("NFC", "".join(usual)).split())


def squashed(text: str) -> str:
    """Return the text for comparing names: NFKC, small letters, without spaces and separators."""
    small = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in small if sign not in _SEPARATORS and not sign.isspace())


def made_of(text: str, *words: frozenset[str], linking: frozenset[str] = frozenset()) -> bool:
    """Whether the text is made of these words only, at least one of them not linking."""
    line = squashed(text)
    if not 0 < len(line) <= LONGEST:
        return False
    values = [word for each in words for word in _squashed_words(each)]
    links = _squashed_words(linking)
    reached: dict[int, bool] = {0: False}  # end of words → whether a value is among them
    for start in range(len(line)):
        if start not in reached:
            continue
        for word in values:
            if line.startswith(word, start):
                reached[start + len(word)] = True
        for word in links:
            if line.startswith(word, start):
                end = start + len(word)
                reached[end] = reached.get(end, False) or reached[start]
    return reached.get(len(line), False)


@lru_cache(maxsize=64)
def _squashed_words(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(squashed, words)) - {""}


def is_courtesy(line: str) -> bool:
    """Whether the line is a greeting, a closing, an announcement, or addresses the secretariat."""
    plain = folded(line).replace(" ", "").rstrip(_FULL_STOPS)
    return _GREETINGS.fullmatch(plain) is not None or _addresses_secretariat(plain)


def _addresses_secretariat(line: str) -> bool:
    for ending in _ADDRESSED:
        if line.endswith(ending) and made_of(line.removesuffix(ending), SECRETARIAT):
            return True
    return False


def is_neutral_subject(subject: str, registered: frozenset[str]) -> bool:
    """Whether the subject says nothing beyond what the mail is: 「議案への賛否の回答」."""
    return not squashed(subject) or made_of(subject, _SUBJECT, SECRETARIAT, registered)


def is_device(line: str) -> bool:
    """Whether the line is what a telephone's mail program adds (iPhoneから送信)."""
    return folded(line) in _DEVICES


def is_signature(line: str, registered: frozenset[str]) -> bool:
    """Whether the line is made of registered names, telephone numbers and addresses."""
    return made_of(folded(line).rstrip(_FULL_STOPS), registered, linking=_LINKING)
