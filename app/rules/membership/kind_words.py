"""Words for the kind of an organisation (団体の種別) in others' lists, and in its own name."""

import unicodedata
from collections.abc import Mapping

from app.rules.common.naming import split_legal_form
from app.rules.membership.eligibility import OrganisationKind

_K = OrganisationKind
_WORDS: Mapping[OrganisationKind, str] = {
    _K.NPO: "NPO法人 NPO 特定非営利活動法人 認定NPO法人 認定特定非営利活動法人 特例認定NPO法人 特例認定特定非営利活動法人",
    _K.SOCIAL_WELFARE_CORPORATION: "社会福祉法人 社福",
    _K.FOUNDATION: "財団法人 一般財団法人 公益財団法人",
    _K.ASSOCIATION: "社団法人 一般社団法人 公益社団法人",
    _K.VOLUNTARY: "任意団体 ボランティア団体 ボランティアグループ 市民団体 市民活動団体 自治会 町内会 "
    "自主グループ 権利能力なき社団 実行委員会",
    _K.COMPANY: "民間企業 企業 会社 株式会社 有限会社 合同会社 合資会社 合名会社 営利法人",
    _K.COOPERATIVE: "労働者協同組合等 労働者協同組合 協同組合 生活協同組合 生協 農業協同組合 農協 "
    "漁業協同組合 企業組合 農事組合法人 事業協同組合",
    _K.PROFESSIONAL_BODY: "専門職団体・経済団体 専門職団体 経済団体 職能団体 業界団体 弁護士会 司法書士会 "
    "医師会 商工会 商工会議所 弁護士法人 司法書士法人 税理士法人 行政書士法人 社会保険労務士法人",
    _K.OTHER_BODY: "その他の団体 その他 その他団体 その他法人 学校法人 宗教法人 医療法人 医療法人社団 "
    "医療法人財団 社会医療法人 更生保護法人 国立大学法人 公立大学法人 独立行政法人 地方独立行政法人 "
    "有限責任事業組合",
    _K.ADMINISTRATIVE: "行政機関 行政 国 県 市 町 村 市町村 自治体 地方公共団体 公立 官公庁",
    _K.SOCIAL_WELFARE_COUNCIL: "社会福祉協議会 社協",
    _K.INDIVIDUAL: "個人",
}


def _folded(word: str) -> str:
    return "".join(unicodedata.normalize("NFKC", word).split()).upper()


_KINDS = {_folded(word): kind for kind, words in _WORDS.items() for word in words.split()}


def kind_of(word: str) -> OrganisationKind | None:
    """Return the kind that a word or a legal form names: 特定非営利活動法人, ㈱, (一社)."""
    known = _KINDS.get(_folded(word))
    if known is None:
        form, _rest = split_legal_form(f"{word[:40]}の会")
        known = _KINDS.get(_folded(form)) if word.strip() else None
    return known


def kind_in_name(name: str) -> OrganisationKind | None:
    """Return the kind that the legal form of an organisation's name tells, or None."""
    if "社会福祉協議会" in name:
        return OrganisationKind.SOCIAL_WELFARE_COUNCIL
    form, _rest = split_legal_form(name)
    return _KINDS.get(_folded(form)) if form else None
