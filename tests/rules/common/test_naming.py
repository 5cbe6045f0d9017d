"""Normalised forms of names for search and comparison."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.common.naming import normal_form, search_form, split_legal_form


@pytest.mark.parametrize(
    ("name", "form", "core"),
    [
        ("株式会社鳥取", "株式会社", "鳥取"),
        ("㈱鳥取", "株式会社", "鳥取"),
        ("（株）鳥取", "株式会社", "鳥取"),
        ("鳥取商事 ( 株 )", "株式会社", "鳥取商事"),
        ("㍿鳥取", "株式会社", "鳥取"),
        ("㈲鳥取", "有限会社", "鳥取"),
        (
            "N.K.C ナーシングコアコーポレーション合同会社",
            "合同会社",
            "N.K.C ナーシングコアコーポレーション",
        ),
        ("NPO法人鳥取青少年ピアサポート", "特定非営利活動法人", "鳥取青少年ピアサポート"),
        ("ＮＰＯ 法人　ピア", "特定非営利活動法人", "ピア"),
        ("（特非）ピア", "特定非営利活動法人", "ピア"),
        ("npo法人ピア", "特定非営利活動法人", "ピア"),
        ("認定NPO法人ピア", "認定特定非営利活動法人", "ピア"),
        ("一般社団法人 鳥取県母子寡婦福祉連合会", "一般社団法人", "鳥取県母子寡婦福祉連合会"),
        ("（一社）鳥取県母子寡婦福祉連合会", "一般社団法人", "鳥取県母子寡婦福祉連合会"),
        ("公益社団法人日本", "公益社団法人", "日本"),
        ("（公財）鳥取", "公益財団法人", "鳥取"),
        ("一般財団法人鳥取", "一般財団法人", "鳥取"),
        ("社団法人鳥取", "社団法人", "鳥取"),
        ("社会福祉法人鳥取県社会福祉協議会", "社会福祉法人", "鳥取県社会福祉協議会"),
        ("（社福）鳥取いのちの電話", "社会福祉法人", "鳥取いのちの電話"),
        ("労働者協同組合ワーカーズ", "労働者協同組合", "ワーカーズ"),
        ("医療法人社団よつば会", "医療法人社団", "よつば会"),
        ("医療法人よつば会", "医療法人", "よつば会"),
        ("（学法）藤田学院", "学校法人", "藤田学院"),
        ("宗教法人大山寺", "宗教法人", "大山寺"),
        ("鳥取県弁護士会", "", "鳥取県弁護士会"),
        ("株式会社", "", "株式会社"),
        ("鳥取いなば農業協同組合", "", "鳥取いなば農業協同組合"),
        ("", "", ""),
    ],
)
def test_legal_form_is_split_off(name, form, core):
    assert split_legal_form(name) == (form, core)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("特定非営利活動法人鳥取青少年ピアサポート", "ＮＰＯ法人　鳥取青少年ﾋﾟｱｻﾎﾟｰﾄ"),
        (
            "N.K.C ナーシングコアコーポレーション合同会社",
            "Ｎ・Ｋ・Ｃナーシングコアコーポレーション",
        ),
        ("社会福祉法人鳥取いのちの電話", "鳥取いのちの電話"),
        ("官⺠連携の会", "官民連携の会"),
        ("⿃取⽴⻑期⽀援", "鳥取立長期支援"),
        ("ワーカーズコープ・センター", "わ−か−ずこ-ぷセンタ―"),
        ("か\u3099くの会", "がくの会"),
        ("髙﨑の会", "高崎の会"),
        ("𠮷田の会", "吉田の会"),
        ("⼾⿊⻘⿈", "戸黒青黄"),
        ("葛\U000e0100城の会", "葛城の会"),
        ("「ひだまり」の会！", "ひだまりの会"),
    ],
)
def test_two_notations_of_one_name_are_equal(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("鳥取の会", "米子の会"), ("いのちの電話", "いのちの電話協会"), ("☆☆", "★★")],
)
def test_different_names_stay_different(one, other):
    assert normal_form(one) != normal_form(other)


def test_every_radical_with_an_ideograph_is_folded():
    block = [chr(code) for code in range(0x2E81, 0x2EF4) if unicodedata.name(chr(code), "")]
    kangxi = [chr(code) for code in range(0x2F00, 0x2FD6)]
    for sign in block + kangxi:
        (folded,) = search_form(sign)
        assert unicodedata.name(folded).startswith("CJK UNIFIED IDEOGRAPH"), sign


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("NPO法人鳥取", "特定非営利活動法人鳥取青少年ピアサポート"),
        ("npo", "特定非営利活動法人鳥取青少年ピアサポート"),
        ("特定非営利活動法人", "NPO法人鳥取青少年ピアサポート"),
        ("（株）鳥取", "株式会社鳥取商事"),
        ("ぴあ さぽーと", "NPO法人鳥取青少年ピアサポート"),
        ("民生", "鳥取県⺠生児童委員協議会"),
        ("法テラス", "日本司法支援センター鳥取地方事務所（法テラス鳥取）"),
        ("ﾎｳﾃﾗｽ", "ほうてらす"),
    ],
)
def test_query_is_found_in_the_name(query, name):
    assert search_form(query) in search_form(name)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cn",))
    | st.sampled_from("株式会社ＮPO法人（）ー・ァカﾞ゛⺠⼾髙㈱㍿"),
    max_size=20,
)


@given(TEXT)
def test_folding_is_idempotent_and_keeps_non_blank_text(text):
    once = search_form(text)
    assert search_form(once) == once
    assert bool(once) == bool("".join(unicodedata.normalize("NFKC", text).split()))


@given(TEXT)
def test_core_is_stripped_and_never_empty_beside_a_legal_form(text):
    form, core = split_legal_form(text)
    assert core == core.strip()
    assert form == "" or core != ""
