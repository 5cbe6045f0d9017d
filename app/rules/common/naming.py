"""Names in the form used for search and comparison; they are stored as entered.

Folded are: width and compatibility forms (NFKC), CJK radicals (⺠→民), a few variant
ideographs, katakana to hiragana, capital letters. Dropped are: spaces, middle dots, brackets,
punctuation, symbols, every dash, and the long-vowel mark, since people type a dash for it.
"""

import re
import unicodedata

from app.rules.common.cjk_radicals import RADICAL_TABLE

_VARIANTS = str.maketrans("髙﨑𠮷濵濱邉邊齋齊戶靑黑黃", "高崎吉浜浜辺辺斎斉戸青黒黄")
_KATAKANA_TO_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_LONG_VOWEL = "ー"
_DROPPED_CATEGORIES = frozenset("ZPSC")

# Canonical form → other spellings, without brackets and with brackets: （株）.
_LEGAL_FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "株式会社": ((), ("株",)),
    "有限会社": ((), ("有",)),
    "合同会社": ((), ("同",)),
    "合資会社": ((), ("資",)),
    "合名会社": ((), ("名",)),
    "特定非営利活動法人": (("NPO法人",), ("特非", "NPO", "特定非営利活動法人")),
    "認定特定非営利活動法人": (("認定NPO法人",), ("認定特非", "認定NPO")),
    "一般社団法人": ((), ("一社",)),
    "公益社団法人": ((), ("公社",)),
    "社団法人": ((), ("社",)),
    "一般財団法人": ((), ("一財",)),
    "公益財団法人": ((), ("公財",)),
    "財団法人": ((), ("財",)),
    "社会福祉法人": ((), ("社福", "福")),
    "労働者協同組合": ((), ("労協",)),
    "社会医療法人": ((), ()),
    "医療法人社団": ((), ("医社",)),
    "医療法人財団": ((), ("医財",)),
    "医療法人": ((), ("医",)),
    "学校法人": ((), ("学法", "学校", "学")),
    "宗教法人": ((), ("宗法", "宗")),
    "更生保護法人": ((), ("更生",)),
    "地方独立行政法人": ((), ("地独",)),
    "独立行政法人": ((), ("独",)),
    "国立大学法人": ((), ("国大",)),
    "公立大学法人": ((), ("公大",)),
    "弁護士法人": ((), ("弁",)),
    "司法書士法人": ((), ("司",)),
    "税理士法人": ((), ("税",)),
    "行政書士法人": ((), ("行",)),
    "社会保険労務士法人": ((), ("労",)),
    "農事組合法人": ((), ("農",)),
    "企業組合": ((), ("企",)),
    "有限責任事業組合": (("LLP",), ()),
}
_SEARCH_WORD = {
    "特定非営利活動法人": "NPO法人",
    "認定特定非営利活動法人": "認定NPO法人",
}
"""The more common search word for a legal form."""

_OPEN, _CLOSE = r"[(\[{〔【〈《「]\s*", r"\s*[)\]}〕】〉》」]"


def _spelling(word: str) -> str:
    return r"\s*".join(re.escape(part) for part in re.split(r"(?<=NPO)(?=法人)", word))


def _patterns() -> list[tuple[str, str]]:
    found = []
    for form, (plain, bracketed) in _LEGAL_FORMS.items():
        found += [(_spelling(word), form) for word in (form, *plain)]
        found += [(_OPEN + _spelling(word) + _CLOSE, form) for word in bracketed]
    return sorted(found, key=lambda pair: len(pair[0]), reverse=True)


_PATTERNS = _patterns()
_ANY_FORM = re.compile(
    "|".join(f"(?P<f{number}>{pattern})" for number, (pattern, _) in enumerate(_PATTERNS)),
    re.IGNORECASE,
)
_AT_END = re.compile(f"(?:{'|'.join(pattern for pattern, _ in _PATTERNS)})$", re.IGNORECASE)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text.translate(RADICAL_TABLE)).translate(_VARIANTS)


def _form_of(match: re.Match[str]) -> str:
    return _PATTERNS[int(str(match.lastgroup)[1:])][1]


def _fold(text: str) -> str:
    """Fold as described in the module docstring; characters are kept if nothing would remain."""
    return _kept(text) or "".join(_hiragana(text).split())


def _hiragana(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", _composed(text).casefold())
    return lowered.translate(_KATAKANA_TO_HIRAGANA)


def _kept(text: str) -> str:
    kept = "".join(
        sign
        for sign in _hiragana(text)
        if sign != _LONG_VOWEL
        and unicodedata.category(sign)[0] not in _DROPPED_CATEGORIES
        and not _is_variation_selector(sign)
    )
    return unicodedata.normalize("NFKC", kept)


def _is_variation_selector(sign: str) -> bool:
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"


def split_legal_form(name: str) -> tuple[str, str]:
    """Return (legal form, core) of an organisation's name.

    The form is the full word (株式会社 for ㈱), "" if there is none; it is searched for in front,
    then at the end. The core is in NFKC with its characters as entered. A name that is only a
    legal form is all core.
    """
    text = _composed(name).strip()
    ahead = _ANY_FORM.match(text)
    if ahead and text[ahead.end() :].strip():
        return _form_of(ahead), text[ahead.end() :].strip()
    behind = _AT_END.search(text)
    if behind and text[: behind.start()].strip():
        form = _ANY_FORM.fullmatch(behind.group())
        assert form is not None
        return _form_of(form), text[: behind.start()].strip()
    return "", text


def normal_form(name: str) -> str:
    """Return the name without its legal form, folded: equal for different spellings of one name."""
    return _fold(split_legal_form(name)[1])


def search_form(text: str) -> str:
    """Return a query or a whole name, folded, with every legal form in one spelling.

    A query in this form is searched for within names in this form.
    """
    return _fold(_with_one_spelling(text))


def word_form(text: str) -> str:
    """Return `search_form`, but "" for a text of nothing but what is dropped."""
    return _kept(_with_one_spelling(text))


def _with_one_spelling(text: str) -> str:
    return _ANY_FORM.sub(
        lambda match: _SEARCH_WORD.get(_form_of(match), _form_of(match)), _composed(text)
    )
