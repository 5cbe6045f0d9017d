"""Words for the kind of an organisation, and readings with signs."""

import pytest

from app.rules.common.normalise import katakana
from app.rules.membership.eligibility import OrganisationKind as Kind
from app.rules.membership.kind_words import kind_in_name, kind_of

WORDS = [
    ("特定非営利活動法人", Kind.NPO),
    ("ＮＰＯ", Kind.NPO),
    ("一般社団法人", Kind.ASSOCIATION),
    ("公益財団法人", Kind.FOUNDATION),
    ("株式会社", Kind.COMPANY),
    ("㈱", Kind.COMPANY),
    ("(一社)", Kind.ASSOCIATION),
    ("学校法人", Kind.OTHER_BODY),
    ("社協", Kind.SOCIAL_WELFARE_COUNCIL),
    ("個人", Kind.INDIVIDUAL),
    ("宇宙人", None),
    ("", None),
]


@pytest.mark.parametrize(("word", "kind"), WORDS)
def test_kind_is_known_by_the_words_of_others(word: str, kind: Kind | None) -> None:
    assert kind_of(word) is kind


@pytest.mark.parametrize("kind", list(Kind))
def test_each_label_names_its_kind(kind: Kind) -> None:
    assert kind_of(kind.label) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("認定NPO法人ひなた", Kind.NPO),
        ("ひなた株式会社", Kind.COMPANY),
        ("社会福祉法人鳥取市社会福祉協議会", Kind.SOCIAL_WELFARE_COUNCIL),
        ("ひなたの会", None),
    ],
)
def test_name_tells_the_kind_by_its_legal_form(name: str, kind: Kind | None) -> None:
    assert kind_in_name(name) is kind


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ウ゛ォイス", "ヴォイス"),
        ("う゛ぉいす", "ヴォイス"),
        ("テト！？「テ」☆＋", "テト!?「テ」☆+"),
        ("ﾊﾟﾊﾟ", "パパ"),
    ],
)
def test_reading_may_have_signs(typed: str, stored: str) -> None:
    assert katakana(typed) == stored


def test_refusal_of_a_reading_names_the_signs() -> None:
    with pytest.raises(ValueError, match="使えない文字：漢、字"):
        katakana("カナ漢字漢")
